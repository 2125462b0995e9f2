/**
 * Changes the sample rate of sound that comes in pieces. A windowed sinc, taken at the fractions of a sample that the
 * two rates need; what lies above the lower rate's half is taken away first, so that it does not fold back as noise.
 */

/** Zero crossings of the sinc on each side: more is a sharper edge and a longer delay (16 of them: 1 ms at 16 kHz). */
const CROSSINGS = 16;
/** Where the filter's edge begins, as a part of the lower rate's half. */
const EDGE = 0.92;

export class Resampler {
  /** Filters for each fraction of a sample, one after the other. */
  private readonly filters: Float32Array;
  private readonly taps: number;
  private readonly phases: number;
  private readonly step: number;
  private kept: Float32Array;
  /** Place of the next sample to make, in phases from the beginning of what is kept. */
  private place = 0;

  /** Rates in hertz. */
  constructor(fromHz: number, toHz: number) {
    const common = gcd(Math.round(fromHz), Math.round(toHz));
    this.phases = Math.round(toHz) / common;
    this.step = Math.round(fromHz) / common;
    const stretch = Math.max(1, fromHz / toHz);
    this.taps = 2 * Math.ceil(CROSSINGS * stretch);
    this.filters = filters(this.phases, this.taps, EDGE / stretch);
    this.kept = new Float32Array(this.taps - 1);
  }

  /** Takes in some sound and returns what it makes; a little stays inside for the next piece. */
  process(input: Float32Array): Float32Array {
    const all = new Float32Array(this.kept.length + input.length);
    all.set(this.kept);
    all.set(input, this.kept.length);
    const made: number[] = [];
    for (;;) {
      const first = Math.floor(this.place / this.phases);
      if (first + this.taps > all.length) break;
      made.push(this.at(all, first, this.place % this.phases));
      this.place += this.step;
    }
    const used = Math.min(Math.floor(this.place / this.phases), all.length);
    this.kept = all.slice(used);
    this.place -= used * this.phases;
    return Float32Array.from(made);
  }

  private at(samples: Float32Array, first: number, phase: number): number {
    const base = phase * this.taps;
    let sum = 0;
    for (let tap = 0; tap < this.taps; tap += 1) {
      sum += (samples[first + tap] ?? 0) * (this.filters[base + tap] ?? 0);
    }
    return sum;
  }
}

/** For each phase the sinc moved by that fraction of a sample, under a Blackman window, its sum made 1. */
function filters(phases: number, taps: number, cutoff: number): Float32Array {
  const table = new Float32Array(phases * taps);
  for (let phase = 0; phase < phases; phase += 1) {
    const centre = taps / 2 - 1 + phase / phases;
    const weights = Array.from({ length: taps }, (_, tap) => {
      const from = tap - centre;
      const turn = (2 * Math.PI * (from + taps / 2)) / taps;
      const inside = Math.abs(from) <= taps / 2;
      const window = inside ? 0.42 - 0.5 * Math.cos(turn) + 0.08 * Math.cos(2 * turn) : 0;
      return sinc(cutoff * from) * window;
    });
    const sum = weights.reduce((total, weight) => total + weight, 0);
    table.set(
      weights.map((weight) => weight / sum),
      phase * taps,
    );
  }
  return table;
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}

function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b);
}
