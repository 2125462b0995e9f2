/** What can be done with a case: taken, moved, given back, closed. Each asks where it must, and tells how it went. */
import { element } from "../dom.ts";
import type { Context } from "./context.ts";
import { open } from "./dialogs.ts";
import { type Case, OUTCOMES, type Outcome } from "./protocol.ts";
import { isFree } from "./store.ts";
import { texts } from "./texts.ts";

export type Act = "take" | "move" | "giveBack" | "close";

export class CaseActs {
  constructor(
    private readonly context: Context,
    /** Where the focus goes when a conversation has become one's own, and when it is no longer. */
    private readonly focus: { taken(id: string): void; left(id: string): void },
  ) {}

  /** What is possible now. A telephone call is not the assistant's to have back. */
  possible(what: Case): Act[] {
    if (what.state === "waiting") return ["take", "move"];
    if (!this.context.store.isMine(what)) return isFree(what) ? ["take"] : [];
    return what.channel === "voice" ? ["close", "move"] : ["close", "move", "giveBack"];
  }

  /** Starts an act where it is possible and nothing else is under way there. */
  start(act: Act, what: Case): void {
    if (!this.possible(what).includes(act) || this.context.acts.isRunning(what.id)) return;
    if (act === "take") void this.take(what.id);
    else if (act === "move") this.askWhere(what);
    else if (act === "giveBack") this.askWhether(what);
    else this.askHow(what);
  }

  private async take(id: string): Promise<void> {
    const { acts, api, store } = this.context;
    const isMine = () => this.isMine(id);
    const take = async () => {
      store.receive({ type: "case", case: await api.take(id) });
      return texts.done.take;
    };
    if (await acts.run(id, texts.failedAct.take, take, isMine)) this.focus.taken(id);
  }

  private askWhere(what: Case): void {
    const { api, store } = this.context;
    const choice = element("select", { class: "form-select", id: "move-queue", autofocus: true });
    // None is chosen beforehand: Enter too soon would send the citizen to whichever comes first in the alphabet.
    choice.append(element("option", { value: "" }, texts.moveChoose));
    for (const queue of store.queues.filter((other) => other.id !== what.queue)) {
      const state = queue.isOpen ? texts.queueWaiting(queue.waiting) : texts.queueClosed;
      choice.append(element("option", { value: queue.id }, `${queue.name} (${state})`));
    }
    const move = (shut: () => void, problem: (text: string) => void) => {
      const queue = store.queues.find((one) => one.id === choice.value);
      if (!queue) {
        problem(texts.moveChooseFirst);
        return;
      }
      shut();
      const go = async () => {
        store.receive({ type: "case", case: await api.move(what.id, queue.id) });
        return texts.done.move(queue.name);
      };
      void this.leave(what.id, texts.failedAct.move, go, () => store.case(what.id)?.queue === queue.id);
    };
    open({
      title: texts.moveTitle,
      body: () => [
        element("label", { class: "form-label", for: "move-queue" }, texts.moveLabel),
        choice,
        element("p", { class: "desk-hint" }, texts.moveHint),
      ],
      action: { text: texts.moveDo, go: ({ close, problem }) => move(close, problem) },
    });
  }

  private askWhether(what: Case): void {
    const { api, store } = this.context;
    const giveBack = (shut: () => void) => {
      shut();
      const go = async () => {
        store.receive({ type: "case", case: await api.giveBack(what.id) });
        return texts.done.giveBack;
      };
      void this.leave(what.id, texts.failedAct.giveBack, go, () => !this.isMine(what.id));
    };
    open({
      title: texts.giveBackTitle,
      body: () => [element("p", {}, texts.giveBackHint), ...this.unsent(what)],
      action: { text: texts.giveBackDo, go: ({ close }) => giveBack(close) },
    });
  }

  private askHow(what: Case): void {
    const { api, store } = this.context;
    askOutcome(texts.closeTitle, texts.closeDo, this.unsent(what), (outcome) => {
      const go = async () => {
        store.receive({ type: "case", case: await api.close(what.id, outcome) });
        return texts.done.close;
      };
      void this.leave(what.id, texts.failedAct.close, go, () => !this.isMine(what.id));
    });
  }

  private async leave(
    id: string,
    failure: string,
    go: () => Promise<string>,
    settled: () => boolean,
  ): Promise<void> {
    if (await this.context.acts.run(id, failure, go, settled)) this.focus.left(id);
  }

  private isMine(id: string): boolean {
    const now = this.context.store.case(id);
    return now !== null && this.context.store.isMine(now);
  }

  /** A word of warning where something written would never be read. */
  private unsent(what: Case): Node[] {
    const { memory, outbox } = this.context;
    const something =
      memory.draft(`message:${what.id}`).trim() !== "" || outbox.of(what.id, "message").length > 0;
    return something ? [element("p", { class: "dialog-warning" }, texts.closeUnsent)] : [];
  }
}

/** Asks how it went, and goes on with the answer. */
export function askOutcome(
  title: string,
  action: string,
  before: Node[],
  go: (outcome: Outcome) => void,
): void {
  const radios = OUTCOMES.map((outcome, index) =>
    element("input", {
      type: "radio",
      class: "form-radio",
      name: "outcome",
      value: outcome,
      id: `outcome-${outcome}`,
      "aria-describedby": `outcome-hint-${outcome}`,
      autofocus: index === 0,
    }),
  );
  const rows = radios.map((radio, index) => {
    const outcome = OUTCOMES[index] ?? "loest";
    return element(
      "div",
      { class: "desk-radio" },
      radio,
      element("label", { for: radio.id }, texts.outcomes[outcome]),
      element("p", { class: "desk-hint", id: `outcome-hint-${outcome}` }, texts.outcomeHints[outcome]),
    );
  });
  const answer = (shut: () => void, problem: (text: string) => void) => {
    const chosen = OUTCOMES.find((outcome) =>
      radios.some((radio) => radio.checked && radio.value === outcome),
    );
    if (!chosen) {
      problem(texts.chooseFirst);
      return;
    }
    shut();
    go(chosen);
  };
  open({
    title,
    body: () => [
      ...before,
      element("fieldset", {}, element("legend", { class: "form-label" }, texts.closeLabel), ...rows),
    ],
    action: { text: action, go: ({ close, problem }) => answer(close, problem) },
  });
}
