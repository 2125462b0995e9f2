"""What is left: symbols in words, and punctuation as pauses."""

import re

from voice.synthesis.reading.numerals import digits

_WORDS = {
    "%": " procent ", "&": " og ", "+": " plus ", "=": " er lig med ", "§": " paragraf ",
    "@": " snabel-a ", "€": " euro ",
    "$": " dollar ", "£": " pund ", "×": " gange ",
    "±": " plus minus ", "<": " mindre end ", ">": " større end ",
}  # fmt: skip
_SECTIONS = re.compile(r"§{2,}")
_SLASH = re.compile(r" ?[/\\]+ ?")
_DIGIT = re.compile(r"\d")
_UNSAID = re.compile(r"[^\w\s.,;:?!'-]|_")
_LOOSE_HYPHEN = re.compile(r"(?<!\w)-+|-+(?!\w)|(?<=\w)-{2,}(?=\w)")
_APOSTROPHE = "'"
_SPACE_BEFORE = re.compile(r"\s+(?=[.,;:?!])")
_MARKS = re.compile(r"[.,;:?!](?:\s*[.,;:?!])+")
_STUCK = re.compile(r"([.,;:?!])(?=[^\W\d_])")
_START = re.compile(r"^[\s.,;:?!'-]+|[\s,;'-]+$")


def read_symbols(text: str) -> str:
    """Return letters, spaces and single marks only: nothing the synthesiser could stumble over."""
    text = _SECTIONS.sub("§", text)
    for symbol, said in _WORDS.items():
        text = text.replace(symbol, said)
    text = _SLASH.sub(" ", text)
    text = _DIGIT.sub(lambda found: f" {digits(found[0])} ", text)
    text = _UNSAID.sub(" ", text)
    text = _LOOSE_HYPHEN.sub(" ", text.replace(_APOSTROPHE, ""))
    text = _MARKS.sub(_strongest, _SPACE_BEFORE.sub("", text))
    text = _STUCK.sub(lambda found: f"{found[1]} ", text)
    return " ".join(_START.sub("", text).split())


def _strongest(marks: re.Match[str]) -> str:
    return next(mark for mark in "?!.:;," if mark in marks[0])
