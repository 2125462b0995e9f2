/** What the line tells the page besides sound: `voice/transports/captions.py`. Read from untrusted JSON. */
import { isRecord } from "../protocol.ts";

export type LineState = "greeting" | "listening" | "thinking" | "speaking" | "transferring" | "closed";
export type Speaker = "citizen" | "assistant";

export interface Caption {
  who: Speaker;
  text: string;
  final: boolean;
  id: number;
}

export type LineFrame =
  | { type: "caption"; caption: Caption }
  | { type: "state"; state: LineState }
  | { type: "welcome" }
  | { type: "stop" }
  | { type: "error"; text: string };

const STATES: readonly unknown[] = [
  "greeting",
  "listening",
  "thinking",
  "speaking",
  "transferring",
  "closed",
];

/**
 * Reads one frame; `welcome` and `error` are the gateway's own. Parts of the answer come here too, but the chat shows
 * them already: they are passed over like anything unknown.
 */
export function readLineFrame(text: string): LineFrame | null {
  let frame: unknown;
  try {
    frame = JSON.parse(text);
  } catch {
    return null;
  }
  if (!isRecord(frame)) return null;
  switch (frame.type) {
    case "caption": {
      const { who, text: said, final, id } = frame;
      if ((who !== "citizen" && who !== "assistant") || typeof said !== "string") return null;
      return {
        type: "caption",
        caption: { who, text: said, final: final === true, id: typeof id === "number" ? id : 0 },
      };
    }
    case "state":
      return STATES.includes(frame.state) ? { type: "state", state: frame.state as LineState } : null;
    case "stop":
    case "welcome":
      return { type: frame.type };
    case "error":
      return { type: "error", text: typeof frame.text === "string" ? frame.text : "" };
    default:
      return null;
  }
}
