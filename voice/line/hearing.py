"""One call's ear, kept busy from the event loop: sound in order, questions in order, never blocking.

    session ── sound ──► gate ─╮
            ── listen_for, end ┴─► orders ──► the ear, one request at a time ──► PartialHeard, UtteranceHeard
                                      │
                                      ╰─ more than 2 s of sound waits: all of it is thrown away,
                                         Trouble("recogniser_stalled"), and hearing begins anew

An ear that is gone with its process is replaced by a new one. The caller is told only where something was
being said: nobody misses what was heard of silence.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from voice.call.events import Event, PartialHeard, Trouble, UtteranceHeard
from voice.line.ears import CallsEar, Ears
from voice.line.gate import GateSettings, SoundGate
from voice.line.logs import log_error
from voice.line.timeline import Timeline
from voice.recognition.errors import EarGone
from voice.recognition.protocol import Expected, Utterance


@dataclass(frozen=True)
class HearingSettings:
    """How sound goes to the recogniser."""

    most_behind_ms: float = 2_000.0
    """Sound that may wait for the recogniser."""
    least_piece_ms: float = 100.0
    """Sound is gathered to this length before it is sent: a request for each frame of each call costs the
    clock more than the decoding. The end of a turn does not wait."""
    piece_ms: float = 200.0
    """Sound given to it in one go, at most: it looks for the end of an utterance between two."""
    second_thoughts_ms: float = 350.0
    """Budget of the second pass, from the end of turn. End of turn takes up to 550 ms after the last word
    and the first sound of an answer should be there after 1000 ms."""
    ended_soon_ms: float = 3_000.0
    """An end of utterance that is not answered by then counts as a stall."""
    gate: GateSettings = field(default_factory=GateSettings)


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


_Order = _Sound | _ListenFor | _End


class Hearing:
    """Gives orders to an ear, and tells what it heard."""

    def __init__(
        self,
        ears: Ears,
        rate_hz: int,
        tell: Callable[[Event], None],
        settings: HearingSettings | None = None,
    ) -> None:
        """``tell`` is called in the event loop."""
        self._ears, self._rate_hz, self._tell = ears, rate_hz, tell
        self._settings = settings or HearingSettings()
        self._ear: CallsEar | None = None
        self._gate = SoundGate(rate_hz, self._settings.gate)
        self._orders: deque[_Order] = deque()
        self._waiting_ms = 0.0
        """Sound among the orders."""
        self._timeline = Timeline()
        self._listening_for: _ListenFor | None = None
        self._said_something = False
        """Words were heard since the last end of an utterance."""
        self._new_order = asyncio.Event()
        self._at_work = False
        self._busy_since_ms: float | None = None
        self._told_stall = False
        self.thrown_away_ms = 0.0
        """Sound that was never heard because the recogniser was behind."""

    @property
    def behind_ms(self) -> float:
        """Sound that waits for the recogniser."""
        return self._waiting_ms

    def sound(self, pcm: bytes, ends_ms: float, stands_out: bool = True) -> None:
        """Hear int16 LE mono whose last sample came at ``ends_ms`` of the call.

        ``stands_out``: whether it is anything but the line's background.
        """
        for piece, piece_ends_ms in self._gate.sound(pcm, ends_ms, stands_out):
            self._orders.append(_Sound(piece, piece_ends_ms))
            self._waiting_ms += self._length_ms(piece)
        if self._waiting_ms > self._settings.most_behind_ms:
            self._catch_up()
        if self._worth_asking():
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
            self._busy_since_ms = now_ms if self._at_work or self._worth_asking() else None
        elif now_ms - since >= self._settings.ended_soon_ms and not self._told_stall:
            self._stalled()

    async def run(self) -> None:
        """Work until cancelled. Without an ear every end of utterance is a stall: keys still work."""
        try:
            self._ear = await self._new_ear()
            while True:
                while not self._worth_asking():
                    self._new_order.clear()
                    await self._new_order.wait()
                self._at_work = True
                await self._carry_out(self._orders.popleft())
                self._at_work, self._busy_since_ms = False, None
        finally:
            if self._ear is not None:
                self._ear.close()

    # ── Inside ──────────────────────────────────────────────────────────────────────────────────

    def _worth_asking(self) -> bool:
        """Whether there is a question, or enough sound."""
        if self._waiting_ms >= self._settings.least_piece_ms:
            return bool(self._orders)
        # Sound is the only order that can wait, and there are few of them: most often this looks at none.
        return any(not isinstance(order, _Sound) for order in self._orders)

    async def _new_ear(self) -> CallsEar | None:
        self._timeline.begin_anew()
        try:
            ear = await self._ears.ear(self._rate_hz)
            if self._listening_for is not None:
                await ear.listen_for(self._listening_for.expected, self._listening_for.choices)
            return ear
        except Exception as error:
            log_error("no_ear", error)
            return None

    async def _carry_out(self, order: _Order) -> None:
        try:
            if isinstance(order, _ListenFor):
                self._listening_for = order
            if self._ear is None:
                await self._without_ear(order)
            elif isinstance(order, _Sound):
                await self._hear(self._ear, order)
            elif isinstance(order, _ListenFor):
                await self._ear.listen_for(order.expected, order.choices)
            else:
                await self._end(self._ear)
        except EarGone as error:
            log_error("ear_gone", error)
            await self._replace_ear(order)
        except Exception as error:
            # The call goes on: with keys, and with a person. The machine decides.
            log_error("recogniser_failed", error)
            self._stalled()

    async def _replace_ear(self, order: _Order) -> None:
        """The sound that went with the old ear is lost; what waits goes to the new one."""
        missed = isinstance(order, _End) or self._said_something
        self._said_something = False
        if missed:
            self._stalled()
        self._ear = await self._new_ear()

    async def _hear(self, ear: CallsEar, order: _Sound) -> None:
        pieces, ends_ms = [order.pcm], order.ends_ms
        length = self._length_ms(order.pcm)
        self._timeline.given(length, ends_ms)
        while self._orders and length < self._settings.piece_ms:
            follows = self._orders[0]
            if not isinstance(follows, _Sound):
                break
            self._orders.popleft()
            pieces.append(follows.pcm)
            self._timeline.given(self._length_ms(follows.pcm), follows.ends_ms)
            length += self._length_ms(follows.pcm)
        self._waiting_ms = max(0.0, self._waiting_ms - length)
        heard = await ear.hear(b"".join(pieces))
        self._told_stall = False
        if heard is not None:
            self._said_something = bool(heard.text)
            self._tell(PartialHeard(heard.text))

    async def _end(self, ear: CallsEar) -> None:
        heard = await ear.end_utterance(self._settings.second_thoughts_ms)
        self._told_stall = self._said_something = False
        self._tell(UtteranceHeard(placed(heard, self._timeline)))

    async def _without_ear(self, order: _Order) -> None:
        """Keys still work. Each question is a chance to get an ear after all."""
        if isinstance(order, _Sound):
            self._waiting_ms = max(0.0, self._waiting_ms - self._length_ms(order.pcm))
        elif isinstance(order, _End):
            self._told_stall = False
            self._stalled()
            self._ear = await self._new_ear()

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

    def _length_ms(self, pcm: bytes) -> float:
        return 1000.0 * (len(pcm) // 2) / self._rate_hz


def placed(heard: Utterance, timeline: Timeline) -> Utterance:
    """Return an utterance with the call's times in place of the ear's."""
    return replace(
        heard,
        words=tuple(
            replace(word, start_ms=timeline.call_ms(word.start_ms), end_ms=timeline.call_ms(word.end_ms))
            for word in heard.words
        ),
        start_ms=timeline.call_ms(heard.start_ms),
        end_ms=timeline.call_ms(heard.end_ms),
    )
