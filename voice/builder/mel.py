"""Between cepstra and mel energies: where noise adds up, and where throats differ in length."""

import functools

import numpy as np
import numpy.typing as npt

from voice.builder.features import DIMENSIONS, HIGH_HZ, LIFTER, LOW_HZ

Array = npt.NDArray[np.float32]
FLOOR = 1.2e-7
"""Kaldi's least mel energy, before the logarithm."""
_LARGEST_LOG = 40.0


@functools.cache
def to_cepstra() -> npt.NDArray[np.float64]:
    """Return the matrix (40, 40) that makes cepstra of log mel energies: lifter times DCT."""
    n = DIMENSIONS
    index = np.arange(n)
    cosines = np.sqrt(2 / n) * np.cos(np.pi / n * np.outer(index, index + 0.5))
    cosines[0] = np.sqrt(1 / n)
    return np.asarray((1 + 0.5 * LIFTER * np.sin(np.pi * index / LIFTER))[:, None] * cosines)


@functools.cache
def from_cepstra() -> npt.NDArray[np.float64]:
    """Return the inverse; the cepstrum that the lifter nearly silences is left out."""
    return np.linalg.pinv(to_cepstra(), rcond=1e-6)


def energies(cepstra: Array) -> Array:
    """Return the mel energies (…, 40) of cepstra (…, 40)."""
    logs = np.matmul(cepstra, from_cepstra().T.astype(np.float32))
    return np.asarray(np.exp(np.minimum(logs, _LARGEST_LOG)), np.float32)


def cepstra(energies: Array) -> Array:
    """Return the cepstra (…, 40) of mel energies (…, 40)."""
    logs = np.log(np.maximum(energies, FLOOR))
    return np.asarray(np.matmul(logs, to_cepstra().T.astype(np.float32)), np.float32)


def edges_hz() -> npt.NDArray[np.float64]:
    """Return the 42 corners of the 40 triangles."""
    return hertz(np.linspace(mel(LOW_HZ), mel(HIGH_HZ), DIMENSIONS + 2))


def mel(frequency_hz: npt.ArrayLike) -> npt.NDArray[np.float64]:
    """Return Kaldi's mel of a frequency."""
    return np.asarray(1127 * np.log(1 + np.asarray(frequency_hz, np.float64) / 700))


def hertz(mels: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return the frequency of a mel."""
    return np.asarray(700 * (np.exp(mels / 1127) - 1))
