"""Recordings of people made fit for training: aligned with the present model, degraded, labelled."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt
import soundfile

from voice.builder import degrade, recordings
from voice.builder.alignment import align
from voice.builder.features import Features, mfcc
from voice.builder.lexicon import Pronunciation, Ways, pronounced, reduced
from voice.builder.utterances import Spoken, labelled
from voice.builder.words import spoken_words
from voice.espeak.library import Espeak

_LONGEST_SECONDS = 30.0
_WORST_SCORE = -2.0
"""Mean log likelihood a frame, over the free path, under which transcript and sound do not belong together.
Aligned by the synthetic model, seven clips of a person score -0.7 to -1.1 with their own words, synthesised
speech better than -0.5; other words score -3 to -4, but the best of a hundred wrong sentences -1.1 to -2."""


@dataclass
class Tally:
    """What became of the recordings."""

    used: int = 0
    too_long: int = 0
    unreadable: int = 0
    unmatched: int = 0
    """Transcript and sound do not fit, or a word cannot be pronounced."""
    seconds: float = 0.0

    def __str__(self) -> str:
        return (
            f"{self.used} recordings ({self.seconds / 3600:.2f} h) used; left out: {self.unmatched}"
            f" that do not fit their transcript, {self.too_long} too long, {self.unreadable} unreadable"
        )


class Scores(Protocol):
    """Hears phones: a ``model_reader.Scorer``."""

    def log_likelihoods(self, features: Features) -> npt.NDArray[np.float32]:
        """Return log likelihoods, one row each 30 ms, one column a pdf, of cepstra (frames, 40)."""


@dataclass
class People:
    """Turns recordings into training material."""

    espeak: Espeak
    scorer: Scores
    ways: Ways
    spoken: Callable[[str], str]
    tally: Tally

    def examples(self, folder: Path, copies: int, seed: int) -> Iterator[Spoken]:
        """Yield each recording as it is and ``copies - 1`` times down a random way."""
        for number, recording in enumerate(recordings.find(folder)):
            try:
                sound = recording.load()
            except (soundfile.SoundFileError, OSError):
                self.tally.unreadable += 1
                continue
            rng = np.random.default_rng(seed * 1_000_003 + number)
            yield from self._example(recording.text, sound, copies, rng)

    def _example(
        self, text: str, sound: degrade.Sound, copies: int, rng: np.random.Generator
    ) -> Iterator[Spoken]:
        seconds = len(sound) / degrade.RATE_HZ
        if seconds > _LONGEST_SECONDS:
            self.tally.too_long += 1
            return
        words = [self._said(word) for word in spoken_words(text, self.spoken)]
        features = mfcc(degrade.loudness(sound, 2000.0))
        if not words or not all(words) or len(features) < 10:
            self.tally.unmatched += 1
            return
        aligned = align(self.scorer.log_likelihoods(features), words)
        if aligned is None or aligned.score < _WORST_SCORE:
            self.tally.unmatched += 1
            return
        self.tally.used += 1
        self.tally.seconds += seconds
        for copy in range(copies):
            heard = degrade.any_way(sound, rng) if copy else degrade.loudness(sound, 2000.0)
            if (example := labelled(heard, aligned.segments)) is not None:
                yield example

    def _said(self, word: str) -> list[Pronunciation]:
        plain = [phones for text in self.ways(word) if (phones := pronounced(self.espeak, text))]
        return list(dict.fromkeys([*plain, *(reduced(phones) for phones in plain)]))
