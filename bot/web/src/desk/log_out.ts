/** Leaving for the day: not without a word about who still waits and what is not sent. */
import { element } from "../dom.ts";
import { explain } from "./acts.ts";
import { busy } from "./buttons.ts";
import type { Context } from "./context.ts";
import { open } from "./dialogs.ts";
import { texts } from "./texts.ts";

export function logOut(context: Context): void {
  const { api, memory, outbox } = context;
  const mine = context.sections().mine.length;
  const unsent = memory.drafts().length > 0 || !outbox.empty;
  open({
    title: texts.logOutTitle,
    body: () => [
      ...(mine > 0 ? [element("p", {}, texts.logOutMine(mine))] : []),
      ...(unsent ? [element("p", { class: "dialog-warning" }, texts.logOutUnsent)] : []),
    ],
    action: {
      text: texts.logOut,
      go: async ({ problem }, leave) => {
        busy(leave, true);
        try {
          await api.logOut();
        } catch (trouble) {
          problem(`${texts.logOutFailed} ${explain(trouble)}`);
          busy(leave, false);
          return;
        }
        outbox.clear();
        memory.forget();
        window.location.assign("/desk");
      },
    },
  });
}
