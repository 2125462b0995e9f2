/** A button that unfolds a short list of buttons (the design system's overflow menu, with its keyboard manners). */

export interface MenuElements {
  root: HTMLElement;
  button: HTMLButtonElement;
  inner: HTMLElement;
}

export class Menu {
  constructor(private readonly at: MenuElements) {
    at.button.addEventListener("click", () => this.show(!this.open));
    at.root.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !this.open) return;
      event.stopPropagation();
      this.show(false);
      at.button.focus();
    });
    at.root.addEventListener("focusout", (event) => {
      const to = event.relatedTarget;
      if (to instanceof Node && !at.root.contains(to)) this.show(false);
    });
    document.addEventListener("click", (event) => {
      if (event.target instanceof Node && !at.root.contains(event.target)) this.show(false);
    });
  }

  get open(): boolean {
    return this.at.button.getAttribute("aria-expanded") === "true";
  }

  show(open: boolean): void {
    this.at.button.setAttribute("aria-expanded", String(open));
    this.at.inner.classList.toggle("collapsed", !open);
  }
}
