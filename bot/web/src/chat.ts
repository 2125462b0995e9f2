/** The chat as a whole: store, connection and elements, and what the citizen can do with them. */
import { Announcer, touchOnly } from "./a11y.ts";
import { Api, Refused, Unreachable } from "./api.ts";
import { backoffMs } from "./backoff.ts";
import { Banner } from "./banner.ts";
import { newId, surroundings } from "./browser.ts";
import { Composer } from "./composer.ts";
import { Connection } from "./connection.ts";
import { type Layout, layOut } from "./layout.ts";
import { Menu } from "./menu.ts";
import { inTurns } from "./names.ts";
import { Panel } from "./panel.ts";
import type { Feedback } from "./parts/feedback.ts";
import type { ServerFrame } from "./protocol.ts";
import { MessageLog } from "./render.ts";
import { Follower } from "./scroll.ts";
import { Acute } from "./service/acute.ts";
import { BannerWatch } from "./service/banner-watch.ts";
import { acuteElements } from "./service/layout.ts";
import { PersonalService } from "./service/service.ts";
import type { Session, TabMemory } from "./session.ts";
import { Store } from "./store.ts";
import { texts } from "./texts.ts";
import { download, transcript } from "./transcript.ts";
import { Voice } from "./voice/voice.ts";

export class Chat {
  readonly panel: Panel;
  private readonly at: Layout = layOut();
  private readonly announcer = new Announcer(this.at.status);
  private readonly banner = new Banner(this.at.banner, this.at.bannerText, this.announcer);
  private readonly api = new Api((path, init) => fetch(path, init));
  private readonly store: Store;
  private readonly log: MessageLog;
  private readonly follower: Follower;
  private readonly composer: Composer;
  private readonly connection: Connection;
  private readonly voice: Voice;
  private readonly service: PersonalService;
  private readonly acute: Acute;
  private readonly bannerWatch: BannerWatch;
  private session: Session | null;
  /** The conversation was met before in this tab, so its history is shown without being announced. */
  private known = false;
  private begun = false;
  private starting = false;
  private failures = 0;

  constructor(
    home: HTMLElement,
    page: HTMLElement,
    acutePlace: HTMLElement,
    private readonly memory: TabMemory,
    worklet: string,
  ) {
    const { at } = this;
    this.session = memory.session;
    this.store = new Store(
      (change) => {
        if (change === "typing") this.log.typing();
        else if (change === "status") this.showStatus();
        else if (change === "banner") this.showBanner();
        else this.log.sync(change === "restored");
      },
      (outbox) => {
        memory.outbox = outbox;
      },
      memory.outbox,
    );
    this.follower = new Follower(at.scroller, at.jump);
    this.log = new MessageLog(this.store, at, this.follower, this.announcer, {
      reply: (text) => this.reply(text),
      announce: (text) => this.announcer.say(text),
      sendAgain: (clientId) => this.sendAgain(clientId),
      feedback: (key, answer) => this.feedback(key, answer),
      skipFeedback: (key) => this.rated(key),
      feedbackGiven: (key) => memory.rated.includes(key),
      grown: (node) => this.follower.reveal(node),
    });
    this.composer = new Composer(at.composer, this.announcer, (text) => this.say(text));
    this.connection = new Connection(this.conversation(), this.api, surroundings);
    this.service = new PersonalService(at, this.store, this.announcer, {
      withdraw: () => this.withdraw(),
      focus: () => this.composer.focus(),
      typing: (on) => this.connection.typing(on),
      after: surroundings.after,
    });
    this.composer.edited = (empty) => this.service.edited(empty);
    const onPage = acuteElements();
    acutePlace.append(onPage.strip);
    this.acute = new Acute(
      onPage,
      at.acute,
      memory,
      () => this.panel.isOpen,
      () => this.composer.focus(),
    );
    this.bannerWatch = new BannerWatch(
      () => this.api.banner(),
      (banner) => this.store.receive({ type: "banner", banner }),
      surroundings.after,
    );
    this.voice = new Voice(
      at.voice,
      { conversation: () => this.session, focus: () => this.composer.focus() },
      memory,
      this.announcer,
      worklet,
    );
    this.panel = new Panel(at, page, memory, () => {
      at.unread.hidden = true;
      this.begin();
      this.composer.focus();
      this.follower.toEnd();
    });
    // Nobody shall be heard by a chat that they have closed.
    this.panel.closed = () => this.voice.stop();
    this.wireMenu();
    at.closed.startNew.addEventListener("click", () => void this.renew());
    at.closed.download.addEventListener("click", () => this.download());
    window.addEventListener("online", () => this.hurry());
    window.addEventListener("pageshow", () => this.hurry());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible") this.hurry();
      this.bannerWatch.visible = document.visibilityState === "visible";
    });
    home.append(at.launcher, at.panel);
    this.bannerWatch.start();
  }

  /** Opens the chat and says this in it. */
  ask(text: string): void {
    this.panel.open();
    this.say(text);
  }

  /** After a login that ended in another tab there is no key here, but the session cookie may open the conversation. */
  resumeByCookie(): void {
    this.session ??= { id: null, token: null };
  }

  // ---- the conversation ----

  private conversation() {
    const { store } = this;
    return {
      get lastSeq() {
        return store.lastSeq;
      },
      get awaitingPerson() {
        return store.state === "waiting_for_person" || store.state === "with_person";
      },
      get withPerson() {
        return store.state === "with_person";
      },
      unsent: () => store.unsent(),
      receive: (frame: ServerFrame) => this.receive(frame),
      delivered: (clientId: string) => store.delivered(clientId),
      connected: (yes: boolean) => {
        this.banner.connected(yes);
        this.bannerWatch.toldOtherwise = yes;
      },
      lost: () => this.lost(),
    };
  }

  private begin(): void {
    if (!this.session) void this.create();
    else if (!this.begun) {
      this.begun = true;
      this.known = true;
      this.connection.start(this.session);
    }
  }

  private async create(): Promise<void> {
    if (this.starting) return;
    this.starting = true;
    try {
      this.session = await this.api.create();
      this.memory.session = this.session;
      this.failures = 0;
      this.begun = true;
      this.connection.start(this.session);
    } catch (problem) {
      this.banner.connected(false);
      if (problem instanceof Refused) this.banner.notice(problem.text || texts.unexpected);
      this.failures += 1;
      window.setTimeout(
        () => {
          if (!this.session) void this.create();
        },
        backoffMs(this.failures, Math.random()),
      );
      if (!(problem instanceof Refused || problem instanceof Unreachable)) throw problem;
    } finally {
      this.starting = false;
    }
  }

  private receive(frame: ServerFrame): void {
    if (frame.type === "welcome" && frame.id && this.session?.id === null) {
      this.session = { ...this.session, id: frame.id };
    }
    if (frame.type === "error" && !frame.clientId) this.banner.notice(frame.text || texts.unexpected);
    const seen = this.memory.seen;
    const returning = this.known && this.store.lastSeq === 0;
    const heard = this.store.lastSeq;
    this.store.receive(frame, this.known);
    this.service.received(frame);
    this.voice.received(frame);
    if (heard > 0 && this.store.lastSeq > heard && !this.panel.isOpen) this.at.unread.hidden = false;
    if (returning && frame.type === "welcome") this.announceUnseen(seen);
    this.memory.seen = this.store.lastSeq;
  }

  /** Restored history is silent, but what was said while the citizen was away (logging in) is told. */
  private announceUnseen(seen: number): void {
    const news = this.store.entries().filter((entry) => (entry.seq ?? 0) > seen && entry.from !== "citizen");
    const said = inTurns(news);
    if (said !== "") this.announcer.say(said);
  }

  private say(text: string): void {
    const message = { clientId: newId(), text, time: new Date().toISOString() };
    this.store.enqueue(message);
    this.connection.send(message);
  }

  private reply(text: string): void {
    this.say(text);
    // The pressed button cannot keep the focus. On a phone the field would bring the keyboard up over the answer.
    if (touchOnly()) this.at.scroller.focus({ preventScroll: true });
    else this.composer.focus();
  }

  private sendAgain(clientId: string): void {
    const message = this.store.retry(clientId);
    if (message) this.connection.send(message);
    this.composer.focus();
  }

  /** Leaves the queue. Over HTTP whatever the line, because only that has an answer that says whether it went well. */
  private async withdraw(): Promise<void> {
    const { session } = this;
    if (!session?.id) return;
    const status = await this.api.withdraw(session);
    if (this.session !== session) return;
    this.receive({ type: "state", status });
    this.connection.refresh();
  }

  private async feedback(key: string, answer: Feedback): Promise<void> {
    if (!this.session?.id) throw new Unreachable("feedback");
    await this.api.feedback(this.session, answer);
    this.rated(key);
  }

  private rated(key: string): void {
    this.memory.rated = [...this.memory.rated, key];
  }

  private lost(): void {
    const remembered = this.session?.id !== null;
    this.forget();
    void this.create();
    if (remembered) this.banner.notice(texts.expired);
  }

  /** Begins a new conversation in place of this one, logged out. */
  private async renew(): Promise<void> {
    const { session, store } = this;
    this.at.confirm.hidden = true;
    this.connection.stop();
    if (session?.id && store.identity === "mitid") {
      // If this fails the login ends by itself a little later; the new conversation has none of it in any case.
      await this.api.logout(session).catch(() => undefined);
    }
    this.forget();
    void this.create();
    this.announcer.say(texts.newStarted);
    this.composer.focus();
  }

  private forget(): void {
    this.voice.stop();
    this.session = null;
    this.memory.session = null;
    this.memory.seen = 0;
    this.memory.rated = [];
    this.known = false;
    this.begun = false;
    const unsent = this.store.reset();
    this.composer.draft(unsent.map((message) => message.text).join("\n"));
  }

  private hurry(): void {
    if (!this.panel.isOpen) return;
    if (this.session) this.connection.hurry();
    else void this.create();
  }

  // ---- what is shown ----

  private showStatus(): void {
    const { at, store } = this;
    this.service.show();
    const loggedIn = store.identity === "mitid";
    at.loggedIn.hidden = !loggedIn;
    at.menu.logoutLine.hidden = !loggedIn;
    const closed = store.state === "closed";
    const writing = at.composer.form.contains(document.activeElement);
    at.closed.root.hidden = !closed;
    if (closed) this.voice.stop();
    this.composer.disabled = closed;
    if (closed && writing) at.closed.startNew.focus();
    this.composer.maxChars = store.maxChars;
    this.composer.expects = store.expects;
    this.log.sync(false);
  }

  private showBanner(): void {
    this.bannerWatch.heard();
    this.acute.show(this.store.banner);
  }

  private download(): void {
    download(transcript(this.store.entries(), new Date()), texts.transcriptFile);
    this.announcer.say(texts.downloaded);
  }

  // ---- the menu ----

  private wireMenu(): void {
    const { at } = this;
    const menu = new Menu(at.menu);
    const choose = (button: HTMLButtonElement, act: () => void) =>
      button.addEventListener("click", () => {
        menu.show(false);
        act();
      });
    choose(at.menu.renew, () => {
      if (this.store.entries().some((entry) => entry.from === "citizen")) {
        at.confirm.hidden = false;
        at.confirmNo.focus();
      } else void this.renew();
    });
    choose(at.menu.download, () => {
      this.download();
      at.menu.button.focus();
    });
    choose(at.menu.logout, () => void this.logout());
    at.confirmYes.addEventListener("click", () => void this.renew());
    const stay = () => {
      at.confirm.hidden = true;
      this.composer.focus();
    };
    at.confirmNo.addEventListener("click", stay);
    at.confirm.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      stay();
    });
  }

  private async logout(): Promise<void> {
    if (!this.session) return;
    this.composer.focus();
    try {
      await this.api.logout(this.session);
      this.store.receive({ type: "state", status: { identity: "none" } });
      // The gateway says so in the conversation, where it is read out.
      this.connection.refresh();
    } catch (problem) {
      const said = problem instanceof Refused ? problem.text : "";
      this.banner.notice(said || texts.logoutFailed);
    }
  }
}
