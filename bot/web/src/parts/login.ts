import { element, icon, paragraph } from "../dom.ts";
import { safeLink } from "../links.ts";
import type { LoginPart } from "../protocol.ts";
import { texts } from "../texts.ts";
import type { PartView } from "./index.ts";

/** The login card. It leads away in the same tab; the tab's memory brings the conversation back afterwards. */
export function renderLogin(part: LoginPart): PartView {
  const nodes: Node[] = part.text ? [paragraph(part.text)] : [];
  const link = safeLink(part.url, window.location.href);
  const action = element("p", { class: "login-action" });
  if (link) {
    const title = element("span", {}, part.title ?? texts.login);
    action.append(
      element("a", { class: "button button-primary", href: link.href, rel: "noopener" }, icon("lock"), title),
    );
  } else {
    action.append(`${texts.unsafeLink} ${part.url}`);
  }
  nodes.push(action);
  let shown = "";
  return {
    nodes,
    update({ loggedIn, superseded }) {
      const now = loggedIn ? texts.loginDone : superseded ? texts.loginSuperseded : "";
      if (now === "" || now === shown) return;
      shown = now;
      action.replaceChildren(loggedIn ? icon("check") : icon("arrow-downward"), element("span", {}, now));
      action.classList.add("login-spent");
    },
  };
}
