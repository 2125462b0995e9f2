"""What the call asks of a synthesiser."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Speech:
    """Something to say."""

    text: str
    """As it is written; the synthesiser turns numbers, times, dates, addresses and receipts into words."""
    pace: float = 1.0
    """Relative speed: 0.8 is slower."""
    language: str = "da"


class Voice(Protocol):
    """A synthesiser, shared by all calls."""

    @property
    def name(self) -> str:
        """Which engine and voice, for the start-up line."""
        ...

    def speak(self, speech: Speech, rate_hz: int) -> AsyncIterator[bytes]:
        """Yield int16 LE mono at ``rate_hz``, the first piece as soon as it is there.

        Pieces have any length; the last may end in the middle of a frame. Stop iterating to stop the work.
        """
        ...

    async def close(self) -> None:
        """Stop the threads."""
        ...
