import { element, hidden, icon, paragraph } from "../dom.ts";
import { safeLink } from "../links.ts";
import type { LinkPart } from "../protocol.ts";
import { texts } from "../texts.ts";
import type { PartView } from "./index.ts";

/** A link. Another site opens in a new tab, so that the conversation stays; an unsafe address is only text. */
export function renderLink(part: LinkPart): PartView {
  const nodes: Node[] = part.text ? [paragraph(part.text)] : [];
  const link = safeLink(part.url, window.location.href);
  if (!link) {
    nodes.push(paragraph(`${part.title}\n${texts.unsafeLink} ${part.url}`));
    return { nodes };
  }
  const anchor = element("a", { class: "message-link", href: link.href, rel: "noopener noreferrer" });
  anchor.append(element("span", {}, part.title));
  if (link.external) {
    anchor.target = "_blank";
    anchor.append(hidden(` ${texts.newTab}`), icon("open-in-new"));
  }
  nodes.push(element("p", { class: "message-link-line" }, anchor));
  return { nodes };
}
