/** What whoever wrote a message is called, on the screen and in the downloaded conversation. */
import type { Author } from "./protocol.ts";
import { texts } from "./texts.ts";

const NAMES: Record<Author, string> = {
  citizen: texts.you,
  assistant: texts.assistant,
  person: texts.person,
  system: texts.system,
};

/** "Du", "Assistenten", "Mette, medarbejder". */
export function nameOf({ from, name }: { from: Author; name?: string }): string {
  return from === "person" && name ? `${name}, ${texts.employee}` : NAMES[from];
}
