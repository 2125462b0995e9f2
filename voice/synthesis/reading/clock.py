"""Clock times and opening hours.

The hour and the minutes are said as they stand, "tretten tredive", never as "halv to": nobody need reckon,
and what is heard is what stands in the letter.
"""

import re

from voice.synthesis.reading.numerals import cardinal, pair

_TIME = r"([01]?\d|2[0-4])(?:[.:]([0-5]\d))?"
_AFTER_OCLOCK = re.compile(
    rf"\bkl(?:okken|\.)? ?(?:{_TIME})(?: ?[-–] ?{_TIME})?(?!\w|[.:,-]\d|\.? (?:tv|th|mf)\b)", re.IGNORECASE
)
_MINUTES = r"([01]?\d|2[0-4])[.:]([0-5]\d)"
_RANGE = re.compile(rf"(?<![\w.,:/-]){_MINUTES} ?(?:-|–|til) ?{_MINUTES}(?![\w:/-]|[.,]\d)")
_ALONE = re.compile(
    rf"(?<![\w.,:/-]){_MINUTES}(?:[.:][0-5]\d)?"
    r"(?![\w:/%-]|[.,]\d| ?(?:kr|kroner|pct|procent|%|mio|kg|km)\b)"
)
_OCLOCK = re.compile(r"\bkl\.(?= ?[a-zæøå])(?! ?(?:tv|th|mf)\b)", re.IGNORECASE)


def read_clock(text: str) -> str:
    """``kl. 13.30`` → "klokken tretten tredive", ``kl. 8-16`` → "klokken otte til seksten"."""
    text = _AFTER_OCLOCK.sub(_after_oclock, text)
    text = _RANGE.sub(lambda found: f"{_said(found[1], found[2])} til {_said(found[3], found[4])}", text)
    text = _ALONE.sub(lambda found: _said(found[1], found[2]), text)
    return _OCLOCK.sub(lambda found: "Klokken" if found[0][0] == "K" else "klokken", text)


def _after_oclock(found: re.Match[str]) -> str:
    hour, minutes, to_hour, to_minutes = found.groups()
    oclock = "Klokken" if found[0][0] == "K" else "klokken"
    until = f" til {_said(to_hour, to_minutes)}" if to_hour else ""
    return f"{oclock} {_said(hour, minutes)}{until}"


def _said(hour: str, minutes: str | None) -> str:
    said = cardinal(int(hour), "et")
    return said if minutes in (None, "00") else f"{said} {pair(str(minutes))}"
