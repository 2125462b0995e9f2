"""Recording of calls, for quality: off unless a folder is named, and then only for who pressed the key.

    sound ─────┬────────────────────────────┬─────────────────
               │ 5                          │ 5            hang-up
    nothing,   ┌────────────────────────────┐
    not even   │ blocks of a second ► thread│ deleted      (kept, when 5 was not pressed again)
    in memory  └────────────────────────────┘

What is kept is deleted after some days. A recording has a name by chance: neither the call nor the caller can
be found from it.
"""

import asyncio
import os
import stat
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from pathlib import Path

from voice.line.logs import log_error, log_event
from voice.line.taping import Recording, RecordingSettings
from voice.line.two_channels import NAME_PATTERN

_DAY_SECONDS = 24 * 3600.0


class Recorder:
    """The recordings of the process: begins them, and deletes those that are old."""

    def __init__(
        self,
        settings: RecordingSettings,
        wall_clock: Callable[[], float] = time.time,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._settings, self._wall_clock, self._sleep = settings, wall_clock, sleep
        self._writer: ThreadPoolExecutor | None = None
        self._sweeping: asyncio.Task[None] | None = None

    @property
    def offered(self) -> bool:
        """Whether callers are asked. False until ``start``, and where the folder cannot be used."""
        return self._writer is not None

    async def start(self) -> None:
        """Make the folder ready, where one is named. One that cannot be used is logged; nothing is raised."""
        folder = self._settings.folder
        if folder is None:
            return
        writer = ThreadPoolExecutor(1, "recordings")
        try:
            await asyncio.get_running_loop().run_in_executor(writer, prepare, folder)
        except OSError as error:
            log_error("recordings_off", error)
            writer.shutdown()
            return
        self._writer = writer
        self._sweeping = asyncio.create_task(self._sweep_daily(folder, writer), name="recordings")
        log_event("recordings_offered", days=self._settings.days)

    def begin(self, rate_hz: int, failed: Callable[[BaseException], None]) -> Recording | None:
        """Begin a recording: only for a caller who has pressed the key. None where none is offered."""
        folder, writer = self._settings.folder, self._writer
        if folder is None or writer is None:
            return None
        return Recording(self._settings, folder, rate_hz, writer, failed)

    async def stop(self) -> None:
        """Delete no more. Calls end, and what they recorded is written, before this."""
        if self._sweeping is not None:
            self._sweeping.cancel()
            await asyncio.gather(self._sweeping, return_exceptions=True)
        if self._writer is not None:
            self._writer.shutdown(wait=False)
            self._writer = None

    async def _sweep_daily(self, folder: Path, writer: Executor) -> None:
        loop = asyncio.get_running_loop()
        while True:
            oldest = self._wall_clock() - self._settings.days * _DAY_SECONDS
            try:
                deleted = await loop.run_in_executor(writer, sweep, folder, oldest)
            except OSError as error:
                log_error("recordings_not_deleted", error)
            else:
                log_event("recordings_deleted", count=deleted)
            await self._sleep(_DAY_SECONDS)


def prepare(folder: Path) -> None:
    """Make a folder that only this user can look into. Raises ``OSError`` where there is no such folder.

    One that others can look into is not closed to them: it may be theirs too.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = folder.stat()
    if found.st_uid != os.geteuid() or stat.S_IMODE(found.st_mode) & 0o077:
        raise PermissionError("others can look into the folder")
    if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        raise PermissionError("the folder cannot be written to")


def sweep(folder: Path, oldest: float) -> int:
    """Delete the recordings last written before ``oldest`` (seconds since 1970); return how many.

    Other files are left alone. One that cannot be deleted does not keep the rest; then ``OSError`` is raised.
    """
    deleted, kept = 0, None
    for path in folder.glob(NAME_PATTERN):
        try:
            if path.lstat().st_mtime < oldest:
                path.unlink()
                deleted += 1
        except FileNotFoundError:
            pass
        except OSError as error:
            kept = error
    if kept is not None:
        raise kept
    return deleted
