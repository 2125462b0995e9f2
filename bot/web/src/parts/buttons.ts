import { element, paragraph } from "../dom.ts";
import type { ButtonsPart } from "../protocol.ts";
import type { Actions, PartView } from "./index.ts";

/** Quick replies. They stay where they are when the answer is given, but can no longer be pressed. */
export function renderButtons(part: ButtonsPart, actions: Actions): PartView {
  const buttons = part.buttons.map(({ title, text }) => {
    const button = element("button", { type: "button", class: "button button-secondary quick-reply" }, title);
    button.addEventListener("click", () => {
      if (button.getAttribute("aria-disabled") === "true") return;
      spend(text);
      actions.reply(text);
    });
    return { button, text };
  });

  const spend = (chosen: string) => {
    for (const { button, text } of buttons) {
      button.setAttribute("aria-disabled", "true");
      button.tabIndex = -1;
      button.classList.toggle("chosen", text === chosen);
    }
  };

  const group = element("div", { class: "quick-replies" }, ...buttons.map(({ button }) => button));
  return {
    nodes: [...(part.text ? [paragraph(part.text)] : []), group],
    update({ answeredWith }) {
      if (answeredWith !== null) spend(answeredWith);
    },
  };
}
