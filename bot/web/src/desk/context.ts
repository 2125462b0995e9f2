/** What every part of the page may use: the state, the memory, the acts, and which case is open. */
import type { Acts } from "./acts.ts";
import type { DeskApi } from "./api.ts";
import type { DeskMemory } from "./memory.ts";
import type { Sections } from "./order.ts";
import type { Outbox } from "./outbox.ts";
import type { Case } from "./protocol.ts";
import type { Store } from "./store.ts";
import type { GatewayClock } from "./time.ts";

export type Selection = { kind: "case" | "call_back"; id: string } | null;

export interface Context {
  readonly store: Store;
  readonly memory: DeskMemory;
  readonly outbox: Outbox;
  readonly acts: Acts;
  readonly api: DeskApi;
  readonly clock: GatewayClock;
  readonly selection: Selection;
  /** The case that is open; null also where it is a call-back. */
  readonly open: Case | null;
  /** The list as it stands. */
  sections(): Sections;
  select(selection: Selection): void;
  /** Messages of the citizen's in the case that have not been on screen. */
  unread(what: Case): number;
  announce(text: string): void;
  /** Asks for the page to be brought up to date. */
  changed(): void;
  send(frame: object): void;
}
