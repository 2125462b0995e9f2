"""A week's opening hours, and what they mean at a moment.

Local time throughout: a queue that opens at nine opens at nine on both sides of a change to summer time.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from actions.routing.calendar import Calendar
from actions.routing.rows import Value
from nlu.clock import COPENHAGEN

DAYS = ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag")
LOOK_AHEAD_DAYS = 21
"""Longer than any row of closed days in a year: a queue that is not open within it has nothing planned."""
SUNDAY = 6

HolidayRule = Literal["closed", "as_sunday", "open"]
"""What a public holiday or closing day does: nobody answers, Sunday's hours hold, or nothing changes."""
Hours = tuple[dt.time, dt.time]

_SPAN = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d-(?:[01]\d|2[0-3]):[0-5]\d", re.ASCII)


def weekday_on(day: dt.date, rule: HolidayRule, calendar: Calendar) -> int | None:
    """Return the weekday whose hours hold on a day, 0 is Monday; None when a holiday closes it."""
    if rule == "open" or not calendar.is_holiday(day):
        return day.weekday()
    return SUNDAY if rule == "as_sunday" else None


@dataclass(frozen=True)
class Week:
    """When people answer."""

    hours: Mapping[int, Hours]
    """By weekday, 0 is Monday; a day that is missing is closed."""
    always: bool
    """Day and night; then ``hours`` is every day, for those who list it."""

    def day(self, day: dt.date, rule: HolidayRule, calendar: Calendar) -> Hours | None:
        """Return the hours of one day; None when nobody answers that day."""
        weekday = weekday_on(day, rule, calendar)
        return None if weekday is None else self.hours.get(weekday)

    def is_open(self, at: dt.datetime, rule: HolidayRule, calendar: Calendar) -> bool:
        """Say whether somebody answers at an aware moment."""
        return self.always or self.closes_at(at, rule, calendar) is not None

    def closes_at(self, at: dt.datetime, rule: HolidayRule, calendar: Calendar) -> dt.datetime | None:
        """Return when it closes that day; None while it is closed, and where it never closes."""
        if self.always:
            return None
        local = at.astimezone(COPENHAGEN)
        hours = self.day(local.date(), rule, calendar)
        if hours is None:
            return None
        opens, closes = (dt.datetime.combine(local.date(), each, COPENHAGEN) for each in hours)
        return closes if opens <= local < closes else None

    def opens_at(self, at: dt.datetime, rule: HolidayRule, calendar: Calendar) -> dt.datetime | None:
        """Return when it opens next; None while it is open, and when nothing is planned."""
        if self.is_open(at, rule, calendar):
            return None
        local = at.astimezone(COPENHAGEN)
        for ahead in range(LOOK_AHEAD_DAYS):
            day = local.date() + dt.timedelta(days=ahead)
            hours = self.day(day, rule, calendar)
            if hours is not None and (opens := dt.datetime.combine(day, hours[0], COPENHAGEN)) > local:
                return opens
        return None


def read_week(value: Value) -> Week:
    """Read ``always``, or a row from weekdays to "09:00-16:00". Raises `RoutingError`."""
    if value.content == "always":
        return Week({day: (dt.time(0), dt.time(23, 59)) for day in range(7)}, always=True)
    columns = value.row((), DAYS)
    if not columns:
        raise value.refuse("opening hours need a weekday")
    return Week({DAYS.index(day): _hours(each) for day, each in columns.items()}, always=False)


def _hours(value: Value) -> Hours:
    written = value.text()
    if not _SPAN.fullmatch(written):
        raise value.refuse(f"{written!r} are no opening hours; write them as 09:00-16:00")
    opens, closes = (dt.time.fromisoformat(each) for each in written.split("-"))
    if closes <= opens:
        raise value.refuse(f"{written!r} closes before it opens")
    return opens, closes
