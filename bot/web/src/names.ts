/** What whoever wrote a message is called, on the screen and in the downloaded conversation. */
import type { Author } from "./protocol.ts";
import type { Entry } from "./store.ts";
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

/** What several have said, for the ear: each name once where its words begin. What nobody says in person has none. */
export function inTurns(said: readonly Pick<Entry, "from" | "name" | "part">[]): string {
  let speaking = "";
  const heard: string[] = [];
  for (const entry of said) {
    const text = entry.part.text ?? "";
    if (text === "") continue;
    const name = entry.from === "system" ? "" : nameOf(entry);
    heard.push(name !== speaking && name !== "" ? `${name}: ${text}` : text);
    speaking = name;
  }
  return heard.join(" ");
}
