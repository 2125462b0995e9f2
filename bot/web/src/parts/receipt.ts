import { element, hidden, icon, paragraph } from "../dom.ts";
import type { ReceiptPart } from "../protocol.ts";
import { texts } from "../texts.ts";
import type { Actions, PartView } from "./index.ts";

/** The receipt for something done: a heading, the facts, and a number that can be copied. */
export function renderReceipt(part: ReceiptPart, actions: Actions): PartView {
  const facts = element("dl", { class: "facts" });
  for (const { label, value } of part.facts) facts.append(fact(label, value));
  if (part.number) {
    const number = element("span", { class: "receipt-number" }, part.number);
    facts.append(fact(texts.receiptNumber, number, copyButton(part.number, number, actions)));
  }
  const card = element("div", { class: "card collapsed-height message-card" });
  const content = element("div", { class: "card-content" });
  if (part.title) {
    content.append(
      element("h3", { class: "card-heading h5" }, icon("success"), element("span", {}, part.title)),
    );
  }
  content.append(facts);
  card.append(content);
  return { nodes: [...(part.text ? [paragraph(part.text)] : []), card] };
}

/** One pair of a `<dl>`. */
export function fact(label: string, ...value: (Node | string)[]): HTMLDivElement {
  return element("div", {}, element("dt", {}, label), element("dd", {}, ...value));
}

function copyButton(number: string, shown: HTMLElement, actions: Actions): HTMLButtonElement {
  const label = element("span", { "aria-hidden": "true" }, texts.copy);
  const button = element(
    "button",
    { type: "button", class: "function-link copy-button" },
    icon("copy"),
    label,
    hidden(texts.copyNumber(number)),
  );
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(number);
      label.textContent = texts.copied;
      actions.announce(texts.copied);
    } catch {
      // No clipboard (an old browser, or not over https): mark the number, so that it can be copied by hand.
      window.getSelection()?.selectAllChildren(shown);
      actions.announce(texts.copyFailed);
    }
  });
  return button;
}
