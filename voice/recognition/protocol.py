"""What the call asks of a recogniser."""

from dataclasses import dataclass
from typing import Literal, Protocol

Expected = Literal["free", "yes_no", "digits", "address", "choice", "reason", "date_time"]
"""What the assistant's question expects; decides grammar and patience."""


@dataclass(frozen=True)
class Word:
    """One word with its place in the call's sound."""

    text: str
    start_ms: float
    """From the first sample that the recogniser was given."""
    end_ms: float
    confidence: float
    """0 to 1."""


@dataclass(frozen=True)
class Partial:
    """What has been heard so far of an utterance that goes on."""

    text: str


@dataclass(frozen=True)
class Utterance:
    """What was said from one silence to the next."""

    text: str
    """Lower case, as the language understanding wants it; empty where nothing was understood."""
    confidence: float
    """0 to 1: the words' mean, weighted by their length; 0 for an empty text."""
    words: tuple[Word, ...]
    start_ms: float
    end_ms: float
    engine: str
    """Which engine's text it is: ``vosk`` or ``parakeet``."""
    grammar: bool = False
    """Whether a closed grammar was listening."""
    language: str = "da"
    """ISO 639-1 of what was spoken, where the engine can tell."""


class Ear(Protocol):
    """Hears one call. Not thread-safe: one caller at a time; every call may block for some milliseconds."""

    def listen_for(self, expected: Expected, choices: tuple[str, ...] = ()) -> None:
        """Choose what is listened for from the next utterance on; ``choices``: texts to choose from."""
        ...

    def hear(self, pcm: bytes) -> Partial | None:
        """Take in sound (int16 LE mono at the ear's rate); return the text so far where it changed."""
        ...

    def end_utterance(self) -> Utterance:
        """Say what was heard since the last end, by the first pass alone. The next sound begins anew."""
        ...

    async def second_thoughts(self, heard: Utterance, budget_ms: float) -> Utterance:
        """Return the better of ``heard`` and the second pass's text for it, within ``budget_ms``.

        Returns ``heard`` at once where no second engine runs, a grammar was listening, or it was empty.
        """
        ...

    def close(self) -> None:
        """Give back what the ear holds."""
        ...


class Recogniser(Protocol):
    """Engines loaded once for all calls."""

    def ear(self, rate_hz: int) -> Ear:
        """Return an ear for one call; ``rate_hz`` is 8000 or 16000."""
        ...

    @property
    def engines(self) -> tuple[str, ...]:
        """Which engines run, for the start-up line and ``doctor``."""
        ...
