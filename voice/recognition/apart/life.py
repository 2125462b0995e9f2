"""One life of the process that hears: spawned, asked, ended."""

import asyncio
import os
import socket
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from voice.recognition.apart.wire import Frame, Op, next_frame, packed, settings_said
from voice.recognition.errors import EarFailed, EarGone
from voice.recognition.settings import HearingSettings

_COMMAND = (sys.executable, "-m", "voice.recognition.apart.worker")
_ROOT = Path(__file__).resolve().parents[3]


@dataclass(frozen=True)
class ApartSettings:
    """How the process is kept."""

    threads: int = 0
    """That decode; 0: one more than there are cores, so that one may hang."""
    start_seconds: float = 150.0
    """From its start until it can hear: the second engine's weights are loaded, and tried before that."""
    look_seconds: float = 0.5
    """Between two looks at what it owes."""
    looks_allowed: int = 10
    """An answer that is still owed after so many looks will not come: the process is started anew."""
    first_wait_seconds: float = 0.1
    """Before a new start; doubles with each further one that never heard anything."""
    longest_wait_seconds: float = 5.0
    ear_seconds: float = 8.0
    """How long a new ear may take while the process is down. After that a call knows that it has none."""
    not_inherited: tuple[str, ...] = ()
    """Variables of the environment that the process has no use for: tokens."""
    command: tuple[str, ...] = _COMMAND
    """Its program; the numbers of the socket and of threads are added."""


@dataclass
class _Owed:
    """An answer that has not come."""

    future: "asyncio.Future[Any]"
    looks: int = 0


class Life:
    """One process, from its start to its end."""

    def __init__(
        self,
        process: asyncio.subprocess.Process,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
    ) -> None:
        self.process, self._reader, self._writer = process, reader, writer
        self._owed: dict[int, _Owed] = {}
        self._last = 0
        self.heard = False
        """Whether it ever answered a request."""
        self.over = False

    def ask(self, op: Op, ear: int, payload: Any = b"") -> "asyncio.Future[Any]":
        """Send a request; the future fails with ``EarGone`` when the process ends first."""
        future: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        if self.over or self._writer.is_closing():
            future.set_exception(EarGone("the process that hears has ended"))
            return future
        self._last += 1
        self._owed[self._last] = _Owed(future)
        self._writer.write(packed(op, ear, self._last, payload))
        return future

    def tell(self, op: Op, ear: int) -> None:
        """Send what has no answer."""
        if not (self.over or self._writer.is_closing()):
            self._writer.write(packed(op, ear))

    def look(self, looks_allowed: int) -> bool:
        """Count one look at everything that is owed; return whether something is owed for too long."""
        for owed in self._owed.values():
            owed.looks += 1
        return any(owed.looks > looks_allowed for owed in self._owed.values())

    async def first(self, settings: HearingSettings) -> Frame | None:
        """Say the settings; return what the process says to them."""
        self._writer.write(packed(Op.SETTINGS, payload=settings_said(settings)))
        return await next_frame(self._reader)

    async def serve(self) -> None:
        """Bring answers to whoever waits, until the process ends."""
        with suppress(ValueError):
            while (frame := await next_frame(self._reader)) is not None:
                owed = self._owed.pop(frame.request, None)
                if owed is None or owed.future.done():
                    continue
                if frame.op is Op.FAILED:
                    owed.future.set_exception(EarFailed(str(frame.json()["type"])))
                else:
                    self.heard = True
                    owed.future.set_result(frame.json())

    async def end(self) -> None:
        """End the process at once, and tell everyone who waits for it."""
        self.over = True
        self._writer.close()
        with suppress(ProcessLookupError):
            self.process.kill()
        await self.process.wait()
        for owed in self._owed.values():
            if not owed.future.done():
                owed.future.set_exception(EarGone("the process that hears has ended"))
                owed.future.exception()  # Whoever was cancelled meanwhile does not ask for it.
        self._owed.clear()


async def spawned(apart: ApartSettings) -> Life:
    """Start the process. Raises ``OSError``."""
    ours, theirs = socket.socketpair()
    try:
        environment = {name: value for name, value in os.environ.items() if name not in apart.not_inherited}
        process = await asyncio.create_subprocess_exec(
            *apart.command,
            str(theirs.fileno()),
            str(apart.threads),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.DEVNULL,
            cwd=_ROOT,
            env=environment,
            pass_fds=(theirs.fileno(),),
        )
    except BaseException:
        ours.close()
        raise
    finally:
        theirs.close()
    reader, writer = await asyncio.open_connection(sock=ours)
    return Life(process, reader, writer)
