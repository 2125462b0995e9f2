/** What the employee writes, on its way to the gateway: kept until it is confirmed, and shown as sent before the frame. */
import { newId } from "../browser.ts";
import { explain } from "./acts.ts";
import { DeskRefused } from "./api.ts";
import type { Context } from "./context.ts";
import type { Frame } from "./frames.ts";
import { type Kind, Outbox, type Unsent } from "./outbox.ts";
import type { Case } from "./protocol.ts";
import { texts } from "./texts.ts";

type Parts = Pick<Context, "api" | "clock" | "memory" | "store" | "announce" | "changed">;

export class Words {
  readonly outbox: Outbox;

  constructor(
    private readonly parts: Parts,
    private readonly signedOut: () => void,
  ) {
    const { memory } = parts;
    this.outbox = new Outbox(
      (item) => this.deliver(item),
      explain,
      (items) => {
        memory.outbox = items;
        parts.changed();
      },
      memory.outbox,
      texts.afterReload,
    );
  }

  write(what: Case, kind: Kind, text: string): void {
    const time = new Date(this.parts.clock.now()).toISOString();
    this.outbox.add({ clientId: newId(), case: what.id, kind, text, time });
  }

  /** A frame tells what the gateway has: that is confirmed, whatever became of its answer. */
  confirm(frame: Frame): void {
    if (frame.type === "message") this.outbox.remove(frame.message.clientId);
    if (frame.type === "note") this.outbox.remove(frame.note.clientId);
    if (frame.type === "watched") {
      for (const { clientId } of [...frame.messages, ...frame.notes]) this.outbox.remove(clientId);
    }
  }

  private async deliver(item: Unsent): Promise<void> {
    const { api, store } = this.parts;
    const { clientId, text, kind } = item;
    const id = item.case;
    try {
      if (kind === "note") {
        const note = await api.note(id, text, clientId);
        if (note) store.receive({ type: "note", id, note: { ...note, clientId } });
      } else {
        const message = await api.send(id, text, clientId);
        if (message) store.receive({ type: "message", id, message: { ...message, clientId } });
      }
    } catch (problem) {
      if (problem instanceof DeskRefused && problem.signedOut) this.signedOut();
      this.parts.announce(texts.notSent);
      throw problem;
    }
  }
}
