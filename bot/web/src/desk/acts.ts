/** Acts of the employee: one at a time for each case, and a sentence where one did not go through. */
import { Unreachable } from "../api.ts";
import { DeskRefused } from "./api.ts";
import { texts } from "./texts.ts";

export interface Trouble {
  text: string;
  /** Does the same again; null where that would not help. */
  again: (() => void) | null;
  /** True once it has happened after all: the act arrived, and only its answer was lost. */
  settled: () => boolean;
}

/** Why something did not go through, in a sentence that may be shown. */
export function explain(problem: unknown): string {
  if (problem instanceof Unreachable) return texts.noConnection;
  if (!(problem instanceof DeskRefused)) throw problem;
  if (problem.signedOut) return texts.needSignIn;
  if (problem.code === "taken_by_another" || (problem.code === "not_yours" && problem.person)) {
    return problem.person ? texts.takenBy(problem.person.name) : texts.takenBySomebody;
  }
  return problem.text || texts.unexpected;
}

/** Whether doing the same again can help: the gateway was not reached, was in trouble, or wanted a sign-in. */
export function worthAgain(problem: unknown): boolean {
  return (
    problem instanceof Unreachable ||
    (problem instanceof DeskRefused && (problem.signedOut || problem.status >= 500 || problem.status === 429))
  );
}

export class Acts {
  private readonly running = new Set<string>();
  private readonly troubles = new Map<string, Trouble>();

  constructor(
    private readonly changed: () => void,
    private readonly announce: (text: string) => void,
    private readonly signedOut: () => void,
  ) {}

  isRunning(what: string): boolean {
    return this.running.has(what);
  }

  trouble(what: string): Trouble | null {
    const trouble = this.troubles.get(what);
    if (trouble?.settled()) this.troubles.delete(what);
    return this.troubles.get(what) ?? null;
  }

  dismiss(what: string): void {
    if (this.troubles.delete(what)) this.changed();
  }

  /**
   * Does `work` for a case or call-back, unless something is being done there already. `failure` says what did not
   * happen, before the reason. `work` returns what to say when it is done, `settled` tells whether it is.
   */
  async run(
    what: string,
    failure: string,
    work: () => Promise<string>,
    settled: () => boolean,
  ): Promise<boolean> {
    if (this.running.has(what)) return false;
    this.running.add(what);
    this.troubles.delete(what);
    this.changed();
    try {
      this.announce(await work());
      return true;
    } catch (problem) {
      const again = worthAgain(problem) ? () => void this.run(what, failure, work, settled) : null;
      this.troubles.set(what, { text: `${failure} ${explain(problem)}`, again, settled });
      if (problem instanceof DeskRefused && problem.signedOut) this.signedOut();
      return false;
    } finally {
      this.running.delete(what);
      this.changed();
    }
  }
}
