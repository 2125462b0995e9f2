"""How dates and times are said to a citizen: "i dag kl. 10", "torsdag den 26. november kl. 9.30"."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time

WEEKDAYS = ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag")
MONTHS = (
    "januar", "februar", "marts", "april", "maj", "juni",
    "juli", "august", "september", "oktober", "november", "december",
)  # fmt: skip


def clock(moment: time) -> str:
    """``10:00`` → "kl. 10", ``09:30`` → "kl. 9.30"."""
    return f"kl. {moment.hour}" + (f".{moment.minute:02d}" if moment.minute else "")


def day(when: date, today: date) -> str:
    """Name the day as people do: near days by name, others by weekday and date."""
    distance = (when - today).days
    if distance in _NEAR:
        return _NEAR[distance]
    named = full_date(when)
    return named if when.year == today.year else f"{named} {when.year}"


_NEAR = {-1: "i går", 0: "i dag", 1: "i morgen"}


def day_and_time(when: date, at: time, now: datetime) -> str:
    return f"{day(when, now.date())} {clock(at)}"


def full_date(when: date) -> str:
    """For a note that may be read on another day: "mandag den 23. november"."""
    return f"{WEEKDAYS[when.weekday()]} den {when.day}. {MONTHS[when.month - 1]}"


def full_date_and_time(when: date, at: time) -> str:
    """For a letter or a receipt, which may be read on another day: "mandag den 23. november 2026 kl. 13"."""
    return f"{full_date(when)} {when.year} {clock(at)}"


def duration(minutes: int) -> str:
    """Name a wait in whole minutes, at least one: "et minut", "5 minutter"."""
    return "et minut" if minutes <= 1 else f"{minutes} minutter"


def listing(items: Sequence[str], last: str = "og") -> str:
    """Join as a sentence does: "a, b og c"."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {last} {items[-1]}"


def capitalised(sentence: str) -> str:
    """Upper-case the first letter and leave the rest alone."""
    return sentence[:1].upper() + sentence[1:]
