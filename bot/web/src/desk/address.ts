/** Which case is open stands in the address, so that it is there after a reload and can be sent to a colleague. */
import type { Selection } from "./context.ts";

const PREFIXES = { case: "#sag/", call_back: "#ring/" } as const;

export function selectionOf(hash: string): Selection {
  for (const kind of ["case", "call_back"] as const) {
    if (!hash.startsWith(PREFIXES[kind])) continue;
    try {
      const id = decodeURIComponent(hash.slice(PREFIXES[kind].length));
      return id === "" ? null : { kind, id };
    } catch {
      return null;
    }
  }
  return null;
}

export function hashOf(selection: Selection): string {
  return selection ? PREFIXES[selection.kind] + encodeURIComponent(selection.id) : "#";
}
