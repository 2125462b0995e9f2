"""One clock for all calls of the process: a frame of sound each 20 ms, by absolute deadlines.

    deadline   │0     │20    │40    │60    │80    │100
    woken      ●      ●                 ●  ●      ●          (something held the loop at 40)
    frames     1      1                 2  2      1          the two that were owed are made good,
                                                             never more than two at once

A sleep of 20 ms after each frame would drift by the time that the work takes; here every wake-up is counted
from the beginning, so nothing adds up. After a very long stop (a suspended machine) what is owed is
forgotten: a listener has no use for a second of sound that comes too late.
"""

import asyncio
import math
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from voice.line.logs import log_error
from voice.transports.protocol import FRAME_MS

Tick = Callable[[], None]
"""Makes one frame of one call. Must return at once."""


@dataclass(frozen=True)
class ClockSettings:
    """How time is kept."""

    frame_ms: float = FRAME_MS
    """Between two frames."""
    most_at_once: int = 2
    """Frames in one wake-up, at most: more would overrun the far end's jitter buffer."""
    most_owed: int = 25
    """Frames that are made good after a stop; what is owed beyond that is forgotten."""
    kept: int = 3000
    """Wake-ups whose lateness is remembered: a minute."""


class Pacer:
    """Says how many frames are due. Times in seconds, monotonic, passed in."""

    def __init__(self, settings: ClockSettings, now: float) -> None:
        self._settings = settings
        self._frame = settings.frame_ms / 1000.0
        self._origin = now
        self._made = 0
        """Frames made or forgotten since the origin; frame n is due at origin + n frames."""
        self._wake_at = now
        """The deadline that comes next."""
        self.forgotten = 0
        """Frames that were not made because the stop was too long."""
        self._lateness: deque[float] = deque(maxlen=settings.kept)
        self.worst_ms = 0.0
        """Latest wake-up since the beginning."""

    def next_at(self, now: float) -> float:
        """Return when to wake: at the next deadline after ``now``, whether or not frames are owed."""
        return self._origin + (math.floor((now - self._origin) / self._frame + 1e-9) + 1) * self._frame

    def due(self, now: float) -> int:
        """Return how many frames to make now, 0 to ``most_at_once``, and count them as made."""
        owed = math.floor((now - self._origin) / self._frame + 1e-9) + 1 - self._made
        if now >= self._wake_at - 1e-9:
            self._note(1000.0 * (now - self._wake_at))
            self._wake_at = self.next_at(now)
        if owed <= 0:
            return 0
        surplus = owed - self._settings.most_owed
        if surplus > 0:
            self._made += surplus
            self.forgotten += surplus
            owed = self._settings.most_owed
        count = min(owed, self._settings.most_at_once)
        self._made += count
        return count

    @property
    def p99_ms(self) -> float:
        """Lateness of the last minute's wake-ups that 99 in 100 do not exceed, in milliseconds."""
        ordered = sorted(self._lateness)
        return ordered[max(0, math.ceil(0.99 * len(ordered)) - 1)] if ordered else 0.0

    def drift_ms(self, now: float) -> float:
        """Return how far the frames made are from where they should be by now: what has added up."""
        return 1000.0 * (now - self._origin) - 1000.0 * self._frame * (self._made - 1)

    def _note(self, late_ms: float) -> None:
        self._lateness.append(late_ms)
        self.worst_ms = max(self.worst_ms, late_ms)


class FrameClock:
    """Ticks for everyone who was added. Runs in the event loop, as one task."""

    def __init__(
        self, settings: ClockSettings | None = None, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._settings = settings or ClockSettings()
        self._monotonic = monotonic
        self._ticks: dict[object, Tick] = {}
        self._task: asyncio.Task[None] | None = None
        self.pacer = Pacer(self._settings, monotonic())
        """Its lateness is a metric."""

    @property
    def calls(self) -> int:
        """How many are ticked for."""
        return len(self._ticks)

    def add(self, tick: Tick) -> Callable[[], None]:
        """Call ``tick`` for each frame from now on; returns what stops that."""
        key = object()
        self._ticks[key] = tick
        return lambda: (self._ticks.pop(key, None), None)[1]

    def start(self) -> None:
        """Begin to tick. Needs a running loop."""
        self.pacer = Pacer(self._settings, self._monotonic())
        self._task = asyncio.create_task(self._run(), name="frame clock")

    async def stop(self) -> None:
        """Stop ticking."""
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    def advance(self) -> None:
        """Make the frames that are due now."""
        for _ in range(self.pacer.due(self._monotonic())):
            for tick in list(self._ticks.values()):
                try:
                    tick()
                except Exception as error:
                    # A call that cannot make its frame ends itself; the others must get theirs.
                    log_error("tick_failed", error)

    async def _run(self) -> None:
        while True:
            self.advance()
            now = self._monotonic()
            await asyncio.sleep(max(0.0, self.pacer.next_at(now) - now))
