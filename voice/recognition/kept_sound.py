"""The sound of the utterance under way, in memory and nowhere else, for the second pass."""

import numpy as np
import numpy.typing as npt

Pcm = npt.NDArray[np.int16]


class KeptSound:
    """A buffer of fixed size. What it held is overwritten with zeros as soon as the utterance is over.

    Before the first word only the last moments are kept, so that a long silence is not decoded:

        silence ········ lead ▏w o r d s ▕ end        kept: lead and words
    """

    def __init__(self, rate_hz: int, most_seconds: float, lead_seconds: float) -> None:
        self._sound = np.zeros(round(rate_hz * most_seconds), np.int16)
        self._lead = round(rate_hz * lead_seconds)
        self._used = 0
        self.overflowed = False
        """The utterance is longer than what can be kept: what is here is not all of it."""

    def add(self, pcm: bytes, speaking: bool) -> None:
        """Take in sound (int16 LE mono). ``speaking``: whether a word has been recognised."""
        piece = np.frombuffer(pcm, "<i2")
        if not speaking:
            self._make_room(len(piece))
        if self._used + len(piece) > len(self._sound):
            self.overflowed = self.overflowed or speaking
            piece = piece[: len(self._sound) - self._used]
        self._sound[self._used : self._used + len(piece)] = piece
        self._used += len(piece)

    def taken(self) -> Pcm | None:
        """Return a copy of what is kept, or None where a part of the utterance is missing."""
        return None if self.overflowed else self._sound[: self._used].copy()

    def forget(self) -> None:
        """Overwrite everything with zeros."""
        self._sound.fill(0)
        self._used = 0
        self.overflowed = False

    def _make_room(self, coming: int) -> None:
        keep = max(self._lead - coming, 0)
        if self._used <= keep:
            return
        start = self._used - keep
        self._sound[:keep] = self._sound[start : self._used].copy()
        self._sound[keep : self._used] = 0
        self._used = keep


def forget(pcm: Pcm) -> None:
    """Overwrite a copy of the sound that is no longer needed."""
    pcm.fill(0)
