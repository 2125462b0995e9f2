"""What one call says: a queue of things to say, made ahead, taken out a frame at a time.

    say(1) say(2)          pause            resume                drop
    ─▁▁▃▇▅▃▂▁▁ ▁▃▇▅▃▂▁▂▅▇▂╲________________╱▂▅▇▂▅▃▁▁▁▁▂▅▇╲______________
      │Started(1) │Started(2)               a little before          forgotten
               Ended(1)                     the pause

The synthesiser works on the next thing while one is spoken; the first sound leaves as soon as its first piece
is there. Where the sound is late, silence leaves in its place, so the line itself never stops.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from contextlib import aclosing, suppress
from dataclasses import dataclass

from voice.line.logs import log_error
from voice.line.saying import Saying, audible, faded
from voice.synthesis.protocol import Speech, Voice
from voice.transports.protocol import FRAME_MS


@dataclass(frozen=True)
class MouthSettings:
    """How things are said."""

    gap_ms: float = 140.0
    """Quiet between two things said one after the other, as between sentences."""
    fade_ms: float = 12.0
    """Fade at a pause, so that it does not click."""
    back_least_ms: float = 250.0
    """After a pause it goes on from a quiet place at least so long before."""
    back_most_ms: float = 650.0
    ahead_ms: float = 20_000.0
    """Sound that is made ahead of what is spoken, at most, for one thing to say."""
    stuck_ms: float = 3_000.0
    """A synthesiser that gives nothing for so long, while the line waits for it, has failed."""
    ms_a_char: float = 65.0
    """What a letter takes, to guess how much was heard before the whole length is known."""


@dataclass(frozen=True)
class Started:
    """The first sound of a thing to say leaves with this frame."""

    say_id: int


@dataclass(frozen=True)
class Ended:
    """It has been said to its end."""

    say_id: int


@dataclass(frozen=True)
class Failed:
    """Its sound cannot be had; it is skipped."""

    say_id: int


MouthEvent = Started | Ended | Failed


class Mouth:
    """One call's mouth. Not thread-safe; ``next_frame`` is called by the clock and never waits."""

    def __init__(self, voice: Voice, rate_hz: int, settings: MouthSettings | None = None) -> None:
        self._voice, self._rate_hz = voice, rate_hz
        self._settings = settings or MouthSettings()
        self._silence = bytes(rate_hz * FRAME_MS // 1000 * 2)
        self._queue: deque[Saying] = deque()
        self._to_make: deque[Saying] = deque()
        self._failed: list[Saying] = []
        self._moved = asyncio.Event()
        """Something was queued, taken out or dropped: the maker looks again."""
        self._maker: asyncio.Task[None] | None = None
        self._gap_frames = 0
        self._paused = False
        self._fade: Callable[[bytes], bytes] | None = None
        self._last = b""
        """A frame to be faded out before silence."""
        self._waited_ms = 0.0

    @property
    def busy(self) -> bool:
        """Whether anything is to be said, or being said."""
        return bool(self._queue)

    @property
    def paused(self) -> bool:
        """Whether it fell silent for the moment."""
        return self._paused

    def say(self, say_id: int, speech: Speech) -> None:
        """Say this after everything else."""
        saying = Saying(say_id, speech, self._rate_hz, self._settings.back_most_ms + 1000.0)
        self._queue.append(saying)
        self._to_make.append(saying)
        self._moved.set()
        if self._maker is None or self._maker.done():
            self._maker = asyncio.create_task(self._make_all(), name="mouth")

    def pause(self) -> None:
        """Fall silent within one frame, and remember the place."""
        if self._queue and not self._paused:
            self._paused = True
            self._last = self._queue[0].take() or b""

    def resume(self) -> None:
        """Go on from a little before the place."""
        if self._paused:
            self._paused = False
            settings = self._settings
            if self._queue:
                self._queue[0].go_back(settings.back_least_ms, settings.back_most_ms)
            self._fade = lambda frame: faded(frame, out=False, ms=settings.fade_ms)

    def drop(self) -> str:
        """Forget everything that is not said yet; return what was heard of what was being said."""
        head = self._queue[0] if self._queue else None
        heard = head.heard_text(self._settings.ms_a_char) if head else ""
        if head and head.started and not self._paused:
            self._last = head.take() or b""
        self._queue.clear()
        self._to_make.clear()
        self._paused, self._fade, self._gap_frames, self._waited_ms = False, None, 0, 0.0
        self._moved.set()
        return heard

    def next_frame(self) -> tuple[bytes, list[MouthEvent]]:
        """Return the frame that leaves now, and what happens with it."""
        told: list[MouthEvent] = [Failed(saying.say_id) for saying in self._failed if self._forget(saying)]
        self._failed.clear()
        if self._last:
            last, self._last = self._last, b""
            return faded(last, out=True, ms=self._settings.fade_ms), told
        while self._queue and self._queue[0].over:
            told += self._end(self._queue.popleft())
        if self._paused or not self._queue:
            return self._silence, told
        if self._gap_frames:
            self._gap_frames -= 1
            return self._silence, told
        head = self._queue[0]
        frame = head.take()
        if frame is None:
            return self._silence, [*told, *self._wait_for(head)]
        self._waited_ms = 0.0
        self._moved.set()
        if self._fade:
            frame, self._fade = self._fade(frame), None
        if not head.started and audible(frame):
            head.started = True
            told.append(Started(head.say_id))
        if head.over:
            told += self._end(self._queue.popleft())
        return frame, told

    async def close(self) -> None:
        """Stop making sound."""
        self.drop()
        maker, self._maker = self._maker, None
        if maker is not None:
            maker.cancel()
            with suppress(asyncio.CancelledError):
                await maker

    # ── Inside ──────────────────────────────────────────────────────────────────────────────────

    def _end(self, saying: Saying) -> list[MouthEvent]:
        self._gap_frames = round(self._settings.gap_ms / FRAME_MS)
        if not self._queue:
            self._gap_frames = 0
        self._moved.set()
        return [Ended(saying.say_id)]

    def _wait_for(self, head: Saying) -> list[MouthEvent]:
        """The sound is not there yet. Counted in frames, so that a stopped clock accuses nobody."""
        self._waited_ms += FRAME_MS
        if self._waited_ms < self._settings.stuck_ms:
            return []
        self._forget(head)
        return [Failed(head.say_id)]

    def _forget(self, saying: Saying) -> bool:
        """Take it out of the queue; return whether it was there."""
        if saying not in self._queue:
            return False
        self._queue.remove(saying)
        if saying in self._to_make:
            self._to_make.remove(saying)
        self._waited_ms = 0.0
        self._moved.set()
        return True

    async def _make_all(self) -> None:
        """Make sound for the head and for the one after it, for as long as there is anything to say."""
        while True:
            while not self._to_make or self._to_make[0] not in list(self._queue)[:2]:
                if not self._queue and not self._to_make:
                    return
                self._moved.clear()
                await self._moved.wait()
            saying = self._to_make.popleft()
            try:
                await self._make(saying)
            except Exception as error:
                log_error("synthesis_failed", error)
                self._failed.append(saying)

    async def _make(self, saying: Saying) -> None:
        async with aclosing(self._voice.speak(saying.speech, self._rate_hz)) as pieces:  # type: ignore[type-var]
            async for piece in pieces:
                saying.put(piece)
                while saying in self._queue and saying.ahead_ms > self._settings.ahead_ms:
                    self._moved.clear()
                    await self._moved.wait()
                if saying not in self._queue:
                    return
        saying.complete = True
        if not saying.begun:
            # Nothing to be heard, such as a text of signs only: it is over as soon as it is its turn.
            self._moved.set()
