/** The band at the top: the state of the connection, what concerns all citizens, and who one is. */
import { element, icon } from "../dom.ts";
import { Menu } from "../menu.ts";
import { textButton } from "./buttons.ts";
import type { Link } from "./connection.ts";
import type { Context } from "./context.ts";
import { Refill, setText } from "./keyed.ts";
import { texts } from "./texts.ts";
import { weekdayTime } from "./time.ts";

export interface TopActions {
  banner(): void;
  topics(): void;
  help(): void;
  settings(): void;
  logOut(): void;
}

export class Top {
  readonly node: HTMLElement;
  /** Strips under the band: no connection, the message that all citizens see. */
  readonly strips = element("div", { class: "desk-strips" });
  private readonly link = element("p", { class: "desk-link-state", role: "status" });
  private readonly who = element("span", { class: "desk-who" });
  private readonly topicsButton: HTMLButtonElement;
  private readonly offline = element("p", { class: "strip strip-offline", role: "alert", hidden: true });
  private readonly banner = element("div", { class: "strip strip-banner", hidden: true });
  private readonly bannerRefill = new Refill(this.banner);
  private readonly people: HTMLElement;

  constructor(
    private readonly context: Context,
    private readonly actions: TopActions,
  ) {
    const menu = this.menu();
    this.topicsButton = tool(texts.topicsTool, icon("tune"), actions.topics);
    this.people = element(
      "div",
      { class: "desk-tools" },
      tool(texts.bannerTool, icon("notifications"), actions.banner),
      this.topicsButton,
      menu,
    );
    this.node = element(
      "header",
      { class: "desk-top" },
      element("p", { class: "desk-name" }, icon("support-agent"), texts.desk),
      this.link,
      this.people,
    );
    this.strips.append(this.offline, this.banner);
  }

  render(link: Link): void {
    const { store } = this.context;
    setText(this.link, texts.links[link]);
    this.link.dataset.link = link;
    setText(this.who, store.employee?.name ?? "");
    this.people.hidden = store.employee === null;
    // A first attempt that takes a moment is no outage.
    const down = link === "down" && store.ready;
    setText(this.offline, down ? texts.offline : "");
    this.offline.hidden = !down;
    const { banner } = store;
    this.banner.hidden = banner === null;
    this.banner.dataset.level = banner?.level ?? "";
    this.bannerRefill.with(banner, () => {
      if (!banner) return [];
      const until = weekdayTime(banner.until);
      return [
        banner.level === "danger" ? icon("error") : icon("warning"),
        element(
          "p",
          {},
          element("strong", {}, texts.bannerOn),
          ` ${banner.text}`,
          until ? ` (${texts.bannerUntil(until)})` : "",
        ),
        textButton(texts.bannerChange, this.actions.banner),
      ];
    });
    const off = store.topicsOff.length;
    const label = this.topicsButton.querySelector("span");
    if (label) setText(label, off > 0 ? texts.topicsOff(off) : texts.topicsTool);
    this.topicsButton.classList.toggle("some-off", off > 0);
  }

  private menu(): HTMLElement {
    const pressed = element(
      "button",
      { type: "button", class: "desk-tool", "aria-expanded": "false", "aria-controls": "desk-menu" },
      icon("person"),
      this.who,
      icon("chevron-down"),
    );
    const list = element("ul", { class: "overflow-list" });
    const inner = element("div", { class: "overflow-menu-inner collapsed", id: "desk-menu" }, list);
    const root = element("div", { class: "overflow-menu desk-menu" }, pressed, inner);
    const menu = new Menu({ root, button: pressed, inner });
    const item = (text: string, picture: SVGSVGElement, act: () => void) => {
      const node = element("button", { type: "button" }, picture, element("span", {}, text));
      node.addEventListener("click", () => {
        // The dialog that comes gives the focus back to where it was: the menu's button.
        menu.show(false);
        pressed.focus();
        act();
      });
      list.append(element("li", {}, node));
    };
    item(texts.settings, icon("settings"), this.actions.settings);
    item(texts.help, icon("help"), this.actions.help);
    item(texts.logOut, icon("lock"), this.actions.logOut);
    return root;
  }
}

function tool(text: string, picture: SVGSVGElement, act: () => void): HTMLButtonElement {
  const node = element("button", { type: "button", class: "desk-tool" }, picture, element("span", {}, text));
  node.addEventListener("click", act);
  return node;
}
