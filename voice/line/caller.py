"""A caller on this machine: speaks into the line's AudioSocket in real time, and notes what comes back.

For ``en-indgang call``, for the bench and for tests. It is what Asterisk is to the line, without a telephone.
"""

import asyncio
import time
import uuid
from collections import deque
from contextlib import suppress
from dataclasses import dataclass, field

from voice.line.saying import audible
from voice.transports.audiosocket import HANG_UP, KEY, RATE_HZ, SOUND, UUID, Frames, frame
from voice.transports.protocol import FRAME_MS
from voice.transports.wav_file import frames_of

_SILENCE = bytes(RATE_HZ * FRAME_MS // 1000 * 2)
_READ_BYTES = 8192


@dataclass
class Heard:
    """What came from the line. Times in seconds since the call began."""

    sound: bytearray = field(default_factory=bytearray)
    """int16 LE mono, 8 kHz."""
    gaps_ms: list[float] = field(default_factory=list)
    """Between one frame and the next, as they arrived."""
    last_frame_at: float | None = None
    last_sound_at: float | None = None
    """When the newest frame came that was more than silence."""
    first_sounds_ms: list[float] = field(default_factory=list)
    """From the end of something said to the first sound after it."""


class Caller:
    """One call. Use with ``async with``; raises ``OSError`` where nobody listens."""

    def __init__(self, host: str, port: int, call: str) -> None:
        self._host, self._port, self._call = host, port, call
        self._to_say: deque[bytes] = deque()
        self._said = asyncio.Event()
        self._said.set()
        self._spoke_until: float | None = None
        self._began = 0.0
        self._writer: asyncio.StreamWriter | None = None
        self._tasks: list[asyncio.Task[None]] = []
        self.heard = Heard()
        self.over = asyncio.Event()
        """The line has hung up, or is gone."""

    async def __aenter__(self) -> "Caller":
        reader, self._writer = await asyncio.open_connection(self._host, self._port)
        self._began = time.monotonic()
        self._writer.write(frame(UUID, uuid.UUID(self._call).bytes))
        self._tasks = [
            asyncio.create_task(self._listen(reader)),
            asyncio.create_task(self._speak(self._writer)),
        ]
        return self

    async def __aexit__(self, *_: object) -> None:
        writer = self._writer
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if writer is not None:
            with suppress(ConnectionError, OSError):
                if not writer.is_closing():
                    writer.write(frame(HANG_UP))
                writer.close()
                await writer.wait_closed()

    @property
    def now(self) -> float:
        """Seconds since the call began."""
        return time.monotonic() - self._began

    @property
    def quiet_seconds(self) -> float:
        """How long the line has been quiet."""
        return self.now - (self.heard.last_sound_at or 0.0)

    async def say(self, pcm: bytes) -> None:
        """Say int16 LE mono at 8 kHz in real time; returns when it is said, or the call is over."""
        self._said.clear()
        self._to_say.extend(frames_of(pcm, RATE_HZ))
        waits = [asyncio.create_task(self._said.wait()), asyncio.create_task(self.over.wait())]
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()

    def press(self, digit: str) -> None:
        """Press a key."""
        if self._writer is not None and not self._writer.is_closing():
            self._writer.write(frame(KEY, digit.encode("ascii")))

    async def _speak(self, writer: asyncio.StreamWriter) -> None:
        """Send a frame each 20 ms, by absolute deadlines; silence where nothing is said."""
        sent = 0
        while not writer.is_closing():
            if self._to_say:
                piece = self._to_say.popleft()
                if not self._to_say:
                    self._spoke_until = self.now + FRAME_MS / 1000.0
                    self._said.set()
            else:
                piece = _SILENCE
            writer.write(frame(SOUND, piece))
            sent += 1
            await asyncio.sleep(max(0.0, sent * FRAME_MS / 1000.0 - self.now))

    async def _listen(self, reader: asyncio.StreamReader) -> None:
        frames = Frames()
        with suppress(ConnectionError, OSError):
            while data := await reader.read(_READ_BYTES):
                if not all(self._take(kind, payload) for kind, payload in frames.feed(data)):
                    break
        self.over.set()

    def _take(self, kind: int, payload: bytes) -> bool:
        """Note one frame; return whether the call goes on."""
        if kind == SOUND:
            heard, now = self.heard, self.now
            if heard.last_frame_at is not None:
                heard.gaps_ms.append(1000.0 * (now - heard.last_frame_at))
            heard.last_frame_at = now
            heard.sound += payload
            if audible(payload):
                heard.last_sound_at = now
                if self._spoke_until is not None and now > self._spoke_until:
                    heard.first_sounds_ms.append(1000.0 * (now - self._spoke_until))
                    self._spoke_until = None
        return kind != HANG_UP
