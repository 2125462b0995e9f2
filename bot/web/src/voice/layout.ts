/** The elements of speech: the button that begins a talk, and the strip above the field while it lasts. */
import { element, icon } from "../dom.ts";
import { texts } from "../texts.ts";
import { STEPS } from "./level.ts";

export function voiceElements() {
  const start = element(
    "button",
    { type: "button", class: "button button-secondary chat-speak" },
    icon("mic"),
    element("span", {}, texts.voiceStart),
  );
  const problem = element("p", { class: "voice-problem", hidden: true });

  const state = element("p", { class: "voice-state" });
  const bars = Array.from({ length: STEPS }, () => element("span", { class: "voice-bar" }));
  // Says nothing that the words beside it do not say.
  const meter = element("div", { class: "voice-meter", "aria-hidden": "true" }, ...bars);
  const stop = element(
    "button",
    { type: "button", class: "button button-secondary voice-stop" },
    element("span", {}, texts.voiceStop),
  );
  const mute = element("p", { class: "voice-mute", hidden: true }, icon("warning"), texts.voiceMute);
  const captions = element("div", {
    class: "voice-captions",
    role: "group",
    "aria-label": texts.voiceCaptions,
  });
  const talkText = element("span", {}, texts.voiceTalk);
  const talk = element(
    "button",
    { type: "button", class: "button button-primary voice-talk", "aria-pressed": "false" },
    icon("mic"),
    talkText,
  );
  const free = element("input", { type: "checkbox", class: "form-checkbox", id: "voice-free" });
  const hint = element("span", { class: "voice-hint" }, texts.voiceFreeHint);
  const freely = element(
    "div",
    { class: "form-group-checkbox voice-free" },
    free,
    element("label", { for: "voice-free" }, texts.voiceFree, " ", hint),
  );
  const person = element(
    "button",
    { type: "button", class: "function-link voice-person" },
    element("span", {}, texts.voicePerson),
  );
  const strip = element(
    "div",
    { class: "voice", role: "group", "aria-label": texts.voiceStart, hidden: true },
    element("div", { class: "voice-top" }, state, meter, stop),
    mute,
    captions,
    element("div", { class: "voice-how" }, talk, freely, person),
    element("p", { class: "voice-privacy" }, texts.voicePrivacy),
  );
  return { start, problem, strip, state, bars, stop, mute, captions, talk, talkText, free, person };
}

export type VoiceElements = ReturnType<typeof voiceElements>;
