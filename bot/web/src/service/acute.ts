/**
 * The acute message: on the front page and in the chat, for as long as it stands.
 *
 * It is read out once, where the reader is: in the chat if that is open, else on the page. Only danger interrupts
 * (`alert`); a warning waits its turn (`status`). Put out of sight it stays so in this tab until its words change.
 */
import { icon } from "../dom.ts";
import { texts } from "../texts.ts";
import type { AcuteElements } from "./layout.ts";
import type { AcuteBanner } from "./models.ts";

export interface AcuteMemory {
  hiddenBanner: string;
}

/** Between the appearance of the region and of its words. */
const APPEARS_MS = 60;

export class Acute {
  /** The message on screen or put out of sight, by its whole content; "" where there is none. */
  private shown = "";

  constructor(
    private readonly onPage: AcuteElements,
    private readonly inChat: AcuteElements,
    private readonly memory: AcuteMemory,
    private readonly chatIsOpen: () => boolean,
    private readonly focus: () => void,
  ) {
    for (const copy of [onPage, inChat]) copy.hide.addEventListener("click", () => this.hide(copy));
  }

  /** Shows this message, or none. The same again changes nothing. */
  show(banner: AcuteBanner | null): void {
    const name = banner === null ? "" : `${banner.id} ${banner.level} ${banner.text}`;
    if (name === this.shown) return;
    this.shown = name;
    const away = banner === null || this.memory.hiddenBanner === name;
    for (const copy of [this.onPage, this.inChat]) {
      copy.strip.hidden = away;
      copy.live.removeAttribute("role");
      copy.live.replaceChildren();
      if (!away) this.fill(copy, banner);
    }
  }

  private fill(copy: AcuteElements, { text, level }: AcuteBanner): void {
    const danger = level === "danger";
    const heard = copy === (this.chatIsOpen() ? this.inChat : this.onPage);
    if (heard) copy.live.setAttribute("role", danger ? "alert" : "status");
    copy.strip.dataset.level = level;
    copy.mark.replaceChildren(danger ? icon("error") : icon("warning"));
    copy.heading.textContent = `${danger ? texts.acuteDanger : texts.acuteWarning}:`;
    copy.text.textContent = text;
    if (!heard) {
      copy.live.append(copy.words);
      return;
    }
    // What already stands in a region when it appears is not read out everywhere, so the words come after it.
    const name = this.shown;
    window.setTimeout(() => {
      if (this.shown === name) copy.live.append(copy.words);
    }, APPEARS_MS);
  }

  private hide(pressed: AcuteElements): void {
    this.memory.hiddenBanner = this.shown;
    const inChat = pressed === this.inChat;
    for (const copy of [this.onPage, this.inChat]) {
      copy.strip.hidden = true;
      copy.live.removeAttribute("role");
    }
    if (inChat) this.focus();
    else document.getElementById("main-content")?.focus({ preventScroll: true });
  }
}
