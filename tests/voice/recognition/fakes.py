"""Engines that hear what a script says, by the millisecond."""

import json
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from voice.recognition.kept_sound import Pcm
from voice.recognition.second_pass import SecondText

RATE = 8000


@dataclass(frozen=True)
class Said:
    """A word at its place in the call's sound."""

    word: str
    start_ms: int
    end_ms: int
    conf: float = 1.0
    """What the free recogniser gives it."""


def said(text: str, at_ms: int = 0, each_ms: int = 300, conf: float = 1.0) -> list[Said]:
    """The words of ``text`` one after the other."""
    return [
        Said(word, at_ms + place * each_ms, at_ms + (place + 1) * each_ms, conf)
        for place, word in enumerate(text.split())
    ]


class FakeVosk:
    """``vosk.KaldiRecognizer``: knows a word once its sound is over, ends a piece after half a second."""

    pause_ms = 500

    def __init__(self, words: Sequence[Said], began_ms: float, rate_hz: int) -> None:
        self._words = [word for word in words if word.start_ms >= began_ms]
        self._began_ms, self._rate_hz = began_ms, rate_hz
        self._samples = 0
        self._reported = 0

    def _now(self) -> float:
        return self._began_ms + 1000.0 * self._samples / self._rate_hz

    def _heard(self) -> list[Said]:
        return [word for word in self._words[self._reported :] if word.end_ms <= self._now()]

    def AcceptWaveform(self, data: bytes) -> int:  # noqa: N802
        self._samples += len(data) // 2
        heard = self._heard()
        return int(bool(heard) and self._now() - heard[-1].end_ms >= self.pause_ms)

    def PartialResult(self) -> str:  # noqa: N802
        return json.dumps({"partial": " ".join(word.word for word in self._heard())})

    def Result(self) -> str:  # noqa: N802
        heard = self._heard()
        self._reported += len(heard)
        words = [
            {
                "word": word.word,
                "start": (word.start_ms - self._began_ms) / 1000,
                "end": (word.end_ms - self._began_ms) / 1000,
                "conf": word.conf,
            }
            for word in heard
        ]
        return json.dumps(
            {"text": " ".join(word.word for word in heard), **({"result": words} if words else {})}
        )

    def FinalResult(self) -> str:  # noqa: N802
        return self.Result()


@dataclass
class FakeModel:
    """Hears ``free`` without a grammar; with one, what ``by_grammar`` says of the same words."""

    free: list[Said]
    by_grammar: list[Said] = field(default_factory=list)
    takes_grammars: bool = True
    unknown: frozenset[str] = frozenset()
    grammars: list[list[str]] = field(default_factory=list)
    """Every grammar asked for."""
    now_ms: float = 0.0

    def knows(self, word: str) -> bool:
        return word not in self.unknown

    def recogniser(self, rate_hz: int, grammar: str | None = None) -> Any:
        if grammar is not None:
            self.grammars.append(json.loads(grammar))
        return FakeVosk(self.free if grammar is None else self.by_grammar, self.now_ms, rate_hz)


class FakeEngine:
    """A second engine that says what it is told to, once it is let go."""

    name = "parakeet"

    def __init__(self, hears: SecondText | Callable[[Pcm, int], SecondText], waiting: bool = False) -> None:
        self._hears = hears
        self.go = threading.Event()
        self.began = threading.Semaphore(0)
        if not waiting:
            self.go.set()
        self.given: list[tuple[int, int]] = []
        """Samples and rate of every utterance it was given."""
        self.sounds: list[Pcm] = []

    def recognise(self, pcm: Pcm, rate_hz: int) -> SecondText:
        self.given.append((len(pcm), rate_hz))
        self.sounds.append(pcm)
        self.began.release()
        assert self.go.wait(10)
        return self._hears(pcm, rate_hz) if callable(self._hears) else self._hears
