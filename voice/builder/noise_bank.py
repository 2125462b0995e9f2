"""Noises for the training, as mel energies: made once, and mixed anew with every chunk that is heard.

    hiss, white, hum, street, clatter   by numbers, with random colour, tones, swells and knocks
    babble                              several training voices that speak training sentences at once

All of it differs from what the evaluation mixes in: other seeds, other voices, other sentences.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import soxr
from scipy.signal import butter, lfilter, sosfilt

from voice.builder import mel
from voice.builder.degrade import RATE_HZ, Sound, loudness, room
from voice.builder.features import mfcc
from voice.espeak.library import Espeak, Manner

SECONDS = 12.0
KINDS = ("hiss", "white", "hum", "street", "clatter", "babble")
_RMS = 1000.0
"""Loudness of the noises in the bank, sample units; mixing scales them."""


@dataclass(frozen=True)
class Babblers:
    """Who speaks in the background, and what."""

    espeak: Espeak
    voices: Sequence[str]
    """``da+m3``: as espeak-ng names them."""
    sentences: Sequence[str]


def bank(babblers: Babblers, each: int, seed: int) -> npt.NDArray[np.float32]:
    """Return ``each`` noises of every kind as mel energies: (noises, frames, 40)."""
    made = []
    for number, kind in enumerate(KINDS * each):
        rng = np.random.default_rng([seed, number])
        sound = sound_of(kind, rng, babblers)
        made.append(mel.energies(mfcc(loudness(sound, _RMS))))
    return np.stack(made)


def sound_of(kind: str, rng: np.random.Generator, babblers: Babblers) -> Sound:
    """Return ``SECONDS`` of one kind of noise."""
    length = int(SECONDS * RATE_HZ)
    if kind == "white":
        made = _white(length, rng)
    elif kind == "hum":
        made = _hum(length, rng)
    elif kind == "street":
        made = _street(length, rng)
    elif kind == "clatter":
        made = _clatter(length, rng)
    elif kind == "babble":
        made = _babble(length, rng, babblers)
    else:
        made = _hiss(length, rng)
    return np.asarray(made, np.float32)


def _hiss(length: int, rng: np.random.Generator) -> Sound:
    """Steady noise of a random colour: from bright to nearly a rumble."""
    coloured = lfilter([1], [1, -rng.uniform(-0.4, 0.98)], rng.standard_normal(length))
    return np.asarray(loudness(coloured, 1.0))


def _white(length: int, rng: np.random.Generator) -> Sound:
    """Steady noise that is as strong above 2 kHz as below: a tap, a poor line. It hides the consonants."""
    coloured = lfilter([1], [1, -rng.uniform(-0.3, 0.3)], rng.standard_normal(length))
    return np.asarray(loudness(coloured, 1.0))


def _hum(length: int, rng: np.random.Generator) -> Sound:
    """The mains or an engine: a tone with its overtones, over hiss."""
    time = np.arange(length) / RATE_HZ
    lowest = rng.choice([50.0, 100.0, rng.uniform(40, 400)])
    overtones = range(1, int(rng.integers(6, 30)))
    tone = sum(
        np.sin(2 * np.pi * lowest * k * time + rng.uniform(0, 6.28)) / k ** rng.uniform(0.3, 1.2)
        for k in overtones
    )
    return loudness(np.asarray(tone), 1.0) + _hiss(length, rng) * np.float32(rng.uniform(0.1, 0.7))


def _street(length: int, rng: np.random.Generator) -> Sound:
    """Traffic: low noise that swells and dies as somebody drives by."""
    swells = np.zeros(length)
    time = np.arange(length) / RATE_HZ
    for _ in range(int(rng.integers(1, 5))):
        swells += rng.uniform(0.3, 2) * np.exp(
            -(((time - rng.uniform(0, SECONDS)) / rng.uniform(0.4, 3)) ** 2)
        )
    low = sosfilt(butter(1, rng.uniform(300, 2500), fs=RATE_HZ, output="sos"), rng.standard_normal(length))
    return np.asarray(loudness(low, 1.0) * (0.3 + swells) + 0.1 * _hiss(length, rng), np.float32)


def _clatter(length: int, rng: np.random.Generator) -> Sound:
    """A kitchen, a keyboard: short knocks with a tone each, in a room, over a little hiss."""
    made = np.zeros(length + RATE_HZ)
    for _ in range(int(rng.integers(20, 90))):
        long = int(rng.uniform(0.01, 0.15) * RATE_HZ)
        fading = np.exp(-6.9 * np.arange(long) / long)
        tone = np.sin(2 * np.pi * rng.uniform(300, 5000) * np.arange(long) / RATE_HZ)
        knock = (tone * rng.uniform(0, 1) + rng.standard_normal(long) * rng.uniform(0.1, 1)) * fading
        at = int(rng.integers(length))
        made[at : at + long] += knock * rng.uniform(0.2, 2)
    return loudness(room(made[:length].astype(np.float32), rng), 1.0) + 0.15 * _hiss(length, rng)


def _babble(length: int, rng: np.random.Generator, babblers: Babblers) -> Sound:
    """Two to eight people who talk at once, in a room."""
    made = np.zeros(length, np.float32)
    for _ in range(int(rng.integers(2, 9))):
        made += _talk(length, rng, babblers) * np.float32(rng.uniform(0.4, 1))
    return loudness(room(made, rng), 1.0) + 0.1 * _hiss(length, rng)


def _talk(length: int, rng: np.random.Generator, babblers: Babblers) -> Sound:
    manner = Manner(
        babblers.voices[rng.integers(len(babblers.voices))],
        words_per_minute=int(rng.integers(130, 210)),
        pitch=int(rng.integers(30, 70)),
    )
    said: list[Sound] = []
    skipped = int(rng.integers(RATE_HZ))
    while sum(map(len, said)) < length + skipped:
        text = babblers.sentences[rng.integers(len(babblers.sentences))]
        pcm, _ = babblers.espeak.sound(text, manner)
        said.append(soxr.resample(pcm.astype(np.float32), babblers.espeak.rate_hz, RATE_HZ))
        said.append(np.zeros(int(rng.uniform(0.1, 0.8) * RATE_HZ), np.float32))
    return loudness(np.concatenate(said)[skipped : skipped + length], 1.0)
