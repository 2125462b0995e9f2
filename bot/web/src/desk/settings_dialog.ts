/** What one employee may choose for the page: sound, notes on the desktop, shortcuts. */
import { element } from "../dom.ts";
import { type Alerts, askToNotify } from "./alerts.ts";
import { open } from "./dialogs.ts";
import type { DeskMemory } from "./memory.ts";
import { texts } from "./texts.ts";

export function openSettings(memory: DeskMemory, alerts: Alerts): void {
  const { choices } = memory;
  const box = (id: string, label: string, on: boolean, changed: (box: HTMLInputElement) => void) => {
    const input = element("input", { type: "checkbox", class: "form-checkbox", id, checked: on });
    input.addEventListener("change", () => changed(input));
    return element("div", { class: "desk-check" }, input, element("label", { for: id }, label));
  };
  open({
    title: texts.settings,
    body: (opened) => [
      box("setting-sound", texts.sound, choices.sound, ({ checked }) => {
        memory.choose({ sound: checked });
        if (checked) alerts.chime(2);
      }),
      box("setting-notify", texts.notify, choices.notify, async (input) => {
        const granted = input.checked && (await askToNotify());
        opened.problem(input.checked && !granted ? texts.notifyDenied : "");
        input.checked = granted;
        memory.choose({ notify: granted });
      }),
      box("setting-shortcuts", texts.shortcutsOn, choices.shortcuts, ({ checked }) => {
        memory.choose({ shortcuts: checked });
      }),
    ],
    action: { text: texts.doneButton, go: ({ close }) => close() },
    cancel: false,
  });
}
