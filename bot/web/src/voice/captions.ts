/**
 * The live line of captions: what is being said right now, and nothing that stands in the conversation already.
 *
 * What the citizen has said and what the assistant answers also come as messages. A caption gives way to its message,
 * whichever is first. What never becomes a message ("Et øjeblik …", "Sagde du Byvej 54?") stays until the next caption
 * of the same speaker, and is told to screen readers once, when it is final.
 */
import type { Author } from "../protocol.ts";
import type { Caption, Speaker } from "./frames.ts";

/** How long a message may be on its way before its caption counts as having none. */
export const MESSAGE_AWAITED_MS = 1_500;
/** Messages that a caption is compared with. */
const REMEMBERED = 12;

/** Time, passed in. */
export type After = (ms: number, run: () => void) => () => void;

export interface Listener {
  /** The live line has changed. */
  changed(): void;
  /** To be read out once. */
  announce(who: Speaker, text: string): void;
}

interface Written {
  who: Speaker;
  words: string;
}

export class Captions {
  private readonly live = new Map<Speaker, Caption>();
  private readonly written: Written[] = [];
  private readonly waiting = new Map<Speaker, () => void>();

  constructor(
    private readonly listener: Listener,
    private readonly after: After,
  ) {}

  /** What is shown now, the citizen's first. */
  get lines(): Caption[] {
    return (["citizen", "assistant"] as const).flatMap((who) => this.live.get(who) ?? []);
  }

  caption(caption: Caption): void {
    const { who, text } = caption;
    this.cancel(who);
    if (who === "citizen" && !this.live.has(who) && !caption.final) this.forgetAssistant();
    if (text.trim() === "" || this.isWritten(caption)) this.live.delete(who);
    else {
      this.live.set(who, caption);
      if (caption.final)
        this.waiting.set(
          who,
          this.after(MESSAGE_AWAITED_MS, () => this.unwritten(caption)),
        );
    }
    this.listener.changed();
  }

  /** A message has come into the conversation. `words` are all ways in which it may be said. */
  message(from: Author, words: readonly string[]): void {
    const who = from === "citizen" ? "citizen" : "assistant";
    for (const text of words) this.written.push({ who, words: plain(text) });
    this.written.splice(0, this.written.length - REMEMBERED);
    const live = this.live.get(who);
    // Of the citizen there is one message for each thing said, be it in a button's words; a partial is the next thing.
    if (!live || !(who === "citizen" ? live.final : this.isWritten(live))) return;
    this.cancel(who);
    this.live.delete(who);
    this.listener.changed();
  }

  clear(): void {
    for (const who of [...this.waiting.keys()]) this.cancel(who);
    this.live.clear();
    this.written.length = 0;
    this.listener.changed();
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

  private unwritten(caption: Caption): void {
    this.waiting.delete(caption.who);
    this.listener.announce(caption.who, caption.text);
  }

  /** The citizen speaks anew: what the assistant said last is over. */
  private forgetAssistant(): void {
    if (this.live.get("assistant")?.final) this.live.delete("assistant");
  }

  private cancel(who: Speaker): void {
    this.waiting.get(who)?.();
    this.waiting.delete(who);
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
