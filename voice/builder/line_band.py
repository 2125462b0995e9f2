"""What a telephone line leaves of a sound, on mel energies.

A line carries 300 to 3400 Hz at 8 kHz. Kaldi's short resampling filter, through which Vosk brings it to 16
kHz, mirrors some of what lies below 4 kHz above it: 30 dB more there than a long filter leaves, so training
has to hear it.
"""

import functools

import numpy as np
import numpy.typing as npt
from scipy.signal import butter, sosfreqz

from voice.builder import mel
from voice.builder.degrade import RATE_HZ
from voice.builder.features import mfcc

_BINS = 256
_FREQUENCIES_HZ = (np.arange(_BINS) + 0.5) * (RATE_HZ / 2 / _BINS)
_ZEROS = 6
_CUTOFF_HZ = 0.99 * 0.5 * RATE_HZ / 2
"""Kaldi's ``LinearResample`` as its online features set it up: six zeros, cut off just below 4 kHz."""
Array = npt.NDArray[np.float32]


def line(low_hz: float = 300.0, high_hz: float = 3400.0, order: int = 4) -> Array:
    """Return the matrix (40, 40) from a wide sound's mel energies to those that Vosk finds behind a line."""
    band = butter(order, [low_hz, high_hz], "band", fs=RATE_HZ, output="sos")
    _, response = sosfreqz(band, _FREQUENCIES_HZ, fs=RATE_HZ)
    return _resampled(np.abs(response) ** 2)


def resampled() -> Array:
    """Return the matrix (40, 40) for a sound that a line has limited already: only Vosk's resampling."""
    return _resampled(np.ones(_BINS))


def _resampled(gain: npt.NDArray[np.float64]) -> Array:
    """Return what 8 kHz becomes at 16 kHz; ``gain``: the power that comes through by frequency."""
    half = _BINS // 2
    kept = _short_filter(_FREQUENCIES_HZ)
    direct = np.where(np.arange(_BINS) < half, gain * kept, 0)
    images = np.zeros((_BINS, _BINS))
    for index in range(half):
        mirrored = _BINS - 1 - index
        lifted = _emphasis(_FREQUENCIES_HZ[mirrored]) / _emphasis(_FREQUENCIES_HZ[index])
        images[mirrored, index] = gain[index] * kept[mirrored] * lifted
    triangles = _triangles()
    # What stays in its band keeps its fine shape; only images are spread out evenly.
    stays = np.diag(triangles @ direct / triangles.sum(1))
    spread = triangles.T / triangles.sum(1)
    return np.asarray(stays + triangles @ images @ spread, np.float32)


def _triangles() -> npt.NDArray[np.float64]:
    """Return the weight of each frequency in each mel band: (40, bins)."""
    edges, place = mel.mel(mel.edges_hz()), mel.mel(_FREQUENCIES_HZ)
    rising = (place - edges[:-2, None]) / (edges[1:-1] - edges[:-2])[:, None]
    falling = (edges[2:, None] - place) / (edges[2:] - edges[1:-1])[:, None]
    return np.asarray(np.maximum(0, np.minimum(rising, falling)))


@functools.cache
def _pulse() -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    width = _ZEROS / (2 * _CUTOFF_HZ)
    time = np.linspace(-width, width, 4001)
    window = 0.5 * (1 + np.cos(2 * np.pi * _CUTOFF_HZ / _ZEROS * time))
    return time, 2 * _CUTOFF_HZ * np.sinc(2 * _CUTOFF_HZ * time) * window * (time[1] - time[0])


def _short_filter(frequency_hz: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return the power response of Kaldi's windowed sinc."""
    time, pulse = _pulse()
    return np.asarray((np.cos(2 * np.pi * frequency_hz[:, None] * time) @ pulse) ** 2)


def _emphasis(frequency_hz: float) -> float:
    """Return the power response of Kaldi's pre-emphasis (0.97)."""
    return float(1 + 0.97**2 - 2 * 0.97 * np.cos(2 * np.pi * frequency_hz / RATE_HZ))


@functools.cache
def white_energies() -> Array:
    """Return the mean mel energies of white noise of 1 unit."""
    hiss = np.random.default_rng(0).standard_normal(RATE_HZ).astype(np.float32)
    return np.asarray(mel.energies(mfcc(hiss)).mean(0), np.float32)
