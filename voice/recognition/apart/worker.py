"""``python -m voice.recognition.apart.worker FD THREADS``: the process that hears, for the line above it.

    line ──► SETTINGS, then OPEN, LISTEN_FOR, HEAR, END, CLOSE for each ear ──► one queue an ear ──► threads
    line ◄── READY with the engines, then DONE or FAILED for each request  ◄──────────────────────────╯

Requests of one ear are carried out in order, those of different ears beside each other. The process goes when
the line's end of the socket closes, whatever its threads are doing; a signal that is meant for the line's
whole process group does not end it, for the line has callers to let go of first.
"""

import asyncio
import gc
import os
import signal
import socket
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import asdict
from typing import Any

from voice.priority import behind_the_clock
from voice.recognition.apart.wire import Frame, Op, next_frame, packed, partial_said, settings_read
from voice.recognition.errors import HearingError
from voice.recognition.protocol import Ear, Expected, Recogniser
from voice.recognition.settings import HearingSettings
from voice.recognition.start import open_recogniser

_EXPECTED: tuple[Expected, ...] = ("yes_no", "digits", "free")

Open = Callable[[HearingSettings], Recogniser]


class Worker:
    """Serves one line over one socket."""

    def __init__(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, open_engines: Open, threads: int = 0
    ) -> None:
        """``threads``: 0 for one more than there are cores, so that one may hang."""
        self._reader, self._writer, self._open_engines = reader, writer, open_engines
        self._pool = ThreadPoolExecutor(threads or (os.cpu_count() or 1) + 1, "hearing")
        self._ears: dict[int, asyncio.Queue[Frame]] = {}
        self._serving: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Serve until the line is gone."""
        first = await next_frame(self._reader)
        if first is None:
            return
        try:
            engines = await self._in_thread(lambda: self._open_engines(settings_read(first.json())))
            await self._in_thread(lambda: warm_up(engines))
        except Exception as error:
            self._failed(first, error)
            await self._writer.drain()
            return
        gc.collect()
        gc.freeze()  # What was loaded stays; the collector need not look through it.
        self._writer.write(packed(Op.READY, payload=list(engines.engines)))
        while (frame := await next_frame(self._reader)) is not None:
            self._take(engines, frame)

    def _take(self, engines: Recogniser, frame: Frame) -> None:
        if frame.op is Op.OPEN:
            waiting = self._ears[frame.ear] = asyncio.Queue()
            task = asyncio.create_task(self._serve(engines, frame, waiting))
            self._serving.add(task)
            task.add_done_callback(self._serving.discard)
        elif frame.op is Op.CLOSE:
            gone = self._ears.pop(frame.ear, None)
            if gone is not None:
                gone.put_nowait(frame)
        elif (queue := self._ears.get(frame.ear)) is not None:
            queue.put_nowait(frame)
        else:
            self._failed(frame, LookupError())

    async def _serve(self, engines: Recogniser, opening: Frame, waiting: "asyncio.Queue[Frame]") -> None:
        """One ear, from its beginning to its end."""
        rate_hz = int(opening.json()["rate_hz"])
        try:
            ear = await self._in_thread(lambda: engines.ear(rate_hz))
        except Exception as error:
            self._ears.pop(opening.ear, None)
            self._failed(opening, error)
            return
        self._done(opening, None)
        while (frame := await waiting.get()).op is not Op.CLOSE:
            try:
                self._done(frame, await self._carry_out(ear, frame))
            except Exception as error:
                self._failed(frame, error)
        with suppress(Exception):
            await self._in_thread(ear.close)

    async def _carry_out(self, ear: Ear, frame: Frame) -> Any:
        if frame.op is Op.HEAR:
            pcm = frame.payload
            return partial_said(await self._in_thread(lambda: ear.hear(pcm)))
        said = frame.json()
        if frame.op is Op.LISTEN_FOR:
            choices = tuple(said["choices"])
            return await self._in_thread(lambda: ear.listen_for(said["expected"], choices))
        first = await self._in_thread(ear.end_utterance)
        return asdict(await ear.second_thoughts(first, float(said["budget_ms"])))

    async def _in_thread(self, work: Callable[[], Any]) -> Any:
        return await asyncio.get_running_loop().run_in_executor(self._pool, work)

    def _done(self, frame: Frame, said: Any) -> None:
        self._writer.write(packed(Op.DONE, frame.ear, frame.request, said))

    def _failed(self, frame: Frame, error: Exception) -> None:
        # Only our own sentences go further: others' may quote what was said.
        text = str(error) if isinstance(error, HearingError) else ""
        what = {"type": type(error).__name__, "text": text}
        self._writer.write(packed(Op.FAILED, frame.ear, frame.request, what))


def warm_up(recogniser: Recogniser) -> None:
    """Do once, at every rate and with every grammar, what is slow the first time."""
    for rate_hz in (8000, 16000):
        ear = recogniser.ear(rate_hz)
        for expected in _EXPECTED:
            ear.listen_for(expected)
            ear.hear(bytes(rate_hz // 5 * 2))
            ear.end_utterance()
        ear.close()


async def serve(line: socket.socket, threads: int = 0, open_engines: Open = open_recogniser) -> None:
    """Serve the line at the other end of ``line``."""
    reader, writer = await asyncio.open_connection(sock=line)
    await Worker(reader, writer, open_engines, threads).run()


def main(arguments: list[str]) -> int:
    """Serve the socket that was handed down; ends with the line."""
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    behind_the_clock()
    try:
        asyncio.run(serve(socket.socket(fileno=int(arguments[0])), int(arguments[1])))
    except ConnectionError:
        return 0
    except Exception as error:
        sys.stderr.write(f"the recogniser's process ends: {type(error).__name__}\n")
        return 1
    return 0


if __name__ == "__main__":
    # A thread that hangs in an engine must not keep the process.
    os._exit(main(sys.argv[1:]))
