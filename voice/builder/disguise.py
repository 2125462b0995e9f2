"""Random speakers in the cepstral domain: other throats, other microphones, other dynamics.

Cheap enough to give every chunk another disguise each time it is seen. Measured on seven human clips, it
is what most helps a network that has heard only a synthesiser.
"""

import numpy as np
import numpy.typing as npt

from voice.builder import mel
from voice.builder.features import DIMENSIONS, HIGH_HZ, LOW_HZ

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
    centres = np.linspace(mel.mel(LOW_HZ), mel.mel(HIGH_HZ), n + 2)[1:-1]
    matrices = []
    for scale in np.linspace(SHORTEST, LONGEST, WARPS):
        wanted = mel.mel(np.clip(mel.hertz(centres) * scale, LOW_HZ, HIGH_HZ))
        place = np.clip((wanted - centres[0]) / (centres[1] - centres[0]), 0, n - 1.001)
        below = place.astype(int)
        moved = np.zeros((n, n))
        moved[index, below] = 1 - (place - below)
        moved[index, below + 1] += place - below
        matrices.append(mel.to_cepstra() @ moved @ mel.from_cepstra())
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
