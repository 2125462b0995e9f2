"""Stand-ins for everything around the line. They do what they are told and remember what they were asked."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from voice.call.events import Effect, Event
from voice.conversation import FromConversation, ToConversation
from voice.line.ears import EarsInThreads
from voice.recognition.protocol import Expected, Partial, Utterance
from voice.synthesis.protocol import Speech
from voice.transports.protocol import Gone, Incoming

RATE = 8000
FRAME = 320
"""Bytes of 20 ms at 8 kHz."""
CALL = "3f0c0d9e-5d7e-4c1a-9d7f-0a1b2c3d4e5f"


class Time:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds

    def move(self, ms: float) -> None:
        self.seconds += ms / 1000.0


def tone(ms: float, hz: float = 440.0, level: float = 8000.0, rate: int = RATE) -> bytes:
    at = np.arange(int(rate * ms / 1000)) / rate
    return (level * np.sin(2 * np.pi * hz * at)).astype("<i2").tobytes()


def quiet(ms: float, rate: int = RATE) -> bytes:
    return bytes(int(rate * ms / 1000) * 2)


def noise(ms: float, level: float, seed: int = 1, rate: int = RATE) -> bytes:
    made = np.random.default_rng(seed).normal(0.0, level, int(rate * ms / 1000))
    return np.clip(made, -32000, 32000).astype("<i2").tobytes()


class ToneVoice:
    """Says every text as a tone of 20 ms a letter, in pieces of 50 ms, each as soon as it is asked for."""

    name = "tone"

    def __init__(self, ms_a_char: float = 20.0) -> None:
        self.ms_a_char = ms_a_char
        self.asked: list[str] = []
        self.stopped: list[str] = []
        self.hangs: set[str] = set()
        """Texts for which no sound ever comes."""
        self.fails: set[str] = set()
        """Texts that cannot be said."""
        self.closed = False

    async def speak(self, speech: Speech, rate_hz: int) -> AsyncIterator[bytes]:
        self.asked.append(speech.text)
        done = False
        try:
            if speech.text in self.hangs:
                await asyncio.Event().wait()
            if speech.text in self.fails:
                raise RuntimeError("cannot say this")
            sound = tone(self.ms_a_char * len(speech.text), rate=rate_hz)
            size = rate_hz // 20 * 2
            for start in range(0, len(sound), size):
                yield sound[start : start + size]
                await asyncio.sleep(0)
            done = True
        finally:
            if not done:
                self.stopped.append(speech.text)

    async def close(self) -> None:
        self.closed = True


def utterance(text: str, start_ms: float = 0.0, end_ms: float = 500.0) -> Utterance:
    return Utterance(text, 0.9 if text else 0.0, (), start_ms, end_ms, "vosk")


@dataclass
class FakeEar:
    """Counts the sound it is given; its next utterance is ``answer``."""

    answer: str = "ja"
    given_bytes: int = 0
    listened_for: list[tuple[Expected, tuple[str, ...]]] = field(default_factory=list)
    before_hearing: Callable[[], None] = lambda: None
    partials: list[str] = field(default_factory=list)
    budgets: list[float] = field(default_factory=list)
    log: list[str] = field(default_factory=list)
    closed: bool = False

    def listen_for(self, expected: Expected, choices: tuple[str, ...] = ()) -> None:
        self.listened_for.append((expected, choices))
        self.log.append("listen_for")

    def hear(self, pcm: bytes) -> Partial | None:
        self.before_hearing()
        self.given_bytes += len(pcm)
        self.log.append("hear")
        return Partial(self.partials.pop(0)) if self.partials else None

    def end_utterance(self) -> Utterance:
        self.log.append("end")
        end_ms = self.given_bytes / 16.0
        return utterance(self.answer, max(0.0, end_ms - 500.0), end_ms)

    async def second_thoughts(self, heard: Utterance, budget_ms: float) -> Utterance:
        self.budgets.append(budget_ms)
        return heard

    def close(self) -> None:
        self.closed = True


class FakeRecogniser:
    engines = ("fake",)

    def __init__(self, make: Callable[[], Any] = FakeEar) -> None:
        self._make = make
        self.ears: list[Any] = []

    def ear(self, rate_hz: int) -> Any:
        self.ears.append(self._make())
        return self.ears[-1]


def fake_ears(recogniser: FakeRecogniser | None = None) -> EarsInThreads:
    """The recogniser in threads of its own."""
    return EarsInThreads(recogniser or FakeRecogniser(), ThreadPoolExecutor(4))


class FakeTransport:
    """A caller in the test's hand."""

    def __init__(self, call: str = CALL, rate_hz: int = RATE) -> None:
        self.call, self.rate_hz = call, rate_hz
        self.sent: list[bytes] = []
        self.captions: list[dict[str, Any]] = []
        self.hung_up = 0
        self._incoming: asyncio.Queue[Incoming] = asyncio.Queue()

    def comes(self, what: Incoming) -> None:
        self._incoming.put_nowait(what)

    async def incoming(self) -> AsyncIterator[Incoming]:
        while True:
            what = await self._incoming.get()
            yield what
            if isinstance(what, Gone):
                return

    async def send(self, frame: bytes) -> None:
        self.sent.append(frame)

    async def show(self, caption: dict[str, Any]) -> None:
        self.captions.append(caption)

    async def hang_up(self) -> None:
        self.hung_up += 1


class FakeConversation:
    def __init__(self) -> None:
        self.told: list[ToConversation] = []
        self.closed = False
        self._incoming: asyncio.Queue[FromConversation | None] = asyncio.Queue()

    def tells(self, what: FromConversation) -> None:
        self._incoming.put_nowait(what)

    async def incoming(self) -> AsyncIterator[FromConversation]:
        while (what := await self._incoming.get()) is not None:
            yield what

    async def tell(self, what: ToConversation) -> None:
        self.told.append(what)

    async def close(self) -> None:
        self.closed = True
        self._incoming.put_nowait(None)


class ScriptedMachine:
    """Answers events by kind with the effects it was given, once each; remembers all events."""

    def __init__(self, script: dict[type, list[Sequence[Effect]]] | None = None) -> None:
        self.script = script or {}
        self.events: list[Event] = []
        self.times: list[float] = []
        self.breaks_at: type | None = None

    def handle(self, event: Event, now_ms: float) -> list[Effect]:
        self.events.append(event)
        self.times.append(now_ms)
        if self.breaks_at is not None and isinstance(event, self.breaks_at):
            raise RuntimeError("the machine broke")
        waiting = self.script.get(type(event))
        return list(waiting.pop(0)) if waiting else []

    def got(self, kind: type) -> list[Any]:
        return [event for event in self.events if isinstance(event, kind)]


async def until(condition: Callable[[], bool], turns: int = 20_000) -> None:
    """Let the loop turn until ``condition`` holds; fails loudly when it never does."""
    for _ in range(turns):
        if condition():
            return
        await asyncio.sleep(0)
    raise AssertionError("it never came to that")
