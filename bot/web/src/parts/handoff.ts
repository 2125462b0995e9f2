import { element, icon, paragraph } from "../dom.ts";
import type { HandoffPart } from "../protocol.ts";
import { texts } from "../texts.ts";
import type { PartView } from "./index.ts";
import { fact } from "./receipt.ts";

/**
 * Notice that a person takes over: where to, and what they already know. How long it may take stands above the field,
 * where it is kept up; here it would soon say something else.
 */
export function renderHandoff(part: HandoffPart): PartView {
  const facts = element("dl", { class: "facts" });
  if (part.queue) facts.append(fact(texts.handoffQueue, part.queue));
  if (part.topics.length > 0) {
    const topics = part.topics.map((topic) => element("li", {}, topic));
    facts.append(fact(texts.handoffTopics, element("ul", { class: "handoff-topics" }, ...topics)));
  }
  if (part.receipt) facts.append(fact(texts.receiptNumber, part.receipt));
  const heading = element(
    "h3",
    { class: "card-heading h5" },
    icon("support-agent"),
    element("span", {}, texts.handoffTitle),
  );
  const content = element("div", { class: "card-content" }, heading, facts);
  const card = element("div", { class: "card collapsed-height message-card handoff-card" }, content);
  return { nodes: [...(part.text ? [paragraph(part.text)] : []), card] };
}
