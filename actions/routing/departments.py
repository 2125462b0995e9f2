"""The forvaltninger and their names: old and new ones are understood, the one in force is said."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass

from actions.routing.periods import Period, check_unbroken, in_force, read_period
from actions.routing.rows import Value

_COLUMNS = ("name", "short", "also", "valid_from", "valid_to", "source")


@dataclass(frozen=True, slots=True)
class Name:
    """What a forvaltning is called for a time."""

    name: str
    """In full: "Klima-, Miljø- og Teknikforvaltningen"."""
    short: str
    """The abbreviation: "KTF"."""
    also: tuple[str, ...]
    """Other words for it, such as its committee."""
    period: Period
    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Department:
    """A forvaltning, whatever it is called."""

    id: str
    """Its abbreviation today; the same before and after a change of name."""
    names: tuple[Name, ...]

    def name_on(self, on: dt.date) -> str:
        """Return the full name in force on a day; before the first name, the first."""
        return (in_force(self.names, on) or self.names[0]).name

    def short_on(self, on: dt.date) -> str:
        """Return the abbreviation in force on a day; before the first name, the first."""
        return (in_force(self.names, on) or self.names[0]).short

    def old_name_in(self, text: str, on: dt.date) -> str | None:
        """Return the full name that a text uses for it, where that is no longer the one in force."""
        words, now_called = _plain(text), self.name_on(on)
        current = next(name for name in self.names if name.name == now_called)
        if _heard(words, _forms(current)):
            return None
        return next((name.name for name in self.names if _heard(words, _forms(name))), None)


def read_departments(root: Value) -> dict[str, Department]:
    """Read ``departments.yml``. Raises `RoutingError`."""
    departments: dict[str, Department] = {}
    for row in root.row(("departments",))["departments"].items():
        columns = row.row(("id", "names"))
        department = Department(columns["id"].text(), tuple(_name(each) for each in columns["names"].items()))
        if department.id in departments:
            raise row.refuse(f"the forvaltning {department.id} stands here twice")
        if not department.names or all(name.period.valid_to for name in department.names):
            raise row.refuse(f"the forvaltning {department.id} has no name until further notice")
        check_unbroken(department.names, f"the forvaltning {department.id}")
        departments[department.id] = department
    return departments


def _name(row: Value) -> Name:
    columns = row.row(_COLUMNS)
    columns["source"].text()
    return Name(
        name=columns["name"].text(),
        short=columns["short"].text(),
        also=columns["also"].texts(),
        period=read_period(columns),
        file=row.file,
        line=row.line,
    )


def department_named(text: str, departments: Mapping[str, Department]) -> Department | None:
    """Return the forvaltning a text names by any name it has or had; the first, where it names several.

    Hyphens, commas, case and the genitive do not matter: a recogniser writes "teknik og
    miljøforvaltningens" for "Teknik- og Miljøforvaltningens". Of two names at one place the longer counts.
    """
    words = _plain(text)
    found = [
        (start, -length, department)
        for department in departments.values()
        for name in department.names
        for start, length in _heard(words, _forms(name))
    ]
    return min(found, key=lambda each: each[:2])[2] if found else None


def _heard(words: str, forms: set[str]) -> list[tuple[int, int]]:
    """Return where forms of a name stand in plain words: start and length."""
    matches = (re.search(rf"\b{re.escape(form)}s?\b", words) for form in forms)
    return [(match.start(), match.end() - match.start()) for match in matches if match]


def _forms(name: Name) -> set[str]:
    """Return every form of a name: the ending of "forvaltningen" and the "s" of "sundheds-" may go."""
    full = _plain(name.name)
    forms = {full, full.removesuffix("en"), _plain(name.short), *map(_plain, name.also)}
    # "teknik og miljø" alone names it too, but only together: "social" or "sundhed" may mean anything.
    bare = full.removesuffix("forvaltningen")
    if " " in bare:
        forms |= {bare, re.sub(r"s\b", "", bare)}
    return forms


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[^\w]+", " ", text.casefold()).split())
