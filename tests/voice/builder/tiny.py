"""Small things to build with: a network of random numbers, a spoken sentence in time, a WAV file."""

import wave
from pathlib import Path

import numpy as np
import numpy.typing as npt

from voice.builder.features import DIMENSIONS
from voice.builder.labels import Segment
from voice.builder.phones import PHONES
from voice.builder.trained import Layer, Trained

PDFS = 2 * len(PHONES)


def trained(seed: int = 1, width: int = 6, depth: int = 2) -> Trained:
    """Return a network with random weights and random batch normalisations, none of them the identity."""
    rng = np.random.default_rng(seed)

    def some(*shape: int, scale: float = 1.0) -> npt.NDArray[np.float32]:
        return (rng.standard_normal(shape) * scale).astype(np.float32)

    inputs = [5 * DIMENSIONS, 3 * width] + [3 * width] * depth
    hidden = [
        Layer(
            some(size, width, scale=size**-0.5),
            some(width),
            scale=some(width),
            shift=some(width),
            mean=some(width),
            variance=np.abs(some(width)) + np.float32(0.1),
        )
        for size in inputs
    ]
    last = Layer(some(width, PDFS), some(PDFS))
    counts = rng.integers(0, 5000, PDFS)
    return Trained(
        (*hidden, last),
        some(DIMENSIONS, scale=10),
        np.abs(some(DIMENSIONS, scale=5)) + np.float32(1),
        counts,
        3 + 3 * depth,
    )


def segments(*timed: tuple[str, float, float, int]) -> list[Segment]:
    """Return segments from (phone, start in seconds, end, word)."""
    return [Segment(PHONES.index(phone), start, end, word) for phone, start, end, word in timed]


def write_wav(path: Path, samples: npt.NDArray[np.float32], rate_hz: int = 16000) -> Path:
    """Write mono 16-bit sound; ``samples`` are in the range of 16-bit samples."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate_hz)
        file.writeframes(np.clip(samples, -32768, 32767).astype("<i2").tobytes())
    return path
