/**
 * The part that runs on the browser's audio thread: the microphone to 16 kHz frames, and the line's frames to sound.
 * Built as a file of its own, since an AudioWorklet is loaded by address.
 */
import { JitterBuffer } from "./jitter.ts";
import { Framer, mono, RATE_HZ, readPcm, toFloat, toInt16 } from "./pcm.ts";
import { Resampler } from "./resampler.ts";

/** What an AudioWorklet finds around it; the DOM's types do not know it. */
declare const sampleRate: number;
declare class AudioWorkletProcessor {
  readonly port: MessagePort;
}
declare function registerProcessor(name: string, kind: new () => AudioWorkletProcessor): void;

/** Sound is made in pieces of this many samples at 16 kHz (10 ms). */
const PIECE = 160;

class Capture extends AudioWorkletProcessor {
  private readonly resampler = new Resampler(sampleRate, RATE_HZ);
  private readonly framer = new Framer();

  process(inputs: Float32Array[][]): boolean {
    // No channel: the microphone gives nothing in this moment, which is silence and takes its time all the same.
    const heard = inputs[0]?.length ? mono(inputs[0]) : new Float32Array(128);
    this.framer.push(this.resampler.process(heard), (frame) => {
      const pcm = toInt16(frame);
      this.port.postMessage(pcm, [pcm.buffer]);
    });
    return true;
  }
}

class Playback extends AudioWorkletProcessor {
  private readonly resampler = new Resampler(RATE_HZ, sampleRate);
  private readonly buffer = new JitterBuffer();
  private readonly piece = new Float32Array(PIECE);
  private ready: Float32Array = new Float32Array(0);

  constructor() {
    super();
    this.port.onmessage = (event: MessageEvent<unknown>) => {
      if (event.data instanceof ArrayBuffer) this.buffer.push(toFloat(readPcm(event.data)));
      else this.buffer.flush();
    };
  }

  process(_: Float32Array[][], outputs: Float32Array[][]): boolean {
    const [first, ...others] = outputs[0] ?? [];
    if (!first) return true;
    let filled = 0;
    while (filled < first.length) {
      if (this.ready.length === 0) {
        this.buffer.pull(this.piece);
        this.ready = this.resampler.process(this.piece);
      }
      const part = this.ready.subarray(0, first.length - filled);
      first.set(part, filled);
      this.ready = this.ready.subarray(part.length);
      filled += part.length;
    }
    for (const other of others) other.set(first);
    return true;
  }
}

registerProcessor("indgang-capture", Capture);
registerProcessor("indgang-playback", Playback);
