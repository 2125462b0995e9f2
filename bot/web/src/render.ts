/** Shows the store's messages. An element is made once for a message and then kept, so nothing jumps or is read twice. */
import type { Announcer } from "./a11y.ts";
import { atClock } from "./clock.ts";
import { element, hidden, icon, paragraph } from "./dom.ts";
import { nameOf } from "./names.ts";
import { type Actions, type PartView, renderPart, type Since } from "./parts/index.ts";
import type { Follower } from "./scroll.ts";
import type { Entry, Store } from "./store.ts";
import { texts } from "./texts.ts";

/** "Sender …" is only shown for a message that takes longer than this. */
const SLOW_SEND_MS = 1_500;
/** Between two parts of one answer the typing bubble stays away this long, so that it does not flicker. */
const TYPING_PAUSE_MS = 350;
const ANNOUNCE_TYPING_MS = 1_500;

interface Shown {
  node: HTMLElement;
  view: PartView;
  status: HTMLElement;
  text: string;
}

/** The elements of the conversation, made by the widget. */
export interface LogElements {
  /** What the chat says about itself, above the first message. */
  notice: HTMLElement;
  log: HTMLElement;
  typing: HTMLElement;
}

export interface LogActions extends Actions {
  sendAgain(clientId: string): void;
}

export class MessageLog {
  private readonly shown = new Map<string, Shown>();
  private typingTimer: number | undefined;

  constructor(
    private readonly store: Store,
    private readonly at: LogElements,
    private readonly follower: Follower,
    private readonly announcer: Announcer,
    private readonly actions: LogActions,
  ) {}

  /** Brings the elements in line with the store. History that the reader has met before is put in without a word. */
  sync(restored: boolean): void {
    const entries = this.store.entries();
    const fresh: HTMLElement[] = [];
    let own = false;
    if (restored) this.silently();
    this.forgetAllBut(new Set(entries.map((entry) => entry.key)));
    entries.forEach((entry, index) => {
      let shown = this.shown.get(entry.key);
      if (!shown) {
        shown = this.add(entry, entries[index - 1]);
        if (entry.from === "citizen") own = true;
        else fresh.push(shown.node);
      }
      this.update(shown, entry, entries, index);
    });
    if (fresh.length > 0) this.showTyping(false);
    this.typing();
    if (own || restored) this.follower.toEnd();
    else this.follower.grown(fresh.length > 0 ? [...this.startOfAnswer(entries), ...fresh.slice(0, 1)] : []);
  }

  /** Shows or hides the typing bubble as the store says. */
  typing(): void {
    const { typing, state } = this.store;
    const last = this.store.entries().at(-1);
    // While an answer is on its way its place is kept, so that the bubble and then the answer fill it without a jump.
    const robotAnswers = state === "bot" || state === "waiting_for_person";
    const awaited = last?.from === "citizen" && last.delivery !== "failed" && robotAnswers;
    this.at.typing.classList.toggle("of-person", typing && this.store.personTypes);
    this.at.typing.classList.toggle("reserved", awaited);
    window.clearTimeout(this.typingTimer);
    if (typing)
      this.typingTimer = window.setTimeout(() => this.showTyping(true), awaited ? 0 : TYPING_PAUSE_MS);
    else this.showTyping(false);
  }

  private showTyping(on: boolean): void {
    const bubble = this.at.typing;
    if (on === bubble.classList.contains("on")) return;
    bubble.classList.toggle("on", on);
    const person = this.store.personTypes || this.store.state === "with_person";
    const text = person ? texts.personTyping(this.store.personName) : texts.typing;
    if (on) {
      this.announcer.sayAfter(ANNOUNCE_TYPING_MS, text);
      this.follower.grown([]);
    } else this.announcer.hush();
  }

  private silently(): void {
    this.at.log.setAttribute("aria-live", "off");
    window.setTimeout(() => this.at.log.setAttribute("aria-live", "polite"), 500);
  }

  private forgetAllBut(keys: Set<string>): void {
    for (const [key, { node }] of this.shown) {
      if (keys.has(key)) continue;
      node.remove();
      this.shown.delete(key);
    }
  }

  private add(entry: Entry, before: Entry | undefined): Shown {
    const view = renderPart(entry.part, entry.key, this.actions);
    const bubble = element("div", { class: "bubble" }, ...view.nodes);
    if (entry.part.lang) bubble.lang = entry.part.lang;
    const status = element("p", { class: "delivery", hidden: true });
    const node = element(
      "div",
      { class: `message from-${entry.from}`, "data-part": entry.part.type },
      this.byline(entry, before),
      bubble,
      status,
    );
    const shown = { node, view, status, text: entry.part.text ?? "" };
    this.shown.set(entry.key, shown);
    const previous = before && this.shown.get(before.key)?.node;
    if (previous) previous.after(node);
    else this.at.log.prepend(node);
    return shown;
  }

  /** Who said it, and when. Within one turn it is only seen once, but always heard. */
  private byline(entry: Entry, before: Entry | undefined): HTMLElement {
    const time = atClock(entry.time);
    const name = nameOf(entry);
    // Word of who came or went stands across the conversation: nobody in it says that.
    if (entry.from === "system") return hidden(`${name}: `);
    const same = before && nameOf(before) === name && atClock(before.time) === time;
    if (same) return hidden(`${name}: `);
    const face = entry.from === "person" ? icon("person") : null;
    const spoken = element("span", { class: "message-author" }, face, name, hidden(":"));
    const clock = element("time", { class: "message-time" });
    this.setClock(clock, entry.time);
    return element("p", { class: "byline" }, spoken, " ", clock);
  }

  private setClock(clock: HTMLTimeElement, time: string): void {
    clock.dateTime = time;
    clock.textContent = atClock(time);
  }

  private update(shown: Shown, entry: Entry, entries: readonly Entry[], index: number): void {
    const later = entries.slice(index + 1);
    const answer = later.find((other) => other.from === "citizen");
    const since: Since = {
      answeredWith: answer ? (answer.part.text ?? "") : null,
      loggedIn: this.store.identity === "mitid",
      superseded: later.some((other) => other.part.type === entry.part.type),
    };
    shown.view.update?.(since);
    if (entry.from !== "citizen") return;
    // The server's clock counts, once it has spoken.
    const clock = shown.node.querySelector("time");
    if (clock && clock.dateTime !== entry.time) this.setClock(clock, entry.time);
    const text = entry.part.text ?? "";
    if (text !== shown.text) {
      // The server hides personal numbers before it keeps a message; show what is kept.
      shown.text = text;
      shown.node.querySelector(".bubble")?.replaceChildren(paragraph(text));
    }
    // The assistant answers at once, a person reads first: until then the citizen sees that it has come through.
    const unanswered = this.store.state === "with_person" && later.every((other) => other.from === "system");
    this.delivery(shown, entry, unanswered);
  }

  private delivery(shown: Shown, entry: Entry, unanswered: boolean): void {
    const { node, status } = shown;
    const now = entry.delivery === "delivered" && unanswered ? "unanswered" : entry.delivery;
    if (node.dataset.delivery === now) return;
    node.dataset.delivery = now;
    status.hidden = now === "delivered";
    if (status.hidden) status.replaceChildren();
    if (now === "unanswered") status.replaceChildren(icon("check"), texts.sent);
    else if (entry.delivery === "sending") {
      status.hidden = true;
      status.replaceChildren(texts.sending);
      window.setTimeout(() => {
        if (node.dataset.delivery === "sending") status.hidden = false;
      }, SLOW_SEND_MS);
    } else if (entry.delivery === "failed") {
      const again = element("button", { type: "button", class: "function-link" }, texts.sendAgain);
      again.addEventListener("click", () => entry.clientId && this.actions.sendAgain(entry.clientId));
      const problem = `${texts.notSent} ${entry.problem ?? ""} `;
      status.replaceChildren(icon("error"), element("span", {}, problem), again);
      this.actions.announce(problem);
    }
  }

  /**
   * The element where the assistant's answer that stands last begins; for the greeting, what stands above it. A person
   * writes piece by piece, and the reader is there: what they wrote a while ago does not hold the view back.
   */
  private startOfAnswer(entries: readonly Entry[]): HTMLElement[] {
    if (entries.at(-1)?.from !== "assistant") return [];
    const before = entries.findLastIndex((entry) => entry.from !== "assistant");
    if (before === -1) return [this.at.notice];
    const first = entries[before + 1];
    const shown = first && this.shown.get(first.key);
    return shown ? [shown.node] : [];
  }
}
