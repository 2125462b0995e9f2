"""Numbers told digit by digit or in pairs: "nul et nul et halvfems tolv fireogtredive"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from nlu.danish.numbers import TENS, UNITS, any_below_hundred, number_below_hundred
from nlu.danish.wordlists import words

_WORD = re.compile(r"[^\W_]+")
_HESITATIONS = words("øh øhm øhh æh æhm hm hmm altså og så derefter bindestreg streg mellemrum")
# What may stand between two spoken digits: spaces, a comma, a dash, words of hesitation.
_GAP = re.compile(
    r"[\s,.\-–]{1,3}(?:(?:"
    + "|".join(sorted(_HESITATIONS - {"og", "så"}))
    + r"|og så|så)[\s,.\-–]{1,3}){0,3}"
)
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
    if not any_below_hundred(_WORD.findall(text.lower())):
        return
    parts: list[tuple[int, int, str, bool]] = []
    words_found = list(_WORD.finditer(text))
    index = 0
    while index < len(words_found):
        taken, digits, is_word = _read(words_found, index, text)
        if taken == 0 and parts and words_found[index].group().lower() in _HESITATIONS:
            index += 1
            continue
        if taken == 0:
            yield from _run(parts)
            parts = []
            index += 1
            continue
        start, end = words_found[index].start(), words_found[index + taken - 1].end()
        if parts and not _GAP.fullmatch(text, parts[-1][1], start):
            yield from _run(parts)
            parts = []
        parts.append((start, end, digits, is_word))
        index += taken
    yield from _run(parts)


def _read(found: list[re.Match[str]], index: int, text: str) -> tuple[int, str, bool]:
    """Return (words taken, digits, told in words) for the number that begins at ``found[index]``."""
    word = found[index].group().lower()
    if word.isascii() and word.isdigit():
        return 1, word, False
    if word in UNITS and index + 2 < len(found) and found[index + 1].group().lower() == "og":
        tens = TENS.get(found[index + 2].group().lower())
        if tens is not None and 0 < UNITS[word] < 10:
            return 3, str(tens + UNITS[word]), True
    value = number_below_hundred(word)
    return (0, "", False) if value is None else (1, str(value), True)


def _run(parts: list[tuple[int, int, str, bool]]) -> Iterator[DigitRun]:
    in_words = sum(is_word for *_, is_word in parts)
    if in_words:
        yield DigitRun(parts[0][0], parts[-1][1], "".join(digits for _, _, digits, _ in parts), in_words)
