"""The queues: who answers, whose they are, and what happens to them as Én Indgang grows."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import get_args

from actions.routing.calendar import Calendar
from actions.routing.periods import Period, check_unbroken, in_force, read_period
from actions.routing.rows import Value
from actions.routing.week import HolidayRule, Hours, Week, read_week

_ID = re.compile(r"[a-z][a-z0-9_]{0,39}")
"""A queue's id and a target of the dialplan are put into configurations: nothing there but a name."""
_PHONE = re.compile(r"\+45\d{8}", re.ASCII)
_COLUMNS = (
    *("id", "name", "owners", "phone", "hours", "public_holidays", "dial", "fallback", "joins"),
    *("hypercare", "source"),
)


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose a queue is for a time."""

    department: str
    period: Period
    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Joining:
    """When a queue's first line is answered by Københavns Borgerservice."""

    round: int
    """0: before the agreement on Én Indgang; 1 by the end of 2026; 2 before 2030."""
    on: dt.date


@dataclass(frozen=True)
class Queue:
    """A place where people answer."""

    id: str
    name: str
    """As citizens know it."""
    owners: tuple[Owner, ...]
    """Without a gap; there is no such queue on other days."""
    phone: str | None
    """E.164; None where no number is known: one is never made up."""
    week: Week
    public_holidays: HolidayRule
    dial: str
    """The target of the dialplan that answers for it (``voice/asterisk``)."""
    fallback: str | None
    """The queue that helps where this one cannot; None for the last one."""
    joins: Joining | None
    """None where it stays outside Én Indgang."""
    hypercare_until: dt.date | None
    """The last day on which the former owner's specialists stand by, counted from ``joins``."""
    source: str
    line: int
    calendar: Calendar

    def exists(self, on: dt.date) -> bool:
        """Say whether there is such a queue on a day."""
        return in_force(self.owners, on) is not None

    def department(self, on: dt.date) -> str:
        """Return whose it is on a day. Raises ``LookupError`` where it does not exist."""
        owner = in_force(self.owners, on)
        if owner is None:
            raise LookupError(f"there is no queue {self.id} on {on}")
        return owner.department

    def first_line(self, on: dt.date, entrance: str) -> str:
        """Return the forvaltning whose people answer first: ``entrance`` once it has joined, else its own."""
        return entrance if self.joins and self.joins.on <= on else self.department(on)

    def hypercare(self, on: dt.date) -> bool:
        """Say whether it is newly moved, so that its former owner stands by."""
        if self.joins is None or self.hypercare_until is None:
            return False
        return self.joins.on <= on <= self.hypercare_until

    def hours_on(self, day: dt.date) -> Hours | None:
        """Return when people answer on one day; None when nobody does."""
        return self.week.day(day, self.public_holidays, self.calendar)

    def is_open(self, at: dt.datetime) -> bool:
        """Say whether somebody answers at an aware moment."""
        return self.week.is_open(at, self.public_holidays, self.calendar)

    def opens_at(self, at: dt.datetime) -> dt.datetime | None:
        """Return when it opens next; None while it is open, and when nothing is planned."""
        return self.week.opens_at(at, self.public_holidays, self.calendar)

    def closes_at(self, at: dt.datetime) -> dt.datetime | None:
        """Return when it closes that day; None while it is closed, and where it never closes."""
        return self.week.closes_at(at, self.public_holidays, self.calendar)


@dataclass(frozen=True)
class Queues:
    """All queues, in the order of the file."""

    by_id: Mapping[str, Queue]
    fallback: str
    """The queue of those who can help with anything."""
    entrance: str
    """The forvaltning of Københavns Borgerservice, to which first lines move."""


def read_queues(root: Value, departments: Collection[str], calendar: Calendar) -> Queues:
    """Read ``queues.yml``. Raises `RoutingError`."""
    content = root.row(("entrance", "fallback", "hours", "queues"))
    weeks = {
        name: read_week(week) for name, week in content["hours"].row((), _names(content["hours"])).items()
    }
    found: dict[str, Queue] = {}
    rows = content["queues"].items()
    for row in rows:
        queue = _queue(row, weeks, departments, calendar)
        if queue.id in found:
            raise row.refuse(f"the queue {queue.id} stands here twice")
        found[queue.id] = queue
    for row in rows:
        columns = row.row(_COLUMNS)
        if (name := columns["fallback"].or_none(Value.text)) is not None and name not in found:
            raise columns["fallback"].refuse(f"there is no queue {name!r}")
    queues = Queues(found, content["fallback"].text(), content["entrance"].text())
    if queues.entrance not in departments:
        raise content["entrance"].refuse(f"there is no forvaltning {queues.entrance!r}")
    if queues.fallback not in found:
        raise content["fallback"].refuse(f"there is no queue {queues.fallback!r}")
    if any(owner.period.valid_to is None for owner in found[queues.fallback].owners) is False:
        raise content["fallback"].refuse(f"the queue {queues.fallback!r} ends, so it cannot be the last one")
    for row in rows:
        _check_fallback(row.row(_COLUMNS)["id"].text(), row, queues)
    return queues


def _names(value: Value) -> tuple[str, ...]:
    return tuple(value.content) if isinstance(value.content, dict) else ()


def _check_fallback(queue_id: str, row: Value, queues: Queues) -> None:
    """Raise `RoutingError` unless following the fallbacks ends at the last one."""
    seen = [queue_id]
    while (following := queues.by_id[seen[-1]].fallback) is not None:
        if following in seen:
            raise row.refuse(f"the fallback of {queue_id} leads round in a ring")
        seen.append(following)
    if seen[-1] != queues.fallback:
        raise row.refuse(f"the fallback of {queue_id} does not lead to {queues.fallback}")


def _queue(row: Value, weeks: Mapping[str, Week], departments: Collection[str], calendar: Calendar) -> Queue:
    columns = row.row(_COLUMNS)
    pattern = columns["hours"].text()
    if pattern not in weeks:
        raise columns["hours"].refuse(f"there are no opening hours called {pattern!r}")
    rule = columns["public_holidays"].text()
    if rule not in get_args(HolidayRule):
        raise columns["public_holidays"].refuse(
            f"{rule!r} is no rule for public holidays: {', '.join(get_args(HolidayRule))}"
        )
    joins = columns["joins"].or_none(_joining)
    return Queue(
        id=_id(columns["id"]),
        name=columns["name"].text(),
        owners=_owners(columns["owners"], departments, columns["id"].text()),
        phone=columns["phone"].or_none(_phone),
        week=weeks[pattern],
        public_holidays=rule,  # type: ignore[arg-type]
        dial=_id(columns["dial"]),
        fallback=columns["fallback"].or_none(Value.text),
        joins=joins,
        hypercare_until=columns["hypercare"].or_none(lambda value: _hypercare(value, joins)),
        source=columns["source"].text(),
        line=row.line,
        calendar=calendar,
    )


def _owners(value: Value, departments: Collection[str], queue: str) -> tuple[Owner, ...]:
    owners = []
    for row in value.items():
        columns = row.row(("department", "valid_from", "valid_to"))
        department = columns["department"].text()
        if department not in departments:
            raise columns["department"].refuse(f"there is no forvaltning {department!r}")
        owners.append(Owner(department, read_period(columns), row.file, row.line))
    if not owners:
        raise value.refuse(f"the queue {queue} has no owner")
    check_unbroken(owners, f"the queue {queue}")
    return tuple(owners)


def _joining(value: Value) -> Joining:
    columns = value.row(("round", "date"))
    if (number := columns["round"].whole()) > 2:
        raise columns["round"].refuse("the rounds are 0 (before the agreement), 1 and 2")
    return Joining(number, columns["date"].date())


def _hypercare(value: Value, joins: Joining | None) -> dt.date:
    until = value.row(("until",))["until"].date()
    if joins is None or until < joins.on:
        raise value.refuse("hypercare ends before the queue has joined Én Indgang")
    return until


def _id(value: Value) -> str:
    written = value.text()
    if not _ID.fullmatch(written):
        raise value.refuse(f"{written!r} is no name: small letters, digits and underscores only")
    return written


def _phone(value: Value) -> str:
    written = value.text()
    if not _PHONE.fullmatch(written):
        raise value.refuse("a telephone number is written +45 and eight digits, without spaces")
    return written
