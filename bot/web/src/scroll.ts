/** Where the conversation is scrolled to: follows new answers, but never pulls a reader away from what they read. */

/** How far from the end still counts as being at the end, in CSS pixels. */
const NEAR_PX = 60;
/** Left above an answer that is taller than the view, so that its start is seen. */
const ABOVE_PX = 12;

export class Follower {
  private following = true;
  /** Where the view was when it was last looked at; a scroll event comes a moment after the scrolling itself. */
  private top = 0;

  constructor(
    private readonly scroller: HTMLElement,
    private readonly jump: HTMLButtonElement,
  ) {
    scroller.addEventListener("scroll", () => this.scrolled(), { passive: true });
    jump.addEventListener("click", () => {
      this.toEnd();
      scroller.focus({ preventScroll: true });
    });
    new ResizeObserver(() => {
      if (this.following) this.toEnd();
    }).observe(scroller);
  }

  /**
   * After something was added: goes to the end, but not past the start of what is new. `starts` are the elements where
   * the answer and its newest part begin; none, where nothing new is to be read.
   */
  grown(starts: readonly HTMLElement[]): void {
    if (this.scroller.scrollTop < this.top - NEAR_PX) this.following = false;
    if (!this.following) {
      if (starts.length > 0) this.jump.hidden = false;
      return;
    }
    const { scroller } = this;
    const end = scroller.scrollHeight - scroller.clientHeight;
    const tops = starts.map((start) => start.offsetTop - ABOVE_PX);
    const limit = tops.find((top) => top >= scroller.scrollTop) ?? end;
    scroller.scrollTop = Math.min(end, limit);
    this.scrolled();
    if (starts.length > 0 && scroller.scrollTop < end - NEAR_PX) this.jump.hidden = false;
  }

  /** Shows as much of this as there is room for, from its start: the reader is at work in it. */
  reveal(node: HTMLElement): void {
    const view = this.scroller.getBoundingClientRect();
    const box = node.getBoundingClientRect();
    const below = box.bottom + ABOVE_PX - view.bottom;
    if (below > 0) this.scroller.scrollTop += Math.min(below, box.top - ABOVE_PX - view.top);
    this.scrolled();
  }

  /** To the end, and from now on following. */
  toEnd(): void {
    this.following = true;
    this.jump.hidden = true;
    this.scroller.scrollTop = this.scroller.scrollHeight;
    this.top = this.scroller.scrollTop;
  }

  private scrolled(): void {
    const { scrollTop, scrollHeight, clientHeight } = this.scroller;
    this.top = scrollTop;
    this.following = scrollHeight - clientHeight - scrollTop <= NEAR_PX;
    if (this.following) this.jump.hidden = true;
  }
}
