"""Amounts of money: "12,50 kr." → "tolv kroner og halvtreds øre". Whole kroner are left to ``numbers.py``."""

import re

from voice.synthesis.reading.numerals import LARGEST, cardinal

_WHOLE = r"(\d{1,3}(?:[. ]\d{3})+|\d{1,12})"
_BEFORE = re.compile(rf"\b(?:kr\.?|DKK) ?{_WHOLE}(?:,(\d\d|-+))?(?![\w,]|\.\d)(?!,-)", re.IGNORECASE)
_AFTER = re.compile(rf"(?<![\w.,]){_WHOLE}(?:,(\d\d|-+))? ?(kr\b\.?|kroner\b|DKK\b|øre\b)", re.IGNORECASE)
_DASHED = re.compile(rf"(?<![\w.,]){_WHOLE},-+")
_RANGE = re.compile(r"(?<=\d) ?[-–] ?(?=\d{1,9}(?:[.,]\d{2,3}){0,3} ?(?:kr\b|kroner\b|€))", re.IGNORECASE)
_FOREIGN = re.compile(rf"([€$£]) ?{_WHOLE}(?!\w)|(?<![\w.,]){_WHOLE} ?([€$£]|EUR\b|USD\b)")
_CURRENCIES = {"€": "euro", "$": "dollar", "£": "pund", "EUR": "euro", "USD": "dollar"}


def read_amounts(text: str) -> str:
    """``1.250 kr.`` → "tolv hundrede og halvtreds kroner"."""
    text = _AFTER.sub(_after, _RANGE.sub(" til ", text))
    text = _BEFORE.sub(lambda found: _kroner(found[1], found[2]), text)
    text = _DASHED.sub(lambda found: _kroner(found[1], None), text)
    return _FOREIGN.sub(_foreign, text)


def _after(found: re.Match[str]) -> str:
    if found[3].lower() == "øre":
        return found[0]
    after = found.string[found.end() :]
    ends = found[3].endswith(".") and (not after.strip() or re.match(r"\s+[A-ZÆØÅ]", after))
    return _kroner(found[1], found[2]) + ("." if ends else "")


def _kroner(whole: str, part: str | None) -> str:
    number = int(re.sub(r"\D", "", whole))
    if number > LARGEST:
        return whole
    said = "en krone" if number == 1 else f"{cardinal(number)} kroner"
    if part and part.isdigit() and int(part):
        return f"{said} og {cardinal(int(part))} øre"
    return said


def _foreign(found: re.Match[str]) -> str:
    sign, number = (found[1], found[2]) if found[1] else (found[4], found[3])
    return f"{number} {_CURRENCIES[sign]}"
