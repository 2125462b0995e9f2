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
from contextlib import aclosing
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
        self._makers: dict[int, asyncio.Task[None]] = {}
        """One task for each thing whose sound is being made, by its id."""
        self._failed: list[Saying] = []
        self._taken = asyncio.Event()
        """Sound was taken out: there is room for more."""
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
        self._queue.append(Saying(say_id, speech, self._rate_hz, self._settings.back_most_ms + 1000.0))
        self._make_ahead()

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
        for saying in self._queue:
            self._stop_making(saying)
        self._queue.clear()
        self._paused, self._fade, self._gap_frames, self._waited_ms = False, None, 0, 0.0
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
        self._taken.set()
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
        makers = list(self._makers.values())
        self.drop()
        await asyncio.gather(*makers, return_exceptions=True)

    # ── Inside ──────────────────────────────────────────────────────────────────────────────────

    def _end(self, saying: Saying) -> list[MouthEvent]:
        self._gap_frames = round(self._settings.gap_ms / FRAME_MS) if self._queue else 0
        self._make_ahead()
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
        self._stop_making(saying)
        self._waited_ms = 0.0
        self._make_ahead()
        return True

    def _make_ahead(self) -> None:
        """Make the sound of the head, and when that is there, of the next."""
        for saying in list(self._queue)[:2]:
            if not saying.asked_for:
                saying.asked_for = True
                task = asyncio.create_task(self._make(saying), name="mouth")
                self._makers[saying.say_id] = task
            if not saying.complete:
                return

    def _stop_making(self, saying: Saying) -> None:
        # A synthesiser that hangs must not keep the next thing from being made.
        task = self._makers.pop(saying.say_id, None)
        if task is not None:
            task.cancel()

    async def _make(self, saying: Saying) -> None:
        try:
            async with aclosing(self._voice.speak(saying.speech, self._rate_hz)) as pieces:  # type: ignore[type-var]
                async for piece in pieces:
                    saying.put(piece)
                    while saying.ahead_ms > self._settings.ahead_ms:
                        self._taken.clear()
                        await self._taken.wait()
        except Exception as error:
            log_error("synthesis_failed", error)
            self._failed.append(saying)
        else:
            saying.complete = True
            self._makers.pop(saying.say_id, None)
            self._make_ahead()
