"""Train the acoustic network on a corpus. JAX: on a GPU where there is one, else on all cores."""

import functools
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import optax

from voice.builder import disguise, network
from voice.builder.corpus import CHUNK, Corpus
from voice.builder.network import PDFS, Parameters, Shape


@dataclass(frozen=True)
class TrainingSettings:
    """How to train."""

    epochs: float = 4.0
    """Times that every chunk is seen; each time in another disguise."""
    batch: int = 64
    """Chunks of 1.5 s a step."""
    learning_rate: float = 2.5e-3
    """Highest rate, reached after a tenth of the steps; falls to a hundredth in a half cosine."""
    weight_decay: float = 1e-4
    dropout: float = 0.1
    label_smoothing: float = 0.05
    disguise_share: float = 0.7
    """Share of the batches that are disguised; the rest is heard as it was made."""
    seed: int = 1


@dataclass(frozen=True)
class Trained:
    """A trained network, ready to be exported. Arrays are numpy."""

    shape: Shape
    parameters: Parameters
    running: Parameters
    counts: np.ndarray
    """How often each pdf was heard: the priors."""

    def save(self, path: Path) -> None:
        """Write to an ``.npz`` file."""
        flat = {
            f"layer{i}.{k}": v for i, layer in enumerate(self.parameters["layers"]) for k, v in layer.items()
        }
        flat |= {f"out.{k}": v for k, v in self.parameters["out"].items()}
        flat |= {"mean": self.running["mean"], "var": self.running["var"]}
        flat |= {f"input.{k}": v for k, v in self.running["input"].items()}
        np.savez(path, counts=self.counts, shape=[self.shape.width, self.shape.depth], **flat)


def load(path: Path) -> Trained:
    """Read what ``Trained.save`` wrote."""
    with np.load(path) as stored:
        shape = Shape(*(int(number) for number in stored["shape"]))
        names = ("w", "b", "scale", "shift")
        layers = [{k: stored[f"layer{i}.{k}"] for k in names} for i in range(shape.depth + 2)]
        out = {k: stored[f"out.{k}"] for k in ("w", "b")}
        constants = {k: stored[f"input.{k}"] for k in ("mean", "deviation")}
        running = {"mean": stored["mean"], "var": stored["var"], "input": constants}
        return Trained(shape, {"layers": layers, "out": out}, running, stored["counts"])


Report = Callable[[float, float, float], None]
"""Gets the share done (0 to 1), the mean loss lately and the share of frames right on chunks kept aside."""


def train(
    corpus: Corpus,
    shape: Shape,
    settings: TrainingSettings,
    report: Report,
    start: Trained | None = None,
) -> Trained:
    """Train and return the network. ``start`` is one to go on from."""
    rng = np.random.default_rng(settings.seed)
    chunks = corpus.chunks[rng.permutation(len(corpus.chunks))]
    aside, chunks = chunks[: min(512, len(chunks) // 20)], chunks[min(512, len(chunks) // 20) :]
    features, labels = jnp.asarray(corpus.features), jnp.asarray(corpus.labels)
    sample = corpus.features[:: max(1, len(corpus.features) // 400_000)].astype(np.float32)
    if start is None:
        parameters, running = network.fresh(shape, sample.mean(0), sample.std(0), settings.seed)
    else:
        parameters, running = jax.tree.map(jnp.asarray, (start.parameters, start.running))
    steps = max(1, int(settings.epochs * len(chunks) // settings.batch))
    schedule = optax.warmup_cosine_decay_schedule(
        settings.learning_rate / 25,
        settings.learning_rate,
        max(1, steps // 10),
        steps,
        settings.learning_rate / 100,
    )
    optimiser = optax.chain(
        optax.clip_by_global_norm(5.0), optax.adamw(schedule, weight_decay=settings.weight_decay)
    )
    state = optimiser.init(parameters)
    step = _step(shape, settings, optimiser)
    key = jax.random.key(settings.seed, impl="rbg")  # threefry takes half of a step on a CPU
    matrices = jnp.asarray(disguise.warps())
    order = np.concatenate([rng.permutation(len(chunks)) for _ in range(int(np.ceil(settings.epochs)) + 1)])
    losses: list[Any] = []
    for number in range(steps):
        rows = jnp.asarray(chunks[order[number * settings.batch : (number + 1) * settings.batch]])
        shift = int(rng.integers(3))
        disguising = bool(rng.random() < settings.disguise_share)
        key, own = jax.random.split(key)
        parameters, running, state, loss = step(
            parameters, running, state, features, labels, rows, shift, own, matrices, disguising
        )
        losses.append(loss)
        if number % 200 == 199 or number == steps - 1:
            right = _accuracy(shape, parameters, running, features, labels, jnp.asarray(aside))
            report((number + 1) / steps, float(np.mean(jax.device_get(losses))), right)
            losses = []
    counts = np.bincount(corpus.labels[0][corpus.labels[0] >= 0], minlength=PDFS)
    return Trained(shape, *jax.tree.map(np.asarray, (parameters, running)), counts)


def _batch(
    shape: Shape, features: jax.Array, labels: jax.Array, rows: jax.Array, shift: Any
) -> tuple[jax.Array, jax.Array]:
    frames = jnp.arange(shape.frames_for(CHUNK))
    at = (rows[:, 0] + 3 * rows[:, 1] + shift)[:, None] + frames[None]
    wanted = (rows[:, 2] + rows[:, 1])[:, None] + jnp.arange(CHUNK)[None]
    return features[at].astype(jnp.float32), labels[shift][wanted]


def _step(shape: Shape, settings: TrainingSettings, optimiser: Any) -> Any:
    def loss_of(
        parameters: Parameters, running: Parameters, cepstra: jax.Array, wanted: jax.Array, key: jax.Array
    ) -> tuple[jax.Array, Parameters]:
        logits, running = network.outputs(parameters, running, cepstra, key=key, dropout=settings.dropout)
        heard = wanted >= 0
        soft = optax.smooth_labels(jax.nn.one_hot(wanted, PDFS), settings.label_smoothing)
        losses = optax.softmax_cross_entropy(logits, soft) * heard
        return losses.sum() / jnp.maximum(heard.sum(), 1), running

    @functools.partial(jax.jit, static_argnames=("disguising",), donate_argnums=(0, 1, 2))
    def step(
        parameters: Any, running: Any, state: Any, features: Any, labels: Any, rows: Any, shift: Any, key: Any,
        matrices: Any, disguising: bool,
    ) -> Any:  # fmt: skip
        cepstra, wanted = _batch(shape, features, labels, rows, shift)
        disguise_key, dropout_key = jax.random.split(key)
        if disguising:
            cepstra = disguise.disguised(cepstra, disguise_key, matrices, running["input"]["deviation"])
        (loss, gathered), slopes = jax.value_and_grad(loss_of, has_aux=True)(
            parameters, running, cepstra, wanted, dropout_key
        )
        updates, state = optimiser.update(slopes, state, parameters)
        return optax.apply_updates(parameters, updates), gathered, state, loss

    return step


def _accuracy(
    shape: Shape, parameters: Any, running: Any, features: jax.Array, labels: jax.Array, rows: jax.Array
) -> float:
    @jax.jit
    def right(parameters: Any, running: Any, features: Any, labels: Any, rows: Any) -> tuple[Any, Any]:
        cepstra, wanted = _batch(shape, features, labels, rows, 0)
        logits, _ = network.outputs(parameters, running, cepstra, key=None, dropout=0.0)
        heard = wanted >= 0
        return ((logits.argmax(-1) // 2 == wanted // 2) & heard).sum(), heard.sum()

    if not len(rows):
        return float("nan")
    good, all_ = right(parameters, running, features, labels, rows)
    return float(good) / max(float(all_), 1.0)
