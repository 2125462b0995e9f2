/**
 * Where the conversation is scrolled to: at the end, until the reader scrolls up; then where the reader left it.
 *
 * Only scrolling up is leaving the end. That the view became lower (a strip came, the reply grew) or the contents
 * taller (a font arrived) is not, whatever the distance to the end is at that moment.
 */

/** How far from the end still counts as being at the end, in CSS pixels. */
const NEAR_PX = 60;

export class Follow {
  private following = true;
  private top = 0;

  constructor(
    private readonly scroller: HTMLElement,
    contents: HTMLElement,
    private readonly jump: HTMLButtonElement,
  ) {
    scroller.addEventListener("scroll", () => this.scrolled(), { passive: true });
    jump.addEventListener("click", () => {
      this.toEnd();
      scroller.focus({ preventScroll: true });
    });
    const sizes = new ResizeObserver(() => {
      if (this.following) this.toEnd();
    });
    sizes.observe(scroller);
    sizes.observe(contents);
  }

  /** Something new stands at the end: shown, or offered to a reader who is further up. */
  grown(): void {
    if (this.following) this.toEnd();
    else this.jump.hidden = false;
  }

  toEnd(): void {
    this.following = true;
    this.jump.hidden = true;
    this.scroller.scrollTop = this.scroller.scrollHeight;
    this.top = this.scroller.scrollTop;
  }

  private scrolled(): void {
    const { scrollTop, scrollHeight, clientHeight } = this.scroller;
    const left = scrollHeight - clientHeight - scrollTop;
    if (left <= NEAR_PX) {
      this.following = true;
      this.jump.hidden = true;
    } else if (scrollTop < this.top) this.following = false;
    this.top = scrollTop;
  }
}
