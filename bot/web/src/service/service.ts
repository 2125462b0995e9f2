/** The citizen's side of personal service: the wait, the person, and the acute message, as the store tells of them. */
import type { Announcer } from "../a11y.ts";
import type { Layout } from "../layout.ts";
import type { ServerFrame } from "../protocol.ts";
import type { Store } from "../store.ts";
import { texts } from "../texts.ts";
import { OwnTyping } from "./own-typing.ts";
import { headLine } from "./presence.ts";
import { WaitingStrip } from "./waiting.ts";

/** A person who is said to write, and of whom nothing more is heard for this long, has stopped. */
const TYPES_AT_MOST_MS = 20_000;

export interface ServiceActions {
  withdraw(): Promise<void>;
  focus(): void;
  typing(on: boolean): void;
  after(ms: number, run: () => void): () => void;
}

export class PersonalService {
  private readonly waiting: WaitingStrip;
  private readonly ownTyping: OwnTyping;
  private cancelTyping: () => void = () => undefined;

  constructor(
    private readonly at: Layout,
    private readonly store: Store,
    announcer: Announcer,
    private readonly actions: ServiceActions,
  ) {
    this.waiting = new WaitingStrip(at.waiting, announcer, actions);
    this.ownTyping = new OwnTyping(actions.after, (on) => actions.typing(on));
  }

  /** What stands in the field has changed. */
  edited(empty: boolean): void {
    this.ownTyping.changed(empty);
  }

  /** A frame has been taken in by the store. */
  received(frame: ServerFrame): void {
    if (frame.type !== "typing") return;
    this.cancelTyping();
    if (!frame.on || frame.from !== "person") return;
    this.cancelTyping = this.actions.after(TYPES_AT_MOST_MS, () => {
      this.store.receive({ type: "typing", on: false, from: "person" });
    });
  }

  /** Shows who has the conversation now. */
  show(): void {
    const { at, store } = this;
    const { state, waiting } = store;
    const person = state === "with_person" ? (store.person?.name ?? "") : null;
    at.robotLine.textContent = headLine({ state, person, queue: waiting?.queueName || null });
    at.panel.dataset.state = state;
    at.composer.label.textContent = person ? texts.inputLabelTo(person) : texts.inputLabel;
    this.waiting.show(waiting, new Date());
    this.ownTyping.listener = state === "with_person";
  }
}
