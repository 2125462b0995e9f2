"""Whom a client's logins can name: the citizens, or the employees, and never one for the other."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from actions.fagsystemer.stubs import citizens, employees

Kind = Literal["citizen", "employee"]
Habit = citizens.MitIdAnswer


@dataclass(frozen=True)
class Person:
    """One fictitious person as the broker knows them."""

    slug: str
    """Key in the broker's store and value in the login page's form."""
    sub: str
    """OpenID Connect subject."""
    name: str
    """Full name."""
    habit: Habit
    """What the person's app answers when it is asked."""
    claims: Mapping[str, object]
    """What an id_token says beside the subject and the name."""
    profile: Mapping[str, object]
    """What userinfo tells who asked for the profile, beside the name."""
    detail: str = ""
    """What the login page says beside the name."""


def people(kind: Kind) -> tuple[Person, ...]:
    """Return everyone of this kind."""
    if kind == "citizen":
        return tuple(of_citizen(citizen) for citizen in citizens.CITIZENS)
    return tuple(_of_employee(employee) for employee in employees.EMPLOYEES)


def person(kind: Kind, reference: str | None) -> Person | None:
    """Return the one with this slug or subject, if they are of this kind."""
    if reference is None:
        return None
    if kind == "citizen":
        citizen = citizens.by_reference(reference)
        return None if citizen is None else of_citizen(citizen)
    employee = employees.by_reference(reference)
    return None if employee is None else _of_employee(employee)


def of_citizen(citizen: citizens.Citizen) -> Person:
    """Return a citizen as the broker knows them."""
    return Person(
        citizen.slug,
        citizen.sub,
        citizen.name,
        habit=citizen.mitid,
        claims={},
        profile={"locale": citizen.language},
    )


def _of_employee(employee: employees.Employee) -> Person:
    roles = list(employee.roles)
    return Person(
        employee.slug,
        employee.sub,
        employee.name,
        habit="approve",
        claims={"roles": roles},
        profile={"roles": roles},
        detail=employee.office,
    )
