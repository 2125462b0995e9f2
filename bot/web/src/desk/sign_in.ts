/** Signing in: as the whole page at first, as a strip over the work when a session ends in the middle of it. */
import { element, icon } from "../dom.ts";
import { texts } from "./texts.ts";

const ADDRESS = "/desk/login";

/** The page of one who is not signed in yet. */
export function signInPage(): HTMLElement {
  return element(
    "div",
    { class: "sign-in" },
    icon("support-agent"),
    element("h1", { tabindex: "-1" }, texts.signInTitle),
    element("p", {}, texts.signInFirst),
    element("a", { class: "button button-primary", href: ADDRESS }, texts.signInButton),
  );
}

/** What stands in the page before there is anything to show, or where it cannot be had. */
export function waitingPage(text: string): HTMLElement {
  return element("div", { class: "sign-in", role: "status" }, icon("hourglass"), element("p", {}, text));
}

/** The strip that says that the session has ended. All that is written stays where it is. */
export function signedOutStrip(): HTMLElement {
  return element(
    "div",
    { class: "strip strip-signed-out", role: "alert", hidden: true },
    icon("lock"),
    element("p", {}, texts.signedOut),
    element("a", { class: "button button-primary desk-button", href: ADDRESS }, texts.signIn),
  );
}
