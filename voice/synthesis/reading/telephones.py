"""Telephone numbers, in pairs as Danes say them; the short ones digit by digit."""

import re

from voice.synthesis.reading.numerals import cardinal, digits, pair

_EIGHT = re.compile(
    r"(?<![\w.,/+-])(?:(?:\+|00)(45)[ .-]?)?"
    r"(\d{2}[ .]?\d{2}[ .]?\d{2}[ .]?\d{2}|\d{2}[ .]?\d{3}[ .]?\d{3}|\d{4}[ .]\d{4})(?![\w/]|[.,-]\d)"
)
_ABROAD = re.compile(r"(?<![\w.,/+-])(?:\+|00)([1-9]\d{0,2})[ .-]?(\d[\d ]{5,13}\d)(?!\w)")
_SENTENCE = re.compile(r"[^.?!]+")
_CALLING = re.compile(r"\b(?:ring|opkald|kald|telefon|tlf|alarm|nummer|sms)", re.IGNORECASE)
_SHORT = re.compile(
    r"(?<![\w.,/-])(?:11[234]|116 ?\d{3}|18\d\d|12\d\d)"
    r"(?!\w|[.,/-]\d|\s*(?:kr|dag|time|min|m\b|km|%|pct|procent|borger|person|København))"
)
_AMOUNT_AHEAD = re.compile(r"\s*(?:kr\b|kroner|,-|mio|%|pct)", re.IGNORECASE)


def read_telephones(text: str) -> str:
    """``33 66 33 66`` → "treogtredive, seksogtres, treogtredive, seksogtres"; ``112`` → "et et to"."""
    text = _EIGHT.sub(_eight, text)
    text = _ABROAD.sub(_abroad, text)
    return _SENTENCE.sub(lambda sentence: _short_numbers(sentence[0]), text)


def _short_numbers(sentence: str) -> str:
    """``112`` is a number to call only where calling is spoken of."""
    if not _CALLING.search(sentence):
        return sentence
    return _SHORT.sub(lambda found: _short(found[0].replace(" ", "")), sentence)


def _eight(found: re.Match[str]) -> str:
    written = found[2]
    if written[0] == "0" or (not found[1] and _is_a_number(found)):
        return found[0]
    row = re.sub(r"\D", "", written)
    country = f"plus {cardinal(45)}, " if found[1] else ""
    return country + ", ".join(pair(row[at : at + 2]) for at in range(0, 8, 2))


def _is_a_number(found: re.Match[str]) -> bool:
    """``10.500.000`` is a number, and so is what is counted in kroner."""
    grouped = re.fullmatch(r"\d{2}\.\d{3}\.\d{3}", found[2]) is not None
    return grouped or _AMOUNT_AHEAD.match(found.string, found.end()) is not None


def _abroad(found: re.Match[str]) -> str:
    row = found[2].replace(" ", "")
    odd = len(row) % 2
    said = [digits(row[:odd])] if odd else []
    said += [pair(row[at : at + 2]) for at in range(odd, len(row), 2)]
    return f"plus {cardinal(int(found[1]))}, " + ", ".join(said)


def _short(row: str) -> str:
    if len(row) == 4:
        return f"{pair(row[:2])} {pair(row[2:])}"
    return digits(row) if len(row) == 3 else f"{digits(row[:3])}, {digits(row[3:])}"
