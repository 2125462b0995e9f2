import assert from "node:assert/strict";
import { test } from "node:test";
import { JitterBuffer } from "../src/voice/jitter.ts";
import { dead, STEPS, steps } from "../src/voice/level.ts";
import { FRAME_SAMPLES, Framer, mono, readPcm, toFloat, toInt16 } from "../src/voice/pcm.ts";
import { Resampler } from "../src/voice/resampler.ts";

function tone(hz: number, rate: number, seconds: number, amplitude = 0.5): Float32Array {
  return Float32Array.from({ length: Math.round(rate * seconds) }, (_, at) => {
    return amplitude * Math.sin((2 * Math.PI * hz * at) / rate);
  });
}

function inPieces(resampler: Resampler, sound: Float32Array, size: number): Float32Array {
  const made: number[] = [];
  for (let at = 0; at < sound.length; at += size) {
    made.push(...resampler.process(sound.subarray(at, at + size)));
  }
  return Float32Array.from(made);
}

/** Root mean square without the ends, where the filter is only half in the sound. */
function loudness(sound: Float32Array): number {
  const middle = sound.subarray(400, -400);
  return Math.sqrt(middle.reduce((sum, sample) => sum + sample * sample, 0) / middle.length);
}

/** Strength of one frequency, by correlation. */
function strength(sound: Float32Array, hz: number, rate: number): number {
  const middle = sound.subarray(400, -400);
  let [real, imaginary] = [0, 0];
  middle.forEach((sample, at) => {
    real += sample * Math.cos((2 * Math.PI * hz * at) / rate);
    imaginary += sample * Math.sin((2 * Math.PI * hz * at) / rate);
  });
  return (2 * Math.hypot(real, imaginary)) / middle.length;
}

for (const rate of [8_000, 16_000, 22_050, 44_100, 48_000, 96_000]) {
  test(`from ${rate} Hz: speech keeps its pitch, its strength and its length`, () => {
    const made = inPieces(new Resampler(rate, 16_000), tone(1_000, rate, 1), 128);
    assert.ok(Math.abs(made.length - 16_000) < 60, `${made.length} samples`);
    assert.ok(Math.abs(strength(made, 1_000, 16_000) - 0.5) < 0.01);
    assert.ok(Math.abs(loudness(made) - 0.5 / Math.SQRT2) < 0.01);
  });
}

for (const rate of [44_100, 48_000]) {
  test(`from ${rate} Hz: what 16 kHz cannot carry is taken away and does not fold back`, () => {
    for (const hz of [9_500, 11_000, 15_000, 20_000]) {
      const made = inPieces(new Resampler(rate, 16_000), tone(hz, rate, 1), 128);
      assert.ok(loudness(made) < 0.5 / 1000, `${hz} Hz leaves ${loudness(made)}`);
    }
  });
  test(`to ${rate} Hz: nothing is added above the speech`, () => {
    const made = inPieces(new Resampler(16_000, rate), tone(3_000, 16_000, 1), 160);
    assert.ok(Math.abs(made.length - rate) < 200);
    assert.ok(Math.abs(strength(made, 3_000, rate) - 0.5) < 0.01);
    assert.ok(strength(made, 13_000, rate) < 0.001);
  });
}

test("the size of the pieces makes no difference", () => {
  const sound = tone(440, 44_100, 0.5);
  const whole = new Resampler(44_100, 16_000).process(sound);
  for (const size of [1, 7, 128, 4096]) {
    const made = inPieces(new Resampler(44_100, 16_000), sound, size);
    assert.deepEqual(made, whole.subarray(0, made.length));
    assert.equal(made.length, whole.length);
  }
});

test("nothing piles up inside, however long it runs", () => {
  const resampler = new Resampler(44_100, 16_000);
  const piece = new Float32Array(44_100);
  let made = 0;
  for (let second = 0; second < 60; second += 1) made += resampler.process(piece).length;
  assert.ok(Math.abs(made - 60 * 16_000) < 60);
});

test("samples are rounded, and what is too loud is limited rather than wrapped", () => {
  const pcm = toInt16(Float32Array.from([0, 1, -1, 2, -2, 0.5, Number.NaN]));
  assert.deepEqual([...pcm], [0, 32767, -32768, 32767, -32768, 16384, 0]);
  assert.deepEqual([...toFloat(Int16Array.from([0, -32768, 16384]))], [0, -1, 0.5]);
});

test("an odd byte from the line does not shift the sound", () => {
  assert.deepEqual([...readPcm(Uint8Array.from([1, 0, 2, 0, 9]).buffer)], [1, 2]);
  assert.deepEqual([...readPcm(new ArrayBuffer(1))], []);
});

test("stereo becomes the mean of both sides, and no channel is no sound", () => {
  assert.deepEqual([...mono([Float32Array.from([1, 0]), Float32Array.from([0, 0.5])])], [0.5, 0.25]);
  assert.deepEqual([...mono([])], []);
});

test("a stream is cut into frames of 20 ms with nothing lost between them", () => {
  const framer = new Framer();
  const frames: number[][] = [];
  const sound = Float32Array.from({ length: FRAME_SAMPLES * 3 + 5 }, (_, at) => at);
  for (let at = 0; at < sound.length; at += 43)
    framer.push(sound.subarray(at, at + 43), (frame) => frames.push([...frame]));
  assert.equal(frames.length, 3);
  assert.deepEqual(frames.flat(), [...sound.subarray(0, FRAME_SAMPLES * 3)]);
});

// ---- the jitter buffer: 10 ms at a time ----

const TEN_MS = 160;
const SETTINGS = { startMs: 60, longestWaitMs: 100, mostMs: 300, fadeMs: 0 };

function pulled(buffer: JitterBuffer, times: number): number[] {
  return Array.from({ length: times }, () => {
    const out = new Float32Array(TEN_MS);
    buffer.pull(out);
    return out[TEN_MS - 1] ?? 0;
  });
}

const frame = (value: number) => new Float32Array(FRAME_SAMPLES).fill(value);

test("sound is heard when enough has come, in its order, and then there is silence", () => {
  const buffer = new JitterBuffer(SETTINGS);
  buffer.push(frame(1));
  assert.deepEqual(pulled(buffer, 2), [0, 0]);
  buffer.push(frame(2));
  buffer.push(frame(3));
  assert.deepEqual(pulled(buffer, 8), [1, 1, 2, 2, 3, 3, 0, 0]);
});

test("a late frame is not heard as a hole while some is in store", () => {
  const buffer = new JitterBuffer(SETTINGS);
  for (const value of [1, 2, 3]) buffer.push(frame(value));
  assert.deepEqual(pulled(buffer, 4), [1, 1, 2, 2]);
  buffer.push(frame(4)); // should have come 40 ms ago
  assert.deepEqual(pulled(buffer, 4), [3, 3, 4, 4]);
});

test("the end of a sentence that is shorter than the wait is heard all the same", () => {
  const buffer = new JitterBuffer(SETTINGS);
  buffer.push(frame(1));
  const heard = pulled(buffer, 15);
  assert.equal(heard.filter((value) => value === 1).length, 2);
  assert.ok(heard.indexOf(1) * 10 <= SETTINGS.longestWaitMs);
});

test("after running dry some is gathered again before it goes on", () => {
  const buffer = new JitterBuffer(SETTINGS);
  for (const value of [1, 2, 3]) buffer.push(frame(value));
  pulled(buffer, 7);
  buffer.push(frame(4));
  assert.deepEqual(pulled(buffer, 2), [0, 0]);
  buffer.push(frame(5));
  buffer.push(frame(6));
  assert.deepEqual(pulled(buffer, 2), [4, 4]);
});

test("a flush silences at once, and what comes after it is heard", () => {
  const buffer = new JitterBuffer(SETTINGS);
  for (const value of [1, 2, 3, 4]) buffer.push(frame(value));
  pulled(buffer, 2);
  buffer.flush();
  assert.equal(buffer.waitingMs, 0);
  assert.deepEqual(pulled(buffer, 2), [0, 0]);
  for (const value of [7, 8, 9]) buffer.push(frame(value));
  assert.deepEqual(pulled(buffer, 2), [7, 7]);
});

test("sound that comes far too late is dropped, so that the talk does not lag behind", () => {
  const buffer = new JitterBuffer(SETTINGS);
  for (let value = 1; value <= 16; value += 1) buffer.push(frame(value)); // 320 ms at once
  assert.equal(buffer.waitingMs, SETTINGS.startMs);
  assert.deepEqual(pulled(buffer, 6), [14, 14, 15, 15, 16, 16]);
});

test("sound begins and ends without a click", () => {
  const buffer = new JitterBuffer({ ...SETTINGS, fadeMs: 4 });
  for (let count = 0; count < 4; count += 1) buffer.push(frame(1));
  const heard: number[] = [0];
  for (let count = 0; count < 12; count += 1) {
    const out = new Float32Array(TEN_MS);
    buffer.pull(out);
    heard.push(...out);
    if (count === 3) buffer.flush();
  }
  assert.equal(Math.max(...heard), 1);
  assert.equal(heard.at(-1), 0);
  const jumps = heard.map((value, at) => Math.abs(value - (heard[at - 1] ?? value)));
  assert.ok(Math.max(...jumps) < 0.05, `a jump of ${Math.max(...jumps)}`);
});

test("the meter counts steps from silence to shouting", () => {
  const at = (amplitude: number) => steps(toInt16(tone(300, 16_000, 0.02, amplitude)));
  assert.equal(at(0), 0);
  assert.equal(steps(new Int16Array(0)), 0);
  assert.equal(at(1), STEPS);
  assert.ok(at(0.005) >= 1);
  assert.ok(at(0.005) < at(0.05));
  assert.ok(at(0.05) < at(0.3));
});

test("a microphone that is switched off is told from a quiet room", () => {
  assert.equal(dead(new Int16Array(320)), true);
  assert.equal(dead(toInt16(tone(300, 16_000, 0.02, 0.001))), false);
});
