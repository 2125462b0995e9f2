"""``am/final.mdl``: the transition model and the network, as Vosk reads them.

Each phone has one emitting state: the first 30 ms are scored by the forward pdf, the rest by the loop pdf.
Transition ids are numbered from 1 phone by phone: the loop of phone k is 2k - 1, its way out 2k.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from voice.builder.features import DIMENSIONS
from voice.builder.kaldi_stream import KaldiStream
from voice.builder.phones import PHONES, GraphPhone, graph_phones
from voice.builder.trained import Layer, Trained

_STAY = 0.5
"""Probability of staying in a phone 30 ms more; the same for all, so the graph can leave it out."""
_GARBAGE_SCORE = 0.5
"""Log score of the garbage phone: under a right phone's, over a wrong one's."""
_PRIOR_FLOOR = 3e-3
"""Without it, rare phones win everywhere after training with smoothed labels (measured on human clips)."""
_EPSILON = 1e-5
_PDFS = 2 * len(PHONES)
Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Affine:
    """One layer: ``weights`` (out, in), ``bias`` (out,), and the frames that its input is spliced from."""

    weights: Array
    bias: Array
    offsets: tuple[int, ...] = ()


def loop_id(phone: int) -> int:
    """Return the transition id of staying in the graph phone with this id."""
    return 2 * phone - 1


def leave_id(phone: int) -> int:
    """Return the transition id that the graph phone with this id is entered (and left) by."""
    return 2 * phone


def write_acoustic_model(path: Path, trained: Trained) -> None:
    """Write ``final.mdl``."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        stream = KaldiStream(file)
        _write_transitions(stream, graph_phones())
        _write_network(stream, folded(trained), priors(trained), trained.context)


def priors(trained: Trained) -> Array:
    """Return how likely each pdf is by itself; Vosk divides by it. Garbage counts as 1."""
    shares = (trained.counts + 10.0) / (trained.counts + 10.0).sum()
    return np.concatenate([np.maximum(shares, _PRIOR_FLOOR), [1.0, 1.0]])


def folded(trained: Trained) -> list[Affine]:
    """Return the affine layers with each batch normalisation folded into the layer after it."""
    mean, deviation = trained.input_mean.astype(np.float64), trained.input_deviation.astype(np.float64)
    layers = [Affine(np.diag(1 / deviation), -mean / deviation)]
    scale, shift = np.ones(len(mean)), np.zeros(len(mean))
    for index, layer in enumerate(trained.layers):
        layers.append(_folded(layer, scale, shift, _offsets(index, len(trained.layers))))
        if layer.scale is None or layer.shift is None or layer.mean is None or layer.variance is None:
            continue
        scale = layer.scale.astype(np.float64) / np.sqrt(layer.variance.astype(np.float64) + _EPSILON)
        shift = layer.shift.astype(np.float64) - layer.mean.astype(np.float64) * scale
    return layers


def _offsets(index: int, count: int) -> tuple[int, ...]:
    if index == count - 1:
        return (0,)
    return ((-2, -1, 0, 1, 2), (-1, 0, 1))[index] if index < 2 else (-3, 0, 3)


def _folded(layer: Layer, scale: Array, shift: Array, offsets: tuple[int, ...]) -> Affine:
    matrix = layer.weights.astype(np.float64).T  # (out, offsets · in)
    many_scales, many_shifts = np.tile(scale, len(offsets)), np.tile(shift, len(offsets))
    return Affine(matrix * many_scales, layer.bias.astype(np.float64) + matrix @ many_shifts, offsets)


def _write_transitions(stream: KaldiStream, phones: Sequence[GraphPhone]) -> None:
    stream.token("<TransitionModel>", "<Topology>")
    stream.integers([phone.id for phone in phones])
    stream.integers([-1, *(0 for _ in phones)])
    stream.integer(-1)  # "states have a pdf class of their own for the loop"
    stream.integer(1, 2)
    stream.integer(0, 1, 2)
    for target, probability in ((0, _STAY), (1, 1 - _STAY)):
        stream.integer(target)
        stream.single(probability)
    stream.integer(-1, -1, 0)
    stream.token("</Topology>", "<Tuples>")
    stream.integer(len(phones))
    for phone in phones:
        stream.integer(phone.id, 0, phone.forward_pdf, phone.loop_pdf)
    stream.token("</Tuples>", "<LogProbs>")
    stream.vector([0.0, *(np.log([_STAY, 1 - _STAY] * len(phones)))])
    stream.token("</LogProbs>", "</TransitionModel>")


def _write_network(stream: KaldiStream, layers: list[Affine], priors_: Array, context: int) -> None:
    normalise, *hidden, last = layers
    names = ["normalise"]
    for index in range(len(hidden)):
        names += [f"tdnn{index}", f"relu{index}"]
    names += ["output-affine", "log-softmax", "garbage"]
    config = [f"input-node name=input dim={DIMENSIONS}"]
    config += [
        f"component-node name={name} component={name} input={before}"
        for before, name in zip(["input", *names], names, strict=False)
    ]
    config.append(f"output-node name=output input={names[-1]} objective=linear")
    stream.token("<Nnet3>")
    stream.raw("\n" + "\n".join(config) + "\n\n")
    stream.token("<NumComponents>")
    stream.integer(len(names))
    _component(stream, "normalise", "FixedAffineComponent", normalise)
    for index, layer in enumerate(hidden):
        _tdnn(stream, f"tdnn{index}", layer)
        _pointwise(stream, f"relu{index}", "RectifiedLinearComponent", len(layer.bias))
    _component(stream, "output-affine", "AffineComponent", last)
    _pointwise(stream, "log-softmax", "LogSoftmaxComponent", _PDFS)
    garbage = Affine(
        np.concatenate([np.eye(_PDFS), np.zeros((2, _PDFS))]),
        np.concatenate([np.zeros(_PDFS), [_GARBAGE_SCORE, _GARBAGE_SCORE]]),
    )
    _component(stream, "garbage", "FixedAffineComponent", garbage)
    stream.token("</Nnet3>", "<LeftContext>")
    stream.integer(context)
    stream.token("<RightContext>")
    stream.integer(context)
    stream.token("<Priors>")
    stream.vector(priors_)


def _component(stream: KaldiStream, name: str, kind: str, layer: Affine) -> None:
    stream.token("<ComponentName>", name, f"<{kind}>")
    if kind == "AffineComponent":
        stream.token("<LearningRate>")
        stream.single(0.001)
    stream.token("<LinearParams>")
    stream.matrix(layer.weights)
    stream.token("<BiasParams>")
    stream.vector(layer.bias)
    stream.token(f"</{kind}>")


def _tdnn(stream: KaldiStream, name: str, layer: Affine) -> None:
    stream.token("<ComponentName>", name, "<TdnnComponent>", "<LearningRate>")
    stream.single(0.001)
    stream.token("<TimeOffsets>")
    stream.integers(layer.offsets)
    stream.token("<LinearParams>")
    stream.matrix(layer.weights)
    stream.token("<BiasParams>")
    stream.vector(layer.bias)
    # What training would go on with; read and not used.
    stream.token("<OrthonormalConstraint>")
    stream.single(0.0)
    stream.token("<UseNaturalGradient>")
    stream.boolean(False)
    stream.token("<NumSamplesHistory>")
    stream.single(2000.0)
    stream.token("<AlphaInOut>")
    stream.single(4.0, 4.0)
    stream.token("<RankInOut>")
    stream.integer(20, 80)
    stream.token("</TdnnComponent>")


def _pointwise(stream: KaldiStream, name: str, kind: str, width: int) -> None:
    stream.token("<ComponentName>", name, f"<{kind}>", "<Dim>")
    stream.integer(width)
    for statistic in ("<ValueAvg>", "<DerivAvg>"):
        stream.token(statistic)
        stream.vector([])
    stream.token("<Count>")
    stream.double(0.0)
    stream.token("<OderivRms>")
    stream.vector([])
    for statistic in ("<OderivCount>", "<NumDimsSelfRepaired>", "<NumDimsProcessed>"):
        stream.token(statistic)
        stream.double(0.0)
    stream.token(f"</{kind}>")
