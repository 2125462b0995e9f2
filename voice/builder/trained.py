"""A trained network as plain arrays: what training leaves and the export reads."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Layer:
    """One affine layer, and the batch normalisation after its rectifier (None for the last)."""

    weights: Array
    """(in, out); in = spliced frames side by side, oldest first."""
    bias: Array
    scale: Array | None = None
    shift: Array | None = None
    mean: Array | None = None
    variance: Array | None = None


@dataclass(frozen=True)
class Trained:
    """A network ready to be exported."""

    layers: tuple[Layer, ...]
    input_mean: Array
    input_deviation: Array
    counts: npt.NDArray[np.int64]
    """How often each pdf was heard: the priors."""
    context: int
    """Feature frames that an output sees to each side."""

    def save(self, path: Path) -> None:
        """Write to an ``.npz`` file."""
        arrays: dict[str, npt.NDArray[Any]] = {
            f"{number}.{name}": value
            for number, layer in enumerate(self.layers)
            for name, value in vars(layer).items()
            if value is not None
        }
        arrays |= {"mean": self.input_mean, "deviation": self.input_deviation, "counts": self.counts}
        np.savez(path, context=self.context, **arrays)


def load(path: Path) -> Trained:
    """Read what ``Trained.save`` wrote."""
    with np.load(path) as stored:
        numbers = sorted({int(name.split(".")[0]) for name in stored if "." in name})
        names = ("weights", "bias", "scale", "shift", "mean", "variance")
        layers = tuple(
            Layer(**{name: stored[f"{n}.{name}"] for name in names if f"{n}.{name}" in stored})
            for n in numbers
        )
        return Trained(layers, stored["mean"], stored["deviation"], stored["counts"], int(stored["context"]))
