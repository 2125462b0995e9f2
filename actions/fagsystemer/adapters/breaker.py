"""When to leave a fagsystem alone: a circuit breaker as a small pure state machine.

    closed ──(`failures_to_open` failures in a row)──▶ open ──(`rest_seconds` pass)──▶ half open
      ▲                                                 ▲                                │
      └────────── the one trial call succeeds ──────────┼────────────────────────────────┤
                                                        └── it fails, or never answers ──┘

While it is open a citizen gets an honest answer at once instead of waiting for a timeout, and a system
that is struggling is not beaten further. Time is passed in, in seconds of any clock that only goes forward.
"""

from dataclasses import dataclass, field
from typing import Literal

BreakerState = Literal["closed", "open", "half_open"]


@dataclass(slots=True)
class Breaker:
    """One system's breaker."""

    failures_to_open: int
    """Failures in a row that open it."""
    rest_seconds: float
    """How long it stays open before one trial call; also how long such a trial may stay unanswered."""
    _failures: int = field(default=0, init=False)
    _resting_since: float | None = field(default=None, init=False)
    _on_trial: bool = field(default=False, init=False)

    def allows(self, now: float) -> bool:
        """Say whether a call may be made at `now`; in a half-open breaker the first to ask is the trial."""
        if self._resting_since is None:
            return True
        if now - self._resting_since < self.rest_seconds:
            return False
        # The rest begins anew, so that nobody else goes through, and so that a trial that was abandoned
        # (the citizen hung up) does not keep the system shut for good.
        self._resting_since = now
        self._on_trial = True
        return True

    def succeeded(self) -> None:
        """Note that a call was answered: the system lives."""
        self._failures = 0
        self._resting_since = None
        self._on_trial = False

    def failed(self, now: float) -> None:
        """Note that a call failed at `now`."""
        self._failures += 1
        self._on_trial = False
        if self._failures >= self.failures_to_open:
            self._resting_since = now

    def state(self, now: float) -> BreakerState:
        """Return the state at `now`, for metrics; asking changes nothing."""
        if self._resting_since is None:
            return "closed"
        rested = now - self._resting_since >= self.rest_seconds
        return "half_open" if rested or self._on_trial else "open"
