"""Asterisk's AudioSocket: one TCP connection a call, frames of kind, length and payload.

    0x00 hang up          0x01 UUID (16 bytes), first      0x03 key (1 ASCII byte)
    0x10 sound, int16 LE mono 8 kHz      0x11 the same at 16 kHz (in only)      0xff error

Source: docs.asterisk.org, "AudioSocket" (protocol), and ``res_audiosocket.c``. There is no password in it:
the listener is for this machine only. Whatever comes in is bounded: who says no UUID is let go after two
seconds, sound that comes faster than people speak is thrown away, and kinds that are not known are skipped.
A line that goes quiet is the call's matter: it asks whether anybody is there, and lets go.
"""

import asyncio
import socket as sockets
import struct
import time
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass

import numpy as np

from voice.line.logs import log_event
from voice.transports.protocol import Gone, Incoming, Key, Sound, Transport

HANG_UP, UUID, KEY, SOUND, SOUND_16K, ERROR = 0x00, 0x01, 0x03, 0x10, 0x11, 0xFF
RATE_HZ = 8000
_HEAD = struct.Struct(">BH")
_KEYS = frozenset("0123456789*#")
_READ_BYTES = 8192
_RUBBISH = 100
"""Frames that mean nothing, on end, after which the other side is no AudioSocket."""


@dataclass(frozen=True)
class AudioSocketSettings:
    """Limits of one connection."""

    uuid_seconds: float = 2.0
    """By then the UUID has come."""
    waiting_bytes: int = 320 * 5
    """Sound that may wait in the socket on its way out; frames beyond that are dropped."""
    most_ahead_ms: float = 1_000.0
    """Sound that may come faster than it is spoken: a network catches up after a stop."""
    most_connections: int = 200
    """Open at once."""


def frame(kind: int, payload: bytes = b"") -> bytes:
    """Return a frame."""
    return _HEAD.pack(kind, len(payload)) + payload


class Frames:
    """Puts frames together from whatever the network brings. Holds one unfinished frame, 64 KiB at most."""

    def __init__(self) -> None:
        self._waiting = bytearray()

    @property
    def unfinished(self) -> bool:
        """Whether a frame has begun and not ended."""
        return bool(self._waiting)

    def feed(self, data: bytes) -> Iterator[tuple[int, bytes]]:
        """Take in bytes; yield the kind and payload of each frame that is whole now."""
        self._waiting += data
        while len(self._waiting) >= _HEAD.size:
            kind, length = _HEAD.unpack_from(self._waiting)
            end = _HEAD.size + length
            if len(self._waiting) < end:
                return
            payload = bytes(self._waiting[_HEAD.size : end])
            del self._waiting[:end]
            yield kind, payload


class AudioSocketCall:
    """One caller's line. Implements ``Transport``."""

    rate_hz = RATE_HZ

    def __init__(
        self,
        call: str,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        settings: AudioSocketSettings,
        frames: Frames | None = None,
        first: Sequence[tuple[int, bytes]] = (),
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """``frames``, ``first``: what came with the UUID, unfinished and whole."""
        self.call = call
        self._frames, self._first = frames or Frames(), tuple(first)
        self._rubbish = 0
        self._reader, self._writer, self._settings = reader, writer, settings
        self._monotonic = monotonic
        self._began = monotonic()
        self._came_ms = 0.0
        self._hung_up = False
        self.dropped = 0
        """Frames that the other side did not take in time."""

    async def incoming(self) -> AsyncIterator[Incoming]:
        """See ``Transport.incoming``."""
        for kind, payload in self._first:
            if (what := self._understood(kind, payload)) is not None:
                yield what
                if isinstance(what, Gone):
                    return
        while data := await self._read():
            for kind, payload in self._frames.feed(data):
                if (what := self._understood(kind, payload)) is not None:
                    yield what
                    if isinstance(what, Gone):
                        return
        yield Gone("hung_up" if self._hung_up else "lost")

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

    async def _read(self) -> bytes:
        try:
            return await self._reader.read(_READ_BYTES)
        except (ConnectionError, OSError):
            return b""

    def _understood(self, kind: int, payload: bytes) -> Incoming | None:
        if kind == HANG_UP:
            return Gone("hung_up")
        if kind == ERROR:
            return Gone("error")
        if kind in (SOUND, SOUND_16K):
            self._rubbish = 0
            pcm = payload[: len(payload) // 2 * 2]
            if kind == SOUND_16K:
                pcm = _halved(pcm)
            return Sound(pcm) if pcm and self._in_time(pcm) else None
        if kind == KEY and len(payload) == 1 and chr(payload[0]) in _KEYS:
            return Key(chr(payload[0]))
        self._rubbish += 1
        return Gone("error") if self._rubbish >= _RUBBISH else None

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
            call = await self._greeted(reader, writer)
            if call is not None:
                await self._hold(call)
        finally:
            self._open.discard(task)
            await _closed(writer)

    async def _greeted(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> AudioSocketCall | None:
        """Return the call, whose UUID must be the first frame; None for anything else."""
        frames = Frames()
        try:
            came = await asyncio.wait_for(_first_frames(reader, frames), self._settings.uuid_seconds)
        except asyncio.TimeoutError:
            log_event("audiosocket_refused", why="no_uuid_in_time")
            return None
        except (ConnectionError, OSError):
            return None
        if not came:
            return None  # A port that was only looked at.
        kind, payload = came[0]
        if kind != UUID or len(payload) != 16:
            log_event("audiosocket_refused", why="no_uuid")
            return None
        call = str(uuid.UUID(bytes=payload))
        return AudioSocketCall(call, reader, writer, self._settings, frames, came[1:])


async def _first_frames(reader: asyncio.StreamReader, frames: Frames) -> list[tuple[int, bytes]]:
    while data := await reader.read(_READ_BYTES):
        if came := list(frames.feed(data)):
            return came
    return []


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
