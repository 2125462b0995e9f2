"""Times that can be booked, shared by the systems that have a calendar."""

import sqlite3
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from datetime import time as clock
from functools import lru_cache
from http import HTTPStatus

import holidays

from actions.fagsystemer.stubs.problems import Problem, conflict
from nlu.clock import COPENHAGEN


def starts_at(row: sqlite3.Row) -> datetime:
    """Return when a row with ``date`` and ``time`` begins."""
    return moment(row["date"], row["time"])


def moment(day: str, time: str) -> datetime:
    """Return the aware moment of an ISO date and a ``HH:MM``."""
    return datetime.combine(date.fromisoformat(day), clock.fromisoformat(time), COPENHAGEN)


def is_holiday(day: date) -> bool:
    """Say whether a day is a Danish public holiday."""
    return day in _holidays(day.year)


@lru_cache(maxsize=8)
def _holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("DK", years=year))


def grid(days: Iterable[date], first: clock, last: clock, every_minutes: int) -> list[tuple[str, str]]:
    """Return ``(date, time)`` of every slot, from ``first`` to ``last`` on each day."""
    slots = []
    for day in days:
        at = datetime.combine(day, first)
        while at <= datetime.combine(day, last):
            slots.append((day.isoformat(), at.strftime("%H:%M")))
            at += timedelta(minutes=every_minutes)
    return slots


def overlaps(one: datetime, one_minutes: int, other: datetime, other_minutes: int) -> bool:
    """Say whether two stretches of time share a minute."""
    return one < other + timedelta(minutes=other_minutes) and other < one + timedelta(minutes=one_minutes)


def came_from(row: sqlite3.Row, now: datetime) -> list[tuple[str, str]]:
    """Return the time that the booking was moved from, while it lies ahead: it may always go back there."""
    if row["moved_from"] is None:
        return []
    day, time = row["moved_from"].split(" ")
    return [(day, time)] if moment(day, time) > now else []


def check_slot(slot: tuple[str, str], every: list[tuple[str, str]], free: list[tuple[str, str]]) -> None:
    """Raise `Problem` unless ``slot`` is among the free ones.

    409 ``slot_taken`` where the calendar has the time but somebody has it; 422 ``no_such_time`` where the
    calendar has no such time at all.
    """
    if slot in free:
        return
    if slot in every:
        raise conflict("slot_taken", "Tiden er desværre optaget.")
    raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "no_such_time", "Tidspunktet kan ikke bestilles.")


def slots_as_json(slots: list[tuple[str, str]]) -> list[dict[str, str]]:
    """Return slots as ``[{"date", "time"}]``."""
    return [{"date": day, "time": time} for day, time in slots]
