/**
 * Keeps the conversation connected.
 *
 *   attempt ──socket opens──▶ hello ──welcome──▶ live ──closed──▶ wait (back-off) ──▶ attempt
 *      │ second failure in a row
 *      └──▶ plain HTTP ──answers──▶ polling, and now and then an attempt at a socket again
 *                      └─no answer──▶ wait (back-off) ──▶ attempt
 *
 * Whatever the way, a message is sent with the same client id until the server confirms it, and the server's numbers
 * tell what has been seen: nothing is lost and nothing comes twice.
 */
import { type Api, Refused, Unreachable } from "./api.ts";
import { backoffMs } from "./backoff.ts";
import { readFrame, type ServerFrame } from "./protocol.ts";
import type { Outgoing, Session } from "./session.ts";
import { Timers } from "./timers.ts";

/** The part of a WebSocket that is used. */
export interface Socket {
  onopen: (() => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: (() => void) | null;
  send(text: string): void;
  close(): void;
}

/** Time, chance and the network, passed in. */
export interface Surroundings {
  open(): Socket;
  random(): number;
  after(ms: number, run: () => void): () => void;
}

/** What the connection serves. */
export interface Conversation {
  readonly lastSeq: number;
  unsent(): Outgoing[];
  receive(frame: ServerFrame): void;
  delivered(clientId: string): void;
  connected(yes: boolean): void;
  /** The server no longer knows the conversation. */
  lost(): void;
  /** True while a person may write at any time, so that polling should be quick. */
  readonly awaitingPerson: boolean;
  /** True while a person has the conversation: what is sent is then not answered at once. */
  readonly withPerson: boolean;
}

const OPEN_TIMEOUT_MS = 8_000;
const PING_MS = 25_000;
const PONG_TIMEOUT_MS = 10_000;
const POLL_MS = 15_000;
const POLL_PERSON_MS = 3_000;
const SOCKET_AGAIN_MS = 60_000;
const HTTP_AFTER_FAILURES = 2;

export class Connection {
  private session: Session | null = null;
  private socket: Socket | null = null;
  private mode: "down" | "live" | "http" = "down";
  private failures = 0;
  private posting = false;
  private readonly timers: Timers;

  constructor(
    private readonly conversation: Conversation,
    private readonly api: Api,
    private readonly around: Surroundings,
  ) {
    this.timers = new Timers((ms, run) => around.after(ms, run));
  }

  /** Connects to this conversation, leaving any other. */
  start(session: Session): void {
    this.stop();
    this.session = session;
    this.failures = 0;
    this.attempt();
  }

  /** Ends all traffic, for good or until `start`. */
  stop(): void {
    this.session = null;
    this.drop();
    this.timers.cancelAll();
    this.mode = "down";
  }

  /** Sends one message that is already among the unsent. Without a connection it goes when there is one. */
  send(message: Outgoing): void {
    if (this.mode === "live") this.transmit(message);
    else if (this.mode === "http") void this.post();
  }

  /** The network is said to be back, or the page came to the front: do not wait for the back-off. */
  hurry(): void {
    if (!this.session) return;
    if (this.mode === "live") this.ping();
    else if (!this.socket) this.attempt();
  }

  /** Tells that the citizen writes. Only a live line carries that; without one it is not worth a request. */
  typing(on: boolean): void {
    if (this.mode === "live") this.socket?.send(JSON.stringify({ type: "typing", on }));
  }

  /** Something was done beside the conversation: where nobody tells of it, it is read at once. */
  refresh(): void {
    if (this.mode === "http" && !this.posting) void this.poll();
  }

  private attempt(): void {
    this.timers.cancel("retry");
    this.timers.cancel("socket-again");
    this.drop();
    const session = this.session;
    if (!session) return;
    const socket = this.around.open();
    this.socket = socket;
    this.timers.set("open", OPEN_TIMEOUT_MS, () => socket.close());
    socket.onopen = () => {
      const { id, token } = session;
      const key = id && token ? { conversation: id, token } : {};
      socket.send(JSON.stringify({ type: "hello", ...key, last_seq: this.conversation.lastSeq }));
    };
    socket.onmessage = (event) => {
      const frame = typeof event.data === "string" ? readFrame(event.data) : null;
      if (frame && this.socket === socket) this.take(frame);
    };
    socket.onclose = () => {
      if (this.socket === socket) this.closed();
    };
  }

  private take(frame: ServerFrame): void {
    this.timers.cancel("pong");
    if (frame.type === "welcome") this.welcomed(frame);
    else if (this.mode !== "live" && frame.type === "error") {
      // Refused at the door: plain HTTP tells whether the conversation is gone or only the socket is.
      this.failures = HTTP_AFTER_FAILURES;
      this.drop();
      void this.overHttp();
    } else if (this.mode === "live") this.conversation.receive(frame);
  }

  private welcomed(frame: Extract<ServerFrame, { type: "welcome" }>): void {
    this.timers.cancel("open");
    this.timers.cancel("poll");
    this.mode = "live";
    this.failures = 0;
    if (frame.id && this.session && !this.session.id) this.session = { ...this.session, id: frame.id };
    this.conversation.receive(frame);
    this.conversation.connected(true);
    for (const message of this.conversation.unsent()) this.transmit(message);
    this.timers.set("ping", PING_MS, () => this.ping());
  }

  private closed(): void {
    this.drop();
    if (this.mode === "live") {
      this.mode = "down";
      this.conversation.connected(false);
      this.again();
      return;
    }
    this.failures += 1;
    if (this.failures >= HTTP_AFTER_FAILURES) void this.overHttp();
    else this.again();
  }

  private again(): void {
    this.timers.set("retry", backoffMs(this.failures, this.around.random()), () => this.attempt());
  }

  private transmit(message: Outgoing): void {
    const frame = { type: "message", client_id: message.clientId, text: message.text };
    this.socket?.send(JSON.stringify(frame));
  }

  /** A socket can look open long after the network is gone; an unanswered ping shows it. */
  private ping(): void {
    this.socket?.send(JSON.stringify({ type: "ping" }));
    this.timers.set("pong", PONG_TIMEOUT_MS, () => this.closed());
    this.timers.set("ping", PING_MS, () => this.ping());
  }

  // ---- plain HTTP ----

  private async overHttp(): Promise<void> {
    if (!(await this.poll())) return;
    this.mode = "http";
    this.conversation.connected(true);
    this.timers.set("socket-again", SOCKET_AGAIN_MS, () => this.attempt());
    void this.post();
  }

  /** Reads the conversation and plans the next reading. False where it could not be read. */
  private async poll(): Promise<boolean> {
    const session = this.session;
    if (!session) return false;
    if (!session.id) {
      // Only the cookie could have opened it, and it did not.
      this.stop();
      this.conversation.lost();
      return false;
    }
    try {
      const welcome = await this.api.read(session);
      if (this.session !== session) return false;
      this.conversation.receive(welcome);
    } catch (problem) {
      if (this.session === session) this.refused(problem);
      return false;
    }
    this.timers.set("poll", this.conversation.awaitingPerson ? POLL_PERSON_MS : POLL_MS, () => {
      if (!this.posting) void this.poll();
    });
    return true;
  }

  /** Posts the unsent messages, one at a time and in order. */
  private async post(): Promise<void> {
    const session = this.session;
    if (this.posting || !session) return;
    this.posting = true;
    try {
      for (let next = this.conversation.unsent()[0]; next; next = this.conversation.unsent()[0]) {
        if (!this.conversation.withPerson) this.conversation.receive({ type: "typing", on: true });
        try {
          await this.api.send(session, next);
          if (this.session !== session) return;
          this.conversation.delivered(next.clientId);
        } catch (problem) {
          if (this.session !== session) return;
          if (!(problem instanceof Refused) || problem.lost) throw problem;
          this.conversation.receive({
            type: "error",
            code: problem.code,
            text: problem.text,
            clientId: next.clientId,
          });
        }
        if (!(await this.poll())) return;
      }
    } catch (problem) {
      this.refused(problem);
    } finally {
      this.posting = false;
      if (this.session === session) this.conversation.receive({ type: "typing", on: false });
    }
  }

  private refused(problem: unknown): void {
    if (problem instanceof Refused && problem.lost) {
      this.stop();
      this.conversation.lost();
      return;
    }
    if (!(problem instanceof Unreachable || problem instanceof Refused)) throw problem;
    // Before plain HTTP is reached at all, the socket that failed has been counted already.
    if (this.mode === "http") this.failures += 1;
    this.mode = "down";
    this.timers.cancel("poll");
    this.conversation.connected(false);
    this.again();
  }

  private drop(): void {
    const socket = this.socket;
    this.socket = null;
    this.timers.cancel("open", "ping", "pong");
    if (!socket) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close();
  }
}
