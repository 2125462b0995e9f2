"""Asterisk's AudioSocket: one TCP connection a call, frames of kind, length and payload.

    0x00 hang up          0x01 UUID (16 bytes), first      0x03 key (1 ASCII byte)
    0x10 sound, int16 LE mono 8 kHz      0x11 the same at 16 kHz (in only)      0xff error

Source: docs.asterisk.org, "AudioSocket" (protocol), and ``res_audiosocket.c``. There is no password in it: the
listener is for this machine only. Whatever comes in is bounded: who says no UUID is let go after two seconds,
sound that comes faster than people speak is thrown away, and kinds that are not known are skipped.
"""

import asyncio
import socket as sockets
import struct
import time
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass

import numpy as np

from voice.line.logs import log_event
from voice.transports.protocol import FRAME_MS, Gone, Incoming, Key, Sound, Transport

HANG_UP, UUID, KEY, SOUND, SOUND_16K, ERROR = 0x00, 0x01, 0x03, 0x10, 0x11, 0xFF
RATE_HZ = 8000
_HEAD = struct.Struct(">BH")
_KEYS = frozenset("0123456789*#")
_RUBBISH = 100
"""Frames that mean nothing, on end, after which the other side is no AudioSocket."""


@dataclass(frozen=True)
class AudioSocketSettings:
    """Limits of one connection."""

    uuid_seconds: float = 2.0
    """By then the UUID has come."""
    silent_seconds: float = 30.0
    """A connection that brings nothing at all for so long is lost; Asterisk sends a frame each 20 ms."""
    waiting_bytes: int = 320 * 5
    """Sound that may wait in the socket on its way out; frames beyond that are dropped."""
    most_ahead_ms: float = 1_000.0
    """Sound that may come faster than it is spoken: a network catches up after a stop."""
    most_connections: int = 200
    """Open at once."""


def frame(kind: int, payload: bytes = b"") -> bytes:
    """Return a frame."""
    return _HEAD.pack(kind, len(payload)) + payload


async def read_frame(reader: asyncio.StreamReader) -> tuple[int, bytes]:
    """Return kind and payload. Raises ``asyncio.IncompleteReadError`` at the end, in a frame or before it."""
    kind, length = _HEAD.unpack(await reader.readexactly(_HEAD.size))
    return kind, await reader.readexactly(length) if length else b""


class AudioSocketCall:
    """One caller's line. Implements ``Transport``."""

    rate_hz = RATE_HZ

    def __init__(
        self,
        call: str,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        settings: AudioSocketSettings,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self.call = call
        self._reader, self._writer, self._settings = reader, writer, settings
        self._monotonic = monotonic
        self._began = monotonic()
        self._came_ms = 0.0
        self._hung_up = False
        self.dropped = 0
        """Frames that the other side did not take in time."""

    async def incoming(self) -> AsyncIterator[Incoming]:
        """See ``Transport.incoming``."""
        rubbish = 0
        while True:
            try:
                kind, payload = await asyncio.wait_for(
                    read_frame(self._reader), self._settings.silent_seconds
                )
            except (asyncio.IncompleteReadError, ConnectionError, asyncio.TimeoutError, OSError):
                yield Gone("hung_up" if self._hung_up else "lost")
                return
            if kind in (HANG_UP, ERROR):
                yield Gone("hung_up" if kind == HANG_UP else "error")
                return
            what = self._understood(kind, payload)
            rubbish = 0 if what is not None or kind in (UUID, SOUND, SOUND_16K) else rubbish + 1
            if rubbish >= _RUBBISH:
                yield Gone("error")
                return
            if what is not None:
                yield what

    async def send(self, frame_of_sound: bytes) -> None:
        """See ``Transport.send``."""
        if self._hung_up or self._writer.is_closing():
            return
        if self._writer.transport.get_write_buffer_size() > self._settings.waiting_bytes:
            self.dropped += 1
            return
        self._writer.write(frame(SOUND, frame_of_sound))

    async def show(self, caption: dict[str, object]) -> None:
        """A telephone has no screen."""

    async def hang_up(self) -> None:
        """See ``Transport.hang_up``."""
        if self._hung_up:
            return
        self._hung_up = True
        with suppress(ConnectionError, OSError):
            if not self._writer.is_closing():
                self._writer.write(frame(HANG_UP))
                self._writer.close()

    def _understood(self, kind: int, payload: bytes) -> Incoming | None:
        if kind in (SOUND, SOUND_16K):
            pcm = payload[: len(payload) // 2 * 2]
            if kind == SOUND_16K:
                pcm = _halved(pcm)
            return Sound(pcm) if pcm and self._in_time(pcm) else None
        if kind == KEY and len(payload) == 1 and chr(payload[0]) in _KEYS:
            return Key(chr(payload[0]))
        return None

    def _in_time(self, pcm: bytes) -> bool:
        """Whether sound comes no faster than it can have been spoken."""
        elapsed_ms = 1000.0 * (self._monotonic() - self._began)
        # What was not used of the past is not saved up: a silent hour gives no right to an hour at once.
        self._came_ms = max(self._came_ms, elapsed_ms - self._settings.most_ahead_ms)
        length_ms = 1000.0 * (len(pcm) // 2) / RATE_HZ
        if self._came_ms + length_ms > elapsed_ms + self._settings.most_ahead_ms:
            return False
        self._came_ms += length_ms
        return True


class AudioSocketServer:
    """Listens for calls and hands each to ``hold``, which returns when the call is over."""

    def __init__(
        self, hold: Callable[[Transport], Awaitable[None]], settings: AudioSocketSettings | None = None
    ) -> None:
        self._hold, self._settings = hold, settings or AudioSocketSettings()
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.Task[None]] = set()

    async def start(self, host: str, port: int) -> int:
        """Listen; return the port (for ``port`` 0). Raises ``OSError`` when it cannot be had."""
        self._server = await asyncio.start_server(self._connected, host, port, limit=1 << 17)
        return int(self._server.sockets[0].getsockname()[1])

    async def stop_listening(self) -> None:
        """Let nobody else in."""
        if self._server is not None:
            self._server.close()

    async def stop(self) -> None:
        """Let nobody else in, and end what is open."""
        await self.stop_listening()
        for task in list(self._open):
            task.cancel()
        await asyncio.gather(*self._open, return_exceptions=True)

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        if task is None or len(self._open) >= self._settings.most_connections:
            writer.transport.abort()
            return
        self._open.add(task)
        try:
            _small_and_soon(writer)
            call = await self._uuid(reader)
            if call is not None:
                await self._hold(AudioSocketCall(call, reader, writer, self._settings))
        finally:
            self._open.discard(task)
            await _closed(writer)

    async def _uuid(self, reader: asyncio.StreamReader) -> str | None:
        """Return the call's UUID, which must be the first frame; None for anything else."""
        try:
            kind, payload = await asyncio.wait_for(read_frame(reader), self._settings.uuid_seconds)
        except asyncio.IncompleteReadError as end:
            if end.partial:
                log_event("audiosocket_refused", why="half_a_frame")
            return None  # A port that was only looked at.
        except asyncio.TimeoutError:
            log_event("audiosocket_refused", why="no_uuid_in_time")
            return None
        except (ConnectionError, OSError):
            return None
        if kind != UUID or len(payload) != 16:
            log_event("audiosocket_refused", why="no_uuid")
            return None
        return str(uuid.UUID(bytes=payload))


def _small_and_soon(writer: asyncio.StreamWriter) -> None:
    """Each frame leaves at once, and a far end that reads nothing is noticed after a fifth of a second."""
    connection = writer.get_extra_info("socket")
    if connection is not None:
        with suppress(OSError):
            connection.setsockopt(sockets.IPPROTO_TCP, sockets.TCP_NODELAY, 1)
            connection.setsockopt(sockets.SOL_SOCKET, sockets.SO_SNDBUF, 4096)


def _halved(pcm: bytes) -> bytes:
    """Return 16 kHz sound at 8 kHz: means of two samples, which is filter enough for a telephone's band."""
    samples = np.frombuffer(pcm[: len(pcm) // 4 * 4], "<i2").astype(np.int32)
    return ((samples[0::2] + samples[1::2]) // 2).astype("<i2").tobytes()


async def _closed(writer: asyncio.StreamWriter) -> None:
    with suppress(ConnectionError, OSError, asyncio.TimeoutError):
        writer.close()
        await asyncio.wait_for(writer.wait_closed(), 1.0)
    if writer.transport.get_write_buffer_size():
        writer.transport.abort()
