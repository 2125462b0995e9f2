/** Personal service as the gateway tells of it: the wait for a person, the person, and word of something acute. */
import { countOrNull, isRecord, string, stringOrNull } from "../json.ts";

/** The citizen's place in a queue. */
export interface Waiting {
  /** What citizens call the queue; empty where the gateway did not say. */
  queueName: string;
  /** 1 is next. */
  position: number | null;
  /** Expected wait in whole minutes, where it can be told. */
  waitMinutes: number | null;
  isOpen: boolean;
  /** When it opens, ISO 8601; null where it is open or nobody knows. */
  opensAt: string | null;
  /** Somebody is at the desk for this queue. */
  staffed: boolean;
  /** What the gateway's clock said when it told this, ISO 8601. A day is "tomorrow" by that clock, not by ours. */
  asOf: string | null;
}

export interface Person {
  /** First name. */
  name: string;
}

/** A message to every citizen at once. */
export interface AcuteBanner {
  id: string;
  text: string;
  level: "warning" | "danger";
}

/** Reads `waiting`; null where nobody waits. */
export function readWaiting(value: unknown): Waiting | null {
  if (!isRecord(value)) return null;
  return {
    queueName: string(value.queue_name),
    position: countOrNull(value.position, 1),
    waitMinutes: countOrNull(value.wait_minutes, 0),
    // An older gateway that says nothing about hours shall not have its queue called closed.
    isOpen: value.is_open !== false,
    opensAt: stringOrNull(value.opens_at),
    staffed: value.staffed !== false,
    asOf: stringOrNull(value.as_of),
  };
}

/** Reads `person`; null where no person has the conversation. A nameless one has the name "". */
export function readPerson(value: unknown): Person | null {
  return isRecord(value) ? { name: string(value.name).trim() } : null;
}

/** Reads `banner`; null where there is none, or nothing to read in it. An unknown level is taken for the milder. */
export function readBanner(value: unknown): AcuteBanner | null {
  if (!isRecord(value)) return null;
  const text = string(value.text).trim();
  if (text === "") return null;
  return { id: string(value.id), text, level: value.level === "danger" ? "danger" : "warning" };
}
