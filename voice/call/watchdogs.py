"""What is waited for, and for how long: nothing that fails may leave the caller in silence.

Each wait has an end at which the caller is told the truth and led on: to a person by the dialplan, to a call
back, to kk.dk.
"""

from dataclasses import dataclass
from typing import Literal

Wait = Literal["welcome", "person", "lost", "leaving"]


@dataclass(frozen=True)
class WatchdogSettings:
    """How long is too long, in milliseconds."""

    welcome_ms: float = 2_500.0
    """The gateway has not said welcome: the caller hears that somebody is there."""
    welcome_gone_ms: float = 12_000.0
    """And from here on that nobody is."""
    person_ms: float = 12_000.0
    """From asking for a person to being put through, or being told why not."""
    lost_ms: float = 15_000.0
    """The gateway cannot be reached, and the caller waits for it."""
    leaving_ms: float = 90_000.0
    """The last sentence is over by then, or the line lets go without its end."""
    no_media_again_ms: float = 15_000.0
    """The caller was told that no sound comes, and none has come for so long since."""
    failures_in_a_row: int = 3
    """Answers that failed on end before a person is called."""


class Waits:
    """Named waits, each with its beginning."""

    def __init__(self) -> None:
        self._since: dict[Wait, float] = {}

    def begin(self, wait: Wait, now_ms: float) -> None:
        """Begin to wait, unless it has begun."""
        self._since.setdefault(wait, now_ms)

    def end(self, wait: Wait) -> None:
        """It has come."""
        self._since.pop(wait, None)

    def running(self, wait: Wait) -> bool:
        """Whether it is waited for."""
        return wait in self._since

    def longer_than(self, wait: Wait, limit_ms: float, now_ms: float) -> bool:
        """Whether it has been waited for so long."""
        since = self._since.get(wait)
        return since is not None and now_ms - since >= limit_ms
