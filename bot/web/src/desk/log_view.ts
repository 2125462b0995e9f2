/** The conversation: who said what, when, what is new, and what of one's own is on its way. */
import { atClock } from "../clock.ts";
import { element, hidden, icon, paragraph } from "../dom.ts";
import { textButton } from "./buttons.ts";
import type { Context } from "./context.ts";
import { Follow } from "./follow.ts";
import { Keyed, setText } from "./keyed.ts";
import type { Unsent } from "./outbox.ts";
import { partNodes } from "./part_view.ts";
import type { Case, DeskMessage } from "./protocol.ts";
import { texts } from "./texts.ts";

type Entry =
  | { kind: "message"; key: string; message: DeskMessage; again: boolean; last: boolean; language: string }
  | { kind: "unsent"; key: string; item: Unsent }
  | { kind: "marker"; key: string };

export class LogView {
  readonly node: HTMLElement;
  private readonly log = element("div", { role: "log", "aria-live": "polite", "aria-label": texts.log });
  private readonly typing = element("p", { class: "talk-typing", hidden: true }, texts.citizenTyping);
  private readonly hint = element("p", { class: "desk-hint talk-hint", hidden: true });
  private readonly follow: Follow;
  private readonly scroller: HTMLElement;
  private keyed: Keyed<Entry>;
  private shown: string | null = null;
  private size = 0;
  /** The last message that had been read when the case was opened; the marker stands after it. */
  private readTo = 0;
  private loud: number | undefined;

  constructor(
    private readonly context: Context,
    private readonly edit: (text: string) => void,
  ) {
    const jump = element(
      "button",
      { type: "button", class: "jump", hidden: true },
      element("span", {}, texts.newBelow),
      icon("arrow-downward"),
    );
    const contents = element("div", {}, this.hint, this.log, this.typing);
    this.scroller = element(
      "div",
      { class: "talk-scroller", tabindex: "0", role: "group", "aria-label": texts.talk },
      contents,
    );
    this.node = element("div", { class: "talk-middle" }, this.scroller, jump);
    this.follow = new Follow(this.scroller, contents, jump);
    this.keyed = this.fresh();
  }

  render(what: Case): void {
    const talk = this.context.store.talk(what.id);
    const opened = this.shown !== what.id;
    if (opened) this.reopen(what);
    // Before the history is there, nothing can be told to be new.
    if (!talk.loaded && talk.messages.length === 0) this.readTo = this.context.memory.seen(what.id) ?? 0;
    const entries = this.entries(what);
    const grew = entries.length !== this.size;
    const own = entries.at(-1)?.kind === "unsent";
    this.keyed.sync(entries);
    setText(this.hint, talk.loaded ? texts.emptyTalk : texts.loadingTalk);
    this.hint.hidden = entries.length > 0;
    this.typing.hidden = !talk.citizenTyping;
    if (opened || (grew && (own || this.size === 0))) this.follow.toEnd();
    else if (grew) this.follow.grown();
    this.size = entries.length;
    this.read(what.id, talk.loaded);
  }

  /** What is on screen while the page is looked at is read; the list and the title then count it no longer. */
  private read(id: string, loaded: boolean): void {
    if (!loaded || document.visibilityState !== "visible" || !document.hasFocus()) return;
    const { memory, store } = this.context;
    const last = store.lastSeq(id);
    if (memory.seen(id) === last) return;
    memory.setSeen(id, last);
    this.context.changed();
  }

  private reopen(what: Case): void {
    this.shown = what.id;
    this.size = 0;
    this.readTo = this.context.memory.seen(what.id) ?? 0;
    // What was said before the case was opened is read, not heard.
    this.log.setAttribute("aria-live", "off");
    window.clearTimeout(this.loud);
    this.loud = window.setTimeout(() => this.log.setAttribute("aria-live", "polite"), 1_000);
    this.log.replaceChildren();
    this.keyed = this.fresh();
  }

  private entries(what: Case): Entry[] {
    const { messages } = this.context.store.talk(what.id);
    const entries: Entry[] = [];
    const ownLast = messages.findLast((message) => message.from === "person");
    let marked = this.readTo === 0;
    let before: DeskMessage | null = null;
    for (const message of messages) {
      if (!marked && message.seq > this.readTo && message.from === "citizen") {
        entries.push({ kind: "marker", key: "marker" });
        marked = true;
        before = null;
      }
      const again =
        before?.from === message.from &&
        before.name === message.name &&
        atClock(before.time) === atClock(message.time);
      const last = message === ownLast && message.clientId !== undefined;
      const key = message.clientId ? `client:${message.clientId}` : `seq:${message.seq}`;
      entries.push({ kind: "message", key, message, again, last, language: what.language });
      before = message;
    }
    for (const item of this.context.outbox.of(what.id, "message")) {
      const key = `client:${item.clientId}`;
      if (!entries.some((entry) => entry.key === key)) entries.push({ kind: "unsent", key, item });
    }
    return entries;
  }

  private fresh(): Keyed<Entry> {
    return new Keyed<Entry>(
      this.log,
      (entry) => entry.key,
      (entry) => this.make(entry),
      (node, entry) => this.update(node, entry),
    );
  }

  private make(entry: Entry): HTMLElement {
    if (entry.kind === "marker")
      return element("p", { class: "talk-marker" }, element("span", {}, texts.newFrom));
    const from = entry.kind === "unsent" ? "person" : entry.message.from;
    return element(
      "div",
      { class: `message from-${from}` },
      element("p", { class: "byline" }),
      element("div", { class: "bubble" }),
      element("p", { class: "delivery", hidden: true }),
    );
  }

  private update(node: HTMLElement, entry: Entry): void {
    if (entry.kind === "marker") return;
    const [byline, bubble, delivery] = [...node.children];
    if (!(byline instanceof HTMLElement && bubble && delivery instanceof HTMLElement)) return;
    const state = stateOf(entry);
    if (node.dataset.state === state) return;
    node.dataset.state = state;
    if (entry.kind === "unsent") {
      byline.replaceChildren(...bylineOf(this.context.store.employee?.name ?? "", entry.item.time, false));
      byline.classList.remove("again");
      bubble.replaceChildren(paragraph(entry.item.text));
      delivery.hidden = false;
      delivery.replaceChildren(...this.deliveryOf(entry.item));
      return;
    }
    const { message, again } = entry;
    const name = message.name ?? texts.authors[message.from];
    byline.replaceChildren(...bylineOf(name, message.time, again));
    byline.classList.toggle("again", again);
    bubble.replaceChildren(...partNodes(message.part));
    if (message.from === "citizen" && entry.language !== "da") bubble.setAttribute("lang", entry.language);
    delivery.hidden = !entry.last;
    delivery.replaceChildren(...(entry.last ? [icon("check"), texts.sent] : []));
  }

  private deliveryOf(item: Unsent): (Node | string)[] {
    if (item.problem === undefined) return [texts.sending];
    const { outbox } = this.context;
    return [
      icon("error"),
      element("span", {}, `${texts.notSent} ${item.problem} `),
      textButton(texts.again, () => outbox.again(item.clientId)),
      " ",
      textButton(texts.editAgain, () => {
        const taken = outbox.remove(item.clientId);
        if (taken) this.edit(taken.text);
      }),
      " ",
      textButton(texts.discard, () => outbox.remove(item.clientId)),
    ];
  }
}

function stateOf(entry: Exclude<Entry, { kind: "marker" }>): string {
  if (entry.kind === "unsent") return `unsent:${entry.item.problem ?? ""}`;
  return `sent:${entry.again}:${entry.last}:${entry.message.seq}`;
}

/** Who and when; where the same one goes on within the minute it is heard but not seen. */
function bylineOf(name: string, time: string, again: boolean): Node[] {
  if (again) return [hidden(`${name}: `)];
  return [
    element("span", { class: "message-author" }, name, hidden(":")),
    element("time", { class: "message-time", datetime: time }, ` ${atClock(time)}`),
  ];
}
