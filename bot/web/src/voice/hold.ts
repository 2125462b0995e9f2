/**
 * The button to talk. Held, it is open for as long as it is held; a short press opens it until the next press, for
 * those who cannot hold a button, and for screen readers, which only click.
 *
 *   held     ▁▁▇▇▇▇▇▇▁▁▁      short   ▁▁▇▁▁▁▁▁▁▁▇▁
 *   open     ▁▁▇▇▇▇▇▇▁▁▁              ▁▁▇▇▇▇▇▇▇▇▁▁
 */

/** A press that is over sooner than this is a short one. Nobody says anything in so little time. */
export const SHORT_MS = 250;

export class HoldButton {
  /** Open until the next press. */
  latched = false;
  private open = false;
  private pressedAt: number | null = null;

  constructor(private readonly changed: (open: boolean) => void) {}

  press(nowMs: number): void {
    if (this.pressedAt !== null) return;
    if (this.latched) this.set(false);
    else {
      this.pressedAt = nowMs;
      this.set(true);
    }
  }

  release(nowMs: number): void {
    if (this.pressedAt === null) return;
    const short = nowMs - this.pressedAt < SHORT_MS;
    this.pressedAt = null;
    this.latched = short && this.open;
    if (!short) this.set(false);
    else this.changed(this.open);
  }

  /** A click without a press before it. */
  click(): void {
    const open = !this.open;
    this.latched = open;
    this.set(open);
  }

  /** The button lost the focus, the pointer or its meaning. */
  cancel(): void {
    this.set(false);
  }

  private set(open: boolean): void {
    if (!open) {
      this.latched = false;
      this.pressedAt = null;
    }
    if (open === this.open) return;
    this.open = open;
    this.changed(open);
  }
}
