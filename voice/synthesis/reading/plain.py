"""What is written for the eye and not for the ear: Markdown, emoji, quotation marks, lists, brackets.

It also takes away what the library would obey instead of reading: ``[[phonemes]]`` and control characters.
"""

import re
import unicodedata

LONGEST_CHARS = 5000
"""No more of a text is read: a quarter of an hour."""

_IMAGE_OR_LINK = re.compile(r"!?\[([^\[\]\n]{0,300})\]\([^()\s]{0,1000}\)")
_TAG = re.compile(r"</?[a-zA-Z][^<>\n]{0,200}>")
_BULLET = re.compile(r"^[ \t]*(?:[-*+•‣◦▪–—>]+[ \t]+|#{1,6}[ \t]+)+", re.MULTILINE)
_NUMBERED = re.compile(r"^[ \t]*(\d{1,2})[.)][ \t]+(?=[A-ZÆØÅ])", re.MULTILINE)
_LINE_END = re.compile(r"[ \t]*\n\s*")
_RULE = re.compile(r"^[ \t]*[-*_=|:+][-*_=|:+ \t]{2,}$", re.MULTILINE)
_QUOTES = re.compile("[\"”“„»«‟‹›`´*~^]|(?<!\\w)['’‘‚]|['’‘‚](?!\\w)")
_UNDERSCORES = re.compile(r"(?<!\w)_+|_+(?!\w)")
_BRACKETS = re.compile(r"[()\[\]{}]+")
_DASH = re.compile(r"[ \t]+[-–—−]+[ \t]+|[–—]+(?=\s|$)|(?<=[^\W\d])—(?=[^\W\d])")
_RANGE = re.compile(
    r"(?<=\d)[ \t]+[-–—][ \t]+(?=\d)"
    r"|\b(?P<from>(?:man|tirs?|ons|tors?|fre|lør|søn)(?:dag|\.)?)[ \t]+[-–—][ \t]+"
    r"(?=(?:man|tirs?|ons|tors?|fre|lør|søn)(?:dag|\.|\b))",
    re.IGNORECASE,
)
_EYE_ONLY = {
    "°C": " grader ",
    "²": "2",
    "³": "3",
    "½": " ½ ",
    "¼": " ¼ ",
    "¾": " ¾ ",
    "°": " grader ",
    "…": "... ",
    "·": "- ",
}
_KEPT_SYMBOLS = frozenset("½¼¾$€£+=%&§@/<>±×|")


def plain(text: str) -> str:
    """Return ``text`` as running text: Latin letters, digits, punctuation, no line breaks."""
    text = text[:LONGEST_CHARS]
    for shown, said in _EYE_ONLY.items():
        text = text.replace(shown, said)
    text = "".join(_kept(character) for character in text)
    text = _RULE.sub("", text)
    text = _IMAGE_OR_LINK.sub(r"\1", text)
    text = _TAG.sub(" ", text)
    text = _BULLET.sub("", text)
    text = _NUMBERED.sub(r"\1, ", text)
    text = _LINE_END.sub(_break, text.strip())
    text = _UNDERSCORES.sub("", _QUOTES.sub("", text))
    text = _RANGE.sub(lambda found: f"{found['from'] or ''}-", text)
    text = _BRACKETS.sub(", ", text.replace("|", ", "))
    return " ".join(_DASH.sub(", ", text).split())


def _break(line_end: re.Match[str]) -> str:
    before = line_end.string[: line_end.start()][-1:]
    return " " if before in ".?!:;,-" else ". "


def _kept(character: str) -> str:
    if character in "\n\t" or character in _KEPT_SYMBOLS:
        return character
    if character.isascii():
        return character if character.isprintable() else " "
    kind = unicodedata.category(character)
    if kind == "Nd":
        return str(unicodedata.digit(character))
    if kind[0] == "L":
        normal = unicodedata.normalize("NFKC", character)
        return normal if unicodedata.name(character, "").startswith(("LATIN", "FULLWIDTH LATIN")) else " "
    if kind == "Mn":
        return character if "\u0300" <= character <= "\u036f" else ""
    if kind == "Cf":
        return ""
    return character if kind[0] == "P" else " "
