/** One case in the list: what it is about, where, how long, and what wants attention. */
import { element, hidden, icon } from "../dom.ts";
import type { Context } from "./context.ts";
import { Refill, setText } from "./keyed.ts";
import type { Case } from "./protocol.ts";
import { isFree } from "./store.ts";
import { texts, titleOf } from "./texts.ts";
import { runningClock } from "./ticking.ts";
import { clockTime } from "./time.ts";

const refills = new WeakMap<Element, Refill>();

function refill(node: HTMLElement): Refill {
  let made = refills.get(node);
  if (!made) {
    made = new Refill(node);
    refills.set(node, made);
  }
  return made;
}

export function caseRow(what: Case, context: Context): HTMLElement {
  const row = element(
    "button",
    { type: "button", class: "case-row", "data-case": what.id },
    element("span", { class: "row-title" }),
    element("span", { class: "row-meta" }),
    element("span", { class: "row-marks" }),
  );
  row.addEventListener("click", () => context.select({ kind: "case", id: what.id }));
  return element("li", {}, row);
}

export function updateCaseRow(node: HTMLElement, what: Case, context: Context): void {
  const row = node.querySelector<HTMLElement>(".case-row");
  const title = node.querySelector<HTMLElement>(".row-title");
  const meta = node.querySelector<HTMLElement>(".row-meta");
  const marks = node.querySelector<HTMLElement>(".row-marks");
  if (!row || !title || !meta || !marks) return;
  const open = context.selection?.kind === "case" && context.selection.id === what.id;
  if (open) row.setAttribute("aria-current", "true");
  else row.removeAttribute("aria-current");
  row.classList.toggle("immediate", what.immediate && what.endedAt === null);
  row.classList.toggle("ringing", what.ringing);
  setText(title, titleOf(what.topics));
  refill(meta).with(
    [what.queueName, what.state, what.person, what.away, what.openedAt, what.endedAt, what.channel],
    () => metaOf(what, context),
  );
  const state = marksOf(what, context);
  refill(marks).with(state, () =>
    state.map(([kind, text]) => element("span", { class: `mark mark-${kind}` }, text)),
  );
  marks.hidden = state.length === 0;
}

function metaOf(what: Case, context: Context): (Node | string)[] {
  const picture = what.channel === "voice" ? icon("headset") : icon("chat");
  const channel = hidden(`${what.channel === "voice" ? texts.phone : texts.chat}, `);
  const queue = element("span", { class: "row-queue" }, what.queueName);
  if (what.endedAt !== null) {
    return [picture, channel, queue, element("span", { class: "row-time" }, clockTime(what.endedAt))];
  }
  if (what.state === "with_person" && !context.store.isMine(what)) {
    return [picture, channel, queue, element("span", { class: "row-person" }, what.person?.name ?? "")];
  }
  const since = what.state === "with_person" ? (what.takenAt ?? what.openedAt) : what.openedAt;
  return [
    picture,
    channel,
    queue,
    element("span", { class: "row-time" }, hidden(`, ${texts.waited} `), runningClock(since, context.clock)),
  ];
}

/** What wants attention, the most pressing first. */
function marksOf(what: Case, context: Context): [string, string][] {
  const marks: [string, string][] = [];
  if (what.ringing) marks.push(["ringing", texts.ringing]);
  if (what.immediate && what.endedAt === null) marks.push(["immediate", texts.immediate]);
  if (isFree(what) && what.state === "with_person" && !context.store.isMine(what)) {
    marks.push(["away", texts.awayMark(what.person?.name ?? texts.authors.person)]);
  }
  const unread = context.unread(what);
  if (unread > 0) marks.push(["unread", texts.unread(unread)]);
  if (context.outbox.troubled().has(what.id)) marks.push(["unsent", texts.notSentMark]);
  else if (context.memory.draft(`message:${what.id}`) !== "" && context.open?.id !== what.id) {
    marks.push(["draft", texts.draftMark]);
  }
  if (what.language === "en") marks.push(["language", texts.english]);
  if (what.endedAt !== null) marks.push(["outcome", endOf(what)]);
  return marks;
}

/** How a case ended, in a word or two. */
export function endOf(what: Case): string {
  return what.state === "closed" && what.outcome ? texts.outcomes[what.outcome] : texts.states[what.state];
}
