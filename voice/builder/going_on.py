"""Go on training a network that was built before: a ``final.mdl`` back into layers that can be trained.

The export folds each batch normalisation into the layer after it. Here they are taken out again, with the
means and variances that the layers have on the speech at hand; what the network computes stays the same.
"""

from pathlib import Path

import numpy as np
import numpy.typing as npt

from voice.builder import model_reader
from voice.builder.corpus import CHUNK, Corpus
from voice.builder.errors import CannotBuild
from voice.builder.model_reader import Scorer
from voice.builder.shape import Shape
from voice.builder.trained import Layer, Trained

Array = npt.NDArray[np.float32]
_SAMPLE = 512
"""Chunks of speech on which the layers are measured."""


def network_of(model: Path, speech: Corpus, shape: Shape, seed: int) -> Trained:
    """Return the network of a model folder. Raises ``CannotBuild`` for an unreadable or another shape."""
    scorer = model_reader.read(model / "am" / "final.mdl")
    widths = {len(bias) for _, bias, _ in scorer.layers[1:-1]}
    if widths != {shape.width} or len(scorer.layers) != shape.depth + 4 or scorer.context != shape.context:
        raise CannotBuild(f"The network of {model} is not of {shape}: it cannot be gone on from.")
    rng = np.random.default_rng(seed)
    chosen = speech.chunks[rng.permutation(len(speech.chunks))[:_SAMPLE]]
    frames = (chosen[:, 0] + 3 * chosen[:, 1])[:, None] + np.arange(shape.frames_for(CHUNK))
    return unfolded(scorer, list(speech.features[frames].astype(np.float32)))


def unfolded(scorer: Scorer, heard: list[Array]) -> Trained:
    """Return the network with a batch normalisation after each rectifier, measured on what is ``heard``.

    ``heard``: cepstra (frames, 40), each of ``2 * context + 1`` frames or more.
    """
    (scales, offset, _), *layers = scorer.layers
    deviation = 1 / np.diag(scales)
    hidden = [cepstra @ scales.T + offset for cepstra in heard]
    made: list[Layer] = []
    mean, spread = np.zeros(len(offset), np.float32), np.ones(len(offset), np.float32)
    for number, (weights, bias, offsets) in enumerate(layers):
        many_means, many_spreads = np.tile(mean, len(offsets)), np.tile(spread, len(offsets))
        inputs = (weights * many_spreads).T.astype(np.float32)
        made.append(Layer(inputs, (bias + weights @ many_means).astype(np.float32)))
        if number == len(layers) - 1:
            break
        hidden = [
            np.maximum(model_reader.spliced(each, offsets, number) @ weights.T + bias, 0) for each in hidden
        ]
        together = np.concatenate(hidden)
        mean, variance = together.mean(0), together.var(0)
        spread = np.sqrt(variance + model_reader.EPSILON)
        ones, zeros = np.ones(len(bias), np.float32), np.zeros(len(bias), np.float32)
        made[-1] = Layer(made[-1].weights, made[-1].bias, ones, zeros, mean, variance)
    counts = np.zeros(len(layers[-1][1]), np.int64)
    return Trained(tuple(made), (-offset * deviation).astype(np.float32), deviation, counts, scorer.context)
