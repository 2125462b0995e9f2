/** Where the employee writes to the citizen. What is written is kept for each case, also over a reload. */
import { element, icon } from "../dom.ts";
import { texts } from "./texts.ts";

/** As long as a citizen's message may be (the gateway counts code points). */
const MAX_CHARS = 2000;
/** "Typing" is said again this often while one writes, and taken back after a pause of this length. */
const TYPING_AGAIN_MS = 4_000;
const TYPING_OVER_MS = 6_000;

export interface ComposerOwner {
  draft(): string;
  keep(text: string): void;
  send(text: string): void;
  typing(on: boolean): void;
}

export class Composer {
  readonly node: HTMLFormElement;
  private readonly input: HTMLTextAreaElement;
  private readonly problem: HTMLElement;
  private owner: ComposerOwner | null = null;
  private saidTypingAt = Number.NEGATIVE_INFINITY;
  private over: number | undefined;

  constructor() {
    this.input = element("textarea", {
      class: "form-input no-resize",
      id: "desk-reply",
      rows: 2,
      autocomplete: "off",
      "aria-describedby": "desk-reply-hint desk-reply-problem",
    });
    this.problem = element("p", {
      class: "form-error-message",
      id: "desk-reply-problem",
      role: "alert",
      hidden: true,
    });
    const send = element(
      "button",
      { type: "submit", class: "button button-primary desk-button" },
      icon("send"),
      element("span", {}, texts.send),
    );
    this.node = element(
      "form",
      { class: "talk-composer", novalidate: true },
      element("label", { class: "sr-only", for: "desk-reply" }, texts.reply),
      this.problem,
      element("div", { class: "composer-row" }, this.input, send),
      element("p", { class: "desk-hint", id: "desk-reply-hint" }, texts.sendHint),
    );
    this.input.placeholder = texts.reply;
    this.node.addEventListener("submit", (event) => {
      event.preventDefault();
      this.submit();
    });
    this.input.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      // Held down, the key would send what is not written yet.
      if (!event.repeat) this.submit();
    });
    this.input.addEventListener("input", () => this.written());
    this.input.addEventListener("blur", () => this.stopTyping());
  }

  /** Shows one case's words. `language` helps the browser's spelling. */
  show(owner: ComposerOwner, language: string): void {
    this.stopTyping();
    this.owner = owner;
    this.input.lang = language;
    this.input.value = owner.draft();
    this.complain("");
    this.fit();
  }

  focus(): void {
    this.input.focus();
  }

  /** True while there are words in the field and the focus is there. */
  get writing(): boolean {
    return document.activeElement === this.input && this.input.value.trim() !== "";
  }

  /** Puts text in where the cursor is, or after what is there; undo takes it out again. */
  insert(text: string): void {
    const { input } = this;
    input.focus();
    const before = input.value.slice(0, input.selectionStart);
    const gap = before === "" || before.endsWith("\n") ? "" : "\n";
    input.setRangeText(gap + text, input.selectionStart, input.selectionEnd, "end");
    this.written();
  }

  private submit(): void {
    const text = this.input.value.trim();
    const over = [...text].length - MAX_CHARS;
    if (text === "" || over > 0) {
      this.complain(text === "" ? texts.blank : texts.tooLong(over));
      return;
    }
    this.input.value = "";
    this.owner?.keep("");
    this.complain("");
    this.stopTyping();
    this.fit();
    this.owner?.send(text);
  }

  private written(): void {
    this.owner?.keep(this.input.value);
    this.fit();
    if (this.input.value.trim() === "") {
      this.stopTyping();
      return;
    }
    this.complain("");
    const now = performance.now();
    if (now - this.saidTypingAt > TYPING_AGAIN_MS) {
      this.saidTypingAt = now;
      this.owner?.typing(true);
    }
    window.clearTimeout(this.over);
    this.over = window.setTimeout(() => this.stopTyping(), TYPING_OVER_MS);
  }

  private stopTyping(): void {
    window.clearTimeout(this.over);
    if (this.saidTypingAt === Number.NEGATIVE_INFINITY) return;
    this.saidTypingAt = Number.NEGATIVE_INFINITY;
    this.owner?.typing(false);
  }

  private fit(): void {
    const { input } = this;
    input.style.height = "auto";
    if (input.value !== "") {
      // The border is not part of scrollHeight.
      input.style.height = `${input.scrollHeight + input.offsetHeight - input.clientHeight}px`;
    }
  }

  private complain(text: string): void {
    this.problem.textContent = text;
    this.problem.hidden = text === "";
  }
}
