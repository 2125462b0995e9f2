/** The conversation as the page knows it: confirmed messages in the server's order, then those still on their way. */
import type {
  Author,
  ChatMessage,
  ConversationState,
  ConversationStatus,
  Level,
  Part,
  ServerFrame,
} from "./protocol.ts";
import type { AcuteBanner, Person, Waiting } from "./service/models.ts";
import type { Outgoing } from "./session.ts";

export type Delivery = "delivered" | "sending" | "failed";

export interface Entry {
  /** Stable for one message from the click on "Send" to long after it is confirmed, so that its element is kept. */
  key: string;
  from: Author;
  time: string;
  part: Part;
  /** The name of the person who wrote it, where it is known. */
  name?: string;
  delivery: Delivery;
  /** Why it was not sent, in Danish; only where `delivery` is "failed". */
  problem?: string;
  clientId?: string;
  /** The server's number; absent until it has confirmed the message. */
  seq?: number;
}

/** What changed. "restored" is the history of a conversation that the reader has met before. */
export type Change = "messages" | "restored" | "status" | "typing" | "banner";

interface Pending extends Outgoing {
  problem?: string;
  /** The server has it (plain HTTP said so), but it has not been read back yet. */
  delivered?: boolean;
}

export class Store {
  lastSeq = 0;
  typing = false;
  /** It is a person who writes. */
  personTypes = false;
  waiting: Waiting | null = null;
  person: Person | null = null;
  banner: AcuteBanner | null = null;
  state: ConversationState = "bot";
  identity: Level = "none";
  expects: string | null = null;
  maxChars = 2000;

  private readonly confirmed: ChatMessage[] = [];
  private pending: Pending[];

  constructor(
    private readonly changed: (change: Change) => void,
    private readonly remember: (outbox: readonly Outgoing[]) => void,
    outbox: readonly Outgoing[] = [],
  ) {
    this.pending = [...outbox];
  }

  /** All messages in the order to be shown. */
  entries(): Entry[] {
    const confirmed = this.confirmed.map((message): Entry => {
      const { from, time, part, clientId, personName, seq } = message;
      const key = clientId ? `client:${clientId}` : `seq:${seq}`;
      const known = { ...(clientId ? { clientId } : {}), ...(personName ? { name: personName } : {}) };
      return { key, from, time, part, seq, delivery: "delivered", ...known };
    });
    const pending = this.pending.map((item): Entry => {
      const { clientId, time, text, problem } = item;
      const delivery = item.delivered ? "delivered" : problem === undefined ? "sending" : "failed";
      const shown = {
        key: `client:${clientId}`,
        from: "citizen" as const,
        time,
        clientId,
        delivery,
      } as const;
      return { ...shown, part: { type: "text", text }, ...(problem === undefined ? {} : { problem }) };
    });
    return [...confirmed, ...pending];
  }

  /** The name of the person who wrote last, or who has the conversation; "" where it is not known. */
  get personName(): string {
    return this.person?.name || (this.confirmed.findLast((message) => message.personName)?.personName ?? "");
  }

  /** Messages to send when a connection is there; one that the server refused waits for the citizen. */
  unsent(): Outgoing[] {
    return this.pending.filter((item) => item.problem === undefined && !item.delivered);
  }

  /** Puts a new message in line to be sent. */
  enqueue(message: Outgoing): void {
    this.pending.push(message);
    this.keep("messages");
  }

  /** The citizen wants a refused message sent after all; it keeps its id. */
  retry(clientId: string): Outgoing | null {
    const item = this.pending.find((pending) => pending.clientId === clientId);
    if (!item) return null;
    delete item.problem;
    this.keep("messages");
    return item;
  }

  /** Takes in a frame from the server, over either transport. */
  receive(frame: ServerFrame, known = false): void {
    switch (frame.type) {
      case "welcome": {
        const first = this.lastSeq === 0;
        const added = frame.messages.filter((message) => this.add(message)).length;
        this.pending = this.pending.filter((item) => !item.delivered);
        this.typing = false;
        this.apply(frame.status);
        if (added > 0) this.keep(first && known ? "restored" : "messages");
        this.changed("status");
        break;
      }
      case "message":
        if (this.add(frame.message)) this.keep("messages");
        break;
      case "typing":
        this.typing = frame.on;
        this.personTypes = frame.from === "person";
        this.changed("typing");
        break;
      case "state":
        this.apply(frame.status);
        this.changed("status");
        break;
      case "banner":
        this.banner = frame.banner;
        this.changed("banner");
        break;
      case "error": {
        const item = this.pending.find((pending) => pending.clientId === frame.clientId);
        if (item) item.problem = frame.text;
        this.typing = false;
        this.keep("messages");
        break;
      }
      case "pong":
        break;
    }
  }

  /** Plain HTTP: the server has answered the message, so it must not be sent again. */
  delivered(clientId: string): void {
    const item = this.pending.find((pending) => pending.clientId === clientId);
    if (item) item.delivered = true;
    this.remember(this.pending.filter((pending) => !pending.delivered));
  }

  /** Forgets everything, for a new conversation; returns what had not been sent. */
  reset(): Outgoing[] {
    const unsent = this.pending.filter((item) => !item.delivered);
    this.pending = [];
    this.confirmed.length = 0;
    this.lastSeq = 0;
    this.typing = false;
    this.state = "bot";
    this.identity = "none";
    this.expects = null;
    this.waiting = null;
    this.person = null;
    this.keep("messages");
    this.changed("status");
    return unsent;
  }

  /** Adds a message unless it is known; the order is the server's numbering, also when two transports overlap. */
  private add(message: ChatMessage): boolean {
    if (this.confirmed.some((known) => known.seq === message.seq)) return false;
    const after = this.confirmed.findIndex((known) => known.seq > message.seq);
    this.confirmed.splice(after === -1 ? this.confirmed.length : after, 0, message);
    this.lastSeq = Math.max(this.lastSeq, message.seq);
    if (message.clientId) this.pending = this.pending.filter((item) => item.clientId !== message.clientId);
    return true;
  }

  private apply(status: ConversationStatus): void {
    this.state = status.state ?? this.state;
    this.identity = status.identity ?? this.identity;
    if (status.expects !== undefined) this.expects = status.expects;
    this.maxChars = status.maxChars ?? this.maxChars;
    if (status.waiting !== undefined) this.waiting = status.waiting;
    if (status.person !== undefined) this.person = status.person;
    // Whatever the frame left out: nobody waits who is not in that state, and no person is there who is not.
    if (this.state !== "waiting_for_person") this.waiting = null;
    if (this.state !== "with_person") this.person = null;
    if (this.personTypes && this.state !== "with_person") this.typing = false;
    if (status.banner !== undefined) {
      this.banner = status.banner;
      this.changed("banner");
    }
  }

  private keep(change: Change): void {
    this.remember(this.pending.filter((item) => !item.delivered));
    this.changed(change);
  }
}
