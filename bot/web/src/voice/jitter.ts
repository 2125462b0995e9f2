/**
 * Holds the assistant's sound back a moment, so that a network that delivers unevenly is not heard.
 *
 *   frames  ▇▇▇   ▇▇▇▇▇▇ ▇ ▇▇▇        ▇▇▇▇▇▇▇
 *   heard    ┊──▶▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▁▁▁▁▁▁▁┊──▶▇▇▇▇▇
 *            wait                 ran dry  wait
 *
 * What comes late is heard late only up to a limit: beyond it the oldest is dropped, so that the talk stays a talk.
 */
import { RATE_HZ } from "./pcm.ts";

export interface JitterSettings {
  /** Sound that is gathered before the first is heard, and again after running dry, in milliseconds. */
  startMs: number;
  /** However little has come, it is heard after this: the end of a sentence may be shorter than `startMs`. */
  longestWaitMs: number;
  /** More than this waiting is too late to be a talk: it is cut to `startMs`. */
  mostMs: number;
  /** Fading after a cut, so that it is not heard as a click. */
  fadeMs: number;
}

export const JITTER: JitterSettings = { startMs: 80, longestWaitMs: 120, mostMs: 800, fadeMs: 4 };

const samples = (ms: number) => Math.round((ms * RATE_HZ) / 1000);

export class JitterBuffer {
  private readonly pieces: Float32Array[] = [];
  private waiting = 0;
  private playing = false;
  private waited = 0;
  private last = 0;
  private fade = 0;

  constructor(private readonly settings: JitterSettings = JITTER) {}

  /** Sound that waits, in milliseconds. */
  get waitingMs(): number {
    return (this.waiting * 1000) / RATE_HZ;
  }

  /** Takes in sound at `RATE_HZ`. */
  push(sound: Float32Array): void {
    if (sound.length === 0) return;
    this.pieces.push(sound);
    this.waiting += sound.length;
    if (this.waiting > samples(this.settings.mostMs)) {
      this.skip(this.waiting - samples(this.settings.startMs));
      this.fade = 0;
    }
  }

  /** Fills `out` with the next sound, or with silence. */
  pull(out: Float32Array): void {
    out.fill(0);
    if (!this.playing && !this.ready(out.length)) {
      this.fadeOut(out, 0);
      return;
    }
    let filled = 0;
    while (filled < out.length) {
      const piece = this.pieces[0];
      if (!piece) break;
      const part = piece.subarray(0, out.length - filled);
      out.set(part, filled);
      filled += part.length;
      this.skip(part.length);
    }
    this.fadeIn(out, filled);
    if (filled < out.length) {
      this.playing = false;
      this.fadeOut(out, filled);
    } else this.last = out[filled - 1] ?? 0;
  }

  /** Forgets what has not been heard. */
  flush(): void {
    this.pieces.length = 0;
    this.waiting = 0;
    this.playing = false;
    this.waited = 0;
  }

  private ready(passed: number): boolean {
    if (this.waiting === 0) return false;
    this.waited += passed;
    const enough = this.waiting >= samples(this.settings.startMs);
    if (!enough && this.waited < samples(this.settings.longestWaitMs)) return false;
    this.playing = true;
    this.waited = 0;
    this.fade = 0;
    return true;
  }

  private skip(count: number): void {
    let left = count;
    while (left > 0) {
      const piece = this.pieces[0];
      if (!piece) break;
      if (piece.length <= left) this.pieces.shift();
      else this.pieces[0] = piece.subarray(left);
      const gone = Math.min(left, piece.length);
      left -= gone;
      this.waiting -= gone;
    }
  }

  private fadeIn(out: Float32Array, filled: number): void {
    const length = samples(this.settings.fadeMs);
    for (let at = 0; at < filled && this.fade < length; at += 1, this.fade += 1) {
      out[at] = (out[at] ?? 0) * (this.fade / length);
    }
  }

  /** From the last sample that was heard down to silence. */
  private fadeOut(out: Float32Array, from: number): void {
    if (from > 0) this.last = out[from - 1] ?? 0;
    const length = samples(this.settings.fadeMs);
    for (let at = from; at < out.length && this.last !== 0; at += 1) {
      const part = 1 - (at - from + 1) / length;
      if (part <= 0) {
        this.last = 0;
        break;
      }
      out[at] = this.last * part;
    }
    this.last = 0;
  }
}
