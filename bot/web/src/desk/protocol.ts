/**
 * What the gateway tells the desk, as types and as readers of untrusted JSON (bot/gateway/desk/README.md).
 *
 * As in ../protocol.ts, a reader returns null for what it cannot use and drops fields of the wrong type.
 */
import { type ChatMessage, isRecord, readMessage } from "../protocol.ts";

export type CaseState = "waiting" | "with_person" | "returned" | "withdrawn" | "call_back" | "closed";
export const OUTCOMES = ["loest", "viderevist", "tilbagekald", "opgivet"] as const;
export type Outcome = (typeof OUTCOMES)[number];

export interface Person {
  id: string;
  name: string;
}
export interface Topic {
  intent: string;
  title: string;
  state: string;
  summary: string;
  facts: { label: string; value: string }[];
}
/** One hand-over. Times are ISO 8601. */
export interface Case {
  id: string;
  version: number;
  channel: "chat" | "voice";
  call: string | null;
  ringing: boolean;
  state: CaseState;
  queue: string;
  queueName: string;
  department: string;
  hypercare: boolean;
  immediate: boolean;
  reason: string;
  language: string;
  identity: "none" | "mitid";
  topics: Topic[];
  failed: string[];
  receipt: string | null;
  person: Person | null;
  /** Whoever has it has been gone from the desk for so long that a colleague may take over. */
  away: boolean;
  openedAt: string;
  takenAt: string | null;
  endedAt: string | null;
  outcome: Outcome | null;
  unread: number;
}
export interface Queue {
  id: string;
  name: string;
  department: string;
  isOpen: boolean;
  opensAt: string | null;
  waiting: number;
  longestWaitSeconds: number | null;
  staffed: boolean;
  hypercare: boolean;
}
export interface CallBack {
  id: string;
  receipt: string | null;
  queue: string;
  queueName: string;
  phone: string;
  reason: string;
  createdAt: string;
  status: "waiting" | "taken" | "closed";
  outcome: Outcome | null;
  person: Person | null;
  case: string | null;
}
export type BannerLevel = "warning" | "danger";
export interface CurrentBanner {
  text: string;
  level: BannerLevel;
  until: string | null;
}
/** A message as the desk sees it: which of the employees wrote it stands in `name`. */
export type DeskMessage = ChatMessage & { name?: string };
export interface Note {
  /** Its place among the notes of the case. */
  seq: number;
  clientId: string | null;
  time: string;
  text: string;
  by: string;
}
export interface Suggestion {
  kind: "answer" | "article";
  title: string;
  text: string;
  url: string | null;
}
export interface TopicName {
  id: string;
  title: string;
}

type Json = Record<string, unknown>;

export function record(value: unknown): Json {
  return isRecord(value) ? value : {};
}

function string(value: unknown): string {
  return typeof value === "string" ? value : typeof value === "number" ? String(value) : "";
}

function orNull(value: unknown): string | null {
  return string(value) || null;
}

/** Reads each element of a list, leaving out what is not one; not a list is an empty one. */
export function each<T>(value: unknown, read: (item: unknown) => T | null): T[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((item) => {
    const made = read(item);
    return made === null ? [] : [made];
  });
}

export function readPerson(value: unknown): Person | null {
  const { id, name } = record(value);
  return string(id) ? { id: string(id), name: string(name) || string(id) } : null;
}

function readOutcome(value: unknown): Outcome | null {
  return OUTCOMES.find((outcome) => outcome === value) ?? null;
}

function readFacts(value: unknown): Topic["facts"] {
  return Object.entries(record(value))
    .map(([label, fact]) => ({ label, value: typeof fact === "boolean" ? "" : string(fact) }))
    .filter((fact) => fact.value !== "");
}

function readTopic(value: unknown): Topic | null {
  if (typeof value === "string") return { intent: value, title: value, state: "", summary: "", facts: [] };
  const topic = record(value);
  const title = string(topic.title) || string(topic.intent);
  if (!title) return null;
  const { intent, state, summary, facts } = topic;
  return {
    intent: string(intent),
    title,
    state: string(state),
    summary: string(summary),
    facts: readFacts(facts),
  };
}

const STATES: readonly string[] = ["waiting", "with_person", "returned", "withdrawn", "call_back", "closed"];

export function readCase(value: unknown): Case | null {
  const from = record(value);
  if (!string(from.id) || !STATES.includes(string(from.state))) return null;
  return {
    id: string(from.id),
    version: typeof from.version === "number" ? from.version : 0,
    channel: from.channel === "voice" ? "voice" : "chat",
    call: orNull(from.call),
    ringing: from.ringing === true,
    state: from.state as CaseState,
    queue: string(from.queue),
    queueName: string(from.queue_name) || string(from.queue),
    department: string(from.department),
    hypercare: from.hypercare === true,
    immediate: from.priority === "immediate",
    reason: string(from.reason),
    language: string(from.language) || "da",
    identity: from.identity === "mitid" ? "mitid" : "none",
    topics: each(from.topics, readTopic),
    failed: each(from.failed, orNull),
    receipt: orNull(from.receipt),
    person: readPerson(from.person),
    away: from.away === true,
    openedAt: string(from.opened_at),
    takenAt: orNull(from.taken_at),
    endedAt: orNull(from.ended_at),
    outcome: readOutcome(from.outcome),
    unread: typeof from.unread === "number" ? from.unread : 0,
  };
}

export function readQueue(value: unknown): Queue | null {
  const from = record(value);
  if (!string(from.id)) return null;
  return {
    id: string(from.id),
    name: string(from.name) || string(from.id),
    department: string(from.department),
    isOpen: from.is_open !== false,
    opensAt: orNull(from.opens_at),
    waiting: typeof from.waiting === "number" ? from.waiting : 0,
    longestWaitSeconds: typeof from.longest_wait_seconds === "number" ? from.longest_wait_seconds : null,
    staffed: from.staffed === true,
    hypercare: from.hypercare === true,
  };
}

export function readCallBack(value: unknown): CallBack | null {
  const from = record(value);
  if (!string(from.id)) return null;
  return {
    id: string(from.id),
    receipt: orNull(from.receipt),
    queue: string(from.queue),
    queueName: string(from.queue_name) || string(from.queue),
    phone: string(from.phone),
    reason: string(from.reason),
    createdAt: string(from.created_at),
    status: from.status === "taken" || from.status === "closed" ? from.status : "waiting",
    outcome: readOutcome(from.outcome),
    person: readPerson(from.person),
    case: orNull(from.case),
  };
}

export function readBanner(value: unknown): CurrentBanner | null {
  const from = record(value);
  if (!string(from.text)) return null;
  return {
    text: string(from.text),
    level: from.level === "danger" ? "danger" : "warning",
    until: orNull(from.until),
  };
}

export function readDeskMessage(value: unknown): DeskMessage | null {
  const message = readMessage(value);
  const name = string(record(value).name);
  return message && (name ? { ...message, name } : message);
}

export function readNote(value: unknown): Note | null {
  const from = record(value);
  if (typeof from.seq !== "number" || !string(from.text)) return null;
  return {
    seq: from.seq,
    clientId: orNull(from.client_id),
    time: string(from.time),
    text: string(from.text),
    by: string(from.by),
  };
}

export function readSuggestion(value: unknown): Suggestion | null {
  const from = record(value);
  if (!string(from.text) && !string(from.title)) return null;
  return {
    kind: from.kind === "article" ? "article" : "answer",
    title: string(from.title),
    text: string(from.text),
    url: orNull(from.url),
  };
}

export function readTopicName(value: unknown): TopicName | null {
  if (typeof value === "string") return { id: value, title: value };
  const { id, title } = record(value);
  return string(id) ? { id: string(id), title: string(title) || string(id) } : null;
}

export const readId = orNull;
