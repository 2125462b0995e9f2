"""What to say while the back office works.

    sent ─ 0.7 s ─ "Et øjeblik, jeg slår det op." ─ 8 s ─ another ─ 8 s ─ … ─ 20 s ─ the truth, and a way on

An answer that comes after that is still spoken.
"""

from dataclasses import dataclass
from typing import Literal

Step = Literal["first", "more", "too_slow"]


@dataclass(frozen=True)
class SlowAnswerSettings:
    """When something is said, counted from when the turn was sent."""

    first_ms: float = 700.0
    """Longer silence on a telephone feels like a fault."""
    next_ms: float = 8_000.0
    """From one word to the next."""
    too_slow_ms: float = 20_000.0
    """From here on the caller is told the truth, and can go on without the answer."""


class SlowAnswer:
    """The wait for one answer; ``sent`` begins it, ``answered`` ends it."""

    def __init__(self, settings: SlowAnswerSettings) -> None:
        self._settings = settings
        self._since: float | None = None
        self._next_at = 0.0
        self._first = True

    @property
    def waiting(self) -> bool:
        """Whether an answer is waited for, and not yet for too long."""
        return self._since is not None

    def sent(self, now_ms: float) -> None:
        """A turn was sent. One wait at a time: a second turn does not begin it anew."""
        if self._since is None:
            self._since, self._next_at = now_ms, now_ms + self._settings.first_ms
            self._first = True

    def part_came(self, now_ms: float) -> None:
        """Something of the answer is there: the wait for the rest is counted anew, without a first word."""
        if self._since is not None:
            self._since, self._next_at = now_ms, now_ms + self._settings.next_ms
            self._first = False

    def answered(self) -> None:
        """Nothing is waited for any more."""
        self._since = None

    def due(self, now_ms: float, may_speak: bool) -> Step | None:
        """Return what to do now. ``may_speak``: nobody is speaking."""
        if self._since is None or not may_speak:
            return None
        if now_ms - self._since >= self._settings.too_slow_ms:
            self._since = None
            return "too_slow"
        if now_ms < self._next_at:
            return None
        self._next_at = now_ms + self._settings.next_ms
        first, self._first = self._first, False
        return "first" if first else "more"
