/** How loud the microphone is, in steps that can be counted. */

export const STEPS = 8;
/** Decibels below the loudest possible where the first and the last step begin. */
const QUIET_DB = -54;
const LOUD_DB = -12;
/** A microphone that is switched off gives at most this, of 32768. */
const DEAD = 8;

/** Returns 0 to `STEPS`. */
export function steps(pcm: Int16Array): number {
  if (pcm.length === 0) return 0;
  const power = pcm.reduce((sum, sample) => sum + sample * sample, 0) / pcm.length;
  const db = 10 * Math.log10(power / 0x8000 ** 2);
  const part = (db - QUIET_DB) / (LOUD_DB - QUIET_DB);
  return Math.max(0, Math.min(STEPS, Math.ceil(part * STEPS)));
}

/** True where there is no sound at all, not even of a quiet room. */
export function dead(pcm: Int16Array): boolean {
  return pcm.every((sample) => Math.abs(sample) <= DEAD);
}
