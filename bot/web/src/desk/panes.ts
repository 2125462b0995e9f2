/** The three parts of the page. Where there is no room for them side by side, one at a time is shown. */
import { element, icon } from "../dom.ts";
import { texts } from "./texts.ts";

export type Pane = "list" | "talk" | "facts";
const PANES: readonly Pane[] = ["list", "talk", "facts"];

/** Narrower than this, one pane at a time. The same limit stands in styles/_desk-layout.scss. */
const NARROW = "(max-width: 899px)";

export class Panes {
  readonly node = element("main", { class: "desk-panes", id: "desk-main" });
  readonly tabs = element("nav", { class: "desk-pane-tabs", "aria-label": texts.viewsLabel });
  private readonly homes: Record<Pane, HTMLElement>;
  private readonly buttons: Record<Pane, HTMLButtonElement>;

  constructor() {
    const home = (name: Pane) =>
      element("div", {
        class: `pane pane-${name}`,
        ...(name === "facts" ? { tabindex: "0", role: "region", "aria-label": texts.facts } : {}),
      });
    this.homes = { list: home("list"), talk: home("talk"), facts: home("facts") };
    const tab = (name: Pane, picture: SVGSVGElement) => {
      const node = element(
        "button",
        { type: "button", class: "pane-tab" },
        picture,
        element("span", {}, texts.views[name]),
      );
      node.addEventListener("click", () => this.show(name));
      return node;
    };
    this.buttons = {
      list: tab("list", icon("list-bulleted")),
      talk: tab("talk", icon("chat")),
      facts: tab("facts", icon("info")),
    };
    this.tabs.append(...PANES.map((name) => this.buttons[name]));
    this.node.append(...PANES.map((name) => this.homes[name]));
    this.show("list");
  }

  home(name: Pane): HTMLElement {
    return this.homes[name];
  }

  get narrow(): boolean {
    return window.matchMedia(NARROW).matches;
  }

  /** Brings one pane forward; beside each other, all are there anyway. */
  show(name: Pane): void {
    this.node.dataset.pane = name;
    for (const other of PANES) {
      if (other === name) this.buttons[other].setAttribute("aria-current", "true");
      else this.buttons[other].removeAttribute("aria-current");
    }
  }
}
