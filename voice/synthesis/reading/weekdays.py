"""Weekdays: "man.-fre." → "mandag til fredag"."""

import re

_DAYS = {"man": "mandag", "tir": "tirsdag", "tirs": "tirsdag", "ons": "onsdag", "tor": "torsdag",
         "tors": "torsdag", "fre": "fredag", "lør": "lørdag", "søn": "søndag"}  # fmt: skip
_SHORT = "|".join(sorted(_DAYS, key=len, reverse=True))
_FULL = "|".join(sorted(set(_DAYS.values())))
_RANGE = re.compile(
    rf"\b(?:({_FULL})|({_SHORT})\.?) ?[-–] ?(?:({_FULL})|({_SHORT})(?:\b\.?))(?!\w)", re.IGNORECASE
)
_BEFORE_TIME = re.compile(
    rf"\b({_SHORT})\b(\.?)(?=:? ?\.? ?(?:\d|kl\b|klokken|d\.|den\b|og (?:{_SHORT}|{_FULL})\b|/))",
    re.IGNORECASE,
)


def read_weekdays(text: str) -> str:
    """Give shortened weekdays their full name, in a range and before a date or a time."""
    text = _RANGE.sub(lambda found: f"{_day(found[1], found[2])} til {_day(found[3], found[4])}", text)
    return _BEFORE_TIME.sub(lambda found: _day(None, found[1]), text)


def _day(full: str | None, short: str | None) -> str:
    return full if full else _DAYS[str(short).lower()]
