/** What happens, told to an employee who looks elsewhere: aloud, by sound, on the desktop, and by a bar where it rings. */
import type { Alerts } from "./alerts.ts";
import type { Context } from "./context.ts";
import type { Case, DeskMessage } from "./protocol.ts";
import type { Ringing } from "./ringing.ts";
import { texts, titleOf } from "./texts.ts";

export class News {
  constructor(
    private readonly context: Context,
    private readonly alerts: Alerts,
    private readonly ringing: Ringing,
  ) {}

  /** A case has come into a queue. */
  arrived(what: Case): void {
    if (!this.waitsHere(what)) return;
    const text = (what.immediate ? texts.arrivedImmediate : texts.arrived)(
      what.queueName,
      titleOf(what.topics),
    );
    this.context.announce(text);
    this.alerts.tell(text, what.immediate);
  }

  /** Somebody has written in a conversation. */
  said(id: string, message: DeskMessage): void {
    const { store, open } = this.context;
    const what = store.case(id);
    if (!what || !store.isMine(what)) return;
    const onScreen = open?.id === id && document.visibilityState === "visible" && document.hasFocus();
    if (onScreen) return;
    const text = texts.said(titleOf(what.topics));
    // With the case open, the log itself is heard.
    if (open?.id !== id) this.context.announce(text);
    if (message.from === "citizen") this.alerts.tell(text, false);
  }

  /** A telephone rings for a case. */
  rings(what: Case): void {
    if (this.waitsHere(what)) this.ringing.rings(what);
  }

  /** Whether it waits in one of the queues that are shown. */
  private waitsHere(what: Case): boolean {
    return this.context.sections().waiting.some((one) => one.id === what.id);
  }
}
