/** The strip with the place in the queue, and the way out of it. */
import type { Announcer } from "../a11y.ts";
import { Refused, Unreachable } from "../api.ts";
import { texts } from "../texts.ts";
import type { WaitingElements } from "./layout.ts";
import type { Waiting } from "./models.ts";
import { queueLine } from "./queue-line.ts";
import { Spacing } from "./spacing.ts";

/** The place in the queue is said aloud at most this often. */
const SAY_EVERY_MS = 30_000;

export interface WaitingActions {
  /** Leaves the queue. Rejects with `Refused` or `Unreachable`. */
  withdraw(): Promise<void>;
  /** Gives the focus to the field. */
  focus(): void;
  after(ms: number, run: () => void): () => void;
}

export class WaitingStrip {
  private readonly aloud: Spacing;
  private leaving = false;

  constructor(
    private readonly at: WaitingElements,
    announcer: Announcer,
    private readonly actions: WaitingActions,
  ) {
    this.aloud = new Spacing(SAY_EVERY_MS, actions.after, (text) => announcer.say(text));
    at.stop.addEventListener("click", () => this.ask(true));
    at.no.addEventListener("click", () => this.stay());
    at.yes.addEventListener("click", () => void this.leave());
    at.confirm.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      this.stay();
    });
  }

  /** Shows how it stands; null takes the strip away. */
  show(waiting: Waiting | null, now: Date): void {
    const { at } = this;
    if (waiting === null) {
      this.aloud.stop();
      if (at.strip.hidden) return;
      const focused = at.strip.contains(document.activeElement);
      at.strip.hidden = true;
      at.problem.hidden = true;
      this.ask(false);
      if (focused) this.actions.focus();
      return;
    }
    at.strip.hidden = false;
    const { main, hint, weight } = queueLine(waiting, now);
    if (at.main.textContent !== main) at.main.textContent = main;
    if (at.hint.textContent !== hint) at.hint.textContent = hint;
    this.aloud.tell(main, weight);
  }

  private ask(yes: boolean): void {
    const { at } = this;
    at.confirm.hidden = !yes;
    at.stand.hidden = yes;
    if (yes) at.no.focus();
  }

  private stay(): void {
    this.ask(false);
    this.at.stop.focus();
  }

  private async leave(): Promise<void> {
    if (this.leaving) return;
    const { at } = this;
    this.leaving = true;
    at.yes.setAttribute("aria-disabled", "true");
    at.problem.hidden = true;
    try {
      await this.actions.withdraw();
      this.ask(false);
      this.actions.focus();
    } catch (problem) {
      if (!(problem instanceof Refused || problem instanceof Unreachable)) throw problem;
      this.ask(false);
      // Where a person came in the same moment there is nothing left to leave, and nothing to be sorry for.
      if (at.strip.hidden) return;
      at.problem.hidden = false;
      at.problem.textContent = (problem instanceof Refused && problem.text) || texts.stopFailed;
      at.stop.focus();
    } finally {
      this.leaving = false;
      at.yes.removeAttribute("aria-disabled");
    }
  }
}
