"""Phrases that are the same for everyone are spoken once and kept.

What is made for one citizen, with a name, an address or a receipt in it, is never kept: a phrase must have
been named as fixed before it was spoken.
"""

from collections import OrderedDict
from collections.abc import AsyncIterator, Iterable
from contextlib import aclosing

from voice.synthesis.protocol import Speech, Voice

_PIECE_MS = 200


class CachedVoice:
    """A ``Voice`` before another. Keeps finished fixed phrases, the least recently spoken going first."""

    def __init__(self, voice: Voice, fixed: Iterable[str] = (), limit_bytes: int = 32 * 1024 * 1024) -> None:
        """``limit_bytes`` is sound: a second is 16,000 bytes at 8 kHz."""
        self._voice = voice
        self._fixed = set(fixed)
        self._limit_bytes = limit_bytes
        self._kept: OrderedDict[tuple[Speech, int], bytes] = OrderedDict()
        self._bytes = 0

    @property
    def name(self) -> str:
        return self._voice.name

    @property
    def kept_bytes(self) -> int:
        """How much sound is kept."""
        return self._bytes

    def keep(self, text: str) -> None:
        """Name ``text`` as the same for everyone; from its next time on it is kept."""
        self._fixed.add(text)

    async def speak(self, speech: Speech, rate_hz: int) -> AsyncIterator[bytes]:
        """See ``Voice.speak``. What is kept comes in pieces of 200 ms."""
        key = (speech, rate_hz)
        sound = self._kept.get(key)
        if sound is not None:
            self._kept.move_to_end(key)
            size = rate_hz * 2 * _PIECE_MS // 1000
            for start in range(0, len(sound), size):
                yield sound[start : start + size]
            return
        fixed = speech.text in self._fixed
        pieces: list[bytes] = []
        async with aclosing(self._voice.speak(speech, rate_hz)) as fresh:  # type: ignore[type-var]
            async for piece in fresh:
                if fixed:
                    pieces.append(piece)
                yield piece
        if fixed:
            self._put(key, b"".join(pieces))

    async def close(self) -> None:
        """Close the voice behind and forget what was kept."""
        self._kept.clear()
        self._bytes = 0
        await self._voice.close()

    def _put(self, key: tuple[Speech, int], sound: bytes) -> None:
        if not sound or len(sound) > self._limit_bytes or key in self._kept:
            return
        self._kept[key] = sound
        self._bytes += len(sound)
        while self._bytes > self._limit_bytes:
            _, oldest = self._kept.popitem(last=False)
            self._bytes -= len(oldest)
