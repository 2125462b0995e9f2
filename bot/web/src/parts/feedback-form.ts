/** The elements of the question about an answer. */
import { element, hidden, icon } from "../dom.ts";
import { texts } from "../texts.ts";

/** `key` keeps ids apart where there are several questions in one conversation. */
export function feedbackElements(key: string, question: string) {
  const id = (name: string) => `feedback-${key.replace(/\W/g, "-")}-${name}`;
  const choice = (text: string, name: string) =>
    element(
      "button",
      { type: "button", class: "button button-secondary quick-reply", "aria-pressed": "false", id: id(name) },
      text,
    );
  const yes = choice(texts.feedbackYes, "yes");
  const no = choice(texts.feedbackNo, "no");
  const link = (text: string) => element("button", { type: "button", class: "function-link" }, text);
  const skip = link(texts.feedbackSkip);
  const asked = element("p", { class: "message-text", id: id("question") }, question);
  const choices = element(
    "div",
    { class: "quick-replies", role: "group", "aria-labelledby": id("question") },
    yes,
    no,
    skip,
  );

  const ratings = texts.feedbackRatings.map((_, index) =>
    element("input", { type: "radio", name: id("rating"), value: String(index + 1) }),
  );
  const scale = ratings.map((radio, index) => {
    const number = element("span", {}, String(index + 1), hidden(` ${texts.feedbackRatings[index] ?? ""}`));
    return element("label", { class: "feedback-step" }, radio, number);
  });
  const ends = element(
    "p",
    { class: "feedback-ends", "aria-hidden": "true" },
    element("span", {}, texts.feedbackRatings[0] ?? ""),
    element("span", {}, texts.feedbackRatings.at(-1) ?? ""),
  );
  const rating = element(
    "fieldset",
    { class: "feedback-rating" },
    element("legend", { class: "form-label" }, texts.feedbackRating),
    element("div", { class: "feedback-scale" }, ...scale),
    ends,
  );

  const text = element("textarea", {
    class: "form-input",
    id: id("text"),
    rows: 3,
    "aria-describedby": `${id("private")} ${id("counter")}`,
  });
  const counter = element("p", { class: "form-hint chat-counter", id: id("counter"), hidden: true });
  const problem = element("p", { class: "form-error-message", role: "alert", hidden: true });
  const sendText = element("span", {}, texts.feedbackSend);
  const send = element("button", { type: "submit", class: "button button-primary" }, icon("send"), sendText);
  const skipRest = link(texts.feedbackSkip);
  const form = element(
    "form",
    { class: "feedback-form", novalidate: true },
    element("p", { class: "form-hint" }, texts.feedbackOptional),
    rating,
    element("label", { class: "form-label", for: id("text") }, texts.feedbackText),
    element("p", { class: "form-hint", id: id("private") }, texts.feedbackPrivate),
    text,
    counter,
    problem,
    element("div", { class: "feedback-buttons" }, send, skipRest),
  );
  const more = element("div", { hidden: true }, form);
  const end = element("p", { class: "feedback-end", tabindex: "-1", hidden: true });
  const root = element("div", { class: "feedback" }, asked, choices, more, end);
  return {
    root,
    question: asked,
    yes,
    no,
    skip,
    more,
    form,
    ratings,
    text,
    counter,
    problem,
    send,
    sendText,
    skipRest,
    end,
  };
}
