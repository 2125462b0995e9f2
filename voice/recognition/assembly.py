"""From Vosk's results to one utterance.

Vosk ends a result by itself after about half a second of silence. Whether the caller's turn is over is
decided elsewhere, so results are joined until then:

    sound    "jeg vil gerne" ····· "have bioposer" ·········
    Vosk          result 1 ▏             result 2 ▏
    call                                             ▏EndUtterance → "jeg vil gerne have bioposer"
"""

import json
from collections import deque
from collections.abc import Sequence
from typing import Any

from voice.recognition.protocol import Utterance, Word
from voice.recognition.text import UNKNOWN, from_vosk


class Results:
    """The words of the utterance under way. Holds at most ``words_kept``; the oldest go first."""

    def __init__(self, words_kept: int) -> None:
        self._words: deque[Word] = deque(maxlen=words_kept)

    def add(self, result: str, offset_ms: float) -> None:
        """Take in Vosk's JSON of a finished piece; ``offset_ms``: when that recogniser was given its first
        sample, on the ear's clock.
        """
        for entry in json.loads(result).get("result", ()):
            self._words.append(_word(entry, offset_ms))

    def words(self) -> tuple[Word, ...]:
        """All words so far, ``[unk]`` among them."""
        return tuple(self._words)

    def text(self) -> str:
        """The words joined, without ``[unk]``."""
        return from_vosk([word.text for word in self._words])

    def clear(self) -> None:
        """The utterance is over."""
        self._words.clear()


def _word(entry: dict[str, Any], offset_ms: float) -> Word:
    return Word(
        str(entry["word"]).lower(),
        offset_ms + 1000.0 * float(entry["start"]),
        offset_ms + 1000.0 * float(entry["end"]),
        min(1.0, max(0.0, float(entry.get("conf", 0.0)))),
    )


def utterance(words: Sequence[Word], *, text: str | None = None, grammar: bool, now_ms: float) -> Utterance:
    """Make the utterance of ``words``; ``now_ms``: the end of the sound heard, where there are no words.

    ``[unk]`` is no word of the text, but it was a sound that was not understood: it counts as confidence 0
    for as long as it lasted.
    """
    spoken = tuple(word for word in words if word.text != UNKNOWN)
    said = from_vosk([word.text for word in spoken]) if text is None else text
    if not said:
        at = words[0].start_ms if words else now_ms
        return Utterance("", 0.0, (), at, words[-1].end_ms if words else now_ms, "vosk", grammar)
    return Utterance(
        said, confidence_of(words), spoken, spoken[0].start_ms, spoken[-1].end_ms, "vosk", grammar
    )


def confidence_of(words: Sequence[Word]) -> float:
    """The words' confidence weighted by their length in time; ``[unk]`` counts as 0."""
    lengths = [max(word.end_ms - word.start_ms, 1.0) for word in words]
    total = sum(lengths)
    if not total:
        return 0.0
    sure = sum(
        length * word.confidence for word, length in zip(words, lengths, strict=True) if word.text != UNKNOWN
    )
    return sure / total
