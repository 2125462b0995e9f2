"""From the times of phones to one network output each 30 ms."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from voice.builder.features import FRAME_CENTRE_SECONDS, FRAME_SHIFT_SECONDS

SUBSAMPLING = 3
"""Feature frames an output frame: Vosk counts 0.03 s an output frame."""


@dataclass(frozen=True)
class Segment:
    """One phone in time."""

    phone: int
    """Index in ``PHONES``."""
    start: float
    """Seconds."""
    end: float
    word: int
    """Which word of the sentence, from 0; -1 for silence."""


def outputs(segments: Sequence[Segment], frames: int, shift: int = 0) -> npt.NDArray[np.int16] | None:
    """Return the pdf of each output frame, or None where there are fewer frames than phones.

    ``frames`` counts feature frames; ``shift`` (0 to 2) is the first of them that is an output frame. Every
    phone gets at least one frame: the cheapest such way through time is found by dynamic programming.
    """
    times = np.arange(shift, frames, SUBSAMPLING) * FRAME_SHIFT_SECONDS + FRAME_CENTRE_SECONDS
    starts = np.array([segment.start for segment in segments])
    ends = np.array([segment.end for segment in segments])
    if len(times) < len(segments) or not len(segments):
        return None
    cost = np.maximum(0, starts[None] - times[:, None]) + np.maximum(0, times[:, None] - ends[None])
    best = np.full(len(segments), np.inf)
    best[0] = cost[0, 0]
    advanced = np.zeros((len(times), len(segments)), bool)
    for t in range(1, len(times)):
        came = np.concatenate([[np.inf], best[:-1]])
        advanced[t] = came < best
        best = np.where(advanced[t], came, best) + cost[t]
    pdfs = np.zeros(len(times), np.int16)
    place = len(segments) - 1
    for t in range(len(times) - 1, -1, -1):
        first = bool(advanced[t, place]) or t == 0
        pdfs[t] = 2 * segments[place].phone + (0 if first else 1)
        if advanced[t, place]:
            place -= 1
    return pdfs
