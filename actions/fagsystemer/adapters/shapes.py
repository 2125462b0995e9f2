"""Reading JSON strictly: every field is there and of its type, or the answer is not believed.

`Fields` walks an object; what does not fit raises `ShapeError`, which names the field and never quotes
its value. Fields that are not asked for are let by, so that a fagsystem may add some.
"""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any, TypeVar, get_args

from nlu.clock import COPENHAGEN

Item = TypeVar("Item")

_CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")


class ShapeError(ValueError):
    """An answer of another shape than the contract promises; the text says where."""


def items(value: Any, parse: Callable[["Fields"], Item]) -> list[Item]:
    """Read a JSON list of objects."""
    if not isinstance(value, list):
        raise ShapeError("expected a list")
    return [parse(Fields(each)) for each in value]


class Fields:
    """One JSON object, read field by field."""

    def __init__(self, value: Any) -> None:
        if not isinstance(value, dict):
            raise ShapeError("expected an object")
        self._value = value

    def _get(self, name: str) -> Any:
        if name not in self._value:
            raise ShapeError(f"{name} is missing")
        return self._value[name]

    def is_set(self, name: str) -> bool:
        """Say whether a field is there and not null."""
        return self._value.get(name) is not None

    def is_null(self, name: str) -> bool:
        """Say whether a field that must be there is null."""
        return self._get(name) is None

    def text(self, name: str) -> str:
        """Return a text that says something."""
        value = self._get(name)
        if not isinstance(value, str) or not value.strip():
            raise ShapeError(f"{name} is not a text")
        return value

    def text_or_none(self, name: str) -> str | None:
        """Return a text; None when it is missing, null or empty."""
        value = self._value.get(name)
        return None if value in (None, "") else self.text(name)

    def whole_number(self, name: str) -> int:
        """Return a whole number, zero or above."""
        value = self._get(name)
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            raise ShapeError(f"{name} is not a whole number")
        return value

    def whole_number_or_none(self, name: str) -> int | None:
        """Return a whole number, zero or above; None when it is missing or null."""
        return self.whole_number(name) if self.is_set(name) else None

    def flag(self, name: str) -> bool:
        """Return true or false."""
        value = self._get(name)
        if not isinstance(value, bool):
            raise ShapeError(f"{name} is not true or false")
        return value

    def date(self, name: str) -> dt.date:
        """Return a day written 2026-11-23."""
        value = self.text(name)
        try:
            return dt.date.fromisoformat(value if _DATE.fullmatch(value) else "")
        except ValueError:
            raise ShapeError(f"{name} is not a date") from None

    def date_or_none(self, name: str) -> dt.date | None:
        """Return a day; None when it is missing or null."""
        return self.date(name) if self.is_set(name) else None

    def time(self, name: str) -> dt.time:
        """Return a time of day written 09:30."""
        value = self.text(name)
        if not _CLOCK.fullmatch(value):
            raise ShapeError(f"{name} is not a time of day")
        return dt.time.fromisoformat(value)

    def moment_or_none(self, name: str) -> dt.datetime | None:
        """Return an aware moment, Copenhagen time where no offset is given; None when missing or null."""
        if not self.is_set(name):
            return None
        try:
            moment = dt.datetime.fromisoformat(self.text(name).replace("Z", "+00:00"))
        except ValueError:
            raise ShapeError(f"{name} is not a moment") from None
        return moment.replace(tzinfo=COPENHAGEN) if moment.tzinfo is None else moment.astimezone(COPENHAGEN)

    def one_of(self, name: str, literal: Any) -> Any:
        """Return a text that is one of the values of a `Literal` type."""
        value = self.text(name)
        if value not in get_args(literal):
            raise ShapeError(f"{name} is not one of the known values")
        return value

    def object(self, name: str) -> "Fields":
        """Return the object inside a field."""
        value = self._get(name)
        if not isinstance(value, dict):
            raise ShapeError(f"{name} is not an object")
        return Fields(value)

    def items(self, name: str, parse: Callable[["Fields"], Item]) -> list[Item]:
        """Read the list of objects inside a field."""
        value = self._get(name)
        if not isinstance(value, list):
            raise ShapeError(f"{name} is not a list")
        return [parse(Fields(each)) for each in value]
