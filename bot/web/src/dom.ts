/** Small helpers for making elements. Text always goes in as text nodes: nothing here can make markup of it. */

type Attributes = Record<string, string | number | boolean>;
type Child = Node | string | null;

/** Makes an element; `true` sets an empty attribute, `false` leaves it out, strings among the children become text. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== false) node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...children.filter((child) => child !== null));
  return node;
}

/** One of the design system's icons; decorative, so hidden from screen readers. */
export function icon(name: string): SVGSVGElement {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "icon-svg");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("focusable", "false");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `#icon-${name}`);
  svg.append(use);
  return svg;
}

/** A paragraph that keeps the line breaks of its text, in the language given (Danish unless told). */
export function paragraph(text: string, lang?: string): HTMLParagraphElement {
  return element("p", { class: "message-text", ...(lang ? { lang } : {}) }, text);
}

/** Text for screen readers only. */
export function hidden(text: string): HTMLSpanElement {
  return element("span", { class: "sr-only" }, text);
}
