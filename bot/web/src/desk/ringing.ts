/** Calls that ring: the case opens by itself, unless one is in the middle of writing; then a bar offers it. */
import { element, icon } from "../dom.ts";
import { button } from "./buttons.ts";
import type { Context } from "./context.ts";
import { Keyed, setText } from "./keyed.ts";
import type { Case } from "./protocol.ts";
import { texts, titleOf } from "./texts.ts";

export class Ringing {
  readonly node = element("div", { class: "desk-ringing", role: "alert" });
  private readonly bars: Keyed<Case>;
  private offered = new Set<string>();

  constructor(
    private readonly context: Context,
    /** True while opening something else would be in the way. */
    private readonly writing: () => boolean,
  ) {
    this.bars = new Keyed<Case>(
      this.node,
      (what) => what.id,
      (what) => this.make(what),
      (node, what) => {
        const label = node.querySelector("p");
        if (label) setText(label, texts.ringBar(`${titleOf(what.topics)} (${what.queueName})`));
      },
    );
  }

  /** A case began to ring. */
  rings(what: Case): void {
    if (this.offered.has(what.id)) return;
    this.offered.add(what.id);
    if (this.writing()) {
      this.context.changed();
      return;
    }
    this.context.select({ kind: "case", id: what.id });
    this.context.announce(texts.ringBar(titleOf(what.topics)));
  }

  /** Shows a bar for each that rings and is not open; it goes when it is answered, taken or given up. */
  render(): void {
    const ringing = this.context.store
      .cases()
      .filter((what) => what.ringing && what.state === "waiting" && this.offered.has(what.id));
    this.offered = new Set(ringing.map((what) => what.id));
    this.bars.sync(ringing.filter((what) => this.context.open?.id !== what.id));
  }

  private make(what: Case): HTMLElement {
    return element(
      "div",
      { class: "strip strip-ringing" },
      icon("headset"),
      element("p", {}),
      button(texts.ringShow, "primary", () => this.context.select({ kind: "case", id: what.id })),
    );
  }
}
