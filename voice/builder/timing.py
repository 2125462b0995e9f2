"""When each phone is heard: from espeak-ng's phoneme events to segments."""

import numpy as np
import soxr

from voice.builder import degrade
from voice.builder.labels import Segment
from voice.builder.phones import PHONES, SILENCE, phone_of
from voice.espeak.library import Espeak, Manner, Phoneme

_SILENCE = PHONES.index(SILENCE)
_LONG_PAUSE_SECONDS = 0.06


def speak(espeak: Espeak, text: str, manner: Manner, stretch: float) -> tuple[degrade.Sound, list[Segment]]:
    """Speak ``text`` and return 16 kHz sound and its phones.

    The sound lasts ``stretch`` times as long, and its pitch and formants are as many times lower.
    """
    pcm, phonemes = espeak.sound(text, manner)
    if not len(pcm):
        return np.zeros(0, np.float32), []
    sound = soxr.resample(pcm.astype(np.float32), espeak.rate_hz, degrade.RATE_HZ * stretch, "MQ")
    return sound, segments_of(phonemes, espeak.rate_hz / stretch, len(pcm))


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
