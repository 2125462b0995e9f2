"""Which sound is worth a recogniser's while: decoding silence costs as much as decoding speech.

    line     ▁▁▁▁▁▁▁▁▁▂▅▇▅▃▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁
    heard          ╰lead╯               ╰ tail ╯ nothing

Only what is surely background is kept back, by a measure far more lenient than the one that decides whether a
voice speaks: a frame that stands out from the background at all opens, and what came shortly before it is
heard too. The tail is longer than any silence that ends a turn needs.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class GateSettings:
    """How much of the silence is heard, in milliseconds."""

    lead_ms: float = 500.0
    """Heard from before the first frame that stood out: soft beginnings, and context for the network."""
    tail_ms: float = 1_500.0
    """Heard after the last one."""


class SoundGate:
    """One call's. Pure: sound with the time of its end (milliseconds of the call) in, what to hear out."""

    def __init__(self, rate_hz: int, settings: GateSettings | None = None) -> None:
        self._settings = settings or GateSettings()
        self._bytes_a_ms = rate_hz * 2 / 1000.0
        self._kept: deque[tuple[bytes, float]] = deque()
        self._kept_ms = 0.0
        self._open_until_ms = self._settings.tail_ms

    def is_open(self, now_ms: float) -> bool:
        """Whether sound of now is heard."""
        return now_ms <= self._open_until_ms

    def sound(self, pcm: bytes, ends_ms: float, stands_out: bool) -> Iterator[tuple[bytes, float]]:
        """Take in sound; yield what is to be heard now, oldest first."""
        if stands_out:
            self._open_until_ms = ends_ms + self._settings.tail_ms
        self._kept.append((pcm, ends_ms))
        self._kept_ms += len(pcm) / self._bytes_a_ms
        if self.is_open(ends_ms):
            self._kept_ms = 0.0
            while self._kept:
                yield self._kept.popleft()
        while self._kept_ms > self._settings.lead_ms:
            old, _ = self._kept.popleft()
            self._kept_ms -= len(old) / self._bytes_a_ms
