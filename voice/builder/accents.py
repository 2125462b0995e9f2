"""Danish with an accent: the sentence read by espeak-ng's Swedish, German, Dutch and English voices.

They read Danish letters by their own rules and with their own sounds. Each word's foreign sounds are laid
beside its Danish phones by edit distance, so that a Danish phone is heard with a vowel of another language.
What was not said gets no label. Norwegian is left out: the model is measured on that accent.
"""

import numpy as np
import soxr

from voice.builder import degrade
from voice.builder.labels import Segment
from voice.builder.phone_maps import taken_for
from voice.builder.phones import PHONES, SILENCE, VOWELS, phone_of
from voice.builder.timing import merged, segments_of
from voice.espeak.library import Espeak, Manner

LANGUAGES = ("sv", "de", "nl", "en")

_SILENCE = PHONES.index(SILENCE)
_FAST = 400
_LEFT_OUT, _ADDED = 0.9, 0.7
_FAR = 2.0
_TOO_FAR = 0.75
"""Mean cost a phone above which the reading has nothing to do with the Danish word."""
_FOREIGN = taken_for("foreign")


def speak(espeak: Espeak, text: str, manner: Manner, stretch: float) -> tuple[degrade.Sound, list[Segment]]:
    """Speak Danish ``text`` with the foreign voice of ``manner``; no segments where it cannot be laid out."""
    _, plain = espeak.sound(text, Manner("da", words_per_minute=_FAST))
    danish: dict[int, list[int]] = {}
    for phoneme in plain:
        phone = phone_of(phoneme.name)
        if phone is not None and phone != SILENCE:
            danish.setdefault(phoneme.word_at, []).append(PHONES.index(phone))
    pcm, phonemes = espeak.sound(text, manner)
    rate = espeak.rate_hz / stretch
    named = [type(p)(_name(p.name), p.start, p.word_at) for p in phonemes]
    foreign = segments_of(named, rate, len(pcm))
    starts = sorted({p.word_at for p in phonemes if not p.name.startswith("_")})
    if not starts or starts != sorted(danish):
        return np.zeros(0, np.float32), []
    words = [danish[start] for start in starts]
    laid = _laid_out(foreign, words)
    if laid is None:
        return np.zeros(0, np.float32), []
    sound = soxr.resample(pcm.astype(np.float32), espeak.rate_hz, degrade.RATE_HZ * stretch, "MQ")
    return sound, merged(laid)


def _name(foreign: str) -> str:
    """Return the Danish mnemonic nearest to a foreign one, so that the common rules can read it."""
    bare = foreign.lstrip("',%=?")
    return _FOREIGN.get(bare, bare)


def _laid_out(foreign: list[Segment], words: list[list[int]]) -> list[Segment] | None:
    result: list[Segment] = []
    index = 0
    while index < len(foreign):
        segment = foreign[index]
        if segment.phone == _SILENCE:
            result.append(segment)
            index += 1
            continue
        end = index
        while end < len(foreign) and foreign[end].word == segment.word:
            end += 1
        if segment.word >= len(words):
            return None
        word = _word(foreign[index:end], words[segment.word])
        if word is None:
            return None
        result += word
        index = end
    return result


def _word(heard: list[Segment], phones: list[int]) -> list[Segment] | None:
    """Lay ``heard`` beside ``phones``; each heard sound gets a Danish label, an added one its neighbour's."""
    rows, columns = len(heard), len(phones)
    cost = np.zeros((rows + 1, columns + 1))
    cost[:, 0] = np.arange(rows + 1) * _ADDED
    cost[0, :] = np.arange(columns + 1) * _LEFT_OUT
    for i in range(1, rows + 1):
        for j in range(1, columns + 1):
            cost[i, j] = min(
                cost[i - 1, j - 1] + _distance(heard[i - 1].phone, phones[j - 1]),
                cost[i - 1, j] + _ADDED,
                cost[i, j - 1] + _LEFT_OUT,
            )
    if cost[-1, -1] > _TOO_FAR * max(rows, columns):
        return None
    labels: list[int | None] = [None] * rows
    i, j = rows, columns
    while i and j:
        if np.isclose(cost[i, j], cost[i - 1, j - 1] + _distance(heard[i - 1].phone, phones[j - 1])):
            labels[i - 1] = phones[j - 1]
            i, j = i - 1, j - 1
        elif np.isclose(cost[i, j], cost[i - 1, j] + _ADDED):
            i -= 1
        else:
            j -= 1
    result: list[Segment] = []
    for segment, label in zip(heard, labels, strict=True):
        if label is not None:
            result.append(Segment(label, segment.start, segment.end, segment.word))
        elif result:
            result[-1] = Segment(result[-1].phone, result[-1].start, segment.end, segment.word)
    if not result:
        return None
    first = result[0]
    result[0] = Segment(first.phone, heard[0].start, first.end, first.word)
    return result


def _distance(heard: int, wanted: int) -> float:
    if heard == wanted:
        return 0.0
    vowels = (PHONES[heard] in VOWELS, PHONES[wanted] in VOWELS)
    if vowels == (True, True):
        return 0.5
    return 0.8 if vowels == (False, False) else _FAR
