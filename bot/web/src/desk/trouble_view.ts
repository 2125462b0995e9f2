/** The strip that says that an act did not go through, and offers to do it again. */
import { element, icon } from "../dom.ts";
import { textButton } from "./buttons.ts";
import type { Context } from "./context.ts";
import { Refill } from "./keyed.ts";
import { texts } from "./texts.ts";

export class TroubleView {
  readonly node = element("div", { class: "desk-trouble", role: "alert" });
  private readonly refill = new Refill(this.node);

  constructor(private readonly context: Context) {}

  render(what: string): void {
    const { acts } = this.context;
    const trouble = acts.trouble(what);
    this.refill.with(trouble && [what, trouble.text], () => {
      if (!trouble) return [];
      const { again } = trouble;
      return [
        icon("warning"),
        element("p", {}, trouble.text),
        ...(again ? [textButton(texts.tryAgain, again)] : []),
        this.shut(what),
      ];
    });
    this.node.classList.toggle("some", trouble !== null);
  }

  private shut(what: string): HTMLElement {
    const shut = element(
      "button",
      { type: "button", class: "desk-icon-button", "aria-label": texts.dismiss },
      icon("close"),
    );
    shut.addEventListener("click", () => this.context.acts.dismiss(what));
    return shut;
  }
}
