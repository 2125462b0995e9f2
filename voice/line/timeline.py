"""Where in the call a moment of the ear's sound was: the ear counts what it was given, and not all is given.

call   0 ─────────── 1.0 s        (lost, or kept back)        4.0 s ──────────
ear    0 ─────────── 1.0 s ─────────────────────────────────► 1.0 s ──────────
shift        0                                                     3.0 s
"""

from collections import deque

_JITTER_MS = 150.0
"""Less than this is the network's, not a piece that is missing."""
_PIECES = 64
"""Of one utterance; more of them are as good as noise."""


class Timeline:
    """Maps the ear's milliseconds to the call's."""

    def __init__(self) -> None:
        self._shifts: deque[tuple[float, float]] = deque(maxlen=_PIECES)
        """From which of the ear's moments on, and what to add."""
        self._given_ms = 0.0

    def begin_anew(self) -> None:
        """A new ear counts from zero."""
        self._shifts.clear()
        self._given_ms = 0.0

    def given(self, length_ms: float, ends_ms: float) -> None:
        """The ear was given sound that ends at ``ends_ms`` of the call."""
        began = self._given_ms
        self._given_ms += length_ms
        shift = ends_ms - self._given_ms
        if not self._shifts or abs(shift - self._shifts[-1][1]) > _JITTER_MS:
            self._shifts.append((began, shift))
        else:
            self._shifts[-1] = (self._shifts[-1][0], shift)

    def call_ms(self, ear_ms: float) -> float:
        """Return the call's time of one of the ear's moments, never before the call began."""
        shift = self._shifts[0][1] if self._shifts else 0.0
        for began, later in self._shifts:
            if began > ear_ms:
                break
            shift = later
        return max(0.0, ear_ms + shift)
