/** Speech in the chat as a whole: the talk, its captions, and what the citizen can press. */
import type { Announcer } from "../a11y.ts";
import type { ChatMessage, ServerFrame } from "../protocol.ts";
import type { Session } from "../session.ts";
import { texts } from "../texts.ts";
import { Captions } from "./captions.ts";
import { HoldButton } from "./hold.ts";
import type { VoiceElements } from "./layout.ts";
import { openLine } from "./line.ts";
import { openSound } from "./microphone.ts";
import { Talk } from "./session.ts";
import { VoiceView } from "./view.ts";

/** What speech needs of the chat. */
export interface VoiceChat {
  conversation(): Session | null;
  /** Where the focus goes when what had it is gone. */
  focus(): void;
}

/** How the citizen likes to talk, kept in the tab. */
export interface VoiceMemory {
  freely: boolean;
}

function after(ms: number, run: () => void): () => void {
  const timer = window.setTimeout(run, ms);
  return () => window.clearTimeout(timer);
}

export class Voice {
  private readonly talk: Talk;
  private readonly captions: Captions;
  private readonly hold: HoldButton;
  private readonly view: VoiceView;
  private before = { at: "off", paused: false, mute: false };

  /** `worklet` is the address of the built `worklet.ts`. */
  constructor(
    private readonly at: VoiceElements,
    private readonly chat: VoiceChat,
    private readonly memory: VoiceMemory,
    private readonly announcer: Announcer,
    worklet: string,
  ) {
    this.captions = new Captions(
      {
        changed: () => this.view.showCaptions(),
        announce: (who, text) =>
          this.announcer.say(`${who === "citizen" ? texts.you : texts.assistant}: ${text}`),
      },
      after,
    );
    this.talk = new Talk(
      {
        sound: (events) => openSound(worklet, events),
        line: openLine,
        conversation: () => this.chat.conversation(),
        after,
      },
      {
        changed: () => this.changed(),
        level: (steps) => this.view.level(steps),
        caption: (caption) => this.captions.caption(caption),
      },
    );
    this.hold = new HoldButton((open) => {
      this.talk.hold(open);
      this.view.show();
    });
    this.view = new VoiceView(at, this.talk, this.captions, this.hold);
    this.talk.choose(memory.freely ? "free" : "push");
    this.wire();
    this.view.show();
  }

  /** Hangs up; harmless when there is no talk. */
  stop(): void {
    this.talk.stop();
  }

  /** What comes into the conversation need not be shown as a caption too. */
  received(frame: ServerFrame): void {
    if (frame.type === "message") this.message(frame.message);
    else if (frame.type === "welcome") for (const message of frame.messages) this.message(message);
  }

  private message({ from, part }: ChatMessage): void {
    const words = [part.text, part.speech].filter((text) => text !== undefined);
    this.captions.message(from, words);
  }

  private changed(): void {
    const { talk, before } = this;
    const { at, paused, mute } = talk;
    this.before = { at, paused, mute };
    if (at === "off" && before.at !== "off") {
      this.hold.cancel();
      this.captions.clear();
      const focused = this.at.strip.contains(document.activeElement);
      this.view.show();
      if (focused) this.focusAfter();
      this.announcer.say(this.view.problemText || texts.voiceStopped);
      return;
    }
    this.view.show();
    if (at === "on" && before.at !== "on")
      this.announcer.say(talk.mode === "push" ? texts.voiceOnPush : texts.voiceOnFree);
    else if (paused && !before.paused) this.announcer.say(texts.voicePaused);
    else if (!paused && before.paused) this.announcer.say(texts.voiceGoesOn);
    else if (mute && !before.mute) this.announcer.say(texts.voiceMute);
  }

  private focusAfter(): void {
    if (this.at.start.offsetParent === null) this.chat.focus();
    else this.at.start.focus();
  }

  private wire(): void {
    const { at } = this;
    at.start.addEventListener("click", () => {
      void this.talk.start();
      if (this.talk.at === "off") {
        this.announcer.say(this.view.problemText);
        return;
      }
      this.focusTalk();
    });
    at.stop.addEventListener("click", () => this.stop());
    // The line says "Tryk 0", as on a telephone: the same by a key, or by pressing what it means.
    at.person.addEventListener("click", () => this.talk.key("0"));
    at.strip.addEventListener("keydown", (event) => {
      if (event.key === "Escape") {
        event.preventDefault();
        this.stop();
      } else if (/^[0-9*#]$/.test(event.key) && !event.repeat && !event.ctrlKey && !event.metaKey) {
        this.talk.key(event.key);
      }
    });
    at.free.addEventListener("change", () => {
      this.hold.cancel();
      this.memory.freely = at.free.checked;
      this.talk.choose(at.free.checked ? "free" : "push");
    });
    this.wireHold(at.talk);
    document.addEventListener("visibilitychange", () => {
      const hidden = document.visibilityState === "hidden";
      if (hidden) this.hold.cancel();
      this.talk.hide(hidden);
    });
    window.addEventListener("blur", () => this.hold.cancel());
    window.addEventListener("pagehide", () => this.stop());
  }

  private wireHold(button: HTMLButtonElement): void {
    /** A press makes a click as well; only a click without one counts. */
    let pressed = false;
    const can = () => this.talk.at === "on";
    const now = () => performance.now();
    button.addEventListener("pointerdown", (event) => {
      if (event.button !== 0 || !can()) return;
      pressed = true;
      button.setPointerCapture(event.pointerId);
      this.hold.press(now());
    });
    button.addEventListener("pointerup", () => this.hold.release(now()));
    button.addEventListener("pointercancel", () => this.hold.cancel());
    button.addEventListener("contextmenu", (event) => event.preventDefault());
    button.addEventListener("keydown", (event) => {
      if (event.key !== " " && event.key !== "Enter") return;
      event.preventDefault();
      if (!event.repeat && can()) this.hold.press(now());
    });
    button.addEventListener("keyup", (event) => {
      if (event.key !== " " && event.key !== "Enter") return;
      event.preventDefault();
      this.hold.release(now());
    });
    button.addEventListener("blur", () => {
      if (!this.hold.latched) this.hold.cancel();
    });
    button.addEventListener("click", () => {
      if (!pressed && can()) this.hold.click();
      pressed = false;
    });
  }

  private focusTalk(): void {
    if (this.talk.mode === "push") this.at.talk.focus();
    else this.at.stop.focus();
  }
}
