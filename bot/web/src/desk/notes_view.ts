/** Notes between colleagues about one case. The citizen never sees them. */
import { atClock } from "../clock.ts";
import { element, icon } from "../dom.ts";
import { button, textButton } from "./buttons.ts";
import type { Context } from "./context.ts";
import { Keyed } from "./keyed.ts";
import type { Unsent } from "./outbox.ts";
import type { Case, Note } from "./protocol.ts";
import { texts } from "./texts.ts";

type Row = { key: string; note: Note } | { key: string; unsent: Unsent };

export class NotesView {
  readonly node: HTMLElement;
  private readonly input = element("textarea", {
    class: "form-input no-resize",
    id: "desk-note",
    rows: 2,
    "aria-describedby": "desk-note-hint desk-note-problem",
  });
  private readonly problem = element("p", {
    class: "form-error-message",
    id: "desk-note-problem",
    role: "alert",
    hidden: true,
  });
  private readonly list = element("ul", { class: "note-list" });
  private readonly empty = element("p", { class: "desk-hint" }, texts.noNotes);
  private keyed = this.fresh();
  private shown: string | null = null;

  constructor(
    private readonly context: Context,
    private readonly write: (what: Case, text: string) => void,
  ) {
    this.input.addEventListener("input", () => {
      if (this.shown !== null) context.memory.setDraft(`note:${this.shown}`, this.input.value);
      this.complain("");
    });
    this.input.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.repeat) return;
      event.preventDefault();
      this.save();
    });
    this.node = element(
      "section",
      { class: "notes", "aria-labelledby": "notes-heading" },
      element("h2", { id: "notes-heading" }, icon("edit"), texts.notes),
      this.empty,
      this.list,
      element("label", { class: "sr-only", for: "desk-note" }, texts.noteLabel),
      this.input,
      this.problem,
      element(
        "div",
        { class: "note-foot" },
        element("p", { class: "desk-hint", id: "desk-note-hint" }, texts.notesHint),
        button(texts.noteSave, "secondary", () => this.save()),
      ),
    );
    this.input.placeholder = texts.noteLabel;
  }

  render(what: Case): void {
    if (this.shown !== what.id) {
      this.shown = what.id;
      this.list.replaceChildren();
      this.keyed = this.fresh();
      this.input.value = this.context.memory.draft(`note:${what.id}`);
      this.complain("");
    }
    const rows: Row[] = this.context.store.talk(what.id).notes.map((note) => ({
      key: note.clientId ? `client:${note.clientId}` : `seq:${note.seq}`,
      note,
    }));
    for (const unsent of this.context.outbox.of(what.id, "note")) {
      const key = `client:${unsent.clientId}`;
      if (!rows.some((row) => row.key === key)) rows.push({ key, unsent });
    }
    this.keyed.sync(rows);
    this.empty.hidden = rows.length > 0;
  }

  focus(): void {
    this.input.focus();
    this.input.scrollIntoView({ block: "nearest" });
  }

  get writing(): boolean {
    return document.activeElement === this.input && this.input.value.trim() !== "";
  }

  private save(): void {
    const text = this.input.value.trim();
    const what = this.context.open;
    if (text === "" || !what) {
      this.complain(texts.noteBlank);
      return;
    }
    this.input.value = "";
    this.context.memory.setDraft(`note:${what.id}`, "");
    this.write(what, text);
  }

  private complain(text: string): void {
    this.problem.textContent = text;
    this.problem.hidden = text === "";
  }

  private fresh(): Keyed<Row> {
    return new Keyed<Row>(
      this.list,
      (row) => row.key,
      () => element("li", { class: "note" }),
      (node, row) => this.update(node, row),
    );
  }

  private update(node: HTMLElement, row: Row): void {
    const state = "note" in row ? `note:${row.note.seq}` : `unsent:${row.unsent.problem ?? ""}`;
    if (node.dataset.state === state) return;
    node.dataset.state = state;
    if ("note" in row) {
      const who = [row.note.by || texts.authors.assistant, atClock(row.note.time)].join(" ");
      node.replaceChildren(
        element("p", { class: "note-by" }, who),
        element("p", { class: "note-text" }, row.note.text),
      );
      return;
    }
    const { clientId, text, problem } = row.unsent;
    const { outbox } = this.context;
    const delivery = element("p", { class: "delivery" });
    if (problem === undefined) delivery.append(texts.sending);
    else {
      delivery.append(
        icon("error"),
        element("span", {}, `${texts.notSent} ${problem} `),
        textButton(texts.again, () => outbox.again(clientId)),
        " ",
        textButton(texts.discard, () => outbox.remove(clientId)),
      );
    }
    node.replaceChildren(element("p", { class: "note-text" }, text), delivery);
  }
}
