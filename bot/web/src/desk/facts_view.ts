/** The packet: what it is about, what the assistant found out and did, what failed, and the background. */
import { element, icon } from "../dom.ts";
import type { ReceiptPart } from "../protocol.ts";
import { endOf } from "./case_row.ts";
import type { Context } from "./context.ts";
import { Refill } from "./keyed.ts";
import { factList, receiptNode } from "./part_view.ts";
import type { Case, Topic } from "./protocol.ts";
import { texts } from "./texts.ts";
import { runningClock } from "./ticking.ts";
import { clockTime, duration } from "./time.ts";

export class FactsView {
  readonly node = element("section", { class: "facts", "aria-labelledby": "facts-heading" });
  private readonly refill = new Refill(this.node);

  constructor(private readonly context: Context) {}

  render(what: Case): void {
    const receipts = this.receipts(what.id);
    const shown = { ...what, version: 0, unread: 0 };
    this.refill.with([shown, receipts], () => [
      element("h2", { id: "facts-heading", class: "sr-only" }, texts.facts),
      ...(what.hypercare ? [element("p", { class: "facts-hypercare" }, icon("info"), texts.hypercare)] : []),
      element("h3", {}, texts.topics),
      ...this.topics(what.topics),
      ...(what.failed.length > 0 ? [element("h3", {}, texts.failed), failedList(what.failed)] : []),
      ...(receipts.length > 0
        ? [
            element("h3", {}, texts.receipts),
            ...receipts.map((part) => receiptNode(part.title, part.number ?? null, part.facts)),
          ]
        : []),
      element("h3", {}, texts.background),
      this.background(what),
    ]);
  }

  private topics(topics: readonly Topic[]): HTMLElement[] {
    if (topics.length === 0) return [element("p", { class: "desk-hint" }, texts.noTopics)];
    const list = element("ol", { class: "topic-list" });
    for (const topic of topics) {
      const state = texts.topicStates[topic.state] ?? topic.state;
      list.append(
        element(
          "li",
          {},
          element(
            "p",
            { class: "topic-title" },
            topic.title,
            state ? " " : null,
            state
              ? element("span", { class: `mark mark-topic-${topic.state.replace(/[^a-z_]/g, "")}` }, state)
              : null,
          ),
          topic.summary ? element("p", { class: "topic-summary" }, topic.summary) : null,
          topic.facts.length > 0 ? factList(topic.facts) : null,
        ),
      );
    }
    return [list];
  }

  private background(what: Case): HTMLElement {
    const list = element("dl", { class: "desk-facts" });
    const add = (label: string, value: Node | string) => {
      if (value !== "") list.append(element("div", {}, element("dt", {}, label), element("dd", {}, value)));
    };
    add(texts.reason, texts.reasons[what.reason] ?? what.reason);
    add(texts.identity, texts.identities[what.identity]);
    const channel = what.channel === "voice" ? texts.phone : texts.chat;
    add(texts.channel, `${channel} · ${what.language === "en" ? texts.english : texts.danish}`);
    add(texts.queue, what.department ? `${what.queueName} (${what.department})` : what.queueName);
    const wait = element("span", {}, this.wait(what));
    const opened = clockTime(what.openedAt);
    if (opened) wait.append(` · ${texts.cameAt(opened)}`);
    add(texts.wait, wait);
    add(texts.receipt, what.receipt ?? "");
    if (what.endedAt !== null) add(texts.close, endOf(what));
    return list;
  }

  private wait(what: Case): Node | string {
    const until = what.takenAt ?? what.endedAt;
    if (until === null) return runningClock(what.openedAt, this.context.clock);
    return duration((Date.parse(until) - Date.parse(what.openedAt)) / 1000 || 0);
  }

  /** What the assistant has done, as the citizen was told it. */
  private receipts(id: string): ReceiptPart[] {
    return this.context.store
      .talk(id)
      .messages.map((message) => message.part)
      .filter((part) => part.type === "receipt");
  }
}

function failedList(failed: readonly string[]): HTMLElement {
  return element(
    "ul",
    { class: "failed-list" },
    ...failed.map((text) => element("li", {}, icon("warning"), element("span", {}, text))),
  );
}
