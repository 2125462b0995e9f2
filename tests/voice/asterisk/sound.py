"""Tones that are sent, and found again in what was heard."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from voice.asterisk.sounds import RATE_HZ, Pcm

FRAME_SAMPLES = RATE_HZ // 50
_LEVEL = 6000
_NOISE = 200
_SHARE = 0.6
"""Of a frame's energy, in one tone. A-law and a converter leave more than that in it, speech much less."""


def tone(hz: float, seconds: float) -> Pcm:
    """Return a tone."""
    at = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
    return np.asarray(_LEVEL * np.sin(2 * np.pi * hz * at), np.int16)


def seconds_of(pcm: Pcm, hz: float) -> float:
    """Return for how long ``hz`` is heard in ``pcm``."""
    frames = pcm[: len(pcm) // FRAME_SAMPLES * FRAME_SAMPLES].reshape(-1, FRAME_SAMPLES).astype(np.float64)
    wave = np.exp(-2j * np.pi * hz * np.arange(FRAME_SAMPLES) / RATE_HZ)
    energy = (frames**2).sum(axis=1)
    in_tone = 2 * np.abs(frames @ wave) ** 2 / FRAME_SAMPLES
    there = (energy > FRAME_SAMPLES * 300**2) & (in_tone > _SHARE * energy)
    return float(there.sum()) * FRAME_SAMPLES / RATE_HZ


def hears(hz: float, seconds: float) -> Callable[[Pcm], bool]:
    """Say whether ``hz`` is heard for so long."""
    return lambda pcm: seconds_of(pcm, hz) >= seconds


def loud_seconds(pcm: Pcm) -> float:
    """Return for how long ``pcm`` is louder than the noise of a line."""
    return float(loud_frames(pcm).sum()) * FRAME_SAMPLES / RATE_HZ


def loud_frames(pcm: Pcm) -> npt.NDArray[np.bool_]:
    """Say of each 20 ms whether it is louder than the noise of a line."""
    frames = pcm[: len(pcm) // FRAME_SAMPLES * FRAME_SAMPLES].reshape(-1, FRAME_SAMPLES).astype(np.float64)
    return np.asarray(np.sqrt((frames**2).mean(axis=1)) > _NOISE)
