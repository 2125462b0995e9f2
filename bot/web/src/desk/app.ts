/** Puts the desk together: frames come in, the state changes, and every part is brought up to date once for it. */
import { Announcer } from "../a11y.ts";
import { element } from "../dom.ts";
import { Acts } from "./acts.ts";
import { hashOf, selectionOf } from "./address.ts";
import { Alerts } from "./alerts.ts";
import { type DeskApi, DeskRefused } from "./api.ts";
import { openBannerTool } from "./banner_tool.ts";
import { DeskConnection, type DeskSurroundings, type Link } from "./connection.ts";
import type { Context, Selection } from "./context.ts";
import { anyOpen } from "./dialogs.ts";
import type { Frame } from "./frames.ts";
import { logOut } from "./log_out.ts";
import type { DeskMemory } from "./memory.ts";
import { News } from "./news.ts";
import { type Sections, sections } from "./order.ts";
import type { Outbox } from "./outbox.ts";
import { Panes } from "./panes.ts";
import type { Case } from "./protocol.ts";
import { Ringing } from "./ringing.ts";
import { Serving } from "./serving.ts";
import { openSettings } from "./settings_dialog.ts";
import { type Key, listen, openHelp } from "./shortcuts.ts";
import { signedOutStrip, signInPage, waitingPage } from "./sign_in.ts";
import { Store } from "./store.ts";
import { texts } from "./texts.ts";
import { tick } from "./ticking.ts";
import { GatewayClock } from "./time.ts";
import { Top } from "./top.ts";
import { openTopicsTool, type TopicsTool } from "./topics_tool.ts";
import { Views } from "./views.ts";
import { Watching } from "./watching.ts";
import { Words } from "./words.ts";

const SECOND_MS = 1_000;
const PRUNE_EVERY_SECONDS = 600;

export class App implements Context {
  readonly store: Store;
  readonly acts: Acts;
  readonly clock = new GatewayClock(() => Date.now());
  selection: Selection = null;
  private readonly connection: DeskConnection;
  private readonly words: Words;
  private readonly serving: Serving;
  private readonly news: News;
  private readonly watching: Watching;
  private readonly alerts: Alerts;
  private readonly announcer: Announcer;
  private readonly top: Top;
  private readonly panes = new Panes();
  private readonly views: Views;
  private readonly ringing: Ringing;
  private readonly signedOutNotice = signedOutStrip();
  private readonly work: HTMLElement;
  private readonly front = element("div", { class: "desk-front" });
  private topicsTool: TopicsTool | null = null;
  private planned = false;
  private seconds = 0;
  private asking = false;
  private wasDown = false;

  constructor(
    home: HTMLElement,
    readonly memory: DeskMemory,
    readonly api: DeskApi,
    around: DeskSurroundings,
  ) {
    this.selection = selectionOf(window.location.hash) ?? selectionOf(memory.open);
    const region = element("div", { class: "sr-only", role: "status" });
    this.announcer = new Announcer(region);
    this.alerts = new Alerts(memory);
    this.store = new Store({
      changed: () => this.changed(),
      arrived: (what) => this.news.arrived(what),
      ringing: (what) => this.news.rings(what),
      said: (id, message) => this.news.said(id, message),
    });
    this.acts = new Acts(
      () => this.changed(),
      (text) => this.announce(text),
      () => this.connection.signedOut(),
    );
    this.words = new Words(this, () => this.connection.signedOut());
    this.connection = new DeskConnection(
      {
        hello: () => this.serving.hello(),
        frame: (frame) => this.receive(frame),
        link: (link) => this.linked(link),
      },
      around,
    );
    this.watching = new Watching(
      (frame) => this.connection.send(frame),
      (id) => this.store.lastSeq(id),
    );
    this.top = new Top(this, {
      banner: () => openBannerTool(this),
      topics: () => {
        this.topicsTool = openTopicsTool(this);
      },
      help: () => this.help(),
      settings: () => openSettings(memory, this.alerts),
      logOut: () => logOut(this),
    });
    this.views = new Views(this, this.panes, (what, kind, text) => this.words.write(what, kind, text));
    this.serving = new Serving(
      () => this.views.chosenQueues(),
      (frame) => this.connection.send(frame),
    );
    this.ringing = new Ringing(this, () => anyOpen() || this.views.writing);
    this.news = new News(this, this.alerts, this.ringing);
    this.work = element(
      "div",
      { class: "desk-work", hidden: true },
      this.signedOutNotice,
      this.top.strips,
      this.ringing.node,
      this.panes.tabs,
      this.panes.node,
    );
    const skip = element("a", { class: "skipnav", href: "#desk-main" }, texts.skipToTalk);
    skip.addEventListener("click", (event) => {
      event.preventDefault();
      this.views.focusMiddle();
    });
    home.append(skip, this.top.node, this.front, this.work, region);
    this.front.append(waitingPage(texts.loading));
    this.listen();
    this.render();
    void this.enter();
  }

  // ---- what the parts use ----

  get outbox(): Outbox {
    return this.words.outbox;
  }

  get open(): Case | null {
    return this.selection?.kind === "case" ? this.store.case(this.selection.id) : null;
  }

  sections(): Sections {
    const { store } = this;
    const desk = {
      cases: store.cases(),
      callBacks: store.callBacks,
      isMine: (what: Case) => store.isMine(what),
    };
    return sections(desk, this.views.chosenQueues());
  }

  select(selection: Selection): void {
    this.selection = selection;
    const hash = hashOf(selection);
    this.memory.open = hash;
    if (hash !== window.location.hash) window.history.replaceState(null, "", hash);
    if (selection) this.panes.show("talk");
    this.changed();
  }

  unread(what: Case): number {
    if (!this.watching.all.has(what.id)) return this.store.isMine(what) ? what.unread : 0;
    const talk = this.store.talk(what.id);
    const seen = this.memory.seen(what.id);
    if (!talk.loaded || seen === null) return 0;
    return talk.messages.filter((message) => message.from === "citizen" && message.seq > seen).length;
  }

  announce(text: string): void {
    this.announcer.say(text);
  }

  /** All changes of one moment are shown at once. Not by animation frames: those stand still in a hidden tab. */
  changed(): void {
    if (this.planned) return;
    this.planned = true;
    queueMicrotask(() => {
      this.planned = false;
      this.render();
    });
  }

  send(frame: object): void {
    this.connection.send(frame);
  }

  // ---- coming and going ----

  /** Asks who we are; then, signed in, the socket tells the rest. */
  private async enter(): Promise<void> {
    if (this.asking) return;
    this.asking = true;
    try {
      const me = await this.api.me();
      this.belongs(me.employee.id);
      if (this.selection) this.select(this.selection);
      this.store.employee = me.employee;
      this.store.setTopics(me.topics);
      this.connection.hurry();
    } catch (problem) {
      if (problem instanceof DeskRefused && problem.signedOut) this.connection.signedOut();
      else {
        if (!this.store.ready) this.show(waitingPage(texts.unreachable));
        this.connection.hurry();
      }
    } finally {
      this.asking = false;
    }
  }

  /** Another employee's words are neither shown nor sent. */
  private belongs(employee: string): void {
    const changedHands = this.memory.belongsTo(employee);
    if (!changedHands) return;
    this.outbox.clear();
    this.selection = null;
    if (this.store.ready) window.location.reload();
  }

  private receive(frame: Frame): void {
    if (frame.type === "welcome") {
      if (frame.employee) this.belongs(frame.employee.id);
      this.clock.set(frame.now);
    }
    this.words.confirm(frame);
    if (frame.type === "watched") {
      const first = this.memory.seen(frame.id) === null;
      this.store.receive(frame);
      // What was said before one met the case is its history, not news.
      if (first) this.memory.setSeen(frame.id, this.store.lastSeq(frame.id));
      return;
    }
    this.store.receive(frame);
  }

  private linked(link: Link): void {
    if (link === "live") {
      this.watching.again();
      this.views.refresh();
      if (this.store.topics.length === 0) void this.enter();
      if (this.wasDown) this.announce(texts.onlineAgain);
      this.wasDown = false;
    } else if (link === "down") {
      this.wasDown = this.store.ready;
      // The handshake cannot say why it was refused; a plain question can.
      void this.askWhy();
    }
    this.changed();
  }

  private async askWhy(): Promise<void> {
    try {
      await this.api.me();
    } catch (problem) {
      if (problem instanceof DeskRefused && problem.signedOut) this.connection.signedOut();
    }
  }

  // ---- keys, clocks and the rest of the browser ----

  private listen(): void {
    listen(
      () => this.memory.choices.shortcuts && !this.work.hidden,
      (key) => this.pressed(key),
    );
    const back = () => {
      if (document.visibilityState !== "visible") return;
      // Somebody may have signed in in another tab.
      if (this.connection.state === "signed_out") void this.enter();
      else this.connection.hurry();
      this.changed();
    };
    window.addEventListener("focus", back);
    window.addEventListener("online", back);
    document.addEventListener("visibilitychange", back);
    window.addEventListener("hashchange", () => {
      this.select(selectionOf(window.location.hash));
    });
    window.setInterval(() => {
      tick(this.clock);
      this.seconds += 1;
      if (this.seconds % PRUNE_EVERY_SECONDS === 0) {
        this.store.prune(this.clock.now(), this.watching.all);
        this.changed();
      }
    }, SECOND_MS);
  }

  private pressed(key: Key): void {
    if (key === "?") this.help();
    else this.views.pressed(key);
  }

  private help(): void {
    openHelp(
      () => this.memory.choices.shortcuts,
      (shortcuts) => this.memory.choose({ shortcuts }),
    );
  }

  private show(page: HTMLElement): void {
    this.front.replaceChildren(page);
  }

  private render(): void {
    const link = this.connection.state;
    const { ready } = this.store;
    this.work.hidden = !ready;
    if (ready && this.front.hasChildNodes()) this.front.replaceChildren();
    if (!ready && link === "signed_out" && !this.front.querySelector("a")) this.show(signInPage());
    this.signedOutNotice.hidden = link !== "signed_out";
    this.top.render(link);
    if (!ready) return;
    const all = this.sections();
    const wanted = new Set(all.mine.map((what) => what.id));
    if (this.open) wanted.add(this.open.id);
    this.watching.sync(wanted);
    if (link === "live") this.serving.sync();
    this.views.render();
    this.ringing.render();
    this.topicsTool?.render();
    this.alerts.count(all.waiting.length + all.mine.filter((what) => this.unread(what) > 0).length);
  }
}
