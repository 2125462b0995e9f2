/** The field where the citizen writes: grows with the text, counts characters near the limit, sends on Enter. */
import type { Announcer } from "./a11y.ts";
import { texts } from "./texts.ts";

/** The counter shows when this few characters are left. */
const SHOW_WHEN_LEFT = 250;
/** Screen readers hear the count when it passes one of these, not at every key. */
const ANNOUNCE_AT = [250, 100, 50, 20, 0];
/** A click or Enter on an empty field this soon after a message was sent is the same click once more. */
const DOUBLE_MS = 600;

export interface ComposerElements {
  form: HTMLFormElement;
  input: HTMLTextAreaElement;
  counter: HTMLElement;
  problem: HTMLElement;
  label: HTMLElement;
}

/** Characters as the server counts them (code points). */
export function count(text: string): number {
  return [...text].length;
}

export class Composer {
  maxChars = 2000;
  /** Called when what stands in the field has changed. */
  edited: (empty: boolean) => void = () => undefined;
  private sentAt = Number.NEGATIVE_INFINITY;
  private heard = 0;

  constructor(
    private readonly at: ComposerElements,
    private readonly announcer: Announcer,
    private readonly send: (text: string) => void,
  ) {
    at.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.submit();
    });
    at.input.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.submit();
    });
    at.input.addEventListener("input", () => this.changed());
  }

  focus(): void {
    this.at.input.focus();
  }

  /** Puts text in the field where it is empty; used for what could not be sent. */
  draft(text: string): void {
    if (this.at.input.value.trim() !== "") return;
    this.at.input.value = text;
    this.changed();
  }

  set disabled(yes: boolean) {
    this.at.form.hidden = yes;
  }

  /** Lets the browser offer the citizen's own address where one is asked for. */
  set expects(what: string | null) {
    this.at.input.autocomplete = what === "address" ? "street-address" : "off";
  }

  private submit(): void {
    const text = this.at.input.value.trim();
    if (text === "") {
      // The first click emptied the field; the second of a double click is not a complaint's worth.
      if (performance.now() - this.sentAt > DOUBLE_MS) this.complain(texts.blank);
      return;
    }
    if (count(text) > this.maxChars) {
      this.announcer.say(texts.charactersOver(count(text) - this.maxChars));
      this.focus();
      return;
    }
    this.sentAt = performance.now();
    this.at.input.value = "";
    this.changed();
    this.send(text);
  }

  private changed(): void {
    const { input } = this.at;
    this.edited(input.value.trim() === "");
    if (input.value.trim() !== "") this.complain("");
    input.style.height = "auto";
    // The border is not part of scrollHeight.
    if (input.value !== "")
      input.style.height = `${input.scrollHeight + input.offsetHeight - input.clientHeight}px`;
    this.showCount(this.maxChars - count(input.value.trim()));
  }

  private showCount(left: number): void {
    const { counter, input } = this.at;
    const near = left <= SHOW_WHEN_LEFT;
    const over = left < 0;
    const text = over ? texts.charactersOver(-left) : texts.charactersLeft(left);
    counter.hidden = !near;
    counter.textContent = near ? text : "";
    counter.classList.toggle("limit-exceeded", over);
    input.setAttribute("aria-invalid", String(over));
    const passed = over ? ANNOUNCE_AT.length + 1 : ANNOUNCE_AT.filter((step) => left <= step).length;
    if (passed > this.heard) this.announcer.say(text);
    this.heard = passed;
  }

  private complain(text: string): void {
    this.at.problem.textContent = text;
    this.at.problem.hidden = text === "";
    if (text !== "") this.focus();
  }
}
