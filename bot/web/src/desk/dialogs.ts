/** Native dialogs: the browser keeps the focus inside, gives it back afterwards, and closes on Escape. */
import { element, icon } from "../dom.ts";
import { button, isBusy } from "./buttons.ts";
import { texts } from "./texts.ts";

export interface Opened {
  /** Where a problem is told; announced at once. */
  problem(text: string): void;
  close(): void;
}

export interface Contents {
  title: string;
  /** Wider than a question needs to be. */
  wide?: boolean;
  body: (opened: Opened) => Node[];
  /** The likeliest button, which Enter in a field presses too. */
  action: { text: string; go: (opened: Opened, pressed: HTMLButtonElement) => void };
  /** Buttons beside it. */
  others?: (opened: Opened) => Node[];
  /** False where there is nothing to regret. */
  cancel?: boolean;
}

let serial = 0;

/** Opens a dialog over the page. It is taken out of the page when it closes, however that happens. */
export function open(contents: Contents): Opened {
  serial += 1;
  const heading = `dialog-${serial}`;
  const problem = element("p", { class: "form-error-message dialog-problem", role: "alert", hidden: true });
  const dialog = element("dialog", { class: "desk-dialog", "aria-labelledby": heading });
  if (contents.wide) dialog.classList.add("wide");
  const opened: Opened = {
    problem(text) {
      problem.textContent = text;
      problem.hidden = text === "";
    },
    close: () => dialog.close(),
  };
  const shut = element(
    "button",
    { type: "button", class: "desk-icon-button", "aria-label": texts.cancel },
    icon("close"),
  );
  shut.addEventListener("click", () => dialog.close());
  const action = element(
    "button",
    { type: "submit", class: "button button-primary desk-button" },
    element("span", {}, contents.action.text),
  );
  const foot: Node[] = [action, ...(contents.others?.(opened) ?? [])];
  if (contents.cancel !== false) foot.push(button(texts.cancel, "secondary", opened.close));
  const form = element(
    "form",
    { novalidate: true },
    element("div", { class: "dialog-head" }, element("h2", { id: heading }, contents.title), shut),
    element("div", { class: "dialog-body" }, ...contents.body(opened), problem),
    element("div", { class: "dialog-foot" }, ...foot),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!isBusy(action)) contents.action.go(opened, action);
  });
  dialog.append(form);
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  // Not the cross: the first thing to answer, or else the likeliest button.
  dialog
    .querySelector<HTMLElement>("[autofocus], .dialog-body input, .dialog-body textarea, .dialog-foot button")
    ?.focus();
  return opened;
}

/** True while a dialog is open: keys and calls then leave the page alone. */
export function anyOpen(): boolean {
  return document.querySelector("dialog[open]") !== null;
}
