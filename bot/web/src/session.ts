/** What the browser tab remembers of the conversation across a reload. Gone when the tab is closed. */

/** Key to one conversation. `token` is null where only the session cookie opens it (login ended in a new tab). */
export interface Session {
  id: string | null;
  token: string | null;
}

/** A message that the server has not confirmed yet. The same id goes with every attempt, so it is never run twice. */
export interface Outgoing {
  clientId: string;
  text: string;
  time: string;
}

interface Memory {
  id?: string | null;
  token?: string | null;
  open?: boolean;
  seen?: number;
  outbox?: Outgoing[];
  freely?: boolean;
  hiddenBanner?: string;
  rated?: readonly string[];
}

const KEY = "indgang.chat";

/** Reads and writes the tab's memory; a browser that forbids storage just forgets. */
export class TabMemory {
  constructor(private readonly storage: Pick<Storage, "getItem" | "setItem">) {}

  get session(): Session | null {
    const { id, token } = this.read();
    return typeof id === "string" && id !== "" ? { id, token: token ?? null } : null;
  }

  set session(session: Session | null) {
    this.write({ id: session?.id ?? null, token: session?.token ?? null });
  }

  get open(): boolean {
    return this.read().open === true;
  }

  set open(open: boolean) {
    this.write({ open });
  }

  /** Number of the last message that has been on the screen in this tab. */
  get seen(): number {
    return this.read().seen ?? 0;
  }

  set seen(seen: number) {
    if (seen !== this.seen) this.write({ seen });
  }

  /** Whether the citizen talks hands-free. */
  get freely(): boolean {
    return this.read().freely === true;
  }

  set freely(freely: boolean) {
    this.write({ freely });
  }

  get outbox(): Outgoing[] {
    const outbox = this.read().outbox;
    return Array.isArray(outbox) ? outbox.filter((item) => item?.clientId && item?.text) : [];
  }

  set outbox(outbox: readonly Outgoing[]) {
    this.write({ outbox: [...outbox] });
  }

  /** The acute message that the citizen has put out of sight, as `Acute` names it. */
  get hiddenBanner(): string {
    return this.read().hiddenBanner ?? "";
  }

  set hiddenBanner(hiddenBanner: string) {
    this.write({ hiddenBanner });
  }

  /** Which questions about an answer have been answered or skipped, by their keys in the conversation. */
  get rated(): readonly string[] {
    const { rated } = this.read();
    return Array.isArray(rated) ? rated : [];
  }

  set rated(rated: readonly string[]) {
    this.write({ rated });
  }

  private read(): Memory {
    try {
      const memory: unknown = JSON.parse(this.storage.getItem(KEY) ?? "{}");
      return typeof memory === "object" && memory !== null ? memory : {};
    } catch {
      return {};
    }
  }

  private write(change: Memory): void {
    try {
      this.storage.setItem(KEY, JSON.stringify({ ...this.read(), ...change }));
    } catch {
      // Storage is full or forbidden: the conversation goes on, it only will not survive a reload.
    }
  }
}
