/** Running clocks: elements that show how long ago something was. One timer moves them all. */
import { element } from "../dom.ts";
import { setText } from "./keyed.ts";
import { duration, type GatewayClock } from "./time.ts";

const SELECTOR = "[data-since]";

/** A clock that runs from an ISO time. */
export function runningClock(since: string, clock: GatewayClock): HTMLElement {
  const node = element("span", { class: "desk-clock", "data-since": since });
  setSince(node, since, clock);
  return node;
}

export function setSince(node: HTMLElement, since: string, clock: GatewayClock): void {
  if (node.dataset.since !== since) node.dataset.since = since;
  setText(node, duration(clock.since(since)));
}

/** Moves every clock on the page. Call it once a second. */
export function tick(clock: GatewayClock): void {
  for (const node of document.querySelectorAll<HTMLElement>(SELECTOR)) {
    setText(node, duration(clock.since(node.dataset.since ?? "")));
  }
}
