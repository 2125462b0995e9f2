import { Refused, Unreachable } from "../api.ts";
import { count } from "../composer.ts";
import { element, icon } from "../dom.ts";
import type { FeedbackPart } from "../protocol.ts";
import { texts } from "../texts.ts";
import { feedbackElements } from "./feedback-form.ts";
import type { Actions, PartView } from "./index.ts";

/** What the citizen thinks of an answer. */
export interface Feedback {
  useful: boolean;
  /** 1 (very dissatisfied) to 5. */
  rating?: number;
  text?: string;
}

/** As many characters as the gateway takes. */
export const MAX_CHARS = 1000;
/** The counter shows when this few characters are left. */
const SHOW_WHEN_LEFT = 200;

/**
 * "Kunne du bruge svaret?": yes or no, and then, for who wants to, how satisfied and in their own words.
 *
 *   asked ──ja/nej──▶ more ──send or skip──▶ sending ──▶ thanked
 *     └──skip──▶ skipped    ▲──failed────────────┘
 *
 * Who only says yes or no, and then writes on about something else, has answered: that much is sent by itself. A rating
 * or words that nobody pressed "send" for never leave the page. `key` names the question, so that a reload does not ask again.
 */
export function renderFeedback(part: FeedbackPart, key: string, actions: Actions): PartView {
  const at = feedbackElements(key, part.text || texts.feedbackQuestion);
  let state: "asked" | "more" | "sending" | "done" = "asked";
  let useful = false;
  let untouched = true;

  const end = (text: string, thanks: boolean) => {
    const focused = at.root.contains(document.activeElement);
    state = "done";
    at.root.replaceChildren(at.question, at.end);
    at.end.hidden = false;
    at.end.replaceChildren(...(thanks ? [icon("check")] : []), element("span", {}, text));
    // The button that had the focus is gone; the words that stand in its place take it, and are read by that.
    if (focused) at.end.focus();
  };

  const send = async (answer: Feedback) => {
    if (state !== "more") return;
    state = "sending";
    at.problem.hidden = true;
    at.sendText.textContent = texts.feedbackSending;
    for (const button of [at.send, at.skipRest]) button.setAttribute("aria-disabled", "true");
    try {
      await actions.feedback(key, answer);
      end(texts.feedbackThanks, true);
    } catch (problem) {
      if (!(problem instanceof Refused || problem instanceof Unreachable)) throw problem;
      state = "more";
      at.sendText.textContent = texts.feedbackAgain;
      for (const button of [at.send, at.skipRest]) button.removeAttribute("aria-disabled");
      at.problem.hidden = false;
      at.problem.textContent = (problem instanceof Refused && problem.text) || texts.feedbackFailed;
    }
  };

  const whole = (): Feedback => {
    const rating = at.ratings.find((radio) => radio.checked)?.value;
    const text = at.text.value.trim();
    return { useful, ...(rating ? { rating: Number(rating) } : {}), ...(text ? { text } : {}) };
  };

  const choose = (yes: boolean) => {
    if (state === "asked") {
      state = "more";
      at.more.hidden = false;
      at.skip.hidden = true;
    }
    if (state !== "more") return;
    useful = yes;
    at.yes.setAttribute("aria-pressed", String(yes));
    at.no.setAttribute("aria-pressed", String(!yes));
    actions.grown(at.root);
  };

  at.yes.addEventListener("click", () => choose(true));
  at.no.addEventListener("click", () => choose(false));
  at.skip.addEventListener("click", () => {
    actions.skipFeedback(key);
    end(texts.feedbackSkipped, false);
  });
  at.skipRest.addEventListener("click", () => void send({ useful }));
  at.form.addEventListener("submit", (event) => {
    event.preventDefault();
    const over = count(at.text.value.trim()) - MAX_CHARS;
    if (over > 0) at.text.focus();
    else void send(whole());
  });
  at.form.addEventListener("input", () => {
    untouched = false;
  });
  at.text.addEventListener("input", () => {
    const left = MAX_CHARS - count(at.text.value.trim());
    at.counter.hidden = left > SHOW_WHEN_LEFT;
    at.counter.textContent = left < 0 ? texts.charactersOver(-left) : texts.charactersLeft(left);
    at.counter.classList.toggle("limit-exceeded", left < 0);
    at.text.setAttribute("aria-invalid", String(left < 0));
  });

  if (actions.feedbackGiven(key)) end(texts.feedbackGiven, false);
  return {
    nodes: [at.root],
    update({ answeredWith }) {
      if (answeredWith === null || state !== "more" || !untouched) return;
      // Once: if it fails, "try again" stands there, and the next message is not the moment for it.
      untouched = false;
      void send({ useful });
    },
  };
}
