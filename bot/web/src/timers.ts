/** Timers by name: set anew, the earlier one of the name is gone. */
export class Timers {
  private readonly waiting = new Map<string, () => void>();

  /** `after` waits so many milliseconds, and returns what ends the waiting. */
  constructor(private readonly after: (ms: number, run: () => void) => () => void) {}

  set(name: string, ms: number, run: () => void): void {
    this.cancel(name);
    this.waiting.set(
      name,
      this.after(ms, () => {
        this.waiting.delete(name);
        run();
      }),
    );
  }

  /** Harmless for a name that does not wait. */
  cancel(...names: string[]): void {
    for (const name of names) {
      this.waiting.get(name)?.();
      this.waiting.delete(name);
    }
  }

  cancelAll(): void {
    this.cancel(...this.waiting.keys());
  }
}
