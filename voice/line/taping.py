"""The recording of one call: gathered in the event loop from the key press on, written by a thread.

The clock never waits for the disk. A disk that is full, slow or gone ends the recording and never the call.
"""

import asyncio
import os
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from voice.line.two_channels import TwoChannels

_MIB = 1024 * 1024


@dataclass(frozen=True)
class RecordingSettings:
    """Recording for quality."""

    folder: Path | None = None
    """Where recordings lie; None: nothing is ever recorded. Environment: ``INDGANG_RECORDINGS_DIR``."""
    days: int = 30
    """How long they are kept. Environment: ``INDGANG_RECORDINGS_DAYS``."""
    block_ms: float = 1_000.0
    """Sound gathered before it is written."""
    behind_ms: float = 10_000.0
    """Sound that may wait for the disk; with more the recording ends."""
    late_ms: float = 200.0
    """How late the caller's sound may be beside the assistant's; older sound is left out."""
    least_free_mib: int = 500
    """With less room on the disk nothing is recorded: the house needs it."""


class Recording:
    """One caller's recording, from the key press on. Everything but ``finish`` returns at once."""

    def __init__(
        self,
        settings: RecordingSettings,
        folder: Path,
        rate_hz: int,
        writer: Executor,
        failed: Callable[[BaseException], None],
    ) -> None:
        """``failed`` is called once, in the event loop, when nothing more can be recorded."""
        self._settings, self._folder, self._rate_hz = settings, folder, rate_hz
        self._writer, self._failed = writer, failed
        self._loop = asyncio.get_running_loop()
        self._bytes_a_ms = rate_hz * 2 / 1000.0
        self._caller = bytearray()
        self._block = bytearray()
        self._waiting_ms = 0.0
        """Sound that was given to the writer and is not written yet."""
        self._over = False
        """Nothing more is taken."""
        self._deleted = False
        self._told = False
        """That it failed."""
        self._file: TwoChannels | None = None
        """Used by the writer's thread only."""
        self._submit(self._open)

    def heard(self, pcm: bytes) -> None:
        """Take the caller's sound: int16 LE mono, any length."""
        if self._over:
            return
        self._caller += pcm
        most = int(self._settings.late_ms * self._bytes_a_ms) // 2 * 2
        if len(self._caller) > most:
            del self._caller[: len(self._caller) - most]

    def said(self, frame: bytes) -> None:
        """Take a frame that left, and with it as much of the caller's sound; silence where there is none."""
        if self._over:
            return
        caller = bytes(self._caller[: len(frame)]).ljust(len(frame), b"\0")
        del self._caller[: len(frame)]
        both = np.stack([np.frombuffer(caller, "<i2"), np.frombuffer(frame, "<i2")], axis=1)
        self._block += both.tobytes()
        if len(self._block) >= 2 * self._settings.block_ms * self._bytes_a_ms:
            self._write()

    def delete(self) -> None:
        """The caller has taken it back: write nothing more, and delete what was written."""
        self._over = self._deleted = True
        self._caller.clear()
        self._block.clear()
        self._submit(self._remove)

    async def finish(self) -> None:
        """The call is over: returns when everything is written. Raises nothing."""
        if not self._over:
            self._write()
            self._over = True
        self._submit(self._close)
        await self._loop.run_in_executor(self._writer, _nothing)  # One thread, in order: all before is done.

    # ── In the event loop ───────────────────────────────────────────────────────────────────────

    def _write(self) -> None:
        block, self._block = bytes(self._block), bytearray()
        length_ms = len(block) / self._bytes_a_ms / 2
        if self._waiting_ms + length_ms > self._settings.behind_ms:
            self._end(TimeoutError("the disk is behind"))
            return
        self._waiting_ms += length_ms
        self._submit(lambda: self._add(block), length_ms)

    def _submit(self, work: Callable[[], None], length_ms: float = 0.0) -> None:
        done = self._writer.submit(work)
        done.add_done_callback(lambda future: self._tell(future.exception(), length_ms))

    def _tell(self, error: BaseException | None, length_ms: float) -> None:
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._done, error, length_ms)

    def _done(self, error: BaseException | None, length_ms: float) -> None:
        self._waiting_ms -= length_ms
        if error is not None:
            self._end(error)

    def _end(self, error: BaseException) -> None:
        self._over = True
        self._caller.clear()
        self._block.clear()
        if not self._told or self._deleted:  # That something could not be deleted is always told.
            self._told = True
            self._failed(error)

    # ── In the writer's thread ──────────────────────────────────────────────────────────────────

    def _open(self) -> None:
        if not self._deleted:
            self._need_room()
            self._file = TwoChannels(self._folder, self._rate_hz)

    def _add(self, block: bytes) -> None:
        # Looked at again here: what waited for the disk when the caller took it back is not written.
        if self._file is not None and not self._deleted:
            self._need_room()
            self._file.add(block)

    def _close(self) -> None:
        if self._file is not None:
            self._file.close()

    def _remove(self) -> None:
        if self._file is not None:
            self._file.delete()

    def _need_room(self) -> None:
        free = os.statvfs(self._folder)
        if free.f_bavail * free.f_frsize < self._settings.least_free_mib * _MIB:
            raise OSError("too little room")


def _nothing() -> None:
    return
