/** Sound as the line wants it: int16, little endian, mono, 16 kHz, in frames of 20 ms. */

export const RATE_HZ = 16_000;
/** Samples of 20 ms. */
export const FRAME_SAMPLES = 320;

/** Every browser of today runs on little-endian machines, so the samples lie as the line wants them. */
export function toInt16(samples: Float32Array): Int16Array<ArrayBuffer> {
  const pcm = new Int16Array(samples.length);
  samples.forEach((sample, at) => {
    const limited = Math.max(-1, Math.min(1, sample));
    pcm[at] = Math.round(limited < 0 ? limited * 0x8000 : limited * 0x7fff);
  });
  return pcm;
}

export function toFloat(pcm: Int16Array): Float32Array<ArrayBuffer> {
  return Float32Array.from(pcm, (sample) => sample / 0x8000);
}

/** Reads what came from the line; an odd last byte is left out. */
export function readPcm(bytes: ArrayBuffer): Int16Array<ArrayBuffer> {
  return new Int16Array(bytes, 0, bytes.byteLength >> 1);
}

/** The mean of all channels. */
export function mono(channels: readonly Float32Array[]): Float32Array {
  const [first, ...others] = channels;
  if (!first) return new Float32Array(0);
  if (others.length === 0) return first;
  return first.map((sample, at) => {
    const sum = others.reduce((total, channel) => total + (channel[at] ?? 0), sample);
    return sum / channels.length;
  });
}

/** Cuts a stream of samples into frames of one length. */
export class Framer {
  private frame = new Float32Array(FRAME_SAMPLES);
  private filled = 0;

  /** Calls `whole` with each frame that is complete; the frame is the caller's to keep. */
  push(samples: Float32Array, whole: (frame: Float32Array) => void): void {
    let at = 0;
    while (at < samples.length) {
      const part = samples.subarray(at, at + FRAME_SAMPLES - this.filled);
      this.frame.set(part, this.filled);
      this.filled += part.length;
      at += part.length;
      if (this.filled < FRAME_SAMPLES) return;
      whole(this.frame);
      this.frame = new Float32Array(FRAME_SAMPLES);
      this.filled = 0;
    }
  }
}
