"""What a call's hearing asks of whoever has ears: nothing here blocks the event loop.

``voice.recognition.apart`` keeps them in a process of their own, which is how the line runs;
``EarsInThreads`` puts any ``Recogniser`` into threads of this one, for tests and small tools.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor, Future
from typing import Any, Protocol, TypeVar

from voice.line.logs import log_error
from voice.recognition.protocol import Ear, Expected, Partial, Recogniser, Utterance

Result = TypeVar("Result")


class CallsEar(Protocol):
    """Hears one call. One request at a time; any of them may raise ``EarGone``: then ask for a new ear."""

    async def listen_for(self, expected: Expected, choices: tuple[str, ...] = ()) -> None:
        """See ``voice.recognition.protocol.Ear.listen_for``."""
        ...

    async def hear(self, pcm: bytes) -> Partial | None:
        """See ``Ear.hear``."""
        ...

    async def end_utterance(self, budget_ms: float) -> Utterance:
        """What was heard since the last end: the better of both passes, the second within ``budget_ms``."""
        ...

    def close(self) -> None:
        """Give it back, as soon as what it is doing is done."""
        ...


class Ears(Protocol):
    """Ears for all calls."""

    async def ear(self, rate_hz: int) -> CallsEar:
        """Return an ear for one call. May raise anything: then this call has none."""
        ...

    @property
    def engines(self) -> tuple[str, ...]:
        """Which engines run."""
        ...

    @property
    def up(self) -> bool:
        """Whether they can hear now."""
        ...


class EarsInThreads:
    """A ``Recogniser`` in a pool of threads. Implements ``Ears``."""

    def __init__(self, recogniser: Recogniser, pool: Executor) -> None:
        self._recogniser, self._pool = recogniser, pool

    @property
    def engines(self) -> tuple[str, ...]:
        """The recogniser's."""
        return self._recogniser.engines

    @property
    def up(self) -> bool:
        """Always."""
        return True

    async def ear(self, rate_hz: int) -> "EarInThreads":
        """See ``Ears.ear``."""
        made = self._pool.submit(lambda: self._recogniser.ear(rate_hz))
        return EarInThreads(await asyncio.wrap_future(made), self._pool)


class EarInThreads:
    """One ear of those."""

    def __init__(self, ear: Ear, pool: Executor) -> None:
        self._ear, self._pool = ear, pool
        self._working: Future[Any] | None = None

    async def listen_for(self, expected: Expected, choices: tuple[str, ...] = ()) -> None:
        """See ``CallsEar.listen_for``."""
        await self._in_thread(lambda: self._ear.listen_for(expected, choices))

    async def hear(self, pcm: bytes) -> Partial | None:
        """See ``CallsEar.hear``."""
        return await self._in_thread(lambda: self._ear.hear(pcm))

    async def end_utterance(self, budget_ms: float) -> Utterance:
        """See ``CallsEar.end_utterance``."""
        return await self._ear.second_thoughts(await self._in_thread(self._ear.end_utterance), budget_ms)

    def close(self) -> None:
        """Give the ear back when the thread that may still use it is done; nobody waits for that."""
        if self._working is None or self._working.done():
            self._pool.submit(_closed, self._ear)
        else:
            self._working.add_done_callback(lambda _: _closed(self._ear))

    async def _in_thread(self, work: Callable[[], Result]) -> Result:
        self._working = self._pool.submit(work)
        result: Result = await asyncio.wrap_future(self._working)
        return result


def _closed(ear: Ear) -> None:
    try:
        ear.close()
    except Exception as error:
        log_error("ear_not_closed", error)
