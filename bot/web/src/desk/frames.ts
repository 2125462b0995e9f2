/** The frames of /ws/desk that come to the page. */
import {
  type CallBack,
  type Case,
  type CurrentBanner,
  type DeskMessage,
  each,
  type Note,
  type Person,
  type Queue,
  readBanner,
  readCallBack,
  readCase,
  readDeskMessage,
  readId,
  readNote,
  readPerson,
  readQueue,
  record,
} from "./protocol.ts";

export interface Welcome {
  type: "welcome";
  employee: Person | null;
  queues: Queue[];
  cases: Case[];
  /** Null while the list is not known: that is not an empty list. */
  callBacks: CallBack[] | null;
  banner: CurrentBanner | null;
  topicsOff: string[];
  /** The gateway's clock, or null where it does not say. */
  now: string | null;
}

export type Frame =
  | Welcome
  | { type: "case"; case: Case }
  | { type: "ringing"; id: string; case: Case | null }
  | { type: "watched"; id: string; messages: DeskMessage[]; notes: Note[] }
  | { type: "message"; id: string; message: DeskMessage }
  | { type: "note"; id: string; note: Note }
  | { type: "citizen_typing"; id: string; on: boolean }
  | { type: "queues"; queues: Queue[] }
  | { type: "call_backs"; callBacks: CallBack[] | null }
  | { type: "banner"; banner: CurrentBanner | null }
  | { type: "topics_off"; topicsOff: string[] }
  | { type: "error"; code: string; text: string }
  | { type: "pong" };

/** Reads one frame; null for what is not one, so that an unknown type is passed over. */
export function readFrame(text: string): Frame | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  const frame = record(value);
  // "case" is the case itself where it has changed, and its id where something belongs to it.
  const whole = readCase(frame.case);
  const id = whole?.id ?? readId(frame.case) ?? "";
  switch (frame.type) {
    case "welcome":
      return {
        type: "welcome",
        employee: readPerson(frame.employee),
        queues: each(frame.queues, readQueue),
        cases: each(frame.cases, readCase),
        callBacks: callBacksOf(frame.call_backs),
        banner: readBanner(frame.banner),
        topicsOff: each(frame.topics_off, readId),
        now: readId(frame.now),
      };
    case "case":
      return whole && { type: "case", case: whole };
    case "ringing":
      return id ? { type: "ringing", id, case: whole } : null;
    case "watched":
      return {
        type: "watched",
        id,
        messages: each(frame.messages, readDeskMessage),
        notes: each(frame.notes, readNote),
      };
    case "message": {
      const message = readDeskMessage(frame.message);
      return message && { type: "message", id, message };
    }
    case "note": {
      const note = readNote(frame.note);
      return note && { type: "note", id, note };
    }
    case "citizen_typing":
      return { type: "citizen_typing", id, on: frame.on === true };
    case "queues":
      return { type: "queues", queues: each(frame.queues, readQueue) };
    case "call_backs":
      return { type: "call_backs", callBacks: callBacksOf(frame.call_backs) };
    case "banner":
      return { type: "banner", banner: readBanner(frame.banner) };
    case "topics_off":
      return { type: "topics_off", topicsOff: each(frame.topics_off, readId) };
    case "error":
      return { type: "error", code: readId(frame.code) ?? "", text: readId(frame.text) ?? "" };
    case "pong":
      return { type: "pong" };
    default:
      return null;
  }
}

function callBacksOf(value: unknown): CallBack[] | null {
  return Array.isArray(value) ? each(value, readCallBack) : null;
}
