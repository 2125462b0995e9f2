/** The elements of personal service: the place in the queue above the field, and the acute message. */
import { element, icon } from "../dom.ts";
import { texts } from "../texts.ts";

/** The wait: where one stands, what one can do meanwhile, and a way out that asks once more. */
export function waitingElements() {
  const main = element("p", { class: "waiting-main" });
  const hint = element("p", { class: "waiting-hint" });
  const problem = element("p", { class: "form-error-message", role: "alert", hidden: true });
  const stop = element("button", { type: "button", class: "function-link waiting-stop" }, texts.stopWaiting);
  const stand = element(
    "div",
    { class: "waiting-stand" },
    icon("time"),
    element("div", { class: "waiting-words" }, main, hint, problem, stop),
  );
  const yes = element("button", { type: "button", class: "button button-primary" }, texts.confirmStopYes);
  const no = element("button", { type: "button", class: "button button-secondary" }, texts.confirmStopNo);
  const confirm = element(
    "div",
    { class: "waiting-confirm", role: "group", "aria-labelledby": "chat-waiting-confirm", hidden: true },
    element("p", { id: "chat-waiting-confirm" }, texts.confirmStop),
    element("div", { class: "chat-confirm-buttons" }, no, yes),
  );
  const strip = element(
    "div",
    { class: "waiting", role: "group", "aria-label": texts.waitingGroup, hidden: true },
    stand,
    confirm,
  );
  return { strip, stand, main, hint, problem, stop, confirm, yes, no };
}

export type WaitingElements = ReturnType<typeof waitingElements>;

/** One copy of the acute message; there is one on the front page and one in the chat. */
export function acuteElements() {
  const heading = element("strong", { class: "acute-heading" });
  const text = element("span", { class: "acute-text" });
  const words = element("p", { class: "acute-words" }, heading, " ", text);
  const hide = element(
    "button",
    { type: "button", class: "acute-hide", "aria-label": texts.acuteHideLabel },
    element("span", {}, texts.acuteHide),
  );
  const mark = element("div", { class: "acute-mark" });
  // The live region is there before its words are: only what comes into one is read out.
  const live = element("div", { class: "acute-live" });
  const strip = element("div", { class: "acute", hidden: true }, mark, live, hide);
  return { strip, mark, live, words, heading, text, hide };
}

export type AcuteElements = ReturnType<typeof acuteElements>;
