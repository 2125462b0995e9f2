/** The design system's buttons, in the sizes of the desk. */
import { element } from "../dom.ts";

type Kind = "primary" | "secondary" | "tertiary" | "quaternary";

/** A button with its text, an icon before it where one is given, and what it does. */
export function button(
  text: string,
  kind: Kind,
  pressed: () => void,
  picture: SVGSVGElement | null = null,
): HTMLButtonElement {
  const node = element(
    "button",
    { type: "button", class: `button button-${kind} desk-button` },
    picture,
    element("span", {}, text),
  );
  node.addEventListener("click", pressed);
  return node;
}

/** A button that reads like a link. */
export function textButton(text: string, pressed: () => void): HTMLButtonElement {
  const node = element("button", { type: "button", class: "function-link desk-link" }, text);
  node.addEventListener("click", pressed);
  return node;
}

/** Says that something is under way without taking the focus from the button, as `disabled` would. */
export function busy(node: HTMLButtonElement, yes: boolean): void {
  if (yes) node.setAttribute("aria-disabled", "true");
  else node.removeAttribute("aria-disabled");
}

export function isBusy(node: HTMLButtonElement): boolean {
  return node.getAttribute("aria-disabled") === "true";
}
