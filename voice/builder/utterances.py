"""One spoken sentence for training: text, voice and seed in; features and labels out."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from voice.builder import accents, degrade, diphones
from voice.builder.diphone_voices import DiphoneVoice
from voice.builder.features import Features, mfcc
from voice.builder.labels import Segment, outputs
from voice.builder.phones import PHONES, SILENCE
from voice.builder.timing import merged, speak
from voice.espeak.library import Espeak, Manner
from voice.espeak.pronunciations import ways_of_saying

_SILENCE = PHONES.index(SILENCE)
_BY_THE_RULES = 0.5
_OTHER_WAY = 0.4


@dataclass(frozen=True)
class Utterance:
    """A sentence to be spoken."""

    text: str
    """Lower-case words separated by single spaces."""
    voice: str
    """``da+rv001``: an espeak-ng voice; ``sv+rv001``: of another language, an accent; ``festival:name``."""
    seed: int


@dataclass
class Spoken:
    """A sentence as it sounded."""

    features: Features
    pdfs: list[npt.NDArray[np.int16]] = field(default_factory=list)
    """One array a shift (0, 1, 2)."""


def padded(
    sound: degrade.Sound, segments: list[Segment], before: float, after: float
) -> tuple[degrade.Sound, list[Segment]]:
    """Put ``before`` and ``after`` seconds of silence around the sound."""
    rate = degrade.RATE_HZ
    long = np.concatenate(
        [np.zeros(int(before * rate), np.float32), sound, np.zeros(int(after * rate), np.float32)]
    )
    moved = [Segment(s.phone, s.start + before, s.end + before, s.word) for s in segments]
    first = Segment(_SILENCE, 0.0, before, -1)
    last = Segment(_SILENCE, moved[-1].end, len(long) / rate, -1)
    return long, merged([first, *moved, last])


def training_manner(voice: str, rng: np.random.Generator) -> Manner:
    """Return a random but human way of speaking."""
    return Manner(
        voice,
        words_per_minute=int(rng.integers(115, 235)),
        pitch=int(rng.integers(20, 80)),
        pitch_range=int(rng.integers(20, 80)),
        word_gap=int(rng.choice([0, 0, 0, 2, 5])),
    )


def training_example(espeak: Espeak, utterance: Utterance) -> Spoken | None:
    """Speak, send down a random way, and label; None where espeak-ng stays silent or the times are unfit."""
    rng = np.random.default_rng(utterance.seed)
    manner, stretch = training_manner(utterance.voice, rng), float(rng.uniform(0.9, 1.1))
    if utterance.voice.startswith("da"):
        sound, segments = speak(espeak, spelled(utterance.text, rng), manner, stretch)
    else:
        sound, segments = accents.speak(espeak, utterance.text, manner, stretch)
    return heard(sound, segments, rng) if segments else None


def training_examples_of_a_person(
    espeak: Espeak, voice: DiphoneVoice, batch: Sequence[Utterance]
) -> list[Spoken | None]:
    """Let a recorded speaker say each sentence with espeak-ng's times, and go on as for any other voice."""
    timed: list[list[Segment]] = []
    for utterance in batch:
        rng = np.random.default_rng(utterance.seed)
        manner, stretch = training_manner("da", rng), float(rng.uniform(0.9, 1.1))
        sound, segments = speak(espeak, spelled(utterance.text, rng), manner, stretch)
        timed.append(padded(sound, segments, 0.15, 0.15)[1] if segments else [])
    said = iter(diphones.speak(voice, [segments for segments in timed if segments], batch[0].seed))
    results: list[Spoken | None] = []
    for utterance, segments in zip(batch, timed, strict=True):
        spoken = next(said) if segments else None
        results.append(heard(*spoken, np.random.default_rng(utterance.seed + 1)) if spoken else None)
    return results


def heard(sound: degrade.Sound, segments: list[Segment], rng: np.random.Generator) -> Spoken | None:
    """Put silence around a sentence, send it down a random way, and label it."""
    sound, segments = padded(sound, segments, float(rng.uniform(0.05, 0.5)), float(rng.uniform(0.1, 0.6)))
    return labelled(degrade.any_way(sound, rng), segments)


def labelled(sound: degrade.Sound, segments: list[Segment]) -> Spoken | None:
    """Return features and labels of a sound whose phones are known."""
    features = mfcc(sound)
    pdfs = [outputs(segments, len(features), shift) for shift in range(3)]
    if any(each is None for each in pdfs):
        return None
    return Spoken(features, [each for each in pdfs if each is not None])


def spelled(text: str, rng: np.random.Generator) -> str:
    """Return what espeak-ng reads: half of the sentences as they are, else each word in one of its ways."""
    if rng.random() < _BY_THE_RULES:
        return text
    return " ".join(_one_way(word, rng) for word in text.split())


def _one_way(word: str, rng: np.random.Generator) -> str:
    first, *others = ways_of_saying(word)
    return others[rng.integers(len(others))] if others and rng.random() < _OTHER_WAY else first
