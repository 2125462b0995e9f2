"""From when and until when something holds: whole days, both ends counted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol, TypeVar

from actions.routing.rows import RoutingError, Value

ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Period:
    """The days on which a row holds."""

    valid_from: dt.date
    valid_to: dt.date | None
    """The last day; None until further notice."""

    def holds(self, on: dt.date) -> bool:
        """Say whether it holds on a day."""
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)

    def overlaps(self, other: Period) -> bool:
        """Say whether the two share a day."""
        return self.holds(other.valid_from) or other.holds(self.valid_from)


def read_period(columns: dict[str, Value]) -> Period:
    """Read ``valid_from`` and ``valid_to``. Raises `RoutingError` when it ends before it begins."""
    period = Period(columns["valid_from"].date(), columns["valid_to"].or_none(Value.date))
    if period.valid_to is not None and period.valid_to < period.valid_from:
        raise columns["valid_to"].refuse("the row ends before it begins")
    return period


class Dated(Protocol):
    """A row with a period, and where it stands."""

    @property
    def period(self) -> Period:
        """The days on which it holds."""
        ...

    @property
    def file(self) -> str:
        """The file's name."""
        ...

    @property
    def line(self) -> int:
        """1 is the first."""
        ...


Row = TypeVar("Row", bound=Dated)


def check_apart(rows: Sequence[Dated], what: str) -> None:
    """Raise `RoutingError` at the later of two rows that hold on the same day; ``what`` names them."""
    for index, row in enumerate(rows):
        for earlier in rows[:index]:
            if row.period.overlaps(earlier.period):
                raise RoutingError(
                    row.file, row.line, f"{what} has this row and line {earlier.line} on the same days"
                )


def check_unbroken(rows: Sequence[Dated], what: str) -> None:
    """Raise `RoutingError` where a day lies between two rows, or two hold on the same day."""
    check_apart(rows, what)
    ordered = sorted(rows, key=lambda row: row.period.valid_from)
    for before, after in pairwise(ordered):
        ends = before.period.valid_to
        if ends is not None and ends + ONE_DAY != after.period.valid_from:
            raise RoutingError(
                after.file, after.line, f"{what} has a gap: nothing holds from {ends + ONE_DAY} to this row"
            )


def in_force(rows: Sequence[Row], on: dt.date) -> Row | None:
    """Return the first row that holds on a day."""
    return next((row for row in rows if row.period.holds(on)), None)
