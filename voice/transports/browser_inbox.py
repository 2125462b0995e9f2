"""What has come from the page and waits for the call. Bounded: late sound is worth less than none.

Sound may come in bursts, as a mobile network delivers it, but not faster than it can be spoken, and no more
of it than the line could soon catch up with. What is too much is thrown away. Everything else is kept in its
place among the sound, since letting go of the button means "up to here".
"""

import asyncio
from collections import deque
from collections.abc import AsyncIterator

from voice.transports.protocol import Gone, Incoming, Sound, Talk

_FASTER = 1.05
"""The page's sound clock may run this much before ours without loss; real ones differ by less than 0.1 %."""


class Inbox:
    """The way in of one browser's call. For one event loop and one reader."""

    def __init__(
        self, rate_hz: int, ahead_ms: float, waiting_ms: float, others: int, others_hz: float
    ) -> None:
        """``ahead_ms``: sound that may come at once; ``waiting_ms``: sound that may lie here; ``others``:
        events other than sound that may come at once, and ``others_hz`` a second in the long run."""
        bytes_per_ms = rate_hz * 2 / 1000
        self._sound_allowed = Allowance(ahead_ms * bytes_per_ms, rate_hz * 2 * _FASTER)
        self._others_allowed = Allowance(others, others_hz)
        self._most_waiting = waiting_ms * bytes_per_ms
        self._waiting = 0
        self._queue: deque[Incoming] = deque()
        self._something = asyncio.Event()
        self._gone = False
        self._held = False

    def sound(self, pcm: bytes, now_seconds: float) -> None:
        """Take in sound; an odd last byte is cut off."""
        pcm = pcm[: len(pcm) & ~1]
        if self._gone or not pcm or not self._sound_allowed.take(len(pcm), now_seconds):
            return
        self._waiting += len(pcm)
        self._put(Sound(pcm))
        while self._waiting > self._most_waiting:
            self._drop_oldest_sound()

    def event(self, event: Incoming, now_seconds: float) -> None:
        """Take in anything but sound and ``Gone``. A flood of them is no citizen's doing, and is ignored."""
        if self._gone:
            return
        if isinstance(event, Talk):
            if event.held == self._held:
                return
            # Letting go always counts: it comes at most once for each time the button went down.
            if not self._others_allowed.take(1, now_seconds) and event.held:
                return
            self._held = event.held
        elif not self._others_allowed.take(1, now_seconds):
            return
        self._put(event)

    def gone(self, gone: Gone) -> None:
        """The caller is gone; only the first time counts."""
        if not self._gone:
            self._gone = True
            self._put(gone)

    async def events(self) -> AsyncIterator[Incoming]:
        """Yield everything in its order; ends after ``Gone``."""
        while True:
            while not self._queue:
                self._something.clear()
                await self._something.wait()
            event = self._queue.popleft()
            if isinstance(event, Sound):
                self._waiting -= len(event.pcm)
            yield event
            if isinstance(event, Gone):
                return

    def _put(self, event: Incoming) -> None:
        self._queue.append(event)
        self._something.set()

    def _drop_oldest_sound(self) -> None:
        for place, event in enumerate(self._queue):
            if isinstance(event, Sound):
                self._waiting -= len(event.pcm)
                del self._queue[place]
                return


class Allowance:
    """A bucket that fills with time: so much at once, so much a second in the long run."""

    def __init__(self, at_once: float, per_second: float) -> None:
        self._most = self._left = at_once
        self._per_second = per_second
        self._looked: float | None = None

    def take(self, amount: float, now_seconds: float) -> bool:
        """Take ``amount`` if it is there."""
        if self._looked is not None:
            passed = max(0.0, now_seconds - self._looked)
            self._left = min(self._most, self._left + passed * self._per_second)
        self._looked = now_seconds
        if amount > self._left:
            return False
        self._left -= amount
        return True
