"""Read back a ``final.mdl`` that this builder wrote: to score sound with it, outside Vosk."""

import struct
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from voice.builder.errors import CannotBuild
from voice.builder.features import Features

Array = npt.NDArray[np.float32]
EPSILON = 1e-5
"""Added to the variance in each batch normalisation, before it was folded away."""


class UnreadableModel(CannotBuild):
    """The file is not a model of this builder."""


@dataclass(frozen=True)
class Scorer:
    """The network of a model folder in numpy."""

    layers: tuple[tuple[Array, Array, tuple[int, ...]], ...]
    """Weights (out, in), bias, and the frames its input is spliced from."""
    priors: Array
    context: int

    def log_likelihoods(self, features: Features) -> Array:
        """Return scaled log likelihoods, one row each 30 ms, of cepstra (frames, 40)."""
        edges = (np.repeat(features[:1], self.context, 0), np.repeat(features[-1:], self.context, 0))
        hidden = np.concatenate([edges[0], features, edges[1]]).astype(np.float32)
        normalise, *rest = self.layers
        hidden = hidden @ normalise[0].T + normalise[1]
        for number, (weights, bias, offsets) in enumerate(rest):
            hidden = spliced(hidden, offsets, number) @ weights.T + bias
            if number < len(rest) - 1:
                hidden = np.maximum(hidden, 0)
        peak = hidden.max(1, keepdims=True)
        log_shares = hidden - peak - np.log(np.exp(hidden - peak).sum(1, keepdims=True))
        return np.asarray(log_shares - np.log(self.priors[: log_shares.shape[1]]), np.float32)


def read(path: Path) -> Scorer:
    """Read a model. Raises ``UnreadableModel``, also where it is cut off; ``OSError`` where there is none."""
    data = path.read_bytes()
    try:
        return _scorer(data)
    except (struct.error, ValueError, UnreadableModel) as error:
        raise UnreadableModel(f"{path.name} is not a whole model of this builder: {error}") from error


def _scorer(data: bytes) -> Scorer:
    at = data.find(b"<NumComponents> ")
    if at < 0:
        raise UnreadableModel("there is no network")
    layers: list[tuple[Array, Array, tuple[int, ...]]] = []
    kinds = (b"<FixedAffineComponent> ", b"<TdnnComponent> ", b"<AffineComponent> ")
    while (found := _first(data, kinds, at)) is not None:
        at, kind = found
        end = data.find(b"</" + kind[1:], at)
        layers.append(_layer(data[at:end]))
        at = end
    priors_at = data.rfind(b"<Priors> ")
    if len(layers) < 4 or priors_at < 0:
        raise UnreadableModel("there are too few layers, or no priors")
    context_at = data.rfind(b"<LeftContext> ") + len(b"<LeftContext> ")
    context = struct.unpack_from("<i", data, context_at + 1)[0]
    return Scorer(tuple(layers[:-1]), _vector(data, priors_at + len(b"<Priors> ")), context)


def _first(data: bytes, names: tuple[bytes, ...], start: int) -> tuple[int, bytes] | None:
    places = [(place, name) for name in names if (place := data.find(name, start)) >= 0]
    return min(places, default=None)


def _layer(block: bytes) -> tuple[Array, Array, tuple[int, ...]]:
    weights = _matrix(block, block.index(b"<LinearParams> ") + len(b"<LinearParams> "))
    bias = _vector(block, block.index(b"<BiasParams> ") + len(b"<BiasParams> "))
    offsets: tuple[int, ...] = (0,)
    if b"<TimeOffsets> " in block:
        at = block.index(b"<TimeOffsets> ") + len(b"<TimeOffsets> ")
        count = struct.unpack_from("<i", block, at + 1)[0]
        offsets = struct.unpack_from(f"<{count}i", block, at + 5)
    return weights, bias, offsets


def _matrix(data: bytes, at: int) -> Array:
    if data[at : at + 3] != b"FM ":
        raise UnreadableModel("a matrix was expected")
    rows = struct.unpack_from("<i", data, at + 4)[0]
    columns = struct.unpack_from("<i", data, at + 9)[0]
    return np.frombuffer(data, "<f4", rows * columns, at + 13).reshape(rows, columns)


def _vector(data: bytes, at: int) -> Array:
    if data[at : at + 3] != b"FV ":
        raise UnreadableModel("a vector was expected")
    return np.frombuffer(data, "<f4", struct.unpack_from("<i", data, at + 4)[0], at + 8)


def spliced(hidden: Array, offsets: tuple[int, ...], number: int) -> Array:
    """Put frames side by side. The second layer keeps every third frame; offsets after it count in thirds."""
    if offsets == (0,):
        return hidden
    step = 3 if number == 1 else 1
    reach = len(offsets)
    return np.concatenate([hidden[i : len(hidden) - reach + 1 + i : step] for i in range(reach)], 1)
