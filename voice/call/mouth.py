"""What is being said and what is still to be said. Bookkeeping only: the line makes the sound."""

from dataclasses import dataclass, replace

from voice.synthesis.protocol import Speech


@dataclass(frozen=True)
class MouthSettings:
    """When speech counts as stuck."""

    start_ms: float = 6_000.0
    """Time for the first sound of what is next."""
    spare_ms: float = 12_000.0
    """Time beyond what the text needs at the slowest."""
    ms_a_char: float = 150.0
    """Half the speed of ordinary speech."""


@dataclass(frozen=True)
class Saying:
    """One thing to say."""

    say_id: int
    speech: Speech
    question: bool = False
    never_lost: bool = False
    tries: int = 1
    """How often it was begun, for what must not be lost."""
    started_ms: float | None = None


class Mouth:
    """The sayings that the line was given and has not finished, in order."""

    def __init__(self, settings: MouthSettings) -> None:
        self._settings = settings
        self._queue: list[Saying] = []
        self._moved_ms = 0.0
        self.paused = False

    @property
    def busy(self) -> bool:
        """Whether anything is spoken or about to be."""
        return bool(self._queue)

    @property
    def head(self) -> Saying | None:
        """What is spoken now."""
        return self._queue[0] if self._queue else None

    @property
    def sayings(self) -> tuple[Saying, ...]:
        """Everything that is spoken or about to be, in order."""
        return tuple(self._queue)

    def is_last(self, saying: Saying) -> bool:
        """Whether nothing is to be said after it."""
        return bool(self._queue) and self._queue[-1].say_id == saying.say_id

    def add(self, saying: Saying, now_ms: float) -> None:
        """The line was given something to say."""
        if not self._queue:
            self._moved_ms = now_ms
        self._queue.append(saying)

    def started(self, say_id: int, now_ms: float) -> Saying | None:
        """The first sound of ``say_id`` left; None where that was dropped already."""
        for at, saying in enumerate(self._queue):
            if saying.say_id == say_id and saying.started_ms is None:
                self._queue[at] = replace(saying, started_ms=now_ms)
                self._moved_ms = now_ms
                return self._queue[at]
        return None

    def ended(self, say_id: int, now_ms: float) -> list[Saying]:
        """``say_id`` was said to its end, and with it all before it; return those, oldest first."""
        for at, saying in enumerate(self._queue):
            if saying.say_id == say_id:
                done, self._queue = self._queue[: at + 1], self._queue[at + 1 :]
                self._moved_ms = now_ms
                self.paused = self.paused and self.busy
                return done
        return []

    def drop(self) -> list[Saying]:
        """Forget everything; return it, oldest first."""
        dropped, self._queue = self._queue, []
        self.paused = False
        return dropped

    def resumed(self, now_ms: float) -> None:
        """It goes on after a pause."""
        self.paused, self._moved_ms = False, now_ms

    def is_stuck(self, now_ms: float) -> bool:
        """Whether what is spoken should have been over long ago."""
        head = self.head
        if head is None or self.paused:
            return False
        settings = self._settings
        allowed = settings.start_ms
        if head.started_ms is not None:
            allowed = settings.spare_ms + settings.ms_a_char * len(head.speech.text) / head.speech.pace
        return now_ms - self._moved_ms >= allowed
