/** Which cases stand where in the list, and in which order. Pure. */
import type { CallBack, Case } from "./protocol.ts";
import { isFree } from "./store.ts";

export interface Sections {
  mine: Case[];
  /** Those in a queue, and those whose colleague has gone. */
  waiting: Case[];
  /** Colleagues' conversations, so that one can see who has what. */
  others: Case[];
  callBacks: CallBack[];
  ended: Case[];
}

export interface Desk {
  cases: readonly Case[];
  callBacks: readonly CallBack[];
  isMine(what: Case): boolean;
}

/** Shows the queues chosen; none chosen is all of them. One's own are always there, whatever the queue. */
export function sections(desk: Desk, chosen: ReadonlySet<string>): Sections {
  const here = (queue: string) => chosen.size === 0 || chosen.has(queue);
  const mine = desk.cases.filter((what) => desk.isMine(what));
  const rest = desk.cases.filter((what) => !desk.isMine(what) && here(what.queue));
  return {
    mine: mine.sort((a, b) => earliest(a.takenAt ?? a.openedAt, b.takenAt ?? b.openedAt)),
    waiting: rest.filter(isFree).sort(mostUrgent),
    others: rest
      .filter((what) => what.state === "with_person" && !isFree(what))
      .sort((a, b) => earliest(a.openedAt, b.openedAt)),
    callBacks: desk.callBacks
      .filter((one) => one.status !== "closed" && here(one.queue))
      .sort((a, b) => earliest(a.createdAt, b.createdAt)),
    ended: rest
      .filter((what) => what.state !== "waiting" && what.state !== "with_person")
      .sort((a, b) => earliest(b.endedAt ?? b.openedAt, a.endedAt ?? a.openedAt)),
  };
}

/** Immediate ones first, then whoever has waited longest. */
export function mostUrgent(a: Case, b: Case): number {
  if (a.immediate !== b.immediate) return a.immediate ? -1 : 1;
  return earliest(a.openedAt, b.openedAt) || (a.id < b.id ? -1 : 1);
}

/** By the moment, not by the text: two zones may write the same moment in two ways. */
function earliest(a: string, b: string): number {
  return (Date.parse(a) || 0) - (Date.parse(b) || 0);
}

/** The neighbour in the list of the one that is open: the first when none is, the same at either end. */
export function neighbour(ids: readonly string[], open: string | null, step: 1 | -1): string | null {
  const at = open === null ? -1 : ids.indexOf(open);
  if (at === -1) return (step === 1 ? ids[0] : ids.at(-1)) ?? null;
  return ids[Math.min(ids.length - 1, Math.max(0, at + step))] ?? null;
}
