/**
 * One talk, from "Tal med os" to its end: what it is doing, what may be sent, and why it ended.
 *
 *   off ──start──▶ asking ──microphone──▶ connecting ──the line is heard──▶ on
 *    ▲               │ refused, none …       │ not running                  │ stop, lost, ended
 *    └───────────────┴───────────────────────┴──────────────────────────────┘
 *
 * The line hears something at all times, as on a telephone. What is not meant for it is silence: by the button while
 * it is not held, hands-free while the tab is out of sight. The microphone is given back whenever a talk ends.
 */
import type { Session } from "../session.ts";
import type { After } from "./captions.ts";
import { type Caption, type LineState, readLineFrame } from "./frames.ts";
import { dead, steps } from "./level.ts";

export type Mode = "push" | "free";

/** Why there is no talk. */
export type Problem =
  | "insecure"
  | "unsupported"
  | "refused"
  | "no-microphone"
  | "busy"
  | "microphone-gone"
  | "no-conversation"
  | "not-running"
  | "lost"
  | "replaced"
  | "ended"
  | "out-of-sight";

/** The microphone could not be had. */
export class NoSound extends Error {
  constructor(readonly problem: Problem) {
    super(problem);
  }
}

/** Microphone and loudspeaker while they are held. */
export interface Sound {
  play(frame: ArrayBuffer): void;
  /** Falls silent at once. */
  flush(): void;
  /** Whether the microphone is to give sound; closed, the browser itself shows that nothing is heard. */
  listen(yes: boolean): void;
  close(): void;
}

export interface SoundEvents {
  /** 20 ms of the microphone. */
  frame(pcm: Int16Array<ArrayBuffer>): void;
  /** The microphone has been taken away. */
  gone(): void;
}

/** The socket of a talk. */
export interface Line {
  tell(frame: object): void;
  /** Sends sound, or drops it where earlier sound is not sent yet. */
  send(pcm: Int16Array<ArrayBuffer>): void;
  close(): void;
}

export interface LineEvents {
  opened(): void;
  text(text: string): void;
  sound(frame: ArrayBuffer): void;
  /** With the close code of the gateway (`bot/gateway/calls/browser.py`). */
  closed(code: number): void;
}

/** The world around a talk, passed in. */
export interface World {
  sound(events: SoundEvents): Promise<Sound>;
  line(events: LineEvents): Line;
  conversation(): Session | null;
  after: After;
}

/** What is told about a talk. */
export interface Watcher {
  changed(): void;
  level(steps: number): void;
  caption(caption: Caption): void;
}

/** What a close code means for a talk that was under way; any other is a lost line. */
const ENDS: Record<number, Problem> = { 1000: "ended", 1013: "not-running", 4409: "replaced" };
/** A line that has said nothing for this long is not running. */
export const ANSWER_MS = 10_000;
/** Hands-free in a tab that nobody sees is ended after this. */
export const OUT_OF_SIGHT_MS = 20_000;
/** So much dead silence while the citizen should be heard is worth a word. */
export const DEAD_FRAMES = 250;
/** The line is told at every so manieth frame how many have come. */
const TELL_EVERY = 10;

export class Talk {
  at: "off" | "asking" | "connecting" | "on" = "off";
  problem: Problem | null = null;
  /** The gateway's own words for the problem, where it had some. */
  problemText = "";
  mode: Mode = "push";
  held = false;
  paused = false;
  /** The microphone gives nothing at all. */
  mute = false;
  state: LineState = "greeting";

  private sound: Sound | null = null;
  private line: Line | null = null;
  private readonly timers = new Map<string, () => void>();
  private round = 0;
  private hidden = false;
  private frames = 0;
  private deadFrames = 0;

  constructor(
    private readonly world: World,
    private readonly watcher: Watcher,
  ) {}

  /** True while the citizen's voice goes to the line. */
  get live(): boolean {
    return this.at === "on" && (this.mode === "push" ? this.held : !this.paused);
  }

  async start(): Promise<void> {
    if (this.at !== "off") return;
    this.reset();
    if (!this.world.conversation()) {
      this.end("no-conversation");
      return;
    }
    this.become("asking");
    const round = this.round;
    const mine = () => this.round === round;
    try {
      const sound = await this.world.sound({
        frame: (pcm) => mine() && this.heard(pcm),
        gone: () => mine() && this.end("microphone-gone"),
      });
      if (mine()) {
        this.sound = sound;
        this.connect(mine);
      } else sound.close();
    } catch (problem) {
      if (!(problem instanceof NoSound)) throw problem;
      if (mine()) this.end(problem.problem);
    }
  }

  /** The citizen has had enough. */
  stop(): void {
    if (this.at === "off") return;
    this.line?.tell({ type: "bye" });
    this.end(null);
  }

  /** The button to talk goes down or up; only by the button. */
  hold(held: boolean): void {
    if (this.at !== "on" || this.mode !== "push" || held === this.held) return;
    this.held = held;
    // Whoever speaks is not spoken over, not even for as long as the line's own word takes.
    if (held) this.sound?.flush();
    this.line?.tell({ type: "talk", held });
    this.listen();
  }

  /** A key of the telephone: 0 to 9, * or #. */
  key(digit: string): void {
    if (this.at === "on") this.line?.tell({ type: "key", digit });
  }

  choose(mode: Mode): void {
    if (mode === this.mode) return;
    this.hold(false);
    this.mode = mode;
    this.line?.tell({ type: "mode", mode });
    this.sight();
    this.listen();
  }

  /** The tab went out of sight, or is back. */
  hide(hidden: boolean): void {
    this.hidden = hidden;
    if (hidden) this.hold(false);
    this.sight();
    this.listen();
  }

  // ---- the line ----

  private connect(mine: () => boolean): void {
    const session = this.world.conversation();
    if (!session) {
      this.end("no-conversation");
      return;
    }
    this.become("connecting");
    this.timer("answer", ANSWER_MS, () => this.end("not-running"));
    const line = this.world.line({
      opened: () => {
        if (!mine()) return;
        const { id, token } = session;
        const key = id && token ? { conversation: id, token } : id ? { conversation: id } : {};
        line.tell({ type: "hello", ...key, mode: this.mode });
      },
      text: (text) => mine() && this.told(text),
      sound: (frame) => mine() && this.spoken(frame),
      closed: (code) => {
        if (mine()) this.end(this.at === "on" ? (ENDS[code] ?? "lost") : "not-running");
      },
    });
    this.line = line;
  }

  private told(text: string): void {
    const frame = readLineFrame(text);
    if (!frame) return;
    if (frame.type === "error") {
      this.problemText = frame.text;
      this.end(this.at === "on" ? "lost" : "not-running");
      return;
    }
    this.answered();
    if (frame.type === "welcome") return;
    if (frame.type === "stop") this.sound?.flush();
    else if (frame.type === "caption") this.watcher.caption(frame.caption);
    else {
      this.state = frame.state;
      this.watcher.changed();
    }
  }

  private spoken(frame: ArrayBuffer): void {
    this.answered();
    this.frames += 1;
    if (this.frames === 1 || this.frames % TELL_EVERY === 0)
      this.line?.tell({ type: "got", frames: this.frames });
    this.sound?.play(frame);
  }

  /** The line itself is there, behind the gateway: from now on it is a talk. */
  private answered(): void {
    if (this.at !== "connecting") return;
    this.cancel("answer");
    this.line?.tell({ type: "mode", mode: this.mode });
    this.become("on");
    this.sight();
    this.listen();
  }

  // ---- the microphone ----

  private heard(pcm: Int16Array<ArrayBuffer>): void {
    if (this.at !== "on") return;
    const { live } = this;
    this.line?.send(live ? pcm : new Int16Array(pcm.length));
    this.watcher.level(live ? steps(pcm) : 0);
    if (!live) return;
    this.deadFrames = dead(pcm) ? this.deadFrames + 1 : 0;
    const mute = this.deadFrames >= DEAD_FRAMES;
    if (mute === this.mute) return;
    this.mute = mute;
    this.watcher.changed();
  }

  private listen(): void {
    this.sound?.listen(this.live);
    this.watcher.changed();
  }

  private sight(): void {
    const paused = this.at === "on" && this.mode === "free" && this.hidden;
    if (paused === this.paused) return;
    this.paused = paused;
    if (paused) this.timer("sight", OUT_OF_SIGHT_MS, () => this.bye("out-of-sight"));
    else this.cancel("sight");
  }

  // ---- beginning and end ----

  private bye(problem: Problem): void {
    this.line?.tell({ type: "bye" });
    this.end(problem);
  }

  private end(problem: Problem | null): void {
    this.round += 1;
    for (const name of [...this.timers.keys()]) this.cancel(name);
    this.sound?.close();
    this.line?.close();
    this.sound = this.line = null;
    this.problem = problem;
    this.held = this.paused = this.mute = false;
    this.watcher.level(0);
    this.become("off");
  }

  private reset(): void {
    this.problem = null;
    this.problemText = "";
    this.state = "greeting";
    this.frames = this.deadFrames = 0;
  }

  private become(at: Talk["at"]): void {
    this.at = at;
    this.watcher.changed();
  }

  private timer(name: string, ms: number, run: () => void): void {
    this.cancel(name);
    this.timers.set(name, this.world.after(ms, run));
  }

  private cancel(name: string): void {
    this.timers.get(name)?.();
    this.timers.delete(name);
  }
}
