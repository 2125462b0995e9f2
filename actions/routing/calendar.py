"""Days when nobody answers: Denmark's public holidays and the municipality's own closing days."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache

import holidays

from actions.routing.periods import Period, read_period
from actions.routing.rows import Value

_LEAP_YEAR = 2024


@dataclass(frozen=True, slots=True)
class ClosingDay:
    """A day of the year on which the municipality is closed by its own decision."""

    month: int
    day: int
    name: str
    period: Period


@dataclass(frozen=True)
class Calendar:
    """Which days are not as others."""

    closing_days: tuple[ClosingDay, ...]

    def is_holiday(self, day: dt.date) -> bool:
        """Say whether a day is a public holiday or one of our own closing days."""
        return day in public_holidays(day.year) or any(
            (own.month, own.day) == (day.month, day.day) and own.period.holds(day)
            for own in self.closing_days
        )


@lru_cache(maxsize=16)
def public_holidays(year: int) -> frozenset[dt.date]:
    """Return Denmark's public holidays of a year, as the library ``holidays`` knows the law."""
    return frozenset(holidays.country_holidays("DK", years=year))


def read_calendar(root: Value) -> Calendar:
    """Read ``holidays.yml``. Raises `RoutingError`."""
    found: list[ClosingDay] = []
    for row in root.row(("closing_days",))["closing_days"].items():
        closing_day = _closing_day(row)
        for other in found:
            same_day = (other.month, other.day) == (closing_day.month, closing_day.day)
            if same_day and other.period.overlaps(closing_day.period):
                raise row.refuse(f"the day {columns_day(closing_day)} stands here twice")
        found.append(closing_day)
    return Calendar(tuple(found))


def columns_day(closing_day: ClosingDay) -> str:
    """Write the day as the file does: ``06-05`` is 5 June."""
    return f"{closing_day.month:02}-{closing_day.day:02}"


def _closing_day(row: Value) -> ClosingDay:
    columns = row.row(("day", "name", "valid_from", "valid_to", "source"))
    columns["source"].text()
    written = columns["day"].text()
    try:
        parts = written.split("-") if re.fullmatch(r"\d\d-\d\d", written, re.ASCII) else ["0", "0"]
        # 29 February is a day of the year, if not of every one.
        day = dt.date(_LEAP_YEAR, *map(int, parts))
    except ValueError:
        raise columns["day"].refuse(f"{written!r} is no day; write 5 June as 06-05") from None
    return ClosingDay(day.month, day.day, columns["name"].text(), read_period(columns))
