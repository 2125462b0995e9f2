"""Runs the house: carries out what the core decides, until everything has stopped."""

import asyncio
import fcntl
import os
import signal
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from typing import IO

import aiohttp

from bot.supervisor import core
from bot.supervisor.logfile import LogFile
from bot.supervisor.process import ChildSpec, Process
from bot.supervisor.ready import answers
from bot.supervisor.settings import HouseSettings
from voice.patience import within

Listener = Callable[[core.Effect, Sequence[str]], None]
"""Told about every event, with the last lines of that child's log."""

_TICK_SECONDS = 0.1
_LOOK_SECONDS = 0.15
_PROBE_RUNNING_SECONDS = 15.0
_STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class AlreadyRunning(Exception):
    """Another supervisor uses the same state folder. The text says which."""


class RunningHouse:
    """One supervisor at work."""

    def __init__(
        self,
        settings: HouseSettings,
        specs: Sequence[ChildSpec],
        tell: Listener,
        patience: core.Patience | None = None,
    ) -> None:
        self._specs = {spec.name: spec for spec in specs}
        self._core = core.House(list(self._specs), patience)
        self._logs = {name: LogFile(settings.logs / f"{name}.log") for name in self._specs}
        self._processes: dict[str, Process] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._tell = tell
        self._changed = asyncio.Event()
        self._now = asyncio.get_running_loop().time

    @property
    def names(self) -> list[str]:
        """The children, in order."""
        return list(self._specs)

    def pids(self) -> dict[str, int]:
        """The processes that run now."""
        return {name: process.pid for name, process in self._processes.items()}

    async def run(self) -> int:
        """Return when all children have stopped: 0 after a wish to stop, 1 when a child was given up."""
        loop = asyncio.get_running_loop()
        for number in _STOP_SIGNALS:
            loop.add_signal_handler(number, self.stop)
        async with AsyncExitStack() as stack:
            for log in self._logs.values():
                stack.callback(log.close)
            session = await stack.enter_async_context(aiohttp.ClientSession())
            self._carry_out(self._core.begin(self._now()))
            watchers = [asyncio.create_task(self._watch(name, session)) for name in self._specs]
            try:
                while not self._core.finished:
                    self._carry_out(self._core.tick(self._now()))
                    await self._next_event()
            finally:
                for number in _STOP_SIGNALS:
                    loop.remove_signal_handler(number)
                for watcher in watchers:
                    watcher.cancel()
                for process in self._processes.values():
                    process.signal(signal.SIGKILL)
                await asyncio.gather(*watchers, *self._tasks, return_exceptions=True)
        return 1 if self._core.failed else 0

    def stop(self) -> None:
        """Stop all children; called again, end them at once."""
        self._carry_out(self._core.stop(self._now()))

    async def _next_event(self) -> None:
        try:
            await within(_TICK_SECONDS, self._changed.wait())
        except asyncio.TimeoutError:
            return
        self._changed.clear()

    async def _watch(self, name: str, session: aiohttp.ClientSession) -> None:
        asked = 0.0
        while True:
            state, now = self._core.state(name), self._now()
            due = state is core.State.RUNNING and now - asked >= _PROBE_RUNNING_SECONDS
            if due or state is core.State.STARTING:
                asked = now
                if await answers(session, self._specs[name].ready):
                    self._carry_out(self._core.answered(name, self._now()))
            await asyncio.sleep(_LOOK_SECONDS)

    async def _live(self, name: str) -> None:
        """One life of a child, from spawn to exit."""
        try:
            process = await Process.spawn(self._specs[name], self._logs[name])
        except OSError as error:
            self._logs[name].write(f"{self._specs[name].command[0]}: {error.strerror}\n".encode())
            status = 127
        else:
            self._processes[name] = process
            if self._core.state(name) is core.State.LEAVING:
                process.signal(signal.SIGTERM)
            status = await process.wait()
            del self._processes[name]
        self._carry_out(self._core.exited(name, status, self._now()))
        self._changed.set()

    def _carry_out(self, effects: Sequence[core.Effect]) -> None:
        for effect in effects:
            if isinstance(effect, core.Spawn):
                task = asyncio.create_task(self._live(effect.child))
                self._tasks.add(task)
                task.add_done_callback(self._tasks.discard)
            elif isinstance(effect, core.Terminate | core.Kill):
                if process := self._processes.get(effect.child):
                    process.signal(signal.SIGTERM if isinstance(effect, core.Terminate) else signal.SIGKILL)
            else:
                log = self._logs.get(effect.child)
                self._tell(effect, log.last_lines() if log else [])


def lock_state(settings: HouseSettings) -> IO[str]:
    """Keep every other supervisor out of the state folder for as long as the file returned stays open.

    Rasa's conversations and the fagsystemer have one writer. Raises ``AlreadyRunning``.
    """
    settings.state_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    settings.run_dir.mkdir(exist_ok=True)
    file = (settings.run_dir / "serve.lock").open("a+")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.seek(0)
        owner = file.read().strip() or "unknown"
        file.close()
        raise AlreadyRunning(
            f"Én Indgang already runs here (pid {owner}): stop it with Ctrl-C, or choose other ports and"
            " another INDGANG_STATE_DIR for a second one."
        ) from None
    file.truncate(0)
    file.write(f"{os.getpid()}\n")
    file.flush()
    return file
