"""The routing table: which queue helps with an enquiry, and whose the matter is, on a given day.

Pure: the day and what is known about the citizen's situation are passed in.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from actions.routing.departments import Department, department_named
from actions.routing.periods import Period, check_apart, check_unbroken, read_period
from actions.routing.queues import Queue, Queues
from actions.routing.rows import Value
from actions.routing.week import weekday_on

NOBODY: frozenset[str] = frozenset()
_COLUMNS = ("enquiry", "queue", "department", "valid_from", "valid_to", "source")


class UnknownEnquiry(LookupError):
    """No row of the table leads anywhere for this enquiry on this day."""


class UnknownQueue(LookupError):
    """There is no queue of that id on that day."""


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row of ``table.yml``."""

    enquiry: str
    queue: str
    department: str
    when: frozenset[str]
    """The circumstances that must all be known to hold; empty for the row that needs none."""
    period: Period
    source: str
    """Document and line."""
    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Route:
    """Where an enquiry, or a packet of several, goes."""

    queue: str
    department: str
    """The forvaltning whose the matter is: it keeps the casework."""
    first_line: str
    """The forvaltning whose people answer the queue."""
    hypercare: bool
    """The queue has just moved; its former owner's specialists stand by."""
    source: str
    """Document and line of the row."""
    row: str
    """``table.yml:17``, for whoever asks why."""
    why: str
    """``enquiry``, or which part of the rule for packets decided: ``urgent``, ``shared``, ``fallback``."""


@dataclass(frozen=True)
class Routing:
    """All of the routing files, read and found sound."""

    rows: Mapping[str, tuple[TableRow, ...]]
    """By enquiry; rows that need more circumstances come first."""
    circumstances: Mapping[str, str]
    """What may be known, and what it means."""
    urgent: tuple[str, ...]
    """Enquiries that cannot wait, the most urgent first."""
    general: frozenset[str]
    """Enquiries that say who is wanted, not what it is about."""
    book: Queues
    departments: Mapping[str, Department]

    def route(self, enquiry: str, on: dt.date, circumstances: Collection[str] = NOBODY) -> Route:
        """Return where an enquiry goes on a day.

        Of the rows that hold, the one that needs the most circumstances counts, then the first in the file.
        Raises `UnknownEnquiry`, and ``ValueError`` for a circumstance the table does not know.
        """
        return self._route(self._row(enquiry, on, circumstances), on, "enquiry")

    def route_together(
        self, enquiries: Iterable[str], on: dt.date, circumstances: Collection[str] = NOBODY
    ) -> Route:
        """Return the one queue of a packet with several topics, in the order in which they were raised.

        The rule, in this order:

        1. An urgent topic decides: the packet goes to its queue, the most urgent of them first.
        2. A wish for a person ("tal med et menneske") decides nothing when there is another topic.
        3. Topics that share one queue go to that queue.
        4. Otherwise Københavns Borgerservice, who can help with more than one matter, gets them all.

        An enquiry the table does not know counts as one of Borgerservice's. Raises ``ValueError`` as `route`.
        """
        topics = list(dict.fromkeys(enquiries))
        for urgent in self.urgent:
            if urgent in topics:
                return self._route(self._row(urgent, on, circumstances), on, "urgent")
        matters = [topic for topic in topics if topic not in self.general] or topics
        rows = [self._row(topic, on, circumstances) for topic in matters if topic in self.rows]
        if rows and len(rows) == len(matters) and len({row.queue for row in rows}) == 1:
            return self._route(rows[0], on, "enquiry" if len(rows) == 1 else "shared")
        last = self.book.by_id[self.book.fallback]
        return Route(
            queue=last.id,
            department=last.department(on),
            first_line=last.first_line(on, self.book.entrance),
            hypercare=last.hypercare(on),
            source=last.source,
            row=f"queues.yml:{last.line}",
            why="fallback",
        )

    def asks(self, enquiry: str, on: dt.date) -> frozenset[str]:
        """Return the circumstances that would make a difference that day: look them up, or ask."""
        rows = (row for row in self.rows.get(enquiry, ()) if row.period.holds(on))
        return frozenset().union(*(row.when for row in rows))

    def is_urgent(self, enquiry: str) -> bool:
        """Say whether an enquiry cannot wait."""
        return enquiry in self.urgent

    def queue(self, queue_id: str, on: dt.date) -> Queue:
        """Return a queue. Raises `UnknownQueue` where there is none of that id on that day."""
        queue = self.book.by_id.get(queue_id)
        if queue is None or not queue.exists(on):
            raise UnknownQueue(queue_id)
        return queue

    def queues(self, on: dt.date) -> list[Queue]:
        """Return the queues there are on a day, in the order of the file."""
        return [queue for queue in self.book.by_id.values() if queue.exists(on)]

    def weekday_on(self, queue_id: str, day: dt.date) -> int | None:
        """Return the weekday whose hours hold in a queue on a day; None when a holiday closes it.

        For hours that somebody else tells, such as the contact centre. An unknown queue closes on holidays.
        """
        queue = self.book.by_id.get(queue_id)
        calendar = self.book.by_id[self.book.fallback].calendar
        return weekday_on(day, queue.public_holidays if queue else "closed", calendar)

    def department_named(self, text: str) -> Department | None:
        """Return the forvaltning a text names, by an old or a new name."""
        return department_named(text, self.departments)

    def _row(self, enquiry: str, on: dt.date, circumstances: Collection[str]) -> TableRow:
        known = frozenset(circumstances)
        if strange := known - self.circumstances.keys():
            raise ValueError(f"the table knows no circumstance {', '.join(sorted(strange))}")
        for row in self.rows.get(enquiry, ()):
            if row.when <= known and row.period.holds(on):
                return row
        raise UnknownEnquiry(enquiry)

    def _route(self, row: TableRow, on: dt.date, why: str) -> Route:
        queue = self.book.by_id[row.queue]
        return Route(
            queue=queue.id,
            department=row.department,
            first_line=queue.first_line(on, self.book.entrance),
            hypercare=queue.hypercare(on),
            source=row.source,
            row=f"{row.file}:{row.line}",
            why=why,
        )


def read_table(
    root: Value,
    queues: Queues,
    departments: Mapping[str, Department],
    enquiries: Collection[str],
    also: Collection[str] = (),
) -> Routing:
    """Read ``table.yml`` against what it refers to. Raises `RoutingError`.

    ``enquiries`` must each have a row on every day from ``begins``; those of ``also`` may.
    """
    content = root.row(("begins", "circumstances", "urgent", "general", "rows"))
    begins = content["begins"].date()
    meanings = _circumstances(content["circumstances"])
    rows: dict[str, list[TableRow]] = {}
    for value in content["rows"].items():
        row = _read_row(value, queues, departments, meanings, begins)
        if row.enquiry not in enquiries and row.enquiry not in also:
            raise value.refuse(f"there is no enquiry {row.enquiry!r} in the catalogue")
        rows.setdefault(row.enquiry, []).append(row)
    for missing in sorted(set(enquiries) - rows.keys()):
        raise content["rows"].refuse(f"the enquiry {missing!r} has no row")
    for enquiry, its_rows in rows.items():
        _check_rows(enquiry, its_rows, begins)
    for column in ("urgent", "general"):
        for each in content[column].items():
            if each.text() not in rows:
                raise each.refuse(f"there is no enquiry {each.text()!r} in the table")
    return Routing(
        rows={
            enquiry: tuple(sorted(its_rows, key=lambda row: -len(row.when)))
            for enquiry, its_rows in rows.items()
        },
        circumstances=meanings,
        urgent=content["urgent"].texts(),
        general=frozenset(content["general"].texts()),
        book=queues,
        departments=departments,
    )


def _circumstances(value: Value) -> dict[str, str]:
    names = tuple(value.content) if isinstance(value.content, dict) else ()
    return {name: meaning.text() for name, meaning in value.row((), names).items()}


def _read_row(
    value: Value, queues: Queues, departments: Collection[str], meanings: Collection[str], begins: dt.date
) -> TableRow:
    columns = value.row(_COLUMNS, ("when",))
    row = TableRow(
        enquiry=columns["enquiry"].text(),
        queue=columns["queue"].text(),
        department=columns["department"].text(),
        when=frozenset(columns["when"].texts()) if "when" in columns else NOBODY,
        period=read_period(columns),
        source=columns["source"].text(),
        file=value.file,
        line=value.line,
    )
    if row.queue not in queues.by_id:
        raise columns["queue"].refuse(f"there is no queue {row.queue!r}")
    if row.department not in departments:
        raise columns["department"].refuse(f"there is no forvaltning {row.department!r}")
    if strange := row.when - set(meanings):
        raise columns["when"].refuse(f"there is no circumstance {', '.join(sorted(strange))}")
    if row.period.valid_from < begins:
        raise columns["valid_from"].refuse(f"the row holds before the table begins, {begins}")
    if not _lasts(queues.by_id[row.queue], row.period):
        raise columns["queue"].refuse(f"the queue {row.queue!r} does not exist for as long as the row holds")
    return row


def _lasts(queue: Queue, period: Period) -> bool:
    """Say whether a queue is there on every day of a period; its owners leave no gap between them."""
    begins = min(owner.period.valid_from for owner in queue.owners)
    ends = [owner.period.valid_to for owner in queue.owners]
    last = None if None in ends else max(end for end in ends if end)
    return begins <= period.valid_from and (last is None or (period.valid_to or dt.date.max) <= last)


def _check_rows(enquiry: str, rows: Sequence[TableRow], begins: dt.date) -> None:
    """Raise `RoutingError` unless each day has one row without circumstances, and none two alike."""
    plain = [row for row in rows if not row.when]
    first = min(plain or rows, key=lambda row: row.period.valid_from)
    last = max(plain or rows, key=lambda row: row.period.valid_from)
    where = Value(None, first.file, first.line)
    if not plain:
        raise where.refuse(f"the enquiry {enquiry!r} has no row that needs no circumstance")
    check_unbroken(plain, f"the enquiry {enquiry!r}")
    if first.period.valid_from > begins:
        raise where.refuse(f"the enquiry {enquiry!r} has a gap: nothing holds from {begins} to this row")
    if last.period.valid_to is not None:
        raise Value(None, last.file, last.line).refuse(
            f"the enquiry {enquiry!r} has a gap: nothing holds after {last.period.valid_to}"
        )
    for when in {row.when for row in rows if row.when}:
        alike = [row for row in rows if row.when == when]
        check_apart(alike, f"the enquiry {enquiry!r} when {', '.join(sorted(when))}")
