"""One call's ear, kept busy from the event loop: sound in order, questions in order, never blocking.

    session ── sound, listen_for, end ──► orders ──► one thread at a time ──► PartialHeard, UtteranceHeard
                                          │
                                          ╰─ more than 2 s of sound waits: all of it is thrown away,
                                             Trouble("recogniser_stalled"), and hearing begins anew

The ear counts time in the sound it was given; the call counts from its beginning. What was lost on the way,
or thrown away here, is made good when times are told.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from concurrent.futures import Executor, Future
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from voice.call.events import Event, PartialHeard, Trouble, UtteranceHeard
from voice.line.logs import log_error
from voice.recognition.protocol import Ear, Expected, Partial, Recogniser, Utterance

Result = TypeVar("Result")


@dataclass(frozen=True)
class HearingSettings:
    """How sound goes to the recogniser."""

    most_behind_ms: float = 2_000.0
    """Sound that may wait for the recogniser."""
    least_piece_ms: float = 100.0
    """Sound is gathered to this length before a thread is woken for it: a wake-up for each frame of each call
    costs the clock more than the decoding. The end of a turn does not wait."""
    piece_ms: float = 200.0
    """Sound given to it in one go, at most: it looks for the end of an utterance between two."""
    second_thoughts_ms: float = 350.0
    """Budget of the second pass, from the end of turn. End of turn takes up to 550 ms after the last word
    and the first sound of an answer should be there after 1000 ms."""
    ended_soon_ms: float = 3_000.0
    """An end of utterance that is not answered by then counts as a stall."""


@dataclass(frozen=True)
class _Sound:
    pcm: bytes
    ends_ms: float


@dataclass(frozen=True)
class _ListenFor:
    expected: Expected
    choices: tuple[str, ...]


@dataclass(frozen=True)
class _End:
    """Asks what was said."""


class Hearing:
    """Gives orders to an ear in a pool of threads, and tells what it heard."""

    def __init__(
        self,
        recogniser: Recogniser,
        rate_hz: int,
        pool: Executor,
        tell: Callable[[Event], None],
        settings: HearingSettings | None = None,
    ) -> None:
        """``tell`` is called in the event loop."""
        self._recogniser, self._rate_hz, self._pool, self._tell = recogniser, rate_hz, pool, tell
        self._settings = settings or HearingSettings()
        self._orders: deque[_Sound | _ListenFor | _End] = deque()
        self._waiting_ms = 0.0
        """Sound among the orders."""
        self._given_ms = 0.0
        """Sound given to the ear so far: its clock."""
        self._shift_ms = 0.0
        """What to add to the ear's times to get the call's."""
        self._new_order = asyncio.Event()
        self._working: Future[Any] | None = None
        self._at_work = False
        self._busy_since_ms: float | None = None
        self._told_stall = False
        self.thrown_away_ms = 0.0
        """Sound that was never heard because the recogniser was behind."""

    @property
    def behind_ms(self) -> float:
        """Sound that waits for the recogniser."""
        return self._waiting_ms

    def sound(self, pcm: bytes, ends_ms: float) -> None:
        """Hear int16 LE mono whose last sample came at ``ends_ms`` of the call."""
        self._orders.append(_Sound(pcm, ends_ms))
        self._waiting_ms += self._length_ms(pcm)
        if self._waiting_ms > self._settings.most_behind_ms:
            self._catch_up()
        if self._worth_a_thread():
            self._new_order.set()

    def listen_for(self, expected: Expected, choices: tuple[str, ...]) -> None:
        """Choose what is listened for from the next utterance on."""
        self._orders.append(_ListenFor(expected, choices))
        self._new_order.set()

    def end_utterance(self) -> None:
        """Ask what was said up to now."""
        self._orders.append(_End())
        self._new_order.set()

    def look(self, now_ms: float) -> None:
        """Look at the time: an ear that hangs in one piece of work is told of, once."""
        since = self._busy_since_ms
        if since is None:
            self._busy_since_ms = now_ms if self._at_work or self._worth_a_thread() else None
        elif now_ms - since >= self._settings.ended_soon_ms and not self._told_stall:
            self._stalled()

    async def run(self) -> None:
        """Work until cancelled. Without an ear every end of utterance is a stall: keys still work."""
        ear: Ear | None = None
        try:
            ear = await self._new_ear()
            while True:
                while not self._worth_a_thread():
                    self._new_order.clear()
                    await self._new_order.wait()
                self._at_work = True
                await self._carry_out(ear, self._orders.popleft())
                self._at_work, self._busy_since_ms = False, None
        finally:
            if ear is not None:
                self._close(ear)

    # ── Inside ──────────────────────────────────────────────────────────────────────────────────

    def _worth_a_thread(self) -> bool:
        """Whether there is a question, or enough sound."""
        if self._waiting_ms >= self._settings.least_piece_ms:
            return bool(self._orders)
        # Sound is the only order that can wait, and there are few of them: most often this looks at none.
        return any(not isinstance(order, _Sound) for order in self._orders)

    async def _new_ear(self) -> Ear | None:
        try:
            return await self._in_thread(lambda: self._recogniser.ear(self._rate_hz))
        except Exception as error:
            log_error("no_ear", error)
            return None

    async def _carry_out(self, ear: Ear | None, order: "_Sound | _ListenFor | _End") -> None:
        try:
            if ear is None:
                self._without_ear(order)
            elif isinstance(order, _Sound):
                await self._hear(ear, order)
            elif isinstance(order, _ListenFor):
                await self._in_thread(lambda: ear.listen_for(order.expected, order.choices))
            else:
                await self._end(ear)
        except Exception as error:
            # The call goes on: with keys, and with a person. The machine decides.
            log_error("recogniser_failed", error)
            self._stalled()

    async def _hear(self, ear: Ear, order: _Sound) -> None:
        pieces, ends_ms = [order.pcm], order.ends_ms
        length = self._length_ms(order.pcm)
        while self._orders and length < self._settings.piece_ms:
            follows = self._orders[0]
            if not isinstance(follows, _Sound):
                break
            self._orders.popleft()
            pieces.append(follows.pcm)
            ends_ms, length = follows.ends_ms, length + self._length_ms(follows.pcm)
        self._waiting_ms = max(0.0, self._waiting_ms - length)
        self._given_ms += length
        self._shift_ms = ends_ms - self._given_ms
        heard: Partial | None = await self._in_thread(lambda: ear.hear(b"".join(pieces)))
        self._told_stall = False
        if heard is not None:
            self._tell(PartialHeard(heard.text))

    async def _end(self, ear: Ear) -> None:
        first = await self._in_thread(ear.end_utterance)
        shift_ms = self._shift_ms
        better = await ear.second_thoughts(first, self._settings.second_thoughts_ms)
        self._told_stall = False
        self._tell(UtteranceHeard(shifted(better, shift_ms)))

    def _without_ear(self, order: "_Sound | _ListenFor | _End") -> None:
        if isinstance(order, _Sound):
            self._waiting_ms = max(0.0, self._waiting_ms - self._length_ms(order.pcm))
        elif isinstance(order, _End):
            self._told_stall = False
            self._stalled()

    def _catch_up(self) -> None:
        """Throw away the sound that waits, keep the orders, and say so."""
        self.thrown_away_ms += self._waiting_ms
        self._orders = deque(order for order in self._orders if not isinstance(order, _Sound))
        self._waiting_ms = 0.0
        self._stalled()

    def _stalled(self) -> None:
        if not self._told_stall:
            self._told_stall = True
            self._tell(Trouble("recogniser_stalled"))

    async def _in_thread(self, work: Callable[[], Result]) -> Result:
        self._working = self._pool.submit(work)
        result: Result = await asyncio.wrap_future(self._working)
        return result

    def _close(self, ear: Ear) -> None:
        """Give the ear back when the thread that may still use it is done; nobody waits for that."""
        if self._working is None or self._working.done():
            self._pool.submit(_closed, ear)
        else:
            self._working.add_done_callback(lambda _: _closed(ear))

    def _length_ms(self, pcm: bytes) -> float:
        return 1000.0 * (len(pcm) // 2) / self._rate_hz


def shifted(heard: Utterance, by_ms: float) -> Utterance:
    """Return an utterance with its times moved, none of them before the call began."""
    return replace(
        heard,
        words=tuple(
            replace(
                word,
                start_ms=max(0.0, word.start_ms + by_ms),
                end_ms=max(0.0, word.end_ms + by_ms),
            )
            for word in heard.words
        ),
        start_ms=max(0.0, heard.start_ms + by_ms),
        end_ms=max(0.0, heard.end_ms + by_ms),
    )


def _closed(ear: Ear) -> None:
    try:
        ear.close()
    except Exception as error:
        log_error("ear_not_closed", error)
