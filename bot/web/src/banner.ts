/** The strip above the conversation: says that there is no connection, and whatever the chat itself has to tell. */
import type { Announcer } from "./a11y.ts";
import { texts } from "./texts.ts";

/** A connection that is gone for less than this is not worth a word. */
const OFFLINE_AFTER_MS = 2_000;
/** How long a notice stays. */
const NOTICE_MS = 12_000;

export class Banner {
  private noticeTimer: number | undefined;
  private offlineTimer: number | undefined;

  constructor(
    private readonly strip: HTMLElement,
    private readonly line: HTMLElement,
    private readonly announcer: Announcer,
  ) {}

  /** Tells whether there is a connection; being offline shows after a moment and hides at once. */
  connected(yes: boolean): void {
    if (yes) {
      window.clearTimeout(this.offlineTimer);
      this.offlineTimer = undefined;
      if (this.strip.dataset.kind !== "offline") return;
      this.hide();
      this.announcer.say(texts.onlineAgain);
    } else if (this.strip.dataset.kind !== "offline") {
      this.offlineTimer ??= window.setTimeout(() => this.show(texts.offline, "offline"), OFFLINE_AFTER_MS);
    }
  }

  /** Shows a sentence for a while. */
  notice(text: string): void {
    this.show(text, "notice");
    window.clearTimeout(this.noticeTimer);
    this.noticeTimer = window.setTimeout(() => {
      if (this.strip.dataset.kind === "notice") this.hide();
    }, NOTICE_MS);
  }

  private show(text: string, kind: "offline" | "notice"): void {
    this.strip.hidden = false;
    this.strip.dataset.kind = kind;
    this.line.textContent = text;
  }

  private hide(): void {
    this.strip.hidden = true;
    delete this.strip.dataset.kind;
  }
}
