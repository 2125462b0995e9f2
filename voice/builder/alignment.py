"""Find when each phone of a known sentence is said, with a model that exists already (Viterbi).

Every word may be said in any of its ways, with or without a pause before it; the best path decides.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from voice.builder.labels import SUBSAMPLING, Segment
from voice.builder.lexicon import Pronunciation
from voice.builder.phones import PHONES, SILENCE

_SILENCE = PHONES.index(SILENCE)
_FRAME_SECONDS = 0.01 * SUBSAMPLING
_NEVER = -1e30


@dataclass(frozen=True)
class Aligned:
    """A sentence in time."""

    segments: list[Segment]
    score: float
    """Mean log likelihood a frame, over that of the best free phone: 0 is perfect, under -2.5 is doubtful."""


@dataclass(frozen=True)
class _Node:
    phone: int
    word: int
    before: tuple[int, ...]
    """Nodes that it may follow; -1 is the beginning."""


def align(scores: npt.NDArray[np.float32], words: Sequence[Sequence[Pronunciation]]) -> Aligned | None:
    """Lay ``words`` (each a list of ways to say it) over ``scores`` (frames of 30 ms, pdfs).

    None where there are fewer frames than phones.
    """
    nodes, ends = _nodes(words)
    count, frames = len(nodes), len(scores)
    forward = scores[:, [2 * node.phone for node in nodes]]
    loop = scores[:, [2 * node.phone + 1 for node in nodes]]
    best = np.full(count, _NEVER)
    for index, node in enumerate(nodes):
        if -1 in node.before:
            best[index] = forward[0, index]
    came = np.full((frames, count), -1, np.int32)
    """-1: stayed in the phone; else the node it came from."""
    width = max(len(node.before) for node in nodes)
    before = np.array([[*node.before, *([-1] * (width - len(node.before)))] for node in nodes])
    for frame in range(1, frames):
        entering = np.where(before >= 0, best[before], _NEVER)
        choice = entering.argmax(1)
        enter = entering[np.arange(count), choice] + forward[frame]
        stay = best + loop[frame]
        entered = enter > stay
        came[frame] = np.where(entered, before[np.arange(count), choice], -1)
        best = np.where(entered, enter, stay)
    last = max(ends, key=lambda index: best[index])
    if best[last] <= _NEVER / 2:
        return None
    free = np.maximum(scores[:, 0::2], scores[:, 1::2]).max(1).sum()
    return Aligned(_path(nodes, came, last), float((best[last] - free) / frames))


def _nodes(words: Sequence[Sequence[Pronunciation]]) -> tuple[list[_Node], list[int]]:
    nodes: list[_Node] = []
    heads: tuple[int, ...] = (-1,)
    for number, ways in enumerate(words):
        nodes.append(_Node(_SILENCE, -1, heads))
        starts = (*heads, len(nodes) - 1)
        ends = []
        for way in ways:
            before = starts
            for phone in way:
                nodes.append(_Node(PHONES.index(phone), number, before))
                before = (len(nodes) - 1,)
            ends.append(len(nodes) - 1)
        heads = tuple(ends)
    nodes.append(_Node(_SILENCE, -1, heads))
    return nodes, [*heads, len(nodes) - 1]


def _path(nodes: Sequence[_Node], came: npt.NDArray[np.int32], last: int) -> list[Segment]:
    segments: list[Segment] = []
    node, end = last, len(came)
    for frame in range(len(came) - 1, -1, -1):
        if came[frame, node] >= 0 or frame == 0:
            phone, word = nodes[node].phone, nodes[node].word
            segments.append(Segment(phone, frame * _FRAME_SECONDS, end * _FRAME_SECONDS, word))
            end, node = frame, int(came[frame, node])
    return segments[::-1]
