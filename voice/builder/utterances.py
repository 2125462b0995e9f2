"""One spoken sentence for training: text, voice and seed in; features and labels out."""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import soxr

from voice.builder import degrade
from voice.builder.features import Features, mfcc
from voice.builder.labels import Segment, outputs
from voice.builder.phones import PHONES, SILENCE, phone_of
from voice.espeak.library import Espeak, Manner, Phoneme

_SILENCE = PHONES.index(SILENCE)
_LONG_PAUSE_SECONDS = 0.06


@dataclass(frozen=True)
class Utterance:
    """A sentence to be spoken."""

    text: str
    """Lower-case words separated by single spaces."""
    voice: str
    seed: int
    pronounced: tuple[str, ...] = ()
    """Phonemes of each word for the synthesiser, where they differ from what it would read (else empty)."""


@dataclass
class Spoken:
    """A sentence as it sounded."""

    features: Features
    pdfs: list[npt.NDArray[np.int16]] = field(default_factory=list)
    """One array a shift (0, 1, 2)."""


def speak(espeak: Espeak, text: str, manner: Manner, speed: float) -> tuple[degrade.Sound, list[Segment]]:
    """Speak ``text`` and return 16 kHz sound and its phones. ``speed`` also moves pitch and formants."""
    pcm, phonemes = espeak.sound(text, manner)
    if not len(pcm):
        return np.zeros(0, np.float32), []
    sound = soxr.resample(pcm.astype(np.float32), espeak.rate_hz, degrade.RATE_HZ * speed, "MQ")
    return sound, segments_of(phonemes, espeak.rate_hz / speed, len(pcm))


def segments_of(phonemes: list[Phoneme], rate_hz: float, samples: int) -> list[Segment]:
    """Return the phones in time; pauses become silence where long, else part of the phone that follows."""
    found: list[Segment] = []
    carried: float | None = None
    words: dict[int, int] = {}
    for index, phoneme in enumerate(phonemes):
        start = phoneme.start / rate_hz
        end = (phonemes[index + 1].start if index + 1 < len(phonemes) else samples) / rate_hz
        phone = phone_of(phoneme.name)
        if phone is None:
            continue
        if phone == SILENCE:
            if end - start > _LONG_PAUSE_SECONDS or index >= len(phonemes) - 2:
                found.append(Segment(_SILENCE, start, end, -1))
                carried = None
            elif carried is None:
                carried = start
            continue
        word = words.setdefault(phoneme.word_at, len(words))
        start, carried = (start, None) if carried is None else (carried, None)
        found.append(Segment(PHONES.index(phone), start, max(end, start + 1e-3), word))
    if found and found[0].start > 0.02:
        found.insert(0, Segment(_SILENCE, 0.0, found[0].start, -1))
    return merged(found)


def merged(segments: list[Segment]) -> list[Segment]:
    """Return the segments with neighbouring silences made one."""
    result: list[Segment] = []
    for segment in segments:
        if result and result[-1].phone == _SILENCE == segment.phone:
            result[-1] = Segment(_SILENCE, result[-1].start, segment.end, -1)
        else:
            result.append(segment)
    return result


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
        f"da+{voice}" if voice else "da",
        words_per_minute=int(rng.integers(115, 235)),
        pitch=int(rng.integers(20, 80)),
        pitch_range=int(rng.integers(20, 80)),
        word_gap=int(rng.choice([0, 0, 0, 2, 5])),
    )


def training_example(espeak: Espeak, utterance: Utterance) -> Spoken | None:
    """Speak, send down a random way, and label; None where espeak-ng stays silent or the times are unfit."""
    rng = np.random.default_rng(utterance.seed)
    sound, segments = speak(
        espeak, spelled(utterance), training_manner(utterance.voice, rng), float(rng.uniform(0.9, 1.1))
    )
    if not segments:
        return None
    sound, segments = padded(sound, segments, float(rng.uniform(0.05, 0.5)), float(rng.uniform(0.1, 0.6)))
    return labelled(degrade.any_way(sound, rng), segments)


def labelled(sound: degrade.Sound, segments: list[Segment]) -> Spoken | None:
    """Return features and labels of a sound whose phones are known."""
    features = mfcc(sound)
    pdfs = [outputs(segments, len(features), shift) for shift in range(3)]
    if any(each is None for each in pdfs):
        return None
    return Spoken(features, [each for each in pdfs if each is not None])


def spelled(utterance: Utterance) -> str:
    """Return what the synthesiser reads: words, or their phonemes in brackets."""
    words = utterance.text.split()
    if not utterance.pronounced:
        return " ".join(words)
    pairs = zip(words, utterance.pronounced, strict=True)
    return " ".join(f"[[{phonemes}]]" if phonemes else word for word, phonemes in pairs)
