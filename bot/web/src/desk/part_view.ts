/** What the citizen was shown, as the employee reads it: the same words, but nothing that could be pressed. */
import { element, hidden, icon, paragraph } from "../dom.ts";
import { safeLink } from "../links.ts";
import type { Part } from "../protocol.ts";
import { texts } from "./texts.ts";

/** The elements of one part. Texts, titles, labels and values become text nodes only. */
export function partNodes(part: Part): Node[] {
  const said = part.text ? [paragraph(part.text, part.lang)] : [];
  switch (part.type) {
    case "buttons":
      return [
        ...said,
        element("ul", { class: "part-choices" }, ...part.buttons.map((one) => element("li", {}, one.title))),
      ];
    case "link":
      return [...said, linkTo(part.title, part.url)];
    case "receipt":
      return [...said, receiptNode(part.title, part.number ?? null, part.facts)];
    case "handoff":
      return [
        ...said,
        element("p", { class: "part-quiet" }, [part.queue, part.receipt].filter(Boolean).join(" · ")),
      ];
    case "login":
      return [...said, element("p", { class: "part-quiet" }, icon("lock"), part.title ?? "MitID")];
    default:
      return said;
  }
}

/** A link where the address is safe, else its text. Opens beside the desk, never over it. */
export function linkTo(title: string, url: string): HTMLElement {
  const safe = safeLink(url, window.location.href);
  if (!safe) return element("p", { class: "message-text" }, title);
  const link = element(
    "a",
    { href: safe.href, target: "_blank", rel: "noopener noreferrer", class: "desk-anchor" },
    title,
    icon("open-in-new"),
    hidden(` ${texts.newTab}`),
  );
  return element("p", { class: "message-text" }, link);
}

/** A receipt: what was done, the number, and the facts. */
export function receiptNode(
  title: string,
  number: string | null,
  facts: readonly { label: string; value: string }[],
): HTMLElement {
  const rows = number ? [{ label: texts.receipt, value: number }, ...facts] : facts;
  return element(
    "div",
    { class: "part-receipt" },
    element("p", { class: "part-receipt-title" }, icon("check"), title),
    factList(rows),
  );
}

export function factList(facts: readonly { label: string; value: string }[]): HTMLElement {
  const list = element("dl", { class: "desk-facts" });
  for (const { label, value } of facts) {
    list.append(element("div", {}, element("dt", {}, label), element("dd", {}, value)));
  }
  return list;
}
