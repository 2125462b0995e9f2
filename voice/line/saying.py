"""The sound of one thing to say, on its way from the synthesiser to the line."""

import numpy as np

from voice.synthesis.protocol import Speech
from voice.transports.protocol import FRAME_MS

_SILENT = 40
"""Samples that stay below this (of 32768) are no sound yet: -58 dB."""


class Saying:
    """Sound comes in at one end and is taken out in frames at the other; a little of it can be taken back."""

    def __init__(self, say_id: int, speech: Speech, rate_hz: int, keep_ms: float) -> None:
        self.say_id = say_id
        self.speech = speech
        self._frame = rate_hz * FRAME_MS // 1000 * 2
        self._a_ms = rate_hz * 2 / 1000.0
        self._keep = int(keep_ms * self._a_ms) // 2 * 2
        self._sound = bytearray()
        self._at = 0
        """Where the next frame begins, in ``_sound``."""
        self._gone = 0
        """Bytes spoken so long ago that they were thrown away."""
        self.asked_for = False
        """The synthesiser was asked for it."""
        self.complete = False
        """All of its sound is here."""
        self.started = False
        """A frame that can be heard has left."""

    @property
    def over(self) -> bool:
        """Whether it was spoken to its end."""
        return self.complete and self._at >= len(self._sound)

    @property
    def ahead_ms(self) -> float:
        """Sound that is here and not spoken yet."""
        return (len(self._sound) - self._at) / self._a_ms

    @property
    def spoken_ms(self) -> float:
        """Sound that has left."""
        return (self._gone + self._at) / self._a_ms

    def put(self, piece: bytes) -> None:
        """Add sound."""
        self._sound += piece

    def take(self) -> bytes | None:
        """Return the next frame; None where it is not there yet. The last one is filled up with silence."""
        frame = bytes(self._sound[self._at : self._at + self._frame])
        if len(frame) < self._frame:
            if not self.complete or not frame:
                return None
            self._at = len(self._sound)
            return frame.ljust(self._frame, b"\0")
        self._at += self._frame
        if self._at > 2 * self._keep + self._frame:
            cut = self._at - self._keep
            del self._sound[:cut]
            self._at -= cut
            self._gone += cut
        return frame

    def go_back(self, least_ms: float, most_ms: float) -> None:
        """Go back to the quietest place between ``least_ms`` and ``most_ms`` ago: there a word begins."""
        latest = max(0, self._at - int(least_ms * self._a_ms) // 2 * 2)
        earliest = max(0, self._at - int(most_ms * self._a_ms) // 2 * 2)
        places = range(earliest, latest + 1, self._frame // 4 * 2)
        if places:
            self._at = min(places, key=lambda at: _power(bytes(self._sound[at : at + self._frame])))

    def heard_text(self, ms_a_char: float) -> str:
        """Return what was heard of the text so far, by proportion, to the end of a word.

        ``ms_a_char``: how long a letter takes, as long as the whole length is not known.
        """
        text = self.speech.text
        whole = self.spoken_ms + self.ahead_ms
        if not self.complete:
            whole = max(whole, len(text) * ms_a_char / max(self.speech.pace, 0.1))
        if not self.started or whole <= 0.0:
            return ""
        if self.over:
            return text
        place = round(len(text) * min(1.0, self.spoken_ms / whole))
        end = text.find(" ", place)
        return text if end < 0 else text[:end]


def audible(frame: bytes) -> bool:
    """Whether a frame is more than silence."""
    samples = np.frombuffer(frame, "<i2")
    return bool(samples.size) and bool(np.max(np.abs(samples.astype(np.int32))) >= _SILENT)


def faded(frame: bytes, out: bool, ms: float) -> bytes:
    """Return the frame with its beginning faded in, or out to silence, within ``ms`` milliseconds."""
    samples = np.frombuffer(frame, "<i2").astype(np.float32)
    length = max(1, min(samples.size, int(samples.size * ms / FRAME_MS)))
    ramp = np.ones(samples.size, np.float32)
    ramp[:length] = np.linspace(0.0, 1.0, length, dtype=np.float32)
    if out:
        ramp[:] = 0.0
        ramp[:length] = np.linspace(1.0, 0.0, length, dtype=np.float32)
    return (samples * ramp).astype("<i2").tobytes()


def _power(pcm: bytes) -> float:
    samples = np.frombuffer(pcm, "<i2").astype(np.float32)
    return float(np.mean(samples * samples)) if samples.size else 0.0
