"""Texts made comparable before words are counted.

Lower case; NFC; punctuation becomes a space, an apostrophe goes; figures become words as they are said: up
to 9999 as one number ("54" → "fireoghalvtreds"), longer ones, and those that begin with 0, digit by digit.
"kl." becomes "klokken", "nr." becomes "nummer", "%" "procent". Spelling variants that the ear cannot tell
apart count as the same: "en" and "én", "å" and "aa", "tredve" and "tredive".
"""

import re
import unicodedata

from nlu.danish.numbers import number_below_hundred, say_number

_WRITTEN = (
    (re.compile(r"\bkl\b\.?"), "klokken"),
    (re.compile(r"\bnr\b\.?"), "nummer"),
    (re.compile(r"%"), " procent "),
    (re.compile(r"['’`´]"), ""),
    (re.compile(r"(?<=\d)[.\s](?=\d{3}(?!\d))"), ""),
)
_WORDS = re.compile(r"[^\W\d_]+|\d+")
_SAME = {"én": "en", "ét": "et", "een": "en", "eet": "et"}


def words_of(text: str) -> list[str]:
    """Return the words of a text in the form they are compared in."""
    plain = unicodedata.normalize("NFC", text).lower()
    for pattern, instead in _WRITTEN:
        plain = pattern.sub(instead, plain)
    words: list[str] = []
    for found in _WORDS.findall(plain):
        words += _number(found) if found.isdecimal() else [_word(found)]
    return words


def _number(figures: str) -> list[str]:
    if len(figures) <= 4 and not (figures.startswith("0") and len(figures) > 1):
        return [_word(word) for word in say_number(int(figures)).split()]
    return [say_number(int(figure)) for figure in figures]


def _word(word: str) -> str:
    word = _SAME.get(word, word)
    value = number_below_hundred(word)
    if value is not None and value != 1:  # "en" and "et" are told apart by ear
        return say_number(value)
    return word.replace("aa", "å")
