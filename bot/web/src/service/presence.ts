/** Who has the conversation, and what a citizen is to be told when that changes. Pure. */
import { isRecord } from "../json.ts";
import { type ConversationState, isState } from "../protocol.ts";
import { texts } from "../texts.ts";

/** Who has the conversation at one moment. */
export interface Presence {
  state: ConversationState;
  /** The person's name, "" where it is not known; null where no person has the conversation. */
  person: string | null;
  /** The queue where the citizen waits. */
  queue: string | null;
}

export type HappeningKind = "joined" | "left" | "moved" | "closed" | "stopped_waiting";

/** Something that happened between two messages. It stands in the conversation like one. */
export interface Happening {
  kind: HappeningKind;
  /** Number of the last message before it. */
  after: number;
  name: string;
  queue: string;
}

const KINDS: readonly unknown[] = ["joined", "left", "moved", "closed", "stopped_waiting"];

/** Whether this is a happening; the browser's storage may hold anything. */
export function isHappening(value: unknown): value is Happening {
  if (!isRecord(value)) return false;
  const { kind, after, name, queue } = value;
  return (
    KINDS.includes(kind) && typeof after === "number" && [name, queue].every((it) => typeof it === "string")
  );
}

/** Whether this says who has a conversation. */
export function isPresence(value: unknown): value is Presence {
  if (!isRecord(value) || !isState(value.state)) return false;
  return [value.person, value.queue].every((it) => it === null || typeof it === "string");
}

/** What happened between two moments; null where it is nothing to speak of. */
export function happened(before: Presence, now: Presence): Omit<Happening, "after"> | null {
  const had = before.state === "with_person";
  if (now.state === "with_person") {
    const name = now.person ?? "";
    // A name that only came later is not a new person.
    if (had && (before.person === now.person || !before.person)) return null;
    return { kind: "joined", name, queue: before.queue ?? "" };
  }
  const name = before.person ?? "";
  if (had && now.state === "waiting_for_person") return { kind: "moved", name, queue: now.queue ?? "" };
  if (had && now.state === "closed") return { kind: "closed", name, queue: "" };
  if (had) return { kind: "left", name, queue: "" };
  if (before.state === "waiting_for_person" && now.state === "bot") {
    return { kind: "stopped_waiting", name: "", queue: "" };
  }
  return null;
}

/** The happening in words. */
export function told({ kind, name, queue }: Happening): string {
  const who = name || texts.somebody;
  switch (kind) {
    case "joined":
      return queue ? texts.joinedFrom(who, queue) : texts.joined(who);
    case "left":
      return texts.left(who);
    case "moved":
      return queue ? texts.movedTo(who, queue) : texts.moved(who);
    case "closed":
      return texts.closedBy(who);
    case "stopped_waiting":
      return texts.stoppedWaiting;
  }
}

/** The line in the head of the chat. It must never say person of a robot, nor robot of a person. */
export function headLine({ state, person, queue }: Presence): string {
  switch (state) {
    case "bot":
      return texts.robotLine;
    case "waiting_for_person":
      return queue ? texts.waitingLineIn(queue) : texts.waitingLine;
    case "with_person":
      return person ? texts.personLineWith(person) : texts.personLine;
    case "closed":
      return texts.closedLine;
  }
}
