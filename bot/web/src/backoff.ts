/** How long to wait before the next attempt to connect. */

const FIRST_MS = 500;
const LONGEST_MS = 20_000;

/**
 * Exponential back-off with jitter: after `failures` failed attempts in a row, between half of and the whole of
 * 500 ms doubled for each failure, at most 20 s. `random` is in [0, 1). Jitter keeps all open pages from coming back
 * at the same moment after a restart of the server.
 */
export function backoffMs(failures: number, random: number): number {
  const ceiling = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(failures, 10));
  return Math.round(ceiling * (0.5 + random / 2));
}
