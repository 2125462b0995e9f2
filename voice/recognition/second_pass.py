"""The second pass: a finished utterance is recognised again by an engine that understands people.

    sound     …word ·······················
    Vosk            ▏sees a pause                  ← the second engine starts at once, on a guess
    call                  ▏EndUtterance            ← the guess counts when nothing was said since
    answer                       ▏text in time? → the better of both; late? → Vosk's

Each decoding costs CPU threads, so few run at a time and few wait; an utterance that would come late anyhow
is left to Vosk at once.
"""

import asyncio
import threading
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Protocol

from voice.recognition.choosing import better_of
from voice.recognition.kept_sound import Pcm, forget
from voice.recognition.protocol import Utterance, Word


@dataclass(frozen=True)
class SecondText:
    """What the second engine heard."""

    text: str
    """As the engine writes it, perhaps with capitals and punctuation."""
    confidence: float | None = None
    """0 to 1; None where the engine does not say."""
    words: tuple[Word, ...] = ()
    """Times from the first sample that the engine was given; empty where it does not say."""
    language: str = "da"


class SecondEngine(Protocol):
    """An engine for whole utterances. Called from worker threads, several at once if so configured."""

    @property
    def name(self) -> str:
        """As in ``Utterance.engine``."""
        ...

    def recognise(self, pcm: Pcm, rate_hz: int) -> SecondText:
        """Recognise one utterance; blocks. May raise anything: the first pass then stands."""
        ...


@dataclass
class Attempt:
    """One decoding under way."""

    future: "Future[SecondText]"
    start_ms: float
    """Of the sound it was given, on the ear's clock."""
    seconds: float
    """Length of that sound."""


class SecondPass:
    """The second engine with its workers, shared by all calls. Safe to use from any thread."""

    def __init__(self, engine: SecondEngine, workers: int = 1, queue: int = 2) -> None:
        """``workers``: utterances at once; ``queue``: utterances that may wait beside those."""
        self.engine = engine
        self._most = workers + queue
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="second-pass")
        self._lock = threading.Lock()
        self._busy = 0
        self._workers = workers
        self.failures = 0
        """Decodings that ended in an error, for the metrics; what was said is nowhere in them."""

    def start(self, pcm: Pcm, rate_hz: int, start_ms: float, *, guess: bool = False) -> Attempt | None:
        """Start decoding ``pcm``, which is this function's from now on and is zeroed afterwards.

        A ``guess`` only runs where a worker is free. Returns None where there is no room.
        """
        with self._lock:
            if self._busy >= (self._workers if guess else self._most):
                forget(pcm)
                return None
            self._busy += 1
        seconds = len(pcm) / rate_hz
        try:
            future = self._pool.submit(self._recognise, pcm, rate_hz)
        except RuntimeError:  # closed meanwhile
            self._over(pcm)
            return None
        # Cancelled before it began: the worker never sees it, so it is counted here.
        future.add_done_callback(lambda done: self._over(pcm) if done.cancelled() else None)
        return Attempt(future, start_ms, seconds)

    async def better(self, attempt: Attempt, heard: Utterance, budget_ms: float) -> Utterance:
        """Return the better of ``heard`` and the attempt's text; ``heard`` where that is late or failed.

        The budget runs from this call. A decoding that has begun cannot be stopped; its text is thrown away.
        """
        waiting = asyncio.wrap_future(attempt.future)
        done, _ = await asyncio.wait({waiting}, timeout=max(budget_ms, 0.0) / 1000.0)
        if not done:
            waiting.cancel()
            return heard
        try:
            second = waiting.result()
        except (asyncio.CancelledError, CancelledError):
            return heard
        except Exception:  # an engine of others: whatever it raises, the call goes on with what Vosk heard
            return heard
        shifted = tuple(
            replace(word, start_ms=word.start_ms + attempt.start_ms, end_ms=word.end_ms + attempt.start_ms)
            for word in second.words
        )
        return better_of(heard, replace(second, words=shifted), attempt.seconds, self.engine.name)

    def close(self) -> None:
        """Stop the workers; what waits is not decoded."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _recognise(self, pcm: Pcm, rate_hz: int) -> SecondText:
        try:
            return self.engine.recognise(pcm, rate_hz)
        except Exception:
            self.failures += 1
            raise
        finally:
            self._over(pcm)

    def _over(self, pcm: Pcm) -> None:
        forget(pcm)
        with self._lock:
            self._busy -= 1


def drop(attempt: Attempt | None) -> None:
    """The attempt is no longer wanted: it is taken out of the queue where it has not begun."""
    if attempt is not None:
        attempt.future.cancel()
