/** One key, one act, where nothing is being written (WCAG 2.1.4: they can be turned off). */
import { element } from "../dom.ts";
import { anyOpen, open } from "./dialogs.ts";
import { texts } from "./texts.ts";

export const KEYS = ["j", "k", "t", "r", "n", "m", "g", "l", "/", "?"] as const;
export type Key = (typeof KEYS)[number];

/** The key that an event means, or null where it is somebody else's: in a field, with a modifier, over a dialog. */
export function keyOf(event: KeyboardEvent): Key | null {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented)
    return null;
  if (writesIn(event.target)) return null;
  // Danish keyboards make "/" and "?" with Shift; capitals count as their letters, for Caps Lock.
  return KEYS.find((key) => key === event.key.toLowerCase()) ?? null;
}

function writesIn(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return (
    target.isContentEditable || target.matches("textarea, select, input:not([type=checkbox], [type=radio])")
  );
}

export function listen(isOn: () => boolean, pressed: (key: Key) => void): void {
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && writesIn(event.target) && !anyOpen()) {
      // Out of the field, so that the keys work; what is written stays.
      if (event.target instanceof HTMLElement) event.target.blur();
      return;
    }
    if (!isOn() || anyOpen()) return;
    const key = keyOf(event);
    if (key === null || (event.repeat && key !== "j" && key !== "k")) return;
    event.preventDefault();
    pressed(key);
  });
}

/** Shows the keys, and lets them be turned off. */
export function openHelp(isOn: () => boolean, turn: (on: boolean) => void): void {
  const list = element("dl", { class: "key-list" });
  for (const key of KEYS) {
    list.append(
      element("div", {}, element("dt", {}, element("kbd", {}, key)), element("dd", {}, texts.keys[key])),
    );
  }
  const box = element("input", {
    type: "checkbox",
    class: "form-checkbox",
    id: "help-shortcuts",
    checked: isOn(),
  });
  box.addEventListener("change", () => turn(box.checked));
  open({
    title: texts.helpTitle,
    body: () => [
      element("p", {}, texts.helpHint),
      list,
      element("div", { class: "desk-check" }, box, element("label", { for: box.id }, texts.shortcutsOn)),
    ],
    action: { text: texts.doneButton, go: ({ close }) => close() },
    cancel: false,
  });
}
