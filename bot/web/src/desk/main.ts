/** Starts the service desk. */
import { DeskApi } from "./api.ts";
import { App } from "./app.ts";
import type { DeskSocket } from "./connection.ts";
import { DeskMemory } from "./memory.ts";

type Shelf = Pick<Storage, "getItem" | "setItem">;

/** A browser that forbids storage just forgets. */
function shelf(which: "sessionStorage" | "localStorage"): Shelf {
  try {
    return window[which];
  } catch {
    return { getItem: () => null, setItem: () => undefined };
  }
}

const home = document.getElementById("desk");
if (!home) throw new Error("The page lacks #desk");
new App(
  home,
  new DeskMemory(shelf("sessionStorage"), shelf("localStorage")),
  new DeskApi((path, init) => window.fetch(path, init)),
  {
    open(): DeskSocket {
      const address = new URL("/ws/desk", window.location.href);
      address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
      return new WebSocket(address) as DeskSocket;
    },
    random: () => Math.random(),
    after(ms: number, run: () => void): () => void {
      const timer = window.setTimeout(run, ms);
      return () => window.clearTimeout(timer);
    },
  },
);
