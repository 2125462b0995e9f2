/** One call-back in the list. */
import { element, hidden, icon } from "../dom.ts";
import type { Context } from "./context.ts";
import { setText } from "./keyed.ts";
import type { CallBack } from "./protocol.ts";
import { texts } from "./texts.ts";
import { runningClock, setSince } from "./ticking.ts";

export function callBackRow(one: CallBack, context: Context): HTMLElement {
  const clock = runningClock(one.createdAt, context.clock);
  const row = element(
    "button",
    { type: "button", class: "case-row", "data-call-back": one.id },
    element("span", { class: "row-title" }),
    element(
      "span",
      { class: "row-meta" },
      icon("headset"),
      element("span", { class: "row-queue" }, one.queueName),
      element("span", { class: "row-time" }, hidden(`, ${texts.waited} `), clock),
    ),
    element("span", { class: "row-marks" }, element("span", { class: "mark mark-person" })),
  );
  row.addEventListener("click", () => context.select({ kind: "call_back", id: one.id }));
  return element("li", {}, row);
}

export function updateCallBackRow(node: HTMLElement, one: CallBack, context: Context): void {
  const row = node.querySelector<HTMLElement>(".case-row");
  const title = node.querySelector<HTMLElement>(".row-title");
  const queue = node.querySelector<HTMLElement>(".row-queue");
  const clock = node.querySelector<HTMLElement>(".desk-clock");
  const mark = node.querySelector<HTMLElement>(".mark");
  if (!row || !title || !queue || !clock || !mark) return;
  const open = context.selection?.kind === "call_back" && context.selection.id === one.id;
  if (open) row.setAttribute("aria-current", "true");
  else row.removeAttribute("aria-current");
  setText(title, one.reason || texts.callBackTitle);
  setText(queue, one.queueName);
  setSince(clock, one.createdAt, context.clock);
  setText(mark, one.status === "taken" ? (one.person?.name ?? texts.callBackStates.taken) : "");
  if (mark.parentElement) mark.parentElement.hidden = one.status !== "taken";
}
