/**
 * The gateway's messages, as types and as readers of untrusted JSON.
 *
 * A reader returns null for what it cannot use, and drops fields of the wrong type, so that nothing behind it has to
 * check again. The contract is the gateway's public API (bot/gateway).
 */
import { isRecord, list, optional, record, string } from "./json.ts";
import {
  type AcuteBanner,
  type Person,
  readBanner,
  readPerson,
  readWaiting,
  type Waiting,
} from "./service/models.ts";

export { isRecord } from "./json.ts";

export type Author = "citizen" | "assistant" | "person" | "system";
export type ConversationState = "bot" | "waiting_for_person" | "with_person" | "closed";
export type Level = "none" | "mitid";

interface Spoken {
  text?: string;
  /** How it is said, where that is not as it is written. */
  speech?: string;
  lang?: string;
}
export interface TextPart extends Spoken {
  type: "text";
}
export interface ButtonsPart extends Spoken {
  type: "buttons";
  buttons: { title: string; text: string }[];
}
export interface LinkPart extends Spoken {
  type: "link";
  title: string;
  url: string;
}
export interface ReceiptPart extends Spoken {
  type: "receipt";
  title: string;
  number?: string;
  facts: { label: string; value: string }[];
}
export interface LoginPart extends Spoken {
  type: "login";
  title?: string;
  url: string;
}
export interface HandoffPart extends Spoken {
  type: "handoff";
  queue?: string;
  topics: string[];
  receipt?: string;
}
/** Asks whether the answer was of use. */
export interface FeedbackPart extends Spoken {
  type: "feedback";
}
export type Part = TextPart | ButtonsPart | LinkPart | ReceiptPart | LoginPart | HandoffPart | FeedbackPart;

export interface ChatMessage {
  seq: number;
  from: Author;
  time: string;
  clientId?: string;
  /** The first name of the person who wrote it; only where `from` is "person". */
  personName?: string;
  part: Part;
}

/** State of the whole conversation; a field is absent where the frame did not carry it. */
export interface ConversationStatus {
  state?: ConversationState;
  identity?: Level;
  expects?: string | null;
  maxChars?: number;
  /** The place in the queue; null where the citizen does not wait. */
  waiting?: Waiting | null;
  /** The employee who has the conversation; null where nobody has. */
  person?: Person | null;
  /** What is told to every citizen; null where there is nothing. */
  banner?: AcuteBanner | null;
}

export type ServerFrame =
  | { type: "welcome"; id?: string; status: ConversationStatus; messages: ChatMessage[] }
  | { type: "message"; message: ChatMessage }
  | { type: "typing"; on: boolean; from?: "person" }
  | { type: "state"; status: ConversationStatus }
  | { type: "banner"; banner: AcuteBanner | null }
  | { type: "error"; code: string; text: string; clientId?: string }
  | { type: "pong" };

/** Reads one part. A part of an unknown kind that carries text is shown as text rather than lost. */
export function readPart(value: unknown): Part | null {
  const part = record(value);
  const spoken: Spoken = {
    ...optional("text", part.text),
    ...optional("speech", part.speech),
    ...optional("lang", part.lang),
  };
  switch (part.type) {
    case "buttons": {
      const buttons = list(part.buttons)
        .map(record)
        .map((button) => ({ title: string(button.title), text: string(button.text) || string(button.title) }))
        .filter((button) => button.title !== "");
      return { type: "buttons", ...spoken, buttons };
    }
    case "link":
      return {
        type: "link",
        ...spoken,
        title: string(part.title) || string(part.url),
        url: string(part.url),
      };
    case "receipt": {
      const facts = list(part.facts)
        .map(record)
        .map((fact) => ({ label: string(fact.label), value: String(fact.value ?? "") }))
        .filter((fact) => fact.label !== "");
      return {
        type: "receipt",
        ...spoken,
        title: string(part.title),
        ...optional("number", part.number),
        facts,
      };
    }
    case "login":
      return { type: "login", ...spoken, ...optional("title", part.title), url: string(part.url) };
    case "handoff":
      return {
        type: "handoff",
        ...spoken,
        ...optional("queue", record(part.queue).name),
        topics: list(part.topics).map(string).filter(Boolean),
        ...optional("receipt", part.receipt),
      };
    case "feedback":
      return { type: "feedback", ...spoken };
    default:
      return spoken.text ? { type: "text", ...spoken } : null;
  }
}

const AUTHORS: readonly string[] = ["citizen", "assistant", "person", "system"];

/** Reads one message: `text` or `part`, whichever it carries. */
export function readMessage(value: unknown): ChatMessage | null {
  const message = record(value);
  const part = readPart(isRecord(message.part) ? message.part : { type: "text", text: message.text });
  if (!part || typeof message.seq !== "number" || !AUTHORS.includes(string(message.from))) return null;
  return {
    seq: message.seq,
    from: message.from as Author,
    time: string(message.time),
    ...optional("clientId", message.client_id),
    ...(message.from === "person" ? optional("personName", message.name) : {}),
    part,
  };
}

export function readMessages(value: unknown): ChatMessage[] {
  return list(value)
    .map(readMessage)
    .filter((message) => message !== null);
}

const STATES: readonly unknown[] = ["bot", "waiting_for_person", "with_person", "closed"];

export function isState(value: unknown): value is ConversationState {
  return STATES.includes(value);
}

/** Reads the state of a conversation from a frame or from the REST answer, whose keys are the same. */
export function readStatus(value: unknown): ConversationStatus {
  const from = record(value);
  const status: ConversationStatus = {};
  if (isState(from.state)) status.state = from.state;
  const level = isRecord(from.identity) ? from.identity.level : from.identity;
  if (level === "none" || level === "mitid") status.identity = level;
  if (from.expects === null || typeof from.expects === "string") status.expects = from.expects;
  if (typeof from.max_chars === "number" && from.max_chars > 0) status.maxChars = from.max_chars;
  if (isRecord(from.waiting) || from.waiting === null) status.waiting = readWaiting(from.waiting);
  if (isRecord(from.person) || from.person === null) status.person = readPerson(from.person);
  if (isRecord(from.banner) || from.banner === null) status.banner = readBanner(from.banner);
  return status;
}

/** Reads one WebSocket frame. */
export function readFrame(text: string): ServerFrame | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  const frame = record(value);
  switch (frame.type) {
    case "welcome": {
      const conversation = record(frame.conversation);
      return {
        type: "welcome",
        ...optional("id", conversation.id),
        status: readStatus(conversation),
        messages: readMessages(frame.messages),
      };
    }
    case "message": {
      const message = readMessage(frame.message);
      return message && { type: "message", message };
    }
    case "typing":
      return {
        type: "typing",
        on: frame.on === true,
        ...(frame.from === "person" ? { from: "person" as const } : {}),
      };
    case "state":
      return { type: "state", status: readStatus(frame) };
    case "banner":
      return { type: "banner", banner: readBanner(frame.banner) };
    case "error":
      return {
        type: "error",
        code: string(frame.code),
        text: string(frame.text),
        ...optional("clientId", frame.client_id),
      };
    case "pong":
      return { type: "pong" };
    default:
      return null;
  }
}
