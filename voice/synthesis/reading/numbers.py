"""Numbers that are nothing more special: "3 dage", "12,5 %", "2026", "3. gang", "8-16"."""

import re

from voice.synthesis.reading.numerals import LARGEST, cardinal, digit_groups, digits, ordinal, year

_NEUTER = (
    "barn|besøg|bilag|billede|brev|døgn|forslag|forsøg|gebyr|glas|hjem|hold|hus|job|kort|kvarter|lokale|lån|minut|møde|"
    "navn|nummer|opkald|par|pas|point|procent|rum|råd|sekund|skema|skridt|spørgsmål|sted|stykke|styk|svar|"
    "tegn|telefonnummer|tilbud|tilskud|trin|tusind|hundrede|valg|værelse|ægtepar|ærinde|ønske|år"
)
_WORD_AFTER = re.compile(r"[ ]+([a-zæøå]+)")
_NEUTER_NOUN = re.compile(rf"(?:{_NEUTER})(?:et|ets|s)?$")
_NO_NOUN = re.compile(
    r"(?:af|at|der|er|eller|fra|hos|hvis|i|med|men|mod|når|og|om|på|samt|som|til|under|ved)$"
)
_GROUPED = r"\d{1,3}(?:\.\d{3})+"
_ORDINAL = re.compile(
    r"(?<![\w.,])(\d{1,3})\.(?= [a-zæøå])(?! (?:kr|pct|mio|mia)\b)|(?<![\w.,])(\d{1,3})\.(?=-)"
)
_RANGE = re.compile(r"(?<=\d) ?[-–] ?(?=\d)")
_MINUS = re.compile(r"(?<![\w-])-(?=\d)")
_NUMBER = re.compile(rf"({_GROUPED}|\d+)(?:,(\d+))?")
_COUNTED = re.compile(
    r" (?:kr|kroner|dag|timer|minut|person|borger|besøg|mail|styk|meter|kilo|procent|gram|gang|sager)"
)
_DECADE = re.compile(r"(?<![\w.,])((?:1[89]|20)?)([2-9]0)'?(erne|er)(s?)(?!\w)")
_DECADES = {"20": "tyv", "30": "tredv", "40": "fyrr", "50": "halvtreds", "60": "tress", "70": "halvfjerds",
            "80": "firs", "90": "halvfems"}  # fmt: skip
_MIXED = re.compile(r"(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])")
_FRACTION = re.compile(r"(?:(?<!\d)(\d{1,3}) *)?([½¼¾])")
_HALVES = {"½": "en halv", "¼": "en kvart", "¾": "tre kvarte"}
_SLASH = re.compile(r"(?<=\d)/(?=\d)")
_TIMES = re.compile(r"(?<=\d) ?[x×] ?(?=\d)")
_POINT = re.compile(rf"(?<![\d.])(?!{_GROUPED}(?![\d.]))(?=\d+\.\d)\d+(?:\.\d+)+")


def read_numbers(text: str) -> str:
    """Leave no digit in ``text``."""
    text = _DECADE.sub(_decade, _FRACTION.sub(_fraction, text))
    text = _ORDINAL.sub(lambda found: ordinal(int(found[1] or found[2])), text)
    text = _POINT.sub(_version, _TIMES.sub(" gange ", text))
    text = _SLASH.sub(" skråstreg ", _RANGE.sub(" til ", text))
    text = _MINUS.sub("minus ", text)
    text = _MIXED.sub(" ", text)
    return _NUMBER.sub(_number, text)


def _number(found: re.Match[str]) -> str:
    written, decimals = found[1], found[2]
    row = written.replace(".", "")
    if decimals:
        return f"{_whole(row)} komma {_decimals(decimals)}"
    if _is_a_year(found, written):
        return year(int(written))
    if (len(row) > 1 and row[0] == "0") or not _has_a_name(row):
        return digit_groups(row)
    return cardinal(int(row), _one(found))


def _decade(found: re.Match[str]) -> str:
    """``1990'erne`` → "nitten halvfemserne"."""
    century = f"{cardinal(int(found[1]))} " if found[1] else ""
    return f"{century}{_DECADES[found[2]]}{found[3]}{found[4]}"


def _version(found: re.Match[str]) -> str:
    return " punktum ".join(_whole(part) for part in found[0].split("."))


def _whole(row: str) -> str:
    return cardinal(int(row), "et") if _has_a_name(row) else digit_groups(row)


def _has_a_name(row: str) -> bool:
    return len(row) <= len(str(LARGEST))


def _decimals(row: str) -> str:
    return digits(row) if row[0] == "0" or len(row) != 2 else cardinal(int(row), "et")


def _is_a_year(found: re.Match[str], written: str) -> bool:
    if not (len(written) == 4 and 1700 <= int(written) <= 2099):
        return False
    return _COUNTED.match(found.string, found.end()) is None


def _one(found: re.Match[str]) -> str:
    """``en`` before what is counted and not neuter; ``et`` before the neuter and in a name, as "lokale 1"."""
    word = _WORD_AFTER.match(found.string, found.end())
    if word is None or _NO_NOUN.match(word[1]) or _NEUTER_NOUN.match(word[1]):
        return "et"
    return "en"


def _fraction(found: re.Match[str]) -> str:
    whole, part = found.groups()
    said = _HALVES[part]
    if not whole:
        return f" {said} "
    return " halvanden " if (whole, part) == ("1", "½") else f" {whole} og {said} "
