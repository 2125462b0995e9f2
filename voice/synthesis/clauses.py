"""A text in words, cut into the pieces that are spoken one after the other.

A clause is what lies between two pauses. Cutting there costs nothing: the library makes its melody clause by
clause anyway. It lets the first sound come at once, a call give way to another, and a dropped speech stop.
"""

import re
from dataclasses import dataclass

_END = re.compile(r"([.?!:;,])(?=\s|$)\s*")
_PAUSE_MS = {",": 170, ";": 260, ":": 300, ".": 420, "?": 420, "!": 420}
_NO_PAUSE_MS = 30
_LINKING = re.compile(r"\s(?=(?:og|men|eller|fordi|hvis|når|som|så|at|der|and|but|or|because|if|when)\s)")


@dataclass(frozen=True)
class Clause:
    """What is spoken in one go."""

    text: str
    """With its own punctuation mark, which gives it its melody. Never empty."""
    pause_ms: int
    """Silence after it at the normal pace."""


def clauses(text: str, longest_chars: int = 140) -> list[Clause]:
    """Cut ``text`` at its pauses, and at a word where a clause is longer than ``longest_chars``."""
    found: list[Clause] = []
    start = 0
    for end in _END.finditer(text):
        found += _pieces(text[start : end.start()], end[1], longest_chars)
        start = end.end()
    return found + _pieces(text[start:], "", longest_chars)


def _pieces(words: str, mark: str, longest_chars: int) -> list[Clause]:
    words = words.strip()
    pieces: list[Clause] = []
    while len(words) > longest_chars:
        cut = _place_to_cut(words, longest_chars)
        pieces.append(Clause(words[:cut].strip(), _NO_PAUSE_MS))
        words = words[cut:].strip()
    if any(character.isalnum() for character in words):
        pieces.append(Clause(words + mark, _PAUSE_MS.get(mark, _NO_PAUSE_MS)))
    elif pieces:
        pieces[-1] = Clause(pieces[-1].text + mark, _PAUSE_MS.get(mark, _NO_PAUSE_MS))
    return pieces


def _place_to_cut(words: str, longest_chars: int) -> int:
    """Before a linking word in the latter half if there is one, else at the last space, else in the word."""
    places = [link.start() for link in _LINKING.finditer(words, longest_chars // 2, longest_chars)]
    if places:
        return places[-1]
    space = words.rfind(" ", 1, longest_chars)
    return space if space > 0 else longest_chars
