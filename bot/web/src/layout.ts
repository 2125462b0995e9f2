/** The widget's elements. Built by script, because without script there is no chat. */
import { element, icon } from "./dom.ts";
import { acuteElements, waitingElements } from "./service/layout.ts";
import { texts } from "./texts.ts";
import { voiceElements } from "./voice/layout.ts";

/** Makes the button that opens the chat, and the closed chat itself. */
export function layOut() {
  const unread = element("span", { class: "badge badge-warning chat-unread", hidden: true }, texts.newAnswer);
  const launcher = element(
    "button",
    {
      type: "button",
      class: "button button-primary chat-launcher",
      "aria-expanded": "false",
      "aria-controls": "chat-panel",
    },
    icon("chat"),
    element("span", {}, texts.launcher),
    unread,
  );

  const robotLine = element("p", { class: "chat-state" }, texts.robotLine);
  const loggedIn = element("p", { class: "chat-identity", hidden: true }, icon("lock"), texts.loggedIn);
  const menu = menuElements();
  const close = element(
    "button",
    { type: "button", class: "chat-tool", "aria-label": texts.close },
    icon("close"),
  );
  const header = element(
    "div",
    { class: "chat-header" },
    element(
      "div",
      { class: "chat-heading" },
      element("h2", { id: "chat-heading" }, texts.heading),
      robotLine,
      loggedIn,
    ),
    menu.root,
    close,
  );

  const banner = element("div", { class: "alert alert-warning chat-banner", hidden: true });
  const bannerText = element("p", { class: "alert-text" });
  banner.append(icon("warning"), element("div", { class: "alert-body", role: "status" }, bannerText));
  banner.querySelector("svg")?.classList.add("alert-icon");

  const notice = robotNotice();
  const log = element("div", {
    role: "log",
    "aria-live": "polite",
    "aria-relevant": "additions",
    "aria-label": texts.log,
  });
  const dots = [0, 1, 2].map(() => element("span", { class: "dot" }));
  const typing = element(
    "div",
    { class: "typing", "aria-hidden": "true" },
    element("div", { class: "bubble" }, ...dots),
  );
  const scroller = element(
    "div",
    { class: "chat-scroller", tabindex: "0", role: "group", "aria-label": texts.log },
    notice,
    log,
    typing,
  );
  const jump = element(
    "button",
    { type: "button", class: "jump", hidden: true },
    element("span", {}, texts.newAnswer),
    icon("arrow-downward"),
  );

  const confirm = element("div", {
    class: "chat-confirm",
    role: "group",
    "aria-labelledby": "chat-confirm-text",
    hidden: true,
  });
  const confirmYes = element("button", { type: "button", class: "button button-primary" }, texts.confirmYes);
  const confirmNo = element("button", { type: "button", class: "button button-secondary" }, texts.confirmNo);
  confirm.append(
    element("p", { id: "chat-confirm-text" }, texts.confirmNew),
    element("div", { class: "chat-confirm-buttons" }, confirmYes, confirmNo),
  );
  const closed = closedElements();
  const waiting = waitingElements();
  const acute = acuteElements();

  const voice = voiceElements();
  const composer = composerElements(voice.start);
  const status = element("div", { class: "sr-only", role: "status" });
  const panel = element(
    "section",
    {
      class: "chat-panel",
      id: "chat-panel",
      role: "dialog",
      "aria-labelledby": "chat-heading",
      lang: "da",
      hidden: true,
    },
    header,
    acute.strip,
    banner,
    element("div", { class: "chat-middle" }, scroller, jump),
    confirm,
    closed.root,
    waiting.strip,
    voice.problem,
    voice.strip,
    composer.form,
    status,
  );
  return {
    launcher,
    unread,
    panel,
    close,
    menu,
    robotLine,
    loggedIn,
    banner,
    bannerText,
    notice,
    log,
    typing,
    scroller,
    jump,
    confirm,
    confirmYes,
    confirmNo,
    closed,
    waiting,
    acute,
    composer,
    voice,
    status,
  };
}

export type Layout = ReturnType<typeof layOut>;

/** Says, before anything is written, that this is a robot and what becomes of the words. */
function robotNotice(): HTMLElement {
  const points = texts.privacyPoints.map((point) => element("li", {}, point));
  return element(
    "div",
    { class: "chat-notice" },
    element("p", {}, texts.robotNotice, " ", element("strong", {}, texts.emergency)),
    element(
      "details",
      { class: "details" },
      element("summary", { class: "details-summary" }, texts.privacySummary),
      element("div", { class: "details-text" }, element("ul", {}, ...points)),
    ),
  );
}

/** What stands in place of the field when the conversation is over. */
function closedElements() {
  const what = element("p", { class: "chat-closed-what" }, texts.closed);
  const startNew = element("button", { type: "button", class: "button button-primary" }, texts.startNew);
  const download = element(
    "button",
    { type: "button", class: "button button-secondary" },
    icon("download"),
    element("span", {}, texts.menuDownload),
  );
  const root = element(
    "div",
    { class: "chat-closed", hidden: true },
    what,
    element("p", {}, texts.closedMore),
    element("div", { class: "chat-confirm-buttons" }, startNew, download),
  );
  return { root, what, startNew, download };
}

function menuElements() {
  const button = element(
    "button",
    {
      type: "button",
      class: "chat-tool",
      "aria-label": texts.menu,
      "aria-expanded": "false",
      "aria-controls": "chat-menu",
    },
    icon("more-vert"),
  );
  const item = (text: string, ...start: Node[]) =>
    element("button", { type: "button" }, ...start, element("span", {}, text));
  const renew = item(texts.menuNew, icon("refresh"));
  const download = item(texts.menuDownload, icon("download"));
  const logout = item(texts.menuLogout, icon("lock"));
  const logoutLine = element("li", { hidden: true }, logout);
  const list = element(
    "ul",
    { class: "overflow-list" },
    element("li", {}, renew),
    element("li", {}, download),
    logoutLine,
  );
  const inner = element("div", { class: "overflow-menu-inner collapsed", id: "chat-menu" }, list);
  const root = element("div", { class: "overflow-menu chat-menu" }, button, inner);
  return { root, button, inner, renew, download, logout, logoutLine };
}

function composerElements(speak: HTMLElement) {
  const input = element("textarea", {
    class: "form-input no-resize",
    id: "chat-input",
    rows: 1,
    autocomplete: "off",
    enterkeyhint: "send",
    "aria-describedby": "chat-problem chat-counter",
  });
  const label = element("label", { class: "form-label", for: "chat-input" }, texts.inputLabel);
  const counter = element("p", { class: "form-hint chat-counter", id: "chat-counter", hidden: true });
  const problem = element("p", {
    class: "form-error-message chat-problem",
    id: "chat-problem",
    role: "alert",
    hidden: true,
  });
  const send = element(
    "button",
    { type: "submit", class: "button button-primary chat-send" },
    icon("send"),
    element("span", {}, texts.send),
  );
  const form = element(
    "form",
    { class: "chat-form", novalidate: true },
    label,
    problem,
    element("div", { class: "chat-form-row" }, input, send),
    counter,
    speak,
  );
  return { form, label, input, counter, problem };
}
