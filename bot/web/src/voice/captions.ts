/**
 * The live captions: what is being said right now, and nothing that stands in the conversation already.
 *
 * What the citizen has said and what the assistant answers also come as messages. A caption gives way to its message,
 * whichever is first. What never becomes a message ("Et øjeblik …", "Sagde du Byvej 54?") stays until the citizen speaks
 * again, so that there is time to read it, and is told to screen readers once, all of it together when it is final.
 */
import type { Author } from "../protocol.ts";
import type { Caption, Speaker } from "./frames.ts";

/** How long a message may be on its way before its caption counts as having none. */
export const MESSAGE_AWAITED_MS = 1_500;
/** Messages that a caption is compared with. */
const REMEMBERED = 12;
/** Sentences of the assistant that are shown at most. */
const MOST_SENTENCES = 4;

/** Time, passed in. */
export type After = (ms: number, run: () => void) => () => void;

export interface Listener {
  /** What is shown has changed. */
  changed(): void;
  /** To be read out once. */
  announce(who: Speaker, text: string): void;
}

interface Written {
  who: Speaker;
  words: string;
}

export class Captions {
  private citizen: Caption | null = null;
  /** What the assistant says, sentence by sentence, since the citizen spoke. */
  private assistant: Caption[] = [];
  private readonly written: Written[] = [];
  private readonly untold: Caption[] = [];
  private telling: (() => void) | null = null;

  constructor(
    private readonly listener: Listener,
    private readonly after: After,
  ) {}

  /** What is shown now, the citizen's first; the assistant's sentences as one. */
  get lines(): Caption[] {
    const last = this.assistant.at(-1);
    const text = this.assistant.map((caption) => caption.text).join(" ");
    return [...(this.citizen ? [this.citizen] : []), ...(last ? [{ ...last, text }] : [])];
  }

  caption(caption: Caption): void {
    const unwritten = caption.text.trim() !== "" && !this.isWritten(caption);
    if (caption.who === "citizen") this.heard(caption, unwritten);
    else this.spoken(caption, unwritten);
    if (caption.final && unwritten) this.tellLater(caption);
    this.listener.changed();
  }

  /** A message has come into the conversation. `words` are all ways in which it may be said. */
  message(from: Author, words: readonly string[]): void {
    const who = from === "citizen" ? "citizen" : "assistant";
    for (const text of words) this.written.push({ who, words: plain(text) });
    this.written.splice(0, this.written.length - REMEMBERED);
    if (who === "assistant") this.assistant = this.assistant.filter((caption) => !this.isWritten(caption));
    else this.answered();
    this.listener.changed();
  }

  clear(): void {
    this.telling?.();
    this.telling = this.citizen = null;
    this.assistant = [];
    this.untold.length = this.written.length = 0;
    this.listener.changed();
  }

  private heard(caption: Caption, unwritten: boolean): void {
    if (caption.text.trim() !== "") this.forgetSaid();
    this.citizen = unwritten ? caption : null;
  }

  private answered(): void {
    this.forgetSaid();
    // There is one message for each thing said, be it in a button's words; a partial is the next thing.
    if (!this.citizen?.final) return;
    this.drop(this.citizen);
    this.citizen = null;
  }

  /** The citizen has spoken: what the assistant said before has been read, or never will be. */
  private forgetSaid(): void {
    this.assistant = this.assistant.filter((said) => !said.final);
  }

  private spoken(caption: Caption, unwritten: boolean): void {
    const others = this.assistant.filter((said) => said.id !== caption.id);
    this.assistant = unwritten ? [...others, caption].slice(-MOST_SENTENCES) : others;
  }

  private isWritten(caption: Caption): boolean {
    const said = plain(caption.text);
    if (caption.who === "assistant") {
      return this.written.some((one) => one.who === "assistant" && one.words.includes(said));
    }
    const last = this.written.findLast((one) => one.who === "citizen");
    if (!caption.final || last?.words !== said) return false;
    // Once for each message: the next "ja" is another.
    this.written.splice(this.written.indexOf(last), 1);
    return true;
  }

  private tellLater(caption: Caption): void {
    this.untold.push(caption);
    this.telling?.();
    this.telling = this.after(MESSAGE_AWAITED_MS, () => this.tell());
  }

  private tell(): void {
    this.telling = null;
    const due = this.untold
      .splice(0)
      .filter((caption) => caption.who === "citizen" || !this.isWritten(caption));
    for (const who of ["citizen", "assistant"] as const) {
      const said = due.filter((caption) => caption.who === who).map((caption) => caption.text);
      if (said.length > 0) this.listener.announce(who, said.join(" "));
    }
  }

  private drop(caption: Caption): void {
    const at = this.untold.indexOf(caption);
    if (at !== -1) this.untold.splice(at, 1);
  }
}

/** Words without case, signs and spaces at the ends, so that "Ja, tak." is "ja tak". */
function plain(text: string): string {
  return text
    .normalize("NFC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}
