"""A call that can be recorded, with the real state machine and recorder, and a watch on what is written."""

import asyncio
import os
import sys
import threading
import wave
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from tests.voice.line.fakes import (
    RATE,
    FakeConversation,
    FakeEar,
    FakeRecogniser,
    FakeTransport,
    Time,
    ToneVoice,
    until,
)
from voice.conversation import Done, Happened, Part, Say, Welcome
from voice.line.clock import FrameClock
from voice.line.ears import EarsInThreads
from voice.line.metrics import LineMetrics
from voice.line.process import new_call
from voice.line.recording import Recorder
from voice.line.session import House, Session, SessionSettings
from voice.line.taping import RecordingSettings
from voice.transports.protocol import Gone, Key, Sound

_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_APPEND
_OPENED: list[str] | None = None
"""Files opened for writing by anything in this process, while someone watches."""


def _notice(event: str, what: tuple[Any, ...]) -> None:
    if _OPENED is not None and event == "open" and isinstance(what[2], int) and what[2] & _WRITING:
        _OPENED.append(str(what[0]))


sys.addaudithook(_notice)  # An audit hook stays for the life of the process; it costs nothing unwatched.


@contextmanager
def watching_what_is_opened() -> Iterator[list[str]]:
    global _OPENED
    _OPENED = []
    try:
        yield _OPENED
    finally:
        _OPENED = None


class AtOnce(Executor):
    """Works in the caller's thread: the ear is never behind, however fast the test's time goes."""

    def submit(self, work: Callable[..., Any], /, *args: Any, **kwargs: Any) -> "Future[Any]":
        done: Future[Any] = Future()
        done.set_result(work(*args, **kwargs))
        return done


class Line:
    """A call with the real state machine and the real recorder; time moves when the test says so."""

    def __init__(self, settings: RecordingSettings) -> None:
        self.settings = settings
        self.recorder = Recorder(settings)
        self.time = Time()
        self.clock = FrameClock(monotonic=self.time)
        self.voice = ToneVoice(ms_a_char=4.0)
        self.pool = AtOnce()
        self.transport, self.conversation = FakeTransport(), FakeConversation()

    async def begin(self) -> None:
        await self.recorder.start()
        house = House(
            EarsInThreads(FakeRecogniser(FakeEar), self.pool),
            self.voice,
            self.clock,
            LineMetrics(),
            SessionSettings(tail_ms=0.0, goodbye_ms=1.0),
            self.time,
            self.recorder,
        )
        machine = new_call(self.recorder.offered)
        self.session = Session(house, self.transport, self.conversation, machine)
        self.task = asyncio.create_task(self.session.run())
        await until(lambda: self.clock.calls == 1)
        self.conversation.tells(Welcome("da", "none", ()))
        await until(lambda: bool(self.voice.asked))

    async def passes(self, ms: float, caller: bytes = bytes(320)) -> None:
        """Time, with the caller's ``caller`` in each frame."""
        for _ in range(int(ms / 20)):
            self.transport.comes(Sound(caller))
            self.time.move(20)
            self.clock.advance()
            for _ in range(15):
                await asyncio.sleep(0)

    async def presses_five(self) -> None:
        """The key, where it gives consent or takes it back; returns when that has been told."""
        before = len(self.consents)
        self.transport.comes(Key("5"))
        await until(lambda: len(self.consents) > before, 200_000)

    async def asks(self, expects: str | None, choices: tuple[str, ...]) -> None:
        """The assistant asks something in answer to what was typed."""
        told = [what for what in self.conversation.told if isinstance(what, Say)]
        say_id = told[-1].id if told else None
        self.conversation.tells(Part(say_id, {"type": "text", "text": "Hvad?"}))
        self.conversation.tells(Done(say_id, expects, "bot", "da", choices))
        await self.passes(1000)

    async def hangs_up(self) -> None:
        self.transport.comes(Gone("hung_up"))
        await asyncio.wait_for(self.task, 10)

    async def end(self) -> None:
        if not self.task.done():
            await self.hangs_up()
        await self.recorder.stop()
        self.pool.shutdown()

    @property
    def consents(self) -> list[bool]:
        happened = [what for what in self.conversation.told if isinstance(what, Happened)]
        return [bool(what.details["given"]) for what in happened if what.name == "recording_consent"]

    @property
    def offered_aloud(self) -> bool:
        return any(text.startswith("Vi vil gerne optage") for text in self.voice.asked)

    def files(self) -> list[Path]:
        folder = self.settings.folder
        return sorted(folder.iterdir()) if folder is not None and folder.exists() else []

    async def written(self) -> None:
        """Everything that was given to the writer's thread is done."""
        done = threading.Event()
        writer = self.recorder._writer  # The one thread that touches the disk: in order behind its work.
        assert writer is not None
        writer.submit(done.set)
        await until(done.is_set, 200_000)


def channels(path: Path) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    with wave.open(str(path), "rb") as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (2, 2, RATE)
        both = np.frombuffer(file.readframes(file.getnframes()), "<i2").reshape(-1, 2)
    return both[:, 0], both[:, 1]
