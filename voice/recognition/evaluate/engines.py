"""The engines as they are measured: a whole recording in, its text and the time it took out."""

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from voice.recognition.evaluate.errors import align
from voice.recognition.grammars import sentences
from voice.recognition.kept_sound import Pcm
from voice.recognition.parakeet import Parakeet
from voice.recognition.settings import HearingSettings
from voice.recognition.text import from_second_pass
from voice.recognition.vosk_engine import SpokenModel, VoskEar

_FRAME_SECONDS = 0.1
_TAIL_SECONDS = 0.8
"""Silence behind a recording: Vosk looks some frames ahead, and a caller falls silent too."""


@dataclass(frozen=True)
class Recognised:
    """What an engine made of a recording."""

    text: str
    seconds: float
    """CPU-bound wall time."""


class Engine(Protocol):
    """One engine under measurement."""

    name: str

    def recognise(self, pcm: Pcm, rate_hz: int) -> Recognised:
        """Recognise a whole recording (int16 mono)."""
        ...


class VoskWhole:
    """Vosk as in a call: sound in pieces, utterances joined."""

    name = "vosk"

    def __init__(self, model: SpokenModel, clock: Callable[[], float] = time.perf_counter) -> None:
        self._model, self._clock = model, clock

    def recognise(self, pcm: Pcm, rate_hz: int) -> Recognised:
        """Recognise with the free model."""
        ear = VoskEar(self._model, rate_hz, HearingSettings(), None, self._clock)
        feed(ear.hear, pcm, rate_hz)
        heard = ear.end_utterance()
        ear.close()
        return Recognised(heard.text, ear.busy_seconds)


class ParakeetWhole:
    """Parakeet alone."""

    name = "parakeet"

    def __init__(self, engine: Parakeet, clock: Callable[[], float] = time.perf_counter) -> None:
        self._engine, self._clock = engine, clock

    def recognise(self, pcm: Pcm, rate_hz: int) -> Recognised:
        """Recognise the recording in one piece."""
        began = self._clock()
        second = self._engine.recognise(pcm, rate_hz)
        return Recognised(from_second_pass(second.text), self._clock() - began)


def feed(hear: Callable[[bytes], object], pcm: Pcm, rate_hz: int) -> None:
    """Give a recording to an ear in pieces, with a little silence behind."""
    raw = np.concatenate([pcm, np.zeros(round(rate_hz * _TAIL_SECONDS), np.int16)]).tobytes()
    step = 2 * round(rate_hz * _FRAME_SECONDS)
    for start in range(0, len(raw), step):
        hear(raw[start : start + step])


def chosen_of(model: SpokenModel, pcm: Pcm, rate_hz: int, candidates: Sequence[str]) -> str | None:
    """Force a choice: the one of ``candidates`` that was said, by a grammar of these sentences alone.

    ``[unk]`` is not listened for, and a grammar may join parts of sentences: the candidate that shares most
    words in order with what was heard counts. None where nothing was heard.
    """
    grammar = sentences(candidates, model.knows)
    if grammar is None:
        return None
    recogniser = model.recogniser(rate_hz, json.dumps(grammar.listed, ensure_ascii=False))
    heard: list[str] = []

    def hear(piece: bytes) -> None:
        if recogniser.AcceptWaveform(piece):
            heard.extend(_words(recogniser.Result()))

    feed(hear, pcm, rate_hz)
    heard.extend(_words(recogniser.FinalResult()))
    if not heard:
        return None

    def distance(phrase: str) -> float:
        words = phrase.split()
        return sum(one != other for one, other in align(words, heard)) / max(len(words), len(heard))

    return min(grammar.listed, key=distance)


def _words(result: str) -> list[str]:
    return str(json.loads(result).get("text", "")).split()
