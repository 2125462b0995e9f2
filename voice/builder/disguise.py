"""Random speakers in the cepstral domain: other throats, other microphones, other dynamics.

Cheap enough to give every chunk another disguise each time it is seen. Measured on seven human clips, it
is what most helps a network that has heard only a synthesiser.
"""

import numpy as np
import numpy.typing as npt

from voice.builder.features import DIMENSIONS, HIGH_HZ, LIFTER, LOW_HZ

WARPS = 19
SHORTEST, LONGEST = 0.8, 1.25
"""Frequency scale of the throats: 1 is as spoken."""
_EQUALISER_LOW, _EQUALISER_HIGH = 0.45, 0.2
"""Standard deviation of the random offset of c0-c11 and of the others, in deviations of the features."""
_SQUEEZED_SHARE = 0.6
_LEAST, _MOST = 0.6, 1.1
"""How far the dynamics are squeezed or stretched about the chunk's mean."""
Array = npt.NDArray[np.float32]


def warps() -> Array:
    """Return ``WARPS`` matrices (40, 40) that turn cepstra into those of a longer or shorter throat.

    cepstra = lifter · DCT · log mel; a warp interpolates between neighbouring mel bands in between.
    """
    n = DIMENSIONS
    index = np.arange(n)
    cosines = np.sqrt(2 / n) * np.cos(np.pi / n * np.outer(index, index + 0.5))
    cosines[0] = np.sqrt(1 / n)
    forward = (1 + 0.5 * LIFTER * np.sin(np.pi * index / LIFTER))[:, None] * cosines
    backward = np.linalg.pinv(forward, rcond=1e-6)
    edges = np.linspace(_mel(LOW_HZ), _mel(HIGH_HZ), n + 2)
    centres = edges[1:-1]
    matrices = []
    for scale in np.linspace(SHORTEST, LONGEST, WARPS):
        wanted = _mel(np.clip(_hertz(centres) * scale, LOW_HZ, HIGH_HZ))
        place = np.clip((wanted - centres[0]) / (centres[1] - centres[0]), 0, n - 1.001)
        below = place.astype(int)
        moved = np.zeros((n, n))
        moved[index, below] = 1 - (place - below)
        moved[index, below + 1] += place - below
        matrices.append(forward @ moved @ backward)
    return np.asarray(matrices, np.float32)


def disguised(cepstra: Array, rng: np.random.Generator, matrices: Array, deviation: Array) -> Array:
    """Return ``cepstra`` (batch, frames, 40) with one random disguise a chunk."""
    count = len(cepstra)
    warped = np.matmul(cepstra, matrices[rng.integers(WARPS, size=count)].transpose(0, 2, 1))
    spread = np.where(np.arange(DIMENSIONS) < 12, _EQUALISER_LOW, _EQUALISER_HIGH) * deviation
    warped += (rng.standard_normal((count, 1, DIMENSIONS)) * spread).astype(np.float32)
    squeeze = np.where(
        rng.random((count, 1, 1)) < _SQUEEZED_SHARE, rng.uniform(_LEAST, _MOST, (count, 1, 1)), 1
    )
    centre = warped.mean(1, keepdims=True)
    return np.asarray(centre + (warped - centre) * squeeze, np.float32)


def _mel(hertz: npt.ArrayLike) -> npt.NDArray[np.float64]:
    return np.asarray(1127 * np.log(1 + np.asarray(hertz, np.float64) / 700))


def _hertz(mel: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    return np.asarray(700 * (np.exp(mel / 1127) - 1))
