"""Train the acoustic network on a corpus."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import numpy.typing as npt
import tensorflow as tf

from voice.builder import disguise
from voice.builder.corpus import CHUNK, Corpus
from voice.builder.features import DIMENSIONS
from voice.builder.network import PDFS, Network
from voice.builder.shape import Shape
from voice.builder.surroundings import Surroundings
from voice.builder.trained import Layer, Trained
from voice.builder.training_settings import TrainingSettings

Report = Callable[[float, float, float], None]
"""Gets the share done (0 to 1), the mean loss lately and the share of frames right on chunks kept aside."""


def train(
    corpus: Corpus,
    shape: Shape,
    settings: TrainingSettings,
    report: Report,
    start: Trained | None = None,
    surroundings: Surroundings | None = None,
) -> Trained:
    """Train and return the network.

    It goes on from ``start``, else from random weights; it hears the corpus in ``surroundings``, else as it
    was made.
    """
    tf.random.set_seed(settings.seed)
    rng = np.random.default_rng(settings.seed)
    chunks = corpus.chunks[rng.permutation(len(corpus.chunks))]
    kept = min(512, len(chunks) // 20)
    aside, chunks = chunks[:kept], chunks[kept:]
    network = _network(corpus, shape, settings.seed, start)
    deviation = network.input_deviation.numpy()
    steps = max(1, int(settings.epochs * len(chunks) // settings.batch))
    optimiser = tf.keras.optimizers.AdamW(weight_decay=settings.weight_decay, global_clipnorm=5.0)
    step = _step(network, optimiser, settings, shape)
    matrices = disguise.warps()
    losses: list[float] = []
    for number, rows in enumerate(_rows(chunks, settings.batch, steps, rng)):
        optimiser.learning_rate = _rate(number, steps, settings.learning_rate)
        cepstra, wanted = _batch(corpus, shape, rows, int(rng.integers(3)))
        count = round(settings.disguise_share * len(rows))
        if count:
            cepstra[:count] = disguise.disguised(cepstra[:count], rng, matrices, deviation)
        if surroundings is not None:
            cepstra = surroundings.heard(cepstra, rows, rng)
        losses.append(float(step(tf.constant(cepstra), tf.constant(wanted))))
        if number % 100 == 99 or number == steps - 1:
            report((number + 1) / steps, float(np.mean(losses)), _accuracy(network, corpus, shape, aside))
            losses.clear()
    counts = np.bincount(corpus.labels[0][corpus.labels[0] >= 0], minlength=PDFS)
    return _arrays(network, counts)


def _network(corpus: Corpus, shape: Shape, seed: int, start: Trained | None) -> Network:
    if start is not None:
        network = Network(shape, start.input_mean, start.input_deviation, seed)
        network.assign(start)
        return network
    sample = corpus.features[:: max(1, len(corpus.features) // 400_000)].astype(np.float32)
    return Network(shape, sample.mean(0), sample.std(0), seed)


def _rows(
    chunks: npt.NDArray[np.int32], batch: int, steps: int, rng: np.random.Generator
) -> Iterator[npt.NDArray[np.int32]]:
    """Yield ``steps`` batches of chunks; the last one that is not full begins the next round."""
    order = rng.permutation(len(chunks))
    for _ in range(steps):
        if len(order) < batch:
            order = np.concatenate([order, rng.permutation(len(chunks))])
        yield chunks[order[:batch]]
        order = order[batch:]


def _rate(number: int, steps: int, highest: float) -> float:
    warm = max(1, steps // 20)
    if number < warm:
        return highest * (number + 1) / warm
    share = (number - warm) / max(1, steps - warm)
    return highest * (0.01 + 0.99 * 0.5 * (1 + float(np.cos(np.pi * share))))


def _batch(
    corpus: Corpus, shape: Shape, rows: npt.NDArray[np.int32], shift: int
) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.int32]]:
    frames = (rows[:, 0] + 3 * rows[:, 1] + shift)[:, None] + np.arange(shape.frames_for(CHUNK))
    wanted = (rows[:, 2] + rows[:, 1])[:, None] + np.arange(CHUNK)
    return corpus.features[frames].astype(np.float32), corpus.labels[shift][wanted].astype(np.int32)


def _step(network: Network, optimiser: Any, settings: TrainingSettings, shape: Shape) -> Any:
    inputs = [
        tf.TensorSpec((settings.batch, shape.frames_for(CHUNK), DIMENSIONS), tf.float32),
        tf.TensorSpec((settings.batch, CHUNK), tf.int32),
    ]

    def step(cepstra: Any, wanted: Any) -> Any:
        with tf.GradientTape() as tape:
            logits = network.logits(cepstra, settings.dropout)
            heard = tf.cast(wanted >= 0, tf.float32)
            smooth = settings.label_smoothing
            log_shares = tf.nn.log_softmax(logits)
            right = tf.gather(log_shares, tf.maximum(wanted, 0), batch_dims=2)
            losses = -(1 - smooth) * right - smooth * tf.reduce_mean(log_shares, -1)
            loss = tf.reduce_sum(losses * heard) / tf.maximum(tf.reduce_sum(heard), 1)
        slopes = tape.gradient(loss, network.trainable)
        optimiser.apply_gradients(zip(slopes, network.trainable, strict=True))
        return loss

    return tf.function(step, input_signature=inputs, autograph=False, jit_compile=True)


def _accuracy(network: Network, corpus: Corpus, shape: Shape, rows: npt.NDArray[np.int32]) -> float:
    right = heard = 0
    for first in range(0, len(rows), 128):
        cepstra, wanted = _batch(corpus, shape, rows[first : first + 128], 0)
        best = network.logits(tf.constant(cepstra), None).numpy().argmax(-1)
        right += int(((best // 2 == wanted // 2) & (wanted >= 0)).sum())
        heard += int((wanted >= 0).sum())
    return right / heard if heard else float("nan")


def _arrays(network: Network, counts: npt.NDArray[np.int64]) -> Trained:
    hidden = [
        Layer(*(variables[number].numpy() for variables in (
            network.weights, network.biases, network.scales, network.shifts, network.means, network.variances
        )))
        for number in range(len(network.scales))
    ]  # fmt: skip
    last = Layer(network.weights[-1].numpy(), network.biases[-1].numpy())
    mean, deviation = network.input_mean.numpy(), network.input_deviation.numpy()
    return Trained((*hidden, last), mean, deviation, counts, network.shape.context)
