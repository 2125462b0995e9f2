"""The sound of the utterance under way, in memory and nowhere else, for the second pass."""

import numpy as np
import numpy.typing as npt

Pcm = npt.NDArray[np.int16]

_FRAME_SECONDS = 0.02
_QUIET_SHARE = 0.03
"""30 dB below the loudest frame: quieter than the end of any word, on a line without much noise."""
_KEPT_BEFORE_SECONDS = 0.3


class KeptSound:
    """A buffer of fixed size. What it held is overwritten with zeros as soon as the utterance is over.

    Before the first word only the last moments are kept, so that a long silence is not decoded:

        silence ········ lead ▏w o r d s ▕ end        kept: lead and words
    """

    def __init__(self, rate_hz: int, most_seconds: float, lead_seconds: float) -> None:
        self._sound = np.zeros(round(rate_hz * most_seconds), np.int16)
        self._rate_hz = rate_hz
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
        """Return a copy of what is kept from shortly before the first loud moment, or None where a part of
        the utterance is missing.
        """
        if self.overflowed:
            return None
        sound = self._sound[: self._used]
        return sound[_quiet_samples(sound, self._rate_hz) :].copy()

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


def _quiet_samples(sound: Pcm, rate_hz: int) -> int:
    """How much silence at the beginning need not be decoded. With loud noise: none."""
    frame = round(rate_hz * _FRAME_SECONDS)
    frames = sound[: len(sound) // frame * frame].reshape(-1, frame).astype(np.float32)
    if not len(frames):
        return 0
    level = np.sqrt(np.mean(frames**2, axis=1))
    first = int(np.argmax(level > _QUIET_SHARE * level.max()))
    return max(0, first * frame - round(rate_hz * _KEPT_BEFORE_SECONDS))


def forget(pcm: Pcm) -> None:
    """Overwrite a copy of the sound that is no longer needed."""
    pcm.fill(0)
