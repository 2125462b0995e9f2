"""Words in capitals: spelled ("CPR"), a word ("NATO") or only shouted ("IKKE"); initials; kings' numerals."""

import re
from pathlib import Path

import yaml

from voice.synthesis.reading.numerals import ordinal

_TABLE = yaml.safe_load(Path(__file__).with_name("capitals.yml").read_text("utf-8"))
_READ_AS_WORDS = frozenset(_TABLE["words"])
_SHORT_WORDS = frozenset(_TABLE["shouted"])
_SPELLED_IN_LOWER_CASE: list[str] = _TABLE["spelled"]
_KING = re.compile(
    r"\b((?:Christian|Frederik|Valdemar|Erik|Margrethe|Hans|Karl|Carl|Gustav|Louis|Henrik) )"
    r"(X{0,2}(?:IX|IV|V?I{1,3}|V)|X{1,2})(?:[’'])?(s)?(?=[^\w']|$)"
)
_CAPITALS = re.compile(r"(?<![^\W\d_])([A-ZÆØÅ]{2,})(?:[’'](?=[a-zæøå])|(?=s?(?![^\W\d_])))")
_LOWER = re.compile(
    rf"(?<![\w-])({'|'.join(_SPELLED_IN_LOWER_CASE)})(?![\w'])|(?<![\w-])({'|'.join(_SPELLED_IN_LOWER_CASE)})'(?=\w)"
)
_PLURAL = re.compile(r"(?<![^\W\d_])([A-ZÆØÅ]{2,5})(er|en|ere|et|s)\b")
_INITIALS = re.compile(r"(?<![\w.])((?:[A-ZÆØÅ]\. ?){1,4})(?=[A-ZÆØÅ][a-zæøå])")
_VOWEL = re.compile(r"[AEIOUYÆØÅ]")
_MANY_CONSONANTS = re.compile(r"[^AEIOUYÆØÅ]{4}")
_LETTER_PAIR = re.compile(r"\b(ID|IT|id|it)\b(?=[-\s.,;:?!]|$)")


def read_capitals(text: str) -> str:
    """``CPR-nummer`` → "c p r-nummer", ``KØBENHAVN`` → "København", ``H.C. Andersen`` → "h c Andersen"."""
    text = _KING.sub(lambda found: found[1] + _king(found[2]) + (found[3] or ""), text)
    text = _INITIALS.sub(lambda found: " ".join(re.findall(r"\w", found[1].lower())) + " ", text)
    text = _LETTER_PAIR.sub(lambda found: _spelled(found[1]), text)
    text = _PLURAL.sub(_with_ending, text)
    text = _CAPITALS.sub(lambda found: _said(found[1]) + (" " if found[0][-1] in "’'" else ""), text)
    return _LOWER.sub(lambda found: _spelled(found[1]) if found[1] else f"{_spelled(found[2])} ", text)


def _said(word: str) -> str:
    if word in _READ_AS_WORDS or word in _SHORT_WORDS:
        return word.capitalize()
    if len(word) <= 3 or not _VOWEL.search(word) or _MANY_CONSONANTS.search(word):
        return _spelled(word)
    return word.capitalize()


def _with_ending(found: re.Match[str]) -> str:
    word, ending = found.groups()
    if word in _READ_AS_WORDS:
        return word.capitalize() + ending
    return f"{_spelled(word)} {ending}" if ending != "s" else f"{_spelled(word)} s"


def _spelled(word: str) -> str:
    """At most a dozen letters: nobody listens to more."""
    return " ".join(word[:12].lower())


def _king(roman: str) -> str:
    values = [{"I": 1, "V": 5, "X": 10}[letter] for letter in roman]
    total = sum(-now if now < after else now for now, after in zip(values, [*values[1:], 0], strict=True))
    return f"den {ordinal(total)}"
