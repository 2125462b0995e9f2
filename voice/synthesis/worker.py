"""One speech's way from a worker thread to whoever listens: pieces come as they are made.

    listener  ──── the next clause, when the one before begins to be heard ────▶  the worker's line
    listener  ◀─── pieces, end of clause, or what went wrong ───────────────────  worker

The worker's line is first come, first served, one clause a time: calls that speak at once take turns, and a
call is never more than a clause ahead of its listener.
"""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import Executor, Future
from typing import TypeVar

Clause = TypeVar("Clause")
Emit = Callable[[bytes], bool]
"""Takes a piece of sound; returns whether anyone still listens."""


class VoiceClosed(RuntimeError):
    """The synthesiser was closed while it spoke, or is asked to speak after that."""


class _EndOfClause:
    pass


async def spoken_clauses(
    clauses: Sequence[Clause], make: Callable[[Clause, bool, Emit], None], executor: Executor
) -> AsyncIterator[bytes]:
    """Yield the sound of ``clauses``. Raises what ``make`` raises, and ``VoiceClosed``.

    ``make(clause, last, emit)`` runs in ``executor`` and should return soon after ``emit`` has returned
    False, which it does once the listener has stopped.
    """
    loop = asyncio.get_running_loop()
    arrived: asyncio.Queue[bytes | _EndOfClause | BaseException] = asyncio.Queue()
    stopped = threading.Event()

    def deliver(what: bytes | _EndOfClause | BaseException) -> None:
        try:
            loop.call_soon_threadsafe(arrived.put_nowait, what)
        except RuntimeError:  # the loop has ended, and the listener with it
            stopped.set()

    def emit(piece: bytes) -> bool:
        if piece and not stopped.is_set():
            deliver(piece)
        return not stopped.is_set()

    def run(clause: Clause, last: bool) -> None:
        try:
            if not stopped.is_set():
                make(clause, last, emit)
            deliver(_EndOfClause())
        except Exception as error:  # handed to the listener, whose task it is
            deliver(error)

    def line_up(index: int) -> Future[None]:
        try:
            future = executor.submit(run, clauses[index], index == len(clauses) - 1)
        except RuntimeError as error:
            raise VoiceClosed("the synthesiser is closed") from error
        future.add_done_callback(
            lambda done: deliver(VoiceClosed("the synthesiser was closed")) if done.cancelled() else None
        )
        return future

    lined_up: list[Future[None]] = []
    try:
        for index in range(len(clauses)):
            if len(lined_up) == index:
                lined_up.append(line_up(index))
            while not isinstance(what := await arrived.get(), _EndOfClause):
                if isinstance(what, BaseException):
                    raise what
                if len(lined_up) == index + 1 < len(clauses):
                    lined_up.append(line_up(index + 1))
                yield what
    finally:
        stopped.set()
        for future in lined_up:
            future.cancel()
