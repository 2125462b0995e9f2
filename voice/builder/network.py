"""The acoustic network: a time-delay network over cepstra, one output each 30 ms.

    cepstra 40 ── ±2 frames ── ±1 frame, every third ── ±3 frames, `depth` times ── pdfs

Each layer is affine, rectified and batch-normalised; the export folds the normalisation into the next layer, so
that Vosk sees affine and rectified layers alone.
"""

from dataclasses import dataclass
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from voice.builder.features import DIMENSIONS
from voice.builder.phones import PHONES

Parameters = dict[str, Any]
PDFS = 2 * len(PHONES)
_EPSILON = 1e-5


@dataclass(frozen=True)
class Shape:
    """How large the network is."""

    width: int = 384
    """Units a layer."""
    depth: int = 4
    """Layers that look 30 ms to each side."""

    @property
    def context(self) -> int:
        """Feature frames (10 ms) that an output sees to each side."""
        return 3 + 3 * self.depth

    def frames_for(self, outputs: int) -> int:
        """Feature frames that ``outputs`` output frames need."""
        return 3 * (outputs - 1) + 2 * self.context + 1


def fresh(shape: Shape, mean: np.ndarray, deviation: np.ndarray, seed: int) -> tuple[Parameters, Parameters]:
    """Return random parameters, and the running means and variances of the batch normalisation."""
    rng = np.random.default_rng(seed)
    width = shape.width
    inputs = [5 * DIMENSIONS, 3 * width] + [3 * width] * shape.depth

    def affine(rows: int, columns: int) -> Parameters:
        weights = rng.standard_normal((rows, columns)) * np.sqrt(2 / rows)
        return {"w": jnp.asarray(weights, jnp.float32), "b": jnp.zeros(columns, jnp.float32)}

    layers = [{**affine(rows, width), "scale": jnp.ones(width), "shift": jnp.zeros(width)} for rows in inputs]
    running = {"mean": jnp.zeros((len(inputs), width)), "var": jnp.ones((len(inputs), width))}
    constants = {"mean": jnp.asarray(mean, jnp.float32), "deviation": jnp.asarray(deviation, jnp.float32)}
    return {"layers": layers, "out": affine(width, PDFS)}, {**running, "input": constants}


def outputs(
    parameters: Parameters, running: Parameters, cepstra: jax.Array, *, key: jax.Array | None, dropout: float
) -> tuple[jax.Array, Parameters]:
    """Return logits (batch, outputs, pdfs) of ``cepstra`` (batch, frames, 40), and the running statistics.

    With a ``key`` it trains: batch statistics, dropout. Without, it uses what has been gathered.
    """
    hidden = (cepstra - running["input"]["mean"]) / running["input"]["deviation"]
    means, variances = [], []
    for index, layer in enumerate(parameters["layers"]):
        hidden = jax.nn.relu(_spliced(hidden, index) @ layer["w"] + layer["b"])
        if key is None:
            mean, variance = running["mean"][index], running["var"][index]
        else:
            mean, variance = hidden.mean((0, 1)), hidden.var((0, 1))
            means.append(mean)
            variances.append(variance)
        hidden = (hidden - mean) * jax.lax.rsqrt(variance + _EPSILON) * layer["scale"] + layer["shift"]
        if key is not None and dropout and index:
            key, own = jax.random.split(key)
            kept = jax.random.bernoulli(own, 1 - dropout, hidden.shape)
            hidden = jnp.where(kept, hidden / (1 - dropout), 0)
    logits = hidden @ parameters["out"]["w"] + parameters["out"]["b"]
    if key is None:
        return logits, running
    gathered = {
        "mean": 0.98 * running["mean"] + 0.02 * jnp.stack(means),
        "var": 0.98 * running["var"] + 0.02 * jnp.stack(variances),
        "input": running["input"],
    }
    return logits, gathered


def _spliced(hidden: jax.Array, layer: int) -> jax.Array:
    """Put neighbouring frames side by side, oldest first."""
    frames = hidden.shape[1]
    if layer == 0:
        views = [hidden[:, offset : frames - 4 + offset] for offset in range(5)]
    elif layer == 1:
        views = [hidden[:, offset : frames - 2 + offset : 3] for offset in range(3)]
    else:
        views = [hidden[:, offset : frames - 2 + offset] for offset in range(3)]
    return jnp.concatenate(views, -1)
