/**
 * Says a changing thing now and then instead of each time it changes.
 *
 *   change ──say at once──▶ quiet (gap) ──over──▶ says the newest, if it is other than what was said
 *
 * A queue moves all the time. Who hears the page instead of seeing it would else hear nothing but numbers.
 */
export class Spacing {
  private said = "";
  private newest: { text: string; weight: string } | null = null;
  private cancel: (() => void) | null = null;

  /** `after` runs something in so many milliseconds and returns what calls it off. */
  constructor(
    private readonly gapMs: number,
    private readonly after: (ms: number, run: () => void) => () => void,
    private readonly say: (text: string) => void,
  ) {}

  /** Tells how it stands. Two of the same weight are the same news, whatever their words. */
  tell(text: string, weight: string): void {
    this.newest = { text, weight };
    if (this.cancel === null) this.speak();
  }

  /** There is nothing more to tell; what comes later is news again. */
  stop(): void {
    this.cancel?.();
    this.cancel = null;
    this.newest = null;
    this.said = "";
  }

  private speak(): void {
    this.cancel = null;
    const news = this.newest;
    if (news === null || news.weight === this.said) return;
    this.said = news.weight;
    this.say(news.text);
    this.cancel = this.after(this.gapMs, () => this.speak());
  }
}
