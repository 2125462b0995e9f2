"""Numbers told digit by digit or in pairs: "nul et nul et halvfems tolv fireogtredive"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from nlu.danish.numbers import TENS, UNITS, number_below_hundred

_WORD = re.compile(r"[^\W_]+")
# What may stand between two spoken digits: spaces, a comma, a dash or nothing else.
_GAP = re.compile(r"[\s,.\-–]{1,3}")
_SMALL = {**UNITS, **TENS}


@dataclass(frozen=True)
class DigitRun:
    """Digits told in words and figures: character span in the text, and the digits joined."""

    start: int
    end: int
    digits: str
    words: int
    """How many of the parts were number words; 0 means that all were written in figures."""


def spoken_digit_runs(text: str) -> Iterator[DigitRun]:
    """Yield the longest runs of numbers below 100 that hold at least one number word.

    "tyve" counts as two digits, "nul" and "fem" as one, figures as they stand. "og" ends a run unless it is
    inside a number ("fire og tredive" is 34 where the tens follow).
    """
    parts: list[tuple[int, int, str, bool]] = []
    words = list(_WORD.finditer(text))
    index = 0
    while index < len(words):
        taken, digits, is_word = _read(words, index, text)
        if taken == 0:
            yield from _run(parts)
            parts = []
            index += 1
            continue
        start, end = words[index].start(), words[index + taken - 1].end()
        if parts and not _GAP.fullmatch(text, parts[-1][1], start):
            yield from _run(parts)
            parts = []
        parts.append((start, end, digits, is_word))
        index += taken
    yield from _run(parts)


def _read(words: list[re.Match[str]], index: int, text: str) -> tuple[int, str, bool]:
    """Return (words taken, digits, told in words) for the number that begins at ``words[index]``."""
    word = words[index].group().lower()
    if word.isascii() and word.isdigit():
        return 1, word, False
    if word in UNITS and index + 2 < len(words) and words[index + 1].group().lower() == "og":
        tens = TENS.get(words[index + 2].group().lower())
        if tens is not None and 0 < UNITS[word] < 10:
            return 3, str(tens + UNITS[word]), True
    value = number_below_hundred(word)
    return (0, "", False) if value is None else (1, str(value), True)


def _run(parts: list[tuple[int, int, str, bool]]) -> Iterator[DigitRun]:
    words = sum(is_word for *_, is_word in parts)
    if words:
        yield DigitRun(parts[0][0], parts[-1][1], "".join(digits for _, _, digits, _ in parts), words)
