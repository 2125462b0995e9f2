/** Shows a talk: what it is doing, in words and with an icon; how loud it is; what is being said. */
import { element, icon } from "../dom.ts";
import { texts } from "../texts.ts";
import type { Captions } from "./captions.ts";
import type { HoldButton } from "./hold.ts";
import type { VoiceElements } from "./layout.ts";
import type { Problem, Talk } from "./session.ts";

/** What went wrong is marked as such; that a talk has ended is not wrong. */
const ENDINGS: readonly Problem[] = ["ended", "replaced", "out-of-sight"];

export class VoiceView {
  private shownState = "";

  constructor(
    private readonly at: VoiceElements,
    private readonly talk: Talk,
    private readonly captions: Captions,
    private readonly hold: HoldButton,
  ) {}

  show(): void {
    const { at, talk } = this;
    const off = talk.at === "off";
    at.strip.hidden = off;
    at.start.hidden = !off;
    this.showState();
    at.mute.hidden = !talk.mute;
    at.free.checked = talk.mode === "free";
    at.talk.hidden = talk.mode === "free";
    at.talk.setAttribute("aria-pressed", String(talk.held));
    at.talk.setAttribute("aria-disabled", String(talk.at !== "on"));
    const latched = talk.held && this.hold.latched;
    at.talkText.textContent = latched ? texts.voiceLatched : talk.held ? texts.voiceTalking : texts.voiceTalk;
    at.strip.classList.toggle("live", talk.live);
    this.showProblem();
  }

  level(steps: number): void {
    this.at.bars.forEach((bar, at) => {
      bar.classList.toggle("on", at < steps);
    });
  }

  showCaptions(): void {
    const lines = this.captions.lines.map(({ who, text, final }) =>
      element(
        "p",
        { class: `voice-caption of-${who}${final ? "" : " going-on"}` },
        element("span", { class: "voice-who" }, who === "citizen" ? texts.you : texts.assistant, ":"),
        " ",
        text,
      ),
    );
    const { captions } = this.at;
    captions.replaceChildren(...lines);
    captions.scrollTop = captions.scrollHeight;
    // What can be scrolled must be within reach of the keyboard, and what cannot need not be stopped at.
    if (captions.scrollHeight > captions.clientHeight) captions.tabIndex = 0;
    else if (document.activeElement !== captions) captions.removeAttribute("tabindex");
  }

  /** The problem in words; empty where there is none. */
  get problemText(): string {
    const { problem, problemText } = this.talk;
    if (problem === null) return "";
    // The gateway's own words are more exact where it refused.
    return problemText !== "" ? problemText : texts.voiceProblems[problem];
  }

  private showState(): void {
    const [name, text] = this.state();
    if (this.shownState === `${name} ${text}`) return;
    this.shownState = `${name} ${text}`;
    this.at.state.dataset.state = name;
    this.at.state.replaceChildren(this.stateIcon(name), element("span", {}, text));
  }

  private state(): [name: string, text: string] {
    const { talk } = this;
    if (talk.at === "asking") return ["waiting", texts.voiceAsking];
    if (talk.at !== "on") return ["waiting", texts.voiceConnecting];
    if (talk.paused) return ["paused", texts.voicePaused];
    if (talk.held) return ["listening", texts.voiceListening];
    switch (talk.state) {
      case "listening":
        return talk.live ? ["listening", texts.voiceListening] : ["ready", texts.voiceReady];
      case "thinking":
        return ["waiting", texts.voiceThinking];
      case "greeting":
      case "speaking":
        return ["speaking", texts.voiceSpeaking];
      case "transferring":
      case "closed":
        return ["waiting", texts.voiceTransferring];
    }
  }

  private stateIcon(name: string): SVGSVGElement {
    if (name === "listening" || name === "ready") return icon("mic");
    if (name === "speaking") return icon("speaker");
    return name === "paused" ? icon("mic-off") : icon("hourglass");
  }

  private showProblem(): void {
    const { at, talk } = this;
    const text = this.problemText;
    if (at.problem.textContent === text) return;
    at.problem.hidden = text === "";
    const wrong = talk.problem !== null && !ENDINGS.includes(talk.problem);
    at.problem.classList.toggle("wrong", wrong);
    at.problem.replaceChildren(wrong ? icon("error") : icon("mic-off"), element("span", {}, text));
  }
}
