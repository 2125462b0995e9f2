/** The conversation as a text file that the citizen can keep. */
import { atClock, onDay } from "./clock.ts";
import { nameOf } from "./names.ts";
import { plainLines } from "./parts/index.ts";
import type { Entry } from "./store.ts";
import { texts } from "./texts.ts";

/** Windows line ends, so that every text editor shows the lines. */
export function transcript(entries: readonly Entry[], today: Date): string {
  const lines = [texts.transcriptTitle, onDay(today), ""];
  for (const entry of entries) {
    if (entry.from === "system") {
      lines.push(...plainLines(entry.part).map((line) => `– ${line}`), "");
      continue;
    }
    const note = entry.delivery === "delivered" ? "" : ` (${texts.notSent.toLowerCase()})`;
    lines.push(`${nameOf(entry)}, ${atClock(entry.time)}${note}`, ...plainLines(entry.part), "");
  }
  return lines.join("\n").replace(/\r?\n/g, "\r\n");
}

/** Lets the browser save the text as a file. */
export function download(text: string, name: string): void {
  // The mark at the start tells older editors that the letters are UTF-8.
  const address = URL.createObjectURL(new Blob(["\ufeff", text], { type: "text/plain;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  window.setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
