/**
 * Reads the acute message where no conversation brings it: when the page opens, when it comes to the front again, and
 * now and then while it is looked at. As long as the chat is connected, the chat tells.
 */
import { Refused, Unreachable } from "../api.ts";
import type { AcuteBanner } from "./models.ts";

export const EVERY_MS = 60_000;

export class BannerWatch {
  /** The conversation is connected and brings the message. */
  toldOtherwise = false;
  private seen = true;
  private reading = false;
  private news = 0;
  private cancel: () => void = () => undefined;

  constructor(
    private readonly read: () => Promise<AcuteBanner | null>,
    private readonly show: (banner: AcuteBanner | null) => void,
    private readonly after: (ms: number, run: () => void) => () => void,
  ) {}

  /** Reads now, and from now on. */
  start(): void {
    void this.look();
  }

  /** The page came into sight, or went out of it. */
  set visible(yes: boolean) {
    const comes = yes && !this.seen;
    this.seen = yes;
    if (comes) void this.look();
  }

  /** The conversation has told the message: an answer that is still on its way is older than that. */
  heard(): void {
    this.news += 1;
  }

  private async look(): Promise<void> {
    if (this.reading) return;
    this.cancel();
    if (this.seen && !this.toldOtherwise) {
      this.reading = true;
      const before = this.news;
      try {
        const banner = await this.read();
        if (this.news === before) this.show(banner);
      } catch (problem) {
        // What stands on the page stays until it is known to be over.
        if (!(problem instanceof Refused || problem instanceof Unreachable)) throw problem;
      } finally {
        this.reading = false;
      }
    }
    this.cancel = this.after(EVERY_MS, () => void this.look());
  }
}
