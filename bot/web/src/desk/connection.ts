/**
 * Keeps the desk connected to /ws/desk.
 *
 *   attempt ──socket opens──▶ hello ──welcome──▶ live ──closed──▶ wait (back-off) ──▶ attempt
 *      └──────────────── closed with 4401, at any time ──▶ signed out: waits for `hurry`
 *
 * The welcome is everything, so nothing is kept here but the reason to come back. Conversations on screen are watched
 * again from the last message seen, which is the store's to know.
 */
import { backoffMs } from "../backoff.ts";
import { Timers } from "../timers.ts";
import { type Frame, readFrame } from "./frames.ts";

/** The part of a WebSocket that is used. */
export interface DeskSocket {
  onopen: (() => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: ((event: { code: number }) => void) | null;
  send(text: string): void;
  close(): void;
}

/** Time, chance and the network, passed in. */
export interface DeskSurroundings {
  open(): DeskSocket;
  random(): number;
  after(ms: number, run: () => void): () => void;
}

export type Link = "connecting" | "live" | "down" | "signed_out";

export interface Listener {
  /** What is said first. */
  hello(): object;
  frame(frame: Frame): void;
  link(state: Link): void;
}

const OPEN_TIMEOUT_MS = 8_000;
const PING_MS = 20_000;
const PONG_TIMEOUT_MS = 8_000;
const NOT_SIGNED_IN = 4401;

export class DeskConnection {
  state: Link = "connecting";
  private socket: DeskSocket | null = null;
  private failures = 0;
  private readonly timers: Timers;

  constructor(
    private readonly listener: Listener,
    private readonly around: DeskSurroundings,
  ) {
    this.timers = new Timers((ms, run) => around.after(ms, run));
  }

  /** Connects, or tries again at once: the network is said to be back, or someone has signed in. */
  hurry(): void {
    if (this.state === "live") this.ping();
    else if (!this.socket) this.attempt();
  }

  /** The session has ended, as an answer over HTTP said. */
  signedOut(): void {
    this.drop();
    this.timers.cancel("retry");
    this.enter("signed_out");
  }

  /** Sends a frame; without a connection it is nobody's, since the next welcome tells everything anyway. */
  send(frame: object): void {
    if (this.state === "live") this.socket?.send(JSON.stringify(frame));
  }

  private attempt(): void {
    this.timers.cancel("retry");
    this.drop();
    const socket = this.around.open();
    this.socket = socket;
    this.timers.set("open", OPEN_TIMEOUT_MS, () => this.closed(0));
    socket.onopen = () => socket.send(JSON.stringify(this.listener.hello()));
    socket.onmessage = (event) => {
      const frame = typeof event.data === "string" ? readFrame(event.data) : null;
      if (frame && this.socket === socket) this.take(frame);
    };
    socket.onclose = (event) => {
      if (this.socket === socket) this.closed(event.code);
    };
  }

  private take(frame: Frame): void {
    this.timers.cancel("pong");
    if (frame.type === "welcome") {
      this.timers.cancel("open");
      this.failures = 0;
      // First the state, then the word that we are live: what is sent on that word can rely on the state.
      this.listener.frame(frame);
      this.enter("live");
      this.timers.set("ping", PING_MS, () => this.ping());
    } else if (this.state === "live") this.listener.frame(frame);
  }

  private closed(code: number): void {
    if (code === NOT_SIGNED_IN) {
      this.signedOut();
      return;
    }
    this.drop();
    if (this.state !== "live") this.failures += 1;
    this.enter("down");
    this.timers.set("retry", backoffMs(this.failures, this.around.random()), () => this.attempt());
  }

  /** A socket can look open long after the network is gone; an unanswered ping shows it. */
  private ping(): void {
    this.socket?.send(JSON.stringify({ type: "ping" }));
    this.timers.set("pong", PONG_TIMEOUT_MS, () => this.closed(0));
    this.timers.set("ping", PING_MS, () => this.ping());
  }

  private enter(state: Link): void {
    if (state === this.state) return;
    this.state = state;
    this.listener.link(state);
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
