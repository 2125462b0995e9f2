"""The time of day that people are shown, on from the house's moment."""

from collections.abc import Callable
from datetime import datetime

from nlu.clock import COPENHAGEN, now

_THE_SAME_SECONDS = 5.0


class ShownClock:
    """Begins where ``nlu.clock`` was when the gateway started, and goes on from there.

    Messages, opening hours and call-backs are dated by ``nlu.clock``, which a demonstration sets and which
    stands still then; waits need a clock that goes. Shown together, one must not be months from the other.
    Without a set moment the two are the same.
    """

    def __init__(self, wall: Callable[[], float]) -> None:
        self._wall = wall
        ahead = now().timestamp() - wall()
        self._ahead = 0.0 if abs(ahead) < _THE_SAME_SECONDS else ahead

    def now(self) -> float:
        """Return the moment to show as the present, seconds since 1970."""
        return self._wall() + self._ahead

    def at(self, seconds: float) -> datetime:
        """Return how a moment of the gateway's clock (seconds since 1970) is shown."""
        return datetime.fromtimestamp(seconds + self._ahead, COPENHAGEN)
