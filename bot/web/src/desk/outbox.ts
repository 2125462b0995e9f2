/**
 * What the employee has written and the gateway has not confirmed: messages and notes, by case.
 *
 *   sending ──confirmed──▶ gone     sending ──refused, or not reached──▶ failed ──again──▶ sending
 *
 * One keeps its client id through every attempt, so that it is never there twice; those of one case go one at a time,
 * so that they arrive in the order in which they were written. Nothing is sent again unasked: what was right to say
 * ten minutes ago may not be now.
 */

export type Kind = "message" | "note";

export interface Unsent {
  clientId: string;
  case: string;
  kind: Kind;
  text: string;
  time: string;
  /** Why it did not go through, in Danish; absent while it is on its way. */
  problem?: string;
}

/** Sends one; throws where it was refused or not reached. */
export type Deliver = (item: Unsent) => Promise<void>;

export class Outbox {
  private items: Unsent[];
  private readonly lines = new Map<string, Promise<void>>();

  /** `kept` are those of before a reload: nobody knows whether they arrived, so they are the employee's to send. */
  constructor(
    private readonly deliver: Deliver,
    private readonly explain: (problem: unknown) => string,
    private readonly changed: (items: readonly Unsent[]) => void,
    kept: readonly Unsent[] = [],
    unknown = "",
  ) {
    this.items = kept.map((item) => ({ ...item, problem: item.problem ?? unknown }));
  }

  of(id: string, kind: Kind): Unsent[] {
    return this.items.filter((item) => item.case === id && item.kind === kind);
  }

  /** Cases with something that did not go through. */
  troubled(): Set<string> {
    return new Set(this.items.filter((item) => item.problem !== undefined).map((item) => item.case));
  }

  get empty(): boolean {
    return this.items.length === 0;
  }

  add(item: Unsent): void {
    this.items.push(item);
    this.changed(this.items);
    this.line(item);
  }

  again(clientId: string): void {
    const item = this.items.find((one) => one.clientId === clientId);
    if (item?.problem === undefined) return;
    delete item.problem;
    this.changed(this.items);
    this.line(item);
  }

  /** Takes one out: confirmed by a frame, or given up. Returns it. */
  remove(clientId: string | null | undefined): Unsent | null {
    const item = clientId ? this.items.find((one) => one.clientId === clientId) : undefined;
    if (!item) return null;
    this.items = this.items.filter((one) => one !== item);
    this.changed(this.items);
    return item;
  }

  clear(): void {
    this.items = [];
    this.changed(this.items);
  }

  private line(item: Unsent): void {
    const before = this.lines.get(item.case) ?? Promise.resolve();
    const after = before.then(() => this.attempt(item));
    this.lines.set(item.case, after);
    void after.then(() => {
      if (this.lines.get(item.case) === after) this.lines.delete(item.case);
    });
  }

  private async attempt(item: Unsent): Promise<void> {
    // A frame may have confirmed it while it stood in line.
    if (!this.items.includes(item) || item.problem !== undefined) return;
    try {
      await this.deliver(item);
      this.remove(item.clientId);
    } catch (problem) {
      if (!this.items.includes(item)) return;
      item.problem = this.explain(problem);
      this.changed(this.items);
    }
  }
}
