/** The contents of the three panes, and what the keys mean there. */
import { element, icon } from "../dom.ts";
import { CallBackView } from "./call_back_view.ts";
import type { Context } from "./context.ts";
import { FactsView } from "./facts_view.ts";
import { ListView } from "./list_view.ts";
import { NotesView } from "./notes_view.ts";
import type { Kind } from "./outbox.ts";
import type { Panes } from "./panes.ts";
import type { CallBack, Case } from "./protocol.ts";
import { QueuesView } from "./queues_view.ts";
import type { Key } from "./shortcuts.ts";
import { SuggestionsView } from "./suggestions_view.ts";
import { TalkView } from "./talk_view.ts";
import { texts } from "./texts.ts";

export class Views {
  private readonly queues: QueuesView;
  private readonly list: ListView;
  private readonly talk: TalkView;
  private readonly callBack: CallBackView;
  private readonly facts: FactsView;
  private readonly notes: NotesView;
  private readonly suggestions: SuggestionsView;
  private readonly nothing = emptyPage(texts.nothingOpen, texts.nothingOpenHint, texts.nothingOpenKeys);
  private readonly gone = emptyPage(texts.gone, texts.goneHint);

  constructor(
    private readonly context: Context,
    private readonly panes: Panes,
    write: (what: Case, kind: Kind, text: string) => void,
  ) {
    this.queues = new QueuesView(context);
    this.list = new ListView(context);
    this.talk = new TalkView(context, (what, text) => write(what, "message", text));
    this.callBack = new CallBackView(context);
    this.facts = new FactsView(context);
    this.notes = new NotesView(context, (what, text) => write(what, "note", text));
    this.suggestions = new SuggestionsView(context, (text) => {
      panes.show("talk");
      this.talk.composer.insert(text);
    });
    panes.home("list").append(this.queues.node, this.list.node);
    panes.home("talk").append(this.nothing, this.gone, this.talk.node, this.callBack.node);
    panes.home("facts").append(this.facts.node, this.suggestions.node, this.notes.node);
  }

  chosenQueues(): Set<string> {
    return this.queues.chosen();
  }

  /** True while words are being written that something else should not push aside. */
  get writing(): boolean {
    return this.talk.composer.writing || this.notes.writing;
  }

  render(): void {
    this.queues.render();
    this.list.render();
    const { open, selection } = this.context;
    const callBack = this.openCallBack();
    this.nothing.hidden = selection !== null;
    const keys = this.nothing.lastElementChild;
    if (keys instanceof HTMLElement) keys.hidden = !this.context.memory.choices.shortcuts;
    this.gone.hidden = selection === null || open !== null || callBack !== null;
    this.talk.node.hidden = open === null;
    this.callBack.node.hidden = callBack === null;
    for (const part of [this.facts.node, this.notes.node, this.suggestions.node]) part.hidden = open === null;
    this.panes.node.classList.toggle("no-facts", open === null);
    if (callBack) this.callBack.render(callBack);
    if (!open) return;
    this.talk.render(open);
    this.facts.render(open);
    this.notes.render(open);
    this.suggestions.render(open);
  }

  /** After an outage: what could not be fetched is fetched. */
  refresh(): void {
    this.suggestions.refresh();
  }

  focusMiddle(): void {
    this.panes.show("talk");
    const home = this.panes.home("talk");
    home.querySelector<HTMLElement>(":scope > :not([hidden]) h1")?.focus();
  }

  pressed(key: Key): void {
    const { open } = this.context;
    const callBack = this.openCallBack();
    if (key === "j") this.list.step(1);
    else if (key === "k") this.list.step(-1);
    else if (callBack && key === "t") this.callBack.take(callBack);
    else if (callBack && key === "l") this.callBack.close(callBack);
    else if (key === "t") this.take(open);
    else if (!open) return;
    else if (key === "m") this.talk.acts.start("move", open);
    else if (key === "g") this.talk.acts.start("giveBack", open);
    else if (key === "l") this.talk.acts.start("close", open);
    else if (key === "r") {
      this.panes.show("talk");
      this.talk.reply();
    } else if (key === "n") {
      this.panes.show("facts");
      this.notes.focus();
    } else if (key === "/") {
      this.panes.show("facts");
      this.suggestions.focus();
    }
  }

  /** Takes the open case; with none open, the first that waits. */
  private take(open: Case | null): void {
    if (open) {
      this.talk.acts.start("take", open);
      return;
    }
    const first = this.context.sections().waiting[0];
    if (!first) return;
    this.context.select({ kind: "case", id: first.id });
    this.talk.acts.start("take", first);
  }

  private openCallBack(): CallBack | null {
    const { selection, store } = this.context;
    if (selection?.kind !== "call_back") return null;
    return store.callBacks.find((one) => one.id === selection.id) ?? null;
  }
}

function emptyPage(title: string, ...lines: string[]): HTMLElement {
  return element(
    "div",
    { class: "desk-empty", hidden: true },
    icon("forum"),
    element("h1", { tabindex: "-1" }, title),
    ...lines.map((line) => element("p", {}, line)),
  );
}
