/** The desk as the page knows it. The gateway's frames are the truth; an answer to an act is only an early frame. */
import type { Frame, Welcome } from "./frames.ts";
import type {
  CallBack,
  Case,
  CurrentBanner,
  DeskMessage,
  Note,
  Person,
  Queue,
  TopicName,
} from "./protocol.ts";

/** A conversation that is or has been watched. */
export interface Talk {
  messages: DeskMessage[];
  notes: Note[];
  citizenTyping: boolean;
  /** The first `watched` has come: an empty list is then an empty conversation. */
  loaded: boolean;
}

/** What other parts want to hear of, beyond that something has changed. */
export interface Events {
  changed(): void;
  /** A case that was not waiting in this queue before, and not part of a welcome. */
  arrived(what: Case): void;
  ringing(what: Case): void;
  /** A message of the citizen's that was not part of what was fetched. */
  said(id: string, message: DeskMessage): void;
}

/** An ended case that is older than this is taken off the page. */
const KEEP_ENDED_MS = 12 * 3_600_000;

export class Store {
  employee: Person | null = null;
  queues: Queue[] = [];
  callBacks: CallBack[] = [];
  /** False while the contact centre does not answer: the list is then the last one heard. Null: it is on its way. */
  callBacksKnown: boolean | null = null;
  banner: CurrentBanner | null = null;
  topics: TopicName[] = [];
  topicsOff: string[] = [];
  /** A welcome has come: empty lists are then the truth. */
  ready = false;
  private readonly known = new Map<string, Case>();
  private readonly talks = new Map<string, Talk>();

  constructor(private readonly events: Events) {}

  cases(): Case[] {
    return [...this.known.values()];
  }

  case(id: string | null): Case | null {
    return (id !== null && this.known.get(id)) || null;
  }

  talk(id: string): Talk {
    let talk = this.talks.get(id);
    if (!talk) {
      talk = { messages: [], notes: [], citizenTyping: false, loaded: false };
      this.talks.set(id, talk);
    }
    return talk;
  }

  lastSeq(id: string): number {
    return this.talks.get(id)?.messages.at(-1)?.seq ?? 0;
  }

  isMine(what: Case): boolean {
    return what.state === "with_person" && what.person !== null && what.person.id === this.employee?.id;
  }

  /** Takes in one frame. */
  receive(frame: Frame): void {
    switch (frame.type) {
      case "welcome":
        this.welcome(frame);
        break;
      case "case":
        this.take(frame.case);
        break;
      case "ringing": {
        const what = frame.case ?? this.case(frame.id);
        if (what) this.take({ ...what, ringing: true });
        break;
      }
      case "watched": {
        const talk = this.talk(frame.id);
        for (const message of frame.messages) addBySeq(talk.messages, message);
        for (const note of frame.notes) addBySeq(talk.notes, note);
        talk.loaded = true;
        break;
      }
      case "message": {
        const talk = this.talk(frame.id);
        if (!addBySeq(talk.messages, frame.message)) return;
        if (frame.message.from === "citizen") {
          talk.citizenTyping = false;
          this.events.said(frame.id, frame.message);
        }
        break;
      }
      case "note":
        addBySeq(this.talk(frame.id).notes, frame.note);
        break;
      case "citizen_typing":
        this.talk(frame.id).citizenTyping = frame.on;
        break;
      case "queues":
        this.queues = frame.queues;
        break;
      case "call_backs":
        this.hearCallBacks(frame.callBacks);
        break;
      case "banner":
        this.banner = frame.banner;
        break;
      case "topics_off":
        this.topicsOff = frame.topicsOff;
        break;
      case "error":
      case "pong":
        return;
    }
    this.events.changed();
  }

  /** A call-back that an act has changed, before the list comes again. */
  takeCallBack(changed: CallBack): void {
    const known = this.callBacks.some((one) => one.id === changed.id);
    this.callBacks = known
      ? this.callBacks.map((one) => (one.id === changed.id ? changed : one))
      : [...this.callBacks, changed];
    this.events.changed();
  }

  setTopics(topics: TopicName[]): void {
    this.topics = topics;
    this.events.changed();
  }

  /** Forgets conversations that are neither watched nor known any more, and cases that ended long ago. */
  prune(now: number, watched: ReadonlySet<string>): void {
    for (const [id, { endedAt }] of this.known) {
      if (endedAt && !watched.has(id) && now - Date.parse(endedAt) > KEEP_ENDED_MS) this.known.delete(id);
    }
    for (const id of this.talks.keys()) {
      if (!watched.has(id) && !this.known.has(id)) this.talks.delete(id);
    }
  }

  private hearCallBacks(told: CallBack[] | null): void {
    this.callBacksKnown = told !== null;
    if (told !== null) this.callBacks = told;
  }

  private welcome(frame: Welcome): void {
    if (frame.employee) this.employee = frame.employee;
    this.queues = frame.queues;
    // One that is not in the welcome follows; until then the page keeps what it has.
    if (frame.callBacks !== null) this.hearCallBacks(frame.callBacks);
    this.banner = frame.banner;
    this.topicsOff = frame.topicsOff;
    const before = new Map(this.known);
    const ended = this.cases().filter((old) => old.endedAt !== null);
    this.known.clear();
    // The gateway tells of the last hour's; what this page saw end earlier today it keeps.
    for (const what of [...ended, ...frame.cases]) this.known.set(what.id, what);
    for (const talk of this.talks.values()) talk.citizenTyping = false;
    this.ready = true;
    for (const what of frame.cases) {
      if (what.ringing && !before.get(what.id)?.ringing) this.events.ringing(what);
    }
  }

  /** Keeps the newer of two versions: an answer over HTTP and a frame can cross. */
  private take(next: Case): void {
    const before = this.known.get(next.id);
    if (before && before.version > next.version) return;
    this.known.set(next.id, next);
    const waited = before !== undefined && isFree(before) && before.queue === next.queue;
    if (isFree(next) && !waited && !this.isMine(next)) this.events.arrived(next);
    if (next.ringing && !before?.ringing) this.events.ringing(next);
  }
}

/** Whether anyone may take it: it waits, or whoever has it has gone from the desk. */
export function isFree(what: Case): boolean {
  return what.state === "waiting" || (what.state === "with_person" && what.away);
}

/** Puts a message or note in the server's order; false where it is there already. */
function addBySeq<T extends { seq: number }>(known: T[], one: T): boolean {
  if (known.some((other) => other.seq === one.seq)) return false;
  const after = known.findIndex((other) => other.seq > one.seq);
  known.splice(after === -1 ? known.length : after, 0, one);
  return true;
}
