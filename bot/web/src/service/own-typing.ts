/** Tells the person on the other side that the citizen writes: seldom, never what, and only while a person is there. */

/** While one writes on, it is told again this often, so that a lost frame mends itself. */
export const AGAIN_MS = 3_000;
/** Without a key for this long, one is thought to have stopped. */
export const STILL_MS = 4_000;

export class OwnTyping {
  private on = false;
  private listening = false;
  private quiet = false;
  private cancelQuiet: (() => void) | null = null;
  private cancelStill: (() => void) | null = null;

  constructor(
    private readonly after: (ms: number, run: () => void) => () => void,
    private readonly tell: (on: boolean) => void,
  ) {}

  /** Whether a person is there. Nobody else is told anything. */
  set listener(there: boolean) {
    if (this.listening && !there) this.stop(false);
    this.listening = there;
  }

  /** The field has changed; `empty` where nothing stands in it any more, as when it was sent. */
  changed(empty: boolean): void {
    if (!this.listening) return;
    if (empty) {
      this.stop(true);
      return;
    }
    if (!this.quiet) {
      this.on = true;
      this.quiet = true;
      this.tell(true);
      this.cancelQuiet = this.after(AGAIN_MS, () => {
        this.quiet = false;
      });
    }
    this.cancelStill?.();
    this.cancelStill = this.after(STILL_MS, () => this.stop(true));
  }

  private stop(say: boolean): void {
    this.cancelQuiet?.();
    this.cancelStill?.();
    this.quiet = false;
    if (this.on && say) this.tell(false);
    this.on = false;
  }
}
