"""The acoustic network: a time-delay network over cepstra, one output each 30 ms.

    cepstra 40 ── ±2 frames ── ±1 frame, every third ── ±3 frames, `depth` times ── pdfs

Each layer is affine, rectified and batch-normalised; the export folds the normalisation into the next layer,
so that Vosk sees affine and rectified layers alone. TensorFlow, which the house has anyway.
"""

from typing import Any

import numpy as np
import numpy.typing as npt
import tensorflow as tf

from voice.builder.features import DIMENSIONS
from voice.builder.phones import PHONES
from voice.builder.shape import Shape
from voice.builder.trained import Trained

PDFS = 2 * len(PHONES)
EPSILON = 1e-5
"""Added to the variance in the batch normalisation."""
_FORGETTING = 0.02


class Network:
    """The variables of a network, and the way through them."""

    def __init__(
        self, shape: Shape, mean: npt.NDArray[np.float32], deviation: npt.NDArray[np.float32], seed: int
    ) -> None:
        """Start with random weights; ``mean`` and ``deviation`` normalise the cepstra."""
        self.shape = shape
        rng = np.random.default_rng(seed)
        width = shape.width
        inputs = [5 * DIMENSIONS, 3 * width] + [3 * width] * shape.depth
        outputs = [width] * len(inputs)
        sizes = [*zip(inputs, outputs, strict=True), (width, PDFS)]
        self.weights = [
            tf.Variable((rng.standard_normal(size) * np.sqrt(2 / size[0])).astype(np.float32))
            for size in sizes
        ]
        self.biases = [tf.Variable(np.zeros(size[1], np.float32)) for size in sizes]
        self.scales = [tf.Variable(np.ones(width, np.float32)) for _ in inputs]
        self.shifts = [tf.Variable(np.zeros(width, np.float32)) for _ in inputs]
        self.means = [tf.Variable(np.zeros(width, np.float32), trainable=False) for _ in inputs]
        self.variances = [tf.Variable(np.ones(width, np.float32), trainable=False) for _ in inputs]
        self.input_mean, self.input_deviation = tf.constant(mean), tf.constant(deviation)

    def assign(self, trained: Trained) -> None:
        """Go on from a trained network of the same shape. Raises ``ValueError`` for another shape."""
        if [layer.weights.shape for layer in trained.layers] != [tuple(w.shape) for w in self.weights]:
            raise ValueError(f"The network to go on from is not of {self.shape}.")
        for number, layer in enumerate(trained.layers):
            self.weights[number].assign(layer.weights)
            self.biases[number].assign(layer.bias)
            if layer.scale is not None:
                self.scales[number].assign(layer.scale)
                self.shifts[number].assign(layer.shift)
                self.means[number].assign(layer.mean)
                self.variances[number].assign(layer.variance)

    @property
    def trainable(self) -> list[Any]:
        """What the optimiser changes."""
        return [*self.weights, *self.biases, *self.scales, *self.shifts]

    def logits(self, cepstra: Any, dropout: float | None) -> Any:
        """Return logits (batch, outputs, pdfs) of ``cepstra`` (batch, frames, 40).

        With a ``dropout`` it trains: the batch's statistics, which the running ones follow. With None it uses
        the running ones.
        """
        hidden = (cepstra - self.input_mean) / self.input_deviation
        for layer in range(len(self.scales)):
            hidden = tf.nn.relu(self._affine(_spliced(hidden, layer), layer))
            if dropout is None:
                mean, variance = self.means[layer], self.variances[layer]
            else:
                mean, variance = tf.nn.moments(hidden, [0, 1])
                self.means[layer].assign_add(_FORGETTING * (mean - self.means[layer]))
                self.variances[layer].assign_add(_FORGETTING * (variance - self.variances[layer]))
            factor = self.scales[layer] * tf.math.rsqrt(variance + EPSILON)
            hidden = hidden * factor + (self.shifts[layer] - mean * factor)
            if dropout and layer:
                hidden = tf.nn.dropout(hidden, dropout)
        return self._affine(hidden, len(self.scales))

    def _affine(self, hidden: Any, layer: int) -> Any:
        frames, columns = hidden.shape[1], self.weights[layer].shape[1]
        product = tf.matmul(tf.reshape(hidden, [-1, hidden.shape[-1]]), self.weights[layer])
        return tf.reshape(product + self.biases[layer], [-1, frames, columns])


def _spliced(hidden: Any, layer: int) -> Any:
    """Put neighbouring frames side by side, oldest first."""
    frames = hidden.shape[1]
    reach, step = (5, 1) if layer == 0 else (3, 3 if layer == 1 else 1)
    views = [hidden[:, offset : frames - reach + 1 + offset : step] for offset in range(reach)]
    return tf.concat(views, -1)
