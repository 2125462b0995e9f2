/** What assistive technology and the keyboard need beyond the elements themselves. */

/**
 * Says short things politely to screen readers ("Kopieret", "Assistenten skriver …"). The messages themselves are
 * announced by the log, never here, so that each is heard once.
 */
export class Announcer {
  private pending: number | undefined;
  private later: number | undefined;
  private waiting: string[] = [];
  /** What `sayAfter` has said and `hush` may take back. */
  private passing = "";

  constructor(private readonly region: HTMLElement) {}

  say(text: string): void {
    window.clearTimeout(this.later);
    // Two things that come at once are both heard.
    if (!this.waiting.includes(text)) this.waiting.push(text);
    window.clearTimeout(this.pending);
    this.region.textContent = "";
    // A region that is emptied and filled in one go is not announced when the text is the same as before.
    this.pending = window.setTimeout(() => {
      this.region.textContent = this.waiting.join(" ");
      this.waiting = [];
    }, 60);
  }

  /** Says it only if nobody calls `hush` within the time given. */
  sayAfter(ms: number, text: string): void {
    window.clearTimeout(this.later);
    this.later = window.setTimeout(() => {
      this.passing = text;
      this.say(text);
    }, ms);
  }

  /** Takes back what `sayAfter` said or would have said, and nothing else. */
  hush(): void {
    window.clearTimeout(this.later);
    this.waiting = this.waiting.filter((text) => text !== this.passing);
    if (this.region.textContent === this.passing) this.region.textContent = "";
  }
}

/** True on a phone or tablet, where focus in a text field brings up a keyboard over half the screen. */
export function touchOnly(): boolean {
  return window.matchMedia("(hover: none) and (pointer: coarse)").matches;
}
