/** The browser's network, clock and chance, as the connection wants them. */
import type { Socket, Surroundings } from "./connection.ts";

export const surroundings: Surroundings = {
  open(): Socket {
    const address = new URL("/ws/chat", window.location.href);
    address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
    return new WebSocket(address) as Socket;
  },
  random: () => Math.random(),
  after(ms: number, run: () => void): () => void {
    const timer = window.setTimeout(run, ms);
    return () => window.clearTimeout(timer);
  },
};

/** A fresh UUID. `crypto.randomUUID` is missing on pages that came over plain http from another machine. */
export function newId(): string {
  if (typeof crypto.randomUUID === "function") return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
