/** The list to the left: one's own, those who wait, colleagues', call-backs and what has ended. */
import { element, hidden, icon } from "../dom.ts";
import { callBackRow, updateCallBackRow } from "./call_back_row.ts";
import { caseRow, updateCaseRow } from "./case_row.ts";
import type { Context } from "./context.ts";
import { Keyed, setText } from "./keyed.ts";
import { neighbour, type Sections } from "./order.ts";
import type { CallBack, Case } from "./protocol.ts";
import { texts } from "./texts.ts";

type Name = keyof Sections;
const NAMES: readonly Name[] = ["mine", "waiting", "callBacks", "others", "ended"];

interface Section {
  node: HTMLElement;
  count: HTMLElement;
  empty: HTMLElement;
  toggle: HTMLButtonElement;
  body: HTMLElement;
  sync(all: Sections): void;
}

export class ListView {
  readonly node = element("nav", { class: "case-list", "aria-label": texts.list });
  private readonly sections: Record<Name, Section>;

  constructor(private readonly context: Context) {
    const made = (name: Name) => this.section(name);
    this.sections = {
      mine: made("mine"),
      waiting: made("waiting"),
      callBacks: made("callBacks"),
      others: made("others"),
      ended: made("ended"),
    };
    this.node.append(...NAMES.map((name) => this.sections[name].node));
  }

  render(): void {
    const all = this.context.sections();
    for (const name of NAMES) {
      const section = this.sections[name];
      const number = all[name].length;
      setText(section.count, String(number));
      section.count.classList.toggle("some", number > 0);
      section.empty.hidden = number > 0 || !this.context.store.ready;
      if (name === "callBacks") {
        const { callBacksKnown } = this.context.store;
        const { callBacks, callBacksUnknown, callBacksComing } = texts.empty;
        const known = callBacksKnown ? callBacks : callBacksUnknown;
        setText(section.empty, callBacksKnown === null ? callBacksComing : known);
      }
      section.sync(all);
    }
  }

  /** Opens the next or the previous case that is shown, and puts the focus there. */
  step(by: 1 | -1): void {
    const ids = [...this.node.querySelectorAll<HTMLElement>("[data-case]")]
      .filter((row) => row.closest("[hidden]") === null)
      .map((row) => row.dataset.case ?? "");
    const open = this.context.selection?.kind === "case" ? this.context.selection.id : null;
    const next = neighbour(ids, open, by);
    if (next === null) return;
    this.context.select({ kind: "case", id: next });
    this.node.querySelector<HTMLElement>(`[data-case="${CSS.escape(next)}"]`)?.focus();
  }

  private section(name: Name): Section {
    const { memory } = this.context;
    const id = `section-${name}`;
    const count = element("span", { class: "desk-badge" }, "0");
    const toggle = element(
      "button",
      { type: "button", class: "section-toggle", "aria-controls": id },
      icon("chevron-down"),
      element("span", {}, texts.sections[name]),
      hidden(" "),
      count,
    );
    const list = element("ul", { class: "case-rows" });
    const empty = element("p", { class: "desk-hint section-empty", hidden: true }, texts.empty[name]);
    const body = element("div", { id }, empty, list);
    const fold = (folded: boolean) => {
      toggle.setAttribute("aria-expanded", String(!folded));
      body.hidden = folded;
    };
    fold(memory.choices.folded.includes(name));
    toggle.addEventListener("click", () => {
      const folded = !body.hidden;
      fold(folded);
      const others = memory.choices.folded.filter((other) => other !== name);
      memory.choose({ folded: folded ? [...others, name] : others });
    });
    const node = element("section", { class: `list-section list-${name}` }, element("h2", {}, toggle), body);
    return { node, count, empty, toggle, body, sync: this.rows(name, list) };
  }

  private rows(name: Name, list: HTMLElement): (all: Sections) => void {
    const { context } = this;
    if (name === "callBacks") {
      const keyed = new Keyed<CallBack>(
        list,
        (one) => one.id,
        (one) => callBackRow(one, context),
        (node, one) => updateCallBackRow(node, one, context),
      );
      return (all) => keyed.sync(all.callBacks);
    }
    const keyed = new Keyed<Case>(
      list,
      (one) => one.id,
      (one) => caseRow(one, context),
      (node, one) => updateCaseRow(node, one, context),
    );
    return (all) => keyed.sync(all[name]);
  }
}
