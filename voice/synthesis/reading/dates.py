"""Dates and years: "24/11", "den 24. november 2026", "2026-11-24" → "den fireogtyvende november …"."""

import re

from voice.synthesis.reading.numerals import ordinal, year

MONTHS = (
    "januar", "februar", "marts", "april", "maj", "juni",
    "juli", "august", "september", "oktober", "november", "december",
)  # fmt: skip
_SHORT_MONTHS = {"jan": 1, "feb": 2, "febr": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sep": 9,
                 "sept": 9, "okt": 10, "nov": 11, "dec": 12}  # fmt: skip
_MONTH = rf"(?:({'|'.join(MONTHS)})\b|({'|'.join(sorted(_SHORT_MONTHS, key=len, reverse=True))})\b\.?)"
_DAY = r"(0?[1-9]|[12]\d|3[01])"
_THE = r"(?:\b(?:den|d\.)[ ]?)"

_ISO = re.compile(
    rf"{_THE}?(?<![\w-])((?:19|20)\d\d)-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])(?![\w-])(?:T(?=\d))?"
)
_NAMED = re.compile(
    rf"({_THE})?(?<![\w.,/]){_DAY}\.?(?:\s?(-|–|til|og|eller)\s?{_DAY}\.?)? ?{_MONTH}"
    r"(?:,? ((?:19|20)\d\d)\b)?",
    re.IGNORECASE,
)
_FULL = re.compile(
    rf"{_THE}?(?<![\w/.-]){_DAY}[./-](0?[1-9]|1[0-2])[./-]((?:19|20)\d\d|\d\d)(?![\w/]|[.-]\d)"
)
_SLASHED = re.compile(
    r"(\b(?:den|d\.|(?:man|tirs|ons|tors|fre|lør|søn)dag(?:en)?)[ ]?)?"
    rf"(?<![\w/.,-]){_DAY}/(0?[1-9]|1[0-2])(?![\w/]|,\d)",
    re.IGNORECASE,
)
_DOTTED = re.compile(rf"{_THE}{_DAY}\.(0?[1-9]|1[0-2])(?!\w|\.\d)\.?(?=\s|$|,)")
_ALONE = re.compile(rf"{_THE}{_DAY}(?:\.(?!\d)|(?=\s*(?:[,;:?!]|$)))", re.IGNORECASE)
_FRACTIONS = {(1, 2): "en halv", (1, 4): "en kvart", (3, 4): "tre kvarte", (1, 3): "en tredjedel"}


def read_dates(text: str) -> str:
    """Turn dates into words; a date says "den" only where the text does, or where it was all digits."""
    text = _ISO.sub(lambda found: f"den {_said(found[3], found[2], found[1])} ", text)
    text = _FULL.sub(lambda found: f"den {_said(found[1], found[2], found[3])}", text)
    text = _NAMED.sub(_named, text)
    text = _SLASHED.sub(_slashed, text)
    text = _DOTTED.sub(lambda found: f"den {_said(found[1], found[2])}", text)
    return _ALONE.sub(_alone, text)


def _said(day: str, month: str, of_year: str | None = None) -> str:
    said = f"{ordinal(int(day))} {MONTHS[int(month) - 1]}"
    if of_year is None:
        return said
    full = int(of_year) if len(of_year) == 4 else (2000 if int(of_year) < 50 else 1900) + int(of_year)
    return f"{said} {year(full)}"


def _named(found: re.Match[str]) -> str:
    the, day, link, second, name, short, of_year = found.groups()
    month = MONTHS.index(name.lower()) + 1 if name else _SHORT_MONTHS[short.lower()]
    days = ordinal(int(day))
    if second:
        days += f" {'til' if link in '-–' else link} {ordinal(int(second))}"
    dot = "." if short and _ends_sentence(found) else ""
    return (
        f"{'den ' if the else ''}{days} {MONTHS[month - 1]}"
        + (f" {year(int(of_year))}" if of_year else "")
        + dot
    )


def _ends_sentence(found: re.Match[str]) -> bool:
    after = found.string[found.end() :].lstrip()
    return found[0].endswith(".") and (not after or after[:1].isupper())


def _slashed(found: re.Match[str]) -> str:
    before, day, month = found.groups()
    if not before and (int(day), int(month)) in _FRACTIONS:
        return _FRACTIONS[int(day), int(month)]
    if not before and (int(day), int(month)) == (24, 7):
        return "døgnet rundt"
    weekday = f"{before.strip()} " if before and before.strip().lower() not in ("den", "d.") else ""
    return f"{weekday}den {_said(day, month)}"


def _alone(found: re.Match[str]) -> str:
    """ "den 3." is a day; the full stop is kept where the sentence ends with it."""
    after = found.string[found.end() :].lstrip()
    ends = found[0].endswith(".") and (not after or after[:1].isupper())
    return f"den {ordinal(int(found[1]))}" + ("." if ends else "")
