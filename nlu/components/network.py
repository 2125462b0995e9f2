"""A network with one hidden layer over sparse features, trained with NumPy alone.

A text's features pick rows of the first matrix; their weighted sum, cut off at zero, is mapped to one score
an intent. Several networks trained from different seeds are laid side by side as one (their scores are
averaged): two together are right more often than either.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class NetworkSettings:
    """How a network is trained. The values won the test on writers left out (nlu/README.md)."""

    hidden: int = 192
    """Width of the hidden layer of one network."""
    epochs: int = 9
    """Times that every text is seen; more with few texts, see ``fewest_steps``."""
    fewest_steps: int = 500
    batch: int = 256
    """Texts in one step, at most; at least eight steps see all texts."""
    learning_rate: float = 0.004
    """Step of Adam at its height; it rises over 50 batches and falls to nearly nothing."""
    feature_dropout: float = 0.4
    """Share of a text's features hidden in each step, 0-1: no word may be indispensable."""
    hidden_dropout: float = 0.4
    smoothing: float = 0.1
    """Share of the certainty that is spread over all intents, so that a wrong label does little harm."""
    decay: float = 0.001
    """Pull of the first matrix towards zero, times the step."""


@dataclass
class Network:
    """The four arrays: (features, hidden), (hidden), (hidden, classes), (classes)."""

    first: Floats
    first_bias: Floats
    second: Floats
    second_bias: Floats

    def scores(self, matrix: csr_matrix) -> Floats:
        """One score a class for each row of ``matrix``; their softmax is a probability."""
        hidden = np.maximum(matrix @ self.first + self.first_bias, 0)
        result: Floats = (hidden @ self.second + self.second_bias).astype(np.float32)
        return result

    @classmethod
    def side_by_side(cls, members: Sequence["Network"]) -> "Network":
        """One network whose scores are the mean of the members' scores."""
        share = np.float32(1 / len(members))
        return cls(
            np.concatenate([member.first for member in members], axis=1),
            np.concatenate([member.first_bias for member in members]),
            np.concatenate([member.second * share for member in members]),
            np.sum([member.second_bias * share for member in members], axis=0),
        )


@dataclass
class ByteNetwork:
    """A trained network for parsing: one byte a weight of the first matrix and one scale a feature, a quarter
    of the memory for no loss that could be measured.
    """

    rows: NDArray[np.int8]
    scales: Floats
    first_bias: Floats
    second: Floats
    second_bias: Floats

    @classmethod
    def of(cls, network: Network) -> "ByteNetwork":
        """Round the weights of ``network``."""
        scales = np.maximum(np.abs(network.first).max(axis=1), 1e-9).astype(np.float32) / np.float32(127)
        rows = np.rint(network.first / scales[:, None]).astype(np.int8)
        return cls(rows, scales, network.first_bias, network.second, network.second_bias)

    def scores(self, encoded: Sequence[tuple[list[int], Floats]]) -> Floats:
        """One score a class for each text, given the rows and values of its features."""
        hidden = np.tile(self.first_bias, (len(encoded), 1))
        for at, (rows, values) in enumerate(encoded):
            if rows:
                # einsum, not "@": threads of a BLAS would wait for each other over so small a product
                weights = self.rows[rows].astype(np.float32)
                hidden[at] += np.einsum("i,ij->j", values * self.scales[rows], weights)
        result: Floats = np.einsum("ij,jk->ik", np.maximum(hidden, 0), self.second) + self.second_bias
        return result


def train_network(
    matrix: csr_matrix, labels: NDArray[np.int64], classes: int, settings: NetworkSettings, seed: int
) -> Network:
    """Fit a network to the rows of ``matrix`` (texts, features), ``labels`` being column numbers."""
    random = np.random.default_rng(seed)
    width = settings.hidden
    network = Network(
        random.normal(0, 0.09, (matrix.shape[1], width)).astype(np.float32),
        np.zeros(width, np.float32),
        random.normal(0, math.sqrt(2 / width), (width, classes)).astype(np.float32),
        np.zeros(classes, np.float32),
    )
    rows = _RowSteps(network.first, settings.decay)
    dense = [_Steps(array) for array in (network.first_bias, network.second, network.second_bias)]
    batch = max(1, min(settings.batch, matrix.shape[0] // 8))
    a_round = math.ceil(matrix.shape[0] / batch)
    epochs = max(settings.epochs, math.ceil(settings.fewest_steps / a_round))
    step = 0
    for _ in range(epochs):
        order = random.permutation(matrix.shape[0])
        for begin in range(0, len(order), batch):
            chosen = order[begin : begin + batch]
            seen = matrix[chosen]
            kept = random.random(len(seen.data)) > settings.feature_dropout
            seen.data = (seen.data * kept / (1 - settings.feature_dropout)).astype(np.float32)
            sums = seen @ network.first + network.first_bias
            mask = (random.random(sums.shape) > settings.hidden_dropout) / (1 - settings.hidden_dropout)
            hidden = (np.maximum(sums, 0) * mask).astype(np.float32)
            error = softmax((hidden @ network.second + network.second_bias).astype(np.float32))
            error -= settings.smoothing / classes
            error[np.arange(len(chosen)), labels[chosen]] -= 1 - settings.smoothing
            error = (error / len(chosen)).astype(np.float32)
            back = ((error @ network.second.T) * mask * (sums > 0)).astype(np.float32)
            step += 1
            rate = settings.learning_rate * min(1.0, step / 50) * (1 - 0.95 * step / (epochs * a_round))
            rows.move(seen, back, rate)
            gradients = (back.sum(axis=0), hidden.T @ error, error.sum(axis=0))
            for moving, gradient in zip(dense, gradients, strict=True):
                moving.move(gradient, rate, step)
    return network


def softmax(scores: Floats) -> NDArray[np.float64]:
    """Probabilities of each row, summing to 1."""
    powers = np.exp(scores.astype(np.float64) - scores.max(axis=1, keepdims=True))
    result: NDArray[np.float64] = powers / powers.sum(axis=1, keepdims=True)
    return result


class _Steps:
    """Adam (Kingma and Ba 2015) on one array, in place."""

    def __init__(self, array: Floats) -> None:
        self._array = array
        self._mean = np.zeros_like(array)
        self._square = np.zeros_like(array)

    def move(self, gradient: Floats, rate: float, step: int) -> None:
        self._mean += 0.1 * (gradient - self._mean)
        self._square += 0.001 * (gradient * gradient - self._square)
        mean, square = self._mean / (1 - 0.9**step), self._square / (1 - 0.999**step)
        self._array -= (rate * mean / (np.sqrt(square) + 1e-8)).astype(np.float32)


class _RowSteps:
    """Adam on the rows that a batch touches: a rare word's row moves only when the word is seen."""

    def __init__(self, array: Floats, decay: float) -> None:
        self._array = array
        self._decay = decay
        self._mean = np.zeros_like(array)
        self._square = np.zeros_like(array)

    def move(self, seen: csr_matrix, back: Floats, rate: float) -> None:
        by_column = seen.tocsc()
        touched = np.flatnonzero(np.diff(by_column.indptr))
        gradient = by_column[:, touched].T @ back
        mean = self._mean[touched] * np.float32(0.9) + np.float32(0.1) * gradient
        square = self._square[touched] * np.float32(0.99) + np.float32(0.01) * gradient * gradient
        self._mean[touched], self._square[touched] = mean, square
        rows = self._array[touched]
        self._array[touched] = rows - np.float32(rate) * (
            mean / (np.sqrt(square) + np.float32(1e-6)) + np.float32(self._decay) * rows
        )
