"""Sound for the tests: made, measured, and overheard in the page."""

import math
import wave
from array import array
from pathlib import Path

TONE_HZ = 440


def tone(hz: int, seconds: float, rate: int = 16_000, amplitude: int = 12_000) -> "array[int]":
    samples = range(round(seconds * rate))
    return array("h", (round(amplitude * math.sin(2 * math.pi * hz * at / rate)) for at in samples))


def strength(pcm: "array[int]", hz: int, rate: int = 16_000) -> float:
    """Part of the sound's power that lies at one frequency: 1 for a pure tone."""
    turn = 2 * math.pi * hz / rate
    real = sum(sample * math.cos(turn * at) for at, sample in enumerate(pcm))
    imaginary = sum(sample * math.sin(turn * at) for at, sample in enumerate(pcm))
    power = sum(sample * sample for sample in pcm)
    return 2 * (real**2 + imaginary**2) / (len(pcm) * power) if power else 0.0


def microphone_file(path: Path) -> Path:
    """Write what the browser's microphone hears, again and again: a tone."""
    with wave.open(str(path), "wb") as writer:
        writer.setparams((1, 2, 48_000, 0, "NONE", ""))
        writer.writeframes(tone(TONE_HZ, 2.0, 48_000).tobytes())
    return path


HEAR = """
    // A second pair of ears on the page's own loudspeaker.
    const connect = AudioNode.prototype.connect;
    window.ears = [];
    AudioNode.prototype.connect = function (to, ...more) {
        if (to instanceof AudioDestinationNode) {
            const ear = new AnalyserNode(this.context, { fftSize: 4096 });
            connect.call(this, ear);
            window.ears.push(ear);
        }
        return connect.call(this, to, ...more);
    };
    window.loudness = () => Math.max(...window.ears.map(ear => {
        const samples = new Float32Array(ear.fftSize);
        ear.getFloatTimeDomainData(samples);
        return Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);
    }));
    window.pitch = () => {
        const [best] = window.ears.map(ear => {
            const bins = new Float32Array(ear.frequencyBinCount);
            ear.getFloatFrequencyData(bins);
            const at = bins.indexOf(Math.max(...bins));
            return { level: bins[at], hz: at * ear.context.sampleRate / ear.fftSize };
        }).sort((a, b) => b.level - a.level);
        return best.hz;
    };
"""
