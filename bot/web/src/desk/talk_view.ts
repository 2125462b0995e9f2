/** The middle of the page with a case open: whose it is, what can be done, the conversation and the reply. */
import { element, icon } from "../dom.ts";
import { busy, button, isBusy, textButton } from "./buttons.ts";
import { type Act, CaseActs } from "./case_acts.ts";
import { endOf } from "./case_row.ts";
import { Composer } from "./composer.ts";
import type { Context } from "./context.ts";
import { Refill, setText } from "./keyed.ts";
import { LogView } from "./log_view.ts";
import type { Case } from "./protocol.ts";
import { texts, titleOf } from "./texts.ts";
import { runningClock } from "./ticking.ts";
import { TroubleView } from "./trouble_view.ts";

/** Writes to the citizen of a case. */
export type Say = (what: Case, text: string) => void;

export class TalkView {
  readonly node: HTMLElement;
  readonly composer = new Composer();
  readonly acts: CaseActs;
  private readonly title = element("h1", { class: "talk-title", tabindex: "-1" });
  private readonly state = element("p", { class: "talk-state" });
  private readonly stateRefill = new Refill(this.state);
  private readonly buttons: Record<Act, HTMLButtonElement>;
  private readonly bar = element("div", { class: "talk-acts", role: "group", "aria-label": texts.actsLabel });
  private readonly trouble: TroubleView;
  private readonly log: LogView;
  private readonly instead = element("div", { class: "talk-instead" });
  private readonly insteadRefill = new Refill(this.instead);
  private composing: string | null = null;

  constructor(
    private readonly context: Context,
    private readonly say: Say,
  ) {
    this.acts = new CaseActs(context, {
      taken: (id) => {
        if (context.open?.id === id) this.reply();
      },
      // The button that was pressed is gone; without a word the focus would be nowhere.
      left: (id) => {
        const writing = document.activeElement?.matches("input, textarea") ?? false;
        if (context.open?.id === id && !writing) this.title.focus();
      },
    });
    const act = (name: Act, kind: "primary" | "secondary", picture: SVGSVGElement) =>
      button(
        texts[name],
        kind,
        () => {
          const what = this.context.open;
          if (what && !isBusy(this.buttons[name])) this.acts.start(name, what);
        },
        picture,
      );
    this.buttons = {
      take: act("take", "primary", icon("person")),
      close: act("close", "secondary", icon("check")),
      move: act("move", "secondary", icon("forward")),
      giveBack: act("giveBack", "secondary", icon("reply")),
    };
    this.bar.append(this.buttons.take, this.buttons.close, this.buttons.move, this.buttons.giveBack);
    this.trouble = new TroubleView(context);
    this.log = new LogView(context, (text) => this.composer.insert(text));
    this.node = element(
      "div",
      { class: "talk" },
      element(
        "div",
        { class: "talk-head" },
        element("div", { class: "talk-heading" }, this.title, this.state),
        this.bar,
      ),
      this.trouble.node,
      this.log.node,
      this.composer.node,
      this.instead,
    );
  }

  render(what: Case): void {
    const { store, acts } = this.context;
    const mine = store.isMine(what);
    setText(this.title, titleOf(what.topics));
    const how = [
      what.id,
      what.state,
      what.person,
      what.away,
      what.queueName,
      what.outcome,
      what.immediate,
      what.ringing,
      mine,
    ];
    this.stateRefill.with(how, () => this.stateOf(what));
    const possible = this.acts.possible(what);
    for (const [name, node] of Object.entries(this.buttons)) {
      node.hidden = !possible.includes(name as Act);
      busy(node, acts.isRunning(what.id));
    }
    const label = this.buttons.take.querySelector("span");
    if (label) setText(label, what.channel === "voice" ? texts.takeCall : texts.take);
    this.bar.hidden = possible.length === 0;
    this.trouble.render(what.id);
    this.log.render(what);
    this.composer.node.hidden = !(mine && what.channel === "chat");
    this.compose(what);
    const next = this.context.sections().waiting.find((other) => other.id !== what.id) ?? null;
    const where = [how, what.channel, this.composer.node.hidden, this.leftOver(what), next?.id];
    this.insteadRefill.with(where, () => this.insteadOf(what, mine, next));
    this.instead.hidden = !this.composer.node.hidden;
  }

  /** Brings the field up to date with another case. */
  private compose(what: Case): void {
    if (this.composing === what.id) return;
    this.composing = what.id;
    const { memory } = this.context;
    const key = `message:${what.id}`;
    this.composer.show(
      {
        draft: () => memory.draft(key),
        keep: (text) => memory.setDraft(key, text),
        send: (text) => this.say(what, text),
        typing: (on) => this.context.send({ type: "typing", case: what.id, on }),
      },
      what.language,
    );
  }

  /** To the reply, where one may write; else to the heading. */
  reply(): void {
    if (this.composer.node.hidden) this.title.focus();
    else this.composer.focus();
  }

  private stateOf(what: Case): Node[] {
    const marks: Node[] = [];
    if (what.ringing) marks.push(mark("ringing", texts.phoneRings));
    if (what.immediate && what.endedAt === null) marks.push(mark("immediate", texts.immediate));
    if (what.channel === "voice") marks.push(mark("channel", texts.phone));
    if (what.language === "en") marks.push(mark("language", texts.english));
    const words = element("span", {}, this.words(what));
    if (what.state === "waiting") words.append(" · ", runningClock(what.openedAt, this.context.clock));
    return [words, ...marks];
  }

  private words(what: Case): string {
    if (what.state === "waiting") return texts.waitingFor(what.queueName);
    if (this.context.store.isMine(what)) return texts.youHave;
    if (what.state === "with_person") {
      return (what.away ? texts.theyLeft : texts.theyHave)(what.person?.name ?? texts.authors.person);
    }
    return texts.endedAs(endOf(what).toLowerCase());
  }

  /** What stands where one would write, when one cannot. */
  private insteadOf(what: Case, mine: boolean, next: Case | null): Node[] {
    const left = this.leftOver(what);
    const kept = left ? [element("p", { class: "talk-left" }, `${texts.draftWaits} “${left}”`)] : [];
    if (what.state === "waiting" && what.channel === "chat") return [line(texts.takeToWrite), ...kept];
    if (what.state === "waiting" || mine) return [line(texts.onPhone), ...kept];
    if (what.state === "with_person")
      return [
        line((what.away ? texts.takeOver : texts.theirs)(what.person?.name ?? texts.authors.person)),
        ...kept,
      ];
    const go = next && textButton(texts.next, () => this.context.select({ kind: "case", id: next.id }));
    return [line(texts.endedHint), ...kept, ...(go ? [go] : [])];
  }

  private leftOver(what: Case): string {
    return this.composer.node.hidden ? this.context.memory.draft(`message:${what.id}`) : "";
  }
}

function line(text: string): HTMLElement {
  return element("p", {}, text);
}

function mark(kind: string, text: string): HTMLElement {
  return element("span", { class: `mark mark-${kind}` }, text);
}
