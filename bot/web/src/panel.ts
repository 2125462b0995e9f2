/** Opening and closing the chat, and where the focus goes. */
import type { TabMemory } from "./session.ts";

/** On a screen this small the chat fills it. The same limits stand in styles/_chat.scss. */
const FULL_SCREEN = "(max-width: 640px), (max-height: 520px)";

export interface PanelElements {
  launcher: HTMLButtonElement;
  panel: HTMLElement;
  close: HTMLButtonElement;
}

/**
 * The chat is a dialog beside the page, not over it: Tab leads in and out, Escape closes it from inside. Only where it
 * fills the screen, the page behind it is inert, so that the focus cannot go where nothing is seen.
 */
export class Panel {
  /** Called when the chat has been closed. */
  closed: () => void = () => undefined;
  private readonly fullScreen = window.matchMedia(FULL_SCREEN);

  constructor(
    private readonly at: PanelElements,
    private readonly page: HTMLElement,
    private readonly memory: TabMemory,
    private readonly opened: () => void,
  ) {
    at.launcher.addEventListener("click", () => this.open());
    at.close.addEventListener("click", () => this.close());
    at.panel.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !event.defaultPrevented) this.close();
    });
    this.fullScreen.addEventListener("change", () => this.fit());
  }

  get isOpen(): boolean {
    return !this.at.panel.hidden;
  }

  open(): void {
    this.show(true);
    this.opened();
  }

  close(): void {
    this.show(false);
    this.closed();
    this.at.launcher.focus();
  }

  private show(open: boolean): void {
    this.at.panel.hidden = !open;
    this.at.launcher.hidden = open;
    this.at.launcher.setAttribute("aria-expanded", String(open));
    this.memory.open = open;
    this.fit();
  }

  private fit(): void {
    const covered = this.isOpen && this.fullScreen.matches;
    this.page.inert = covered;
    document.documentElement.classList.toggle("chat-covers-page", covered);
  }
}
