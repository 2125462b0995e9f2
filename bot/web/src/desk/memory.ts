/**
 * What the page remembers across a reload and a new sign-in.
 *
 * Words about citizens (drafts, unsent messages) stay in the tab and are gone when it is closed; they belong to one
 * employee and are forgotten when another signs in there. Choices (queues, sounds) stay in the browser.
 */
import type { Unsent } from "./outbox.ts";

type Shelf = Pick<Storage, "getItem" | "setItem">;

export interface Choices {
  /** Ids of the queues shown; none is all. */
  queues: string[];
  sound: boolean;
  notify: boolean;
  shortcuts: boolean;
  /** Sections of the list that are folded. */
  folded: string[];
}

const DEFAULTS: Choices = {
  queues: [],
  sound: false,
  notify: false,
  shortcuts: true,
  folded: ["others", "ended"],
};
const TAB = "indgang.desk";
const CHOICES = "indgang.desk.choices";

interface TabState {
  employee?: string;
  drafts?: Record<string, string>;
  outbox?: Unsent[];
  seen?: Record<string, number>;
  open?: string;
}

export class DeskMemory {
  /** The tab's part as last written: only this page writes it, and every row of the list asks for it. */
  private state: TabState | null = null;

  constructor(
    private readonly tab: Shelf,
    private readonly browser: Shelf,
  ) {}

  /** Says whose the memory is from now on; another employee's words are forgotten. True where that was so. */
  belongsTo(employee: string): boolean {
    const before = this.read().employee;
    if (before === employee) return false;
    this.replace({ ...(before === undefined ? this.read() : {}), employee });
    return before !== undefined;
  }

  /** Text not sent yet; `key` names the field, such as "message:s-1". */
  draft(key: string): string {
    const text = this.read().drafts?.[key];
    return typeof text === "string" ? text : "";
  }

  setDraft(key: string, text: string): void {
    const drafts = { ...this.read().drafts };
    if (text === "") delete drafts[key];
    else drafts[key] = text;
    this.keep({ drafts });
  }

  /** Fields with something in them. */
  drafts(): string[] {
    return Object.keys(this.read().drafts ?? {});
  }

  get outbox(): Unsent[] {
    const outbox = this.read().outbox;
    return Array.isArray(outbox) ? outbox.filter((item) => item?.clientId && item.case && item.text) : [];
  }

  set outbox(outbox: readonly Unsent[]) {
    this.keep({ outbox: [...outbox] });
  }

  /** Number of the last message that was read in the case; null where it has not been open in this tab. */
  seen(id: string): number | null {
    const seen = this.read().seen?.[id];
    return typeof seen === "number" ? seen : null;
  }

  setSeen(id: string, seq: number): void {
    if (this.seen(id) !== seq) this.keep({ seen: { ...this.read().seen, [id]: seq } });
  }

  /** What is open, as it stands in the address; a sign-in comes back without it. */
  get open(): string {
    const { open } = this.read();
    return typeof open === "string" ? open : "";
  }

  set open(hash: string) {
    if (hash !== this.open) this.keep({ open: hash });
  }

  /** Forgets the words, as when one logs out. */
  forget(): void {
    this.replace({});
  }

  get choices(): Choices {
    const kept = read<Partial<Choices>>(this.browser, CHOICES);
    const list = (value: unknown, otherwise: string[]) =>
      Array.isArray(value) ? value.filter((item) => typeof item === "string") : otherwise;
    const flag = (value: unknown, otherwise: boolean) => (typeof value === "boolean" ? value : otherwise);
    return {
      queues: list(kept.queues, DEFAULTS.queues),
      sound: flag(kept.sound, DEFAULTS.sound),
      notify: flag(kept.notify, DEFAULTS.notify),
      shortcuts: flag(kept.shortcuts, DEFAULTS.shortcuts),
      folded: list(kept.folded, DEFAULTS.folded),
    };
  }

  choose(change: Partial<Choices>): void {
    write(this.browser, CHOICES, { ...this.choices, ...change });
  }

  private read(): TabState {
    this.state ??= read<TabState>(this.tab, TAB);
    return this.state;
  }

  private keep(change: Partial<TabState>): void {
    this.replace({ ...this.read(), ...change });
  }

  private replace(state: TabState): void {
    this.state = state;
    write(this.tab, TAB, state);
  }
}

function read<T>(shelf: Shelf, key: string): Partial<T> {
  try {
    const kept: unknown = JSON.parse(shelf.getItem(key) ?? "{}");
    return typeof kept === "object" && kept !== null ? kept : {};
  } catch {
    return {};
  }
}

function write(shelf: Shelf, key: string, value: object): void {
  try {
    shelf.setItem(key, JSON.stringify(value));
  } catch {
    // Storage is full or forbidden: the page works on, it only will not survive a reload.
  }
}
