/** Articles and answers that fit the case or the words searched for; one press puts one into the reply. */
import { element, icon } from "../dom.ts";
import { button } from "./buttons.ts";
import type { Context } from "./context.ts";
import { linkTo } from "./part_view.ts";
import type { Case, Suggestion } from "./protocol.ts";
import { texts } from "./texts.ts";

/** Searches this long after the last key. */
const PAUSE_MS = 350;

export class SuggestionsView {
  readonly node: HTMLElement;
  private readonly input = element("input", {
    class: "form-input",
    id: "desk-search",
    type: "search",
    autocomplete: "off",
  });
  private readonly status = element("p", { class: "desk-hint", role: "status" });
  private readonly list = element("ul", { class: "suggestion-list" });
  private shown = "";
  private mayInsert = false;
  private asked = 0;
  private pause: number | undefined;

  constructor(
    private readonly context: Context,
    private readonly insert: (text: string) => void,
  ) {
    this.input.placeholder = texts.search;
    this.input.addEventListener("input", () => {
      window.clearTimeout(this.pause);
      this.pause = window.setTimeout(() => void this.find(), PAUSE_MS);
    });
    this.node = element(
      "section",
      { class: "suggestions", "aria-labelledby": "suggestions-heading" },
      element("h2", { id: "suggestions-heading" }, icon("search"), texts.suggestions),
      element("label", { class: "sr-only", for: "desk-search" }, texts.search),
      this.input,
      this.status,
      this.list,
    );
    this.input.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      window.clearTimeout(this.pause);
      void this.find();
    });
  }

  render(what: Case): void {
    const about = `${what.id} ${what.topics.map((topic) => topic.intent).join(" ")}`;
    const mayInsert = this.context.store.isMine(what) && what.channel === "chat";
    if (mayInsert !== this.mayInsert) {
      this.mayInsert = mayInsert;
      for (const node of this.list.querySelectorAll<HTMLElement>(".suggestion-insert"))
        node.hidden = !mayInsert;
    }
    if (about === this.shown) return;
    if (this.shown.split(" ")[0] !== what.id) {
      this.input.value = "";
      this.list.replaceChildren();
    }
    this.shown = about;
    void this.find();
  }

  focus(): void {
    this.input.focus();
    this.input.scrollIntoView({ block: "nearest" });
  }

  /** Asks again where the last question was not answered, as after an outage. */
  refresh(): void {
    if (this.status.dataset.failed === "true") void this.find();
  }

  private async find(): Promise<void> {
    const what = this.context.open;
    if (!what) return;
    this.asked += 1;
    const asked = this.asked;
    this.tell(texts.searching);
    let found: Suggestion[];
    try {
      found = await this.context.api.suggestions(what.id, this.input.value.trim());
    } catch {
      // Suggestions are a help, not the work: it is said where they should stand, and nothing else stops.
      if (asked === this.asked) this.tell(texts.searchFailed, true);
      return;
    }
    // An answer to older words, or to another case, is no answer any more.
    if (asked !== this.asked) return;
    this.tell(found.length === 0 ? texts.noSuggestions : texts.found(found.length));
    this.list.replaceChildren(...found.map((one) => this.row(one)));
  }

  private row(one: Suggestion): HTMLElement {
    const put = button(texts.insert, "secondary", () => {
      this.insert(one.text);
      this.context.announce(texts.inserted);
    });
    put.classList.add("suggestion-insert");
    put.setAttribute("aria-label", texts.insertOf(one.title));
    put.hidden = !this.mayInsert;
    return element(
      "li",
      { class: "suggestion" },
      element(
        "p",
        { class: "suggestion-title" },
        one.title || texts.kinds[one.kind],
        " ",
        element("span", { class: "mark mark-kind" }, texts.kinds[one.kind]),
      ),
      element("p", { class: "suggestion-text" }, one.text),
      element("div", { class: "suggestion-foot" }, put, one.url ? linkTo(texts.openArticle, one.url) : null),
    );
  }

  private tell(text: string, failed = false): void {
    this.status.textContent = text;
    this.status.dataset.failed = String(failed);
  }
}
