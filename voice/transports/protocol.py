"""The one protocol between a call and whatever carries its sound. A new transport touches one file."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any, Literal, Protocol

FRAME_MS = 20
"""Sound goes out in frames of this length, one each 20 ms."""


@dataclass(frozen=True)
class Sound:
    """A piece of the caller's sound: int16 LE mono at the transport's rate, any length."""

    pcm: bytes


@dataclass(frozen=True)
class Key:
    """A key that was pressed."""

    digit: str
    """``0``-``9``, ``*`` or ``#``."""


@dataclass(frozen=True)
class Typed:
    """Something the caller wrote instead of saying it (browser only)."""

    text: str


@dataclass(frozen=True)
class Talk:
    """The push-to-talk button went down or up (browser only)."""

    held: bool


@dataclass(frozen=True)
class Gone:
    """The caller is no longer there. Comes once, last."""

    reason: Literal["hung_up", "lost", "error"]


Incoming = Sound | Key | Typed | Talk | Gone


class Transport(Protocol):
    """One caller's line."""

    call: str
    """UUID, lower case with hyphens."""
    rate_hz: int
    """8000 or 16000, both ways."""

    def incoming(self) -> AsyncIterator[Incoming]:
        """Yield what comes from the caller; ends after ``Gone``."""
        ...

    async def send(self, frame: bytes) -> None:
        """Send one frame of ``FRAME_MS``. Called each 20 ms by the line's clock; must not wait long.

        A line that cannot take more drops the frame rather than delaying those after it.
        """
        ...

    async def show(self, caption: dict[str, Any]) -> None:
        """Show what is said and heard, where the line can: see ``voice/transports/captions.py``."""
        ...

    async def hang_up(self) -> None:
        """End the call from our side. Harmless when it has ended."""
        ...
