"""One child process: its own process group, its log, and an end when the supervisor ends, however it ends."""

import asyncio
import ctypes
import os
import signal
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from bot.supervisor.logfile import LogFile
from voice.priority import of_the_house

_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None, use_errno=True)
_LONGEST_LINE = 64 * 1024


@dataclass(frozen=True)
class ChildSpec:
    """How to start a process and how to see that it is ready."""

    name: str
    """Short name, also of the log file."""
    command: tuple[str, ...]
    """Program and arguments."""
    ready: str
    """``http://…`` that answers below 400, or ``tcp://host:port`` that accepts, when the child is ready."""
    environment: Mapping[str, str]
    """The whole environment of the process."""
    directory: Path
    """Where it runs."""


class Process:
    """A running child."""

    def __init__(self, spec: ChildSpec, log: LogFile, process: asyncio.subprocess.Process) -> None:
        self.spec = spec
        self.log = log
        self._process = process

    @classmethod
    async def spawn(cls, spec: ChildSpec, log: LogFile) -> "Process":
        """Start it. Raises ``OSError`` when the program cannot be run."""
        log.forget()
        process = await asyncio.create_subprocess_exec(
            *spec.command,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            cwd=spec.directory,
            env=dict(spec.environment),
            # Ctrl-C in the terminal reaches the supervisor alone, which stops its children in order.
            start_new_session=True,
            limit=_LONGEST_LINE,
            preexec_fn=killed_with_us(),
        )
        await of_the_house(process.pid)
        return cls(spec, log, process)

    @property
    def pid(self) -> int:
        """Of the process, and of its group."""
        return self._process.pid

    async def wait(self) -> int:
        """Copy the output to the log until the process ends; return its status (negative: the signal)."""
        copying = asyncio.ensure_future(self._copy_output())
        status = await self._process.wait()
        # A grandchild may hold the pipe open: whatever is left of the group goes with its leader.
        self.signal(signal.SIGKILL)
        with suppress(asyncio.TimeoutError):
            await asyncio.wait_for(copying, 2.0)
        return status

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to the whole process group; nothing happens when it is gone."""
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, number)

    async def _copy_output(self) -> None:
        output = self._process.stdout
        while output is not None:
            try:
                line = await output.readuntil(b"\n")
            except asyncio.LimitOverrunError as overrun:
                line = await output.readexactly(overrun.consumed) + b"\n"
            except asyncio.IncompleteReadError as end:
                if end.partial:
                    self.log.write(end.partial + b"\n")
                return
            self.log.write(line)


def end_with_parent(parent: int, number: signal.Signals = signal.SIGTERM) -> None:
    """Let the kernel send this process ``number`` when ``parent`` dies (prctl(2)); at once if it has."""
    if sys.platform != "linux":
        return
    _LIBC.prctl(_PR_SET_PDEATHSIG, int(number), 0, 0, 0)
    if os.getppid() != parent:
        os.kill(os.getpid(), number)


def killed_with_us() -> Callable[[], None]:
    """Return a ``preexec_fn``: the child is killed when this process dies. Call it before the fork."""
    parent = os.getpid()
    return lambda: end_with_parent(parent, signal.SIGKILL)
