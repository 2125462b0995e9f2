/** Keeps elements in step with a list: one is made once for a key and then kept, so that focus and reading stay. */

export class Keyed<T> {
  private readonly made = new Map<string, HTMLElement>();

  constructor(
    private readonly home: HTMLElement,
    private readonly key: (item: T) => string,
    private readonly make: (item: T) => HTMLElement,
    private readonly update: (node: HTMLElement, item: T) => void = () => undefined,
  ) {}

  get(key: string): HTMLElement | undefined {
    return this.made.get(key);
  }

  sync(items: readonly T[]): void {
    const focused = document.activeElement;
    const keys = new Set(items.map(this.key));
    for (const [key, node] of this.made) {
      if (keys.has(key)) continue;
      node.remove();
      this.made.delete(key);
    }
    let before: ChildNode | null = this.home.firstChild;
    for (const item of items) {
      const key = this.key(item);
      let node = this.made.get(key);
      if (!node) {
        node = this.make(item);
        this.made.set(key, node);
      }
      this.update(node, item);
      if (node === before) before = before.nextSibling;
      else this.home.insertBefore(node, before);
    }
    // An element that is moved loses the focus.
    if (focused instanceof HTMLElement && focused !== document.activeElement && this.home.contains(focused)) {
      focused.focus({ preventScroll: true });
    }
  }
}

/** Sets a text only where it differs, so that nothing is selected away or announced for nothing. */
export function setText(node: Element, text: string): void {
  if (node.textContent !== text) node.textContent = text;
}

/** Replaces the children only where what they are made of differs from the last time. */
export class Refill {
  private last = "";

  constructor(private readonly home: HTMLElement) {}

  with(value: unknown, make: () => (Node | string)[]): void {
    const now = JSON.stringify(value);
    if (now === this.last) return;
    this.last = now;
    this.home.replaceChildren(...make());
  }
}
