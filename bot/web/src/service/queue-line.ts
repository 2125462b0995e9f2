/** The wait in words: place, expected time, opening. Pure; what day it is comes with the news. */
import { opening } from "../clock.ts";
import { texts } from "../texts.ts";
import type { Waiting } from "./models.ts";

/** Two sentences at most of each: what one waits for, and what one can do meanwhile. */
export interface QueueLine {
  main: string;
  hint: string;
  /** Whether this is worth saying aloud again: the place or the hours changed, not only the minutes. */
  weight: string;
}

/** A wait longer than this is told in hours, since nobody knows it by the minute. */
const HOURS_FROM_MINUTES = 90;

/** Puts the wait in words. `now` stands in where the gateway did not say what its clock shows. */
export function queueLine(waiting: Waiting, now: Date): QueueLine {
  const queue = waiting.queueName || texts.anyQueue;
  const weight = [
    waiting.queueName,
    waiting.position,
    waiting.isOpen,
    waiting.opensAt,
    waiting.staffed,
  ].join();
  if (!waiting.isOpen) {
    const told = waiting.asOf === null ? now : new Date(waiting.asOf);
    const opens = opening(waiting.opensAt, Number.isNaN(told.getTime()) ? now : told);
    const main = opens === "" ? texts.queueClosed(queue) : texts.queueOpens(queue, opens);
    return { main, hint: texts.hintClosed, weight };
  }
  const place = texts.place(waiting.position, queue);
  if (!waiting.staffed) return { main: `${place} ${texts.nobodyYet}`, hint: texts.hintNobody, weight };
  return { main: `${place} ${expected(waiting.waitMinutes)}`, hint: texts.hintWaiting, weight };
}

function expected(minutes: number | null): string {
  if (minutes === null) return texts.waitUnknown;
  if (minutes === 0) return texts.waitSoon;
  if (minutes <= HOURS_FROM_MINUTES) return texts.waitAbout(texts.minutes(minutes));
  return texts.waitAbout(texts.hours(Math.round(minutes / 60)));
}
