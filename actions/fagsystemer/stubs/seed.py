"""What the fictitious citizens have: visits, appointments and cases, counted from today."""

import sqlite3
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from actions.fagsystemer.stubs import cura, jobcenter, sager, schemas
from actions.fagsystemer.stubs.citizens import CITIZENS
from actions.fagsystemer.stubs.lookup import citizen_of
from actions.fagsystemer.stubs.problems import invalid
from actions.fagsystemer.stubs.store import read_fact, write_fact

_SEED_DAY = "seed_day"
_DAYS = ("date", "received", "expected")


def is_due(db: sqlite3.Connection, now: datetime) -> bool:
    """Say whether the citizens have nothing yet, or what they had on another day."""
    return read_fact(db, _SEED_DAY) != now.date().isoformat()


def plant(db: sqlite3.Connection, now: datetime) -> None:
    """Give every citizen today's records anew.

    What the assistant has made (orders, handoffs, mails, answered keys) is left: a new day must not lose it.
    """
    for citizen in CITIZENS:
        for kind in _KINDS.values():
            kind.remove(db, citizen.slug)

    def on(days: int) -> str:
        return (now.date() + timedelta(days=days)).isoformat()

    cura.add_visit(db, "anna-jensen", on(0), "10:00", "Kirsten Larsen", "Personlig pleje og morgenmad")
    cura.add_visit(db, "anna-jensen", on(1), "10:00", "Kirsten Larsen", "Personlig pleje og morgenmad")
    cura.add_visit(db, "anna-jensen", on(2), "10:00", "Mehmet Yilmaz", "Personlig pleje og morgenmad")
    cura.add_visit(db, "bo-nielsen", on(0), "11:30", "Mehmet Yilmaz", "Rengøring")
    cura.add_visit(db, "bo-nielsen", on(3), "13:00", "Susanne Holst", "Rengøring")
    cura.add_visit(db, "eva-lund", on(1), "08:30", "Susanne Holst", "Personlig pleje")
    cura.add_visit(db, "finn-berg", on(0), "18:00", "Susanne Holst", "Hjælp til aftensmad")

    # Whose case it is follows the dominating problem, not the age: Bo is under 65 and SUF's, Finn over 65 and
    # SOF's (000:6117-6127, 6148-6157). Carla and Grace have none.
    cura.add_case(db, "anna-jensen", "SUF")
    cura.add_case(db, "bo-nielsen", "SUF")
    cura.add_case(db, "dan-madsen", "SOF")
    cura.add_case(db, "eva-lund", "SOF")
    cura.add_case(db, "finn-berg", "SOF")

    jobcenter.add_appointment(db, "anna-jensen", on(0), "13:00", caseworker="Mette Sørensen")
    jobcenter.add_appointment(db, "bo-nielsen", on(1), "09:30", caseworker="Lars Friis")
    jobcenter.add_appointment(
        db, "bo-nielsen", on(6), "14:00", purpose="Opfølgning på din plan", caseworker="Mette Sørensen"
    )
    jobcenter.add_appointment(db, "grace-miller", on(2), "10:30", caseworker="Lars Friis")

    sager.add_case(
        db,
        "bo-nielsen",
        "2026-0012345",
        received=on(-40),
        expected=on(20),
        title="Byggetilladelse til altan",
        stage="Sagen bliver behandlet",
        next_step="Vi sender et udkast til afgørelse i høring hos naboerne",
    )
    sager.add_case(
        db,
        "carla-holm",
        "2026-0023456",
        received=on(-9),
        title="Byggetilladelse til ombygning af en butik",
        stage="Vi mangler tegninger",
        next_step="Sagen går videre, når tegningerne er kommet",
    )
    sager.add_case(
        db,
        "anna-jensen",
        "2026-0034567",
        received=on(-15),
        expected=on(10),
        kind="hjaelpemiddelsag",
        title="Ansøgning om rollator",
        stage="Ansøgningen bliver vurderet",
        next_step="En visitator ringer til dig",
    )
    # Dan Madsen is under 65 and known to the social services: his aids are SOF's business, not SUF's.
    sager.add_case(
        db,
        "dan-madsen",
        "2024-0045678",
        received=on(-700),
        kind="socialsag",
        title="Socialpædagogisk støtte",
        stage="Støtten er i gang",
        next_step="Vi følger op sammen med dig",
        expected=on(60),
    )
    sager.add_case(
        db,
        "dan-madsen",
        "2026-0056789",
        received=on(-5),
        kind="hjaelpemiddelsag",
        title="Ansøgning om hjælpemiddel",
        stage="Ansøgningen er modtaget hos Borgercenter Handicap",
        next_step="En sagsbehandler ser ansøgningen igennem",
    )
    write_fact(db, _SEED_DAY, now.date().isoformat())


def replace(db: sqlite3.Connection, now: datetime, told: Mapping[str, Any]) -> dict[str, int]:
    """Replace one citizen's records of the kinds that are told; return how many of each there are now.

    Raises `Problem` 404 ``unknown_citizen`` and 400 ``invalid_input``; then nothing is replaced.
    """
    slug = citizen_of(told["citizen"]).slug
    counts = {}
    for name, kind in _KINDS.items():
        if name in told:
            kind.remove(db, slug)
            for record in told[name]:
                kind.add(db, slug, _with_real_days(record, now.date()))
            counts[name] = len(told[name])
    return counts


def _with_real_days(record: Mapping[str, Any], today: date) -> dict[str, Any]:
    words = {"today": today.isoformat(), "tomorrow": (today + timedelta(days=1)).isoformat()}
    days = {name: words.get(record[name], record[name]) for name in _DAYS if name in record}
    return {"received": today.isoformat(), **record, **days}


def _add_visit(db: sqlite3.Connection, slug: str, record: Mapping[str, Any]) -> None:
    fields = {name: record[name] for name in ("date", "time", "carer", "task") if name in record}
    cura.add_visit(db, slug, **fields, cancelled=record.get("status") == "cancelled")


def _add_care_case(db: sqlite3.Connection, slug: str, record: Mapping[str, Any]) -> None:
    cura.add_case(db, slug, record["department"], record.get("only_nursing", False))


def _add_appointment(db: sqlite3.Connection, slug: str, record: Mapping[str, Any]) -> None:
    names = ("date", "time", "duration_minutes", "place", "purpose")
    fields = {name: record[name] for name in names if name in record}
    told = record.get("caseworker", {})
    caseworker = {"name": told} if isinstance(told, str) else told
    if "name" in caseworker:
        fields["caseworker"] = caseworker["name"]
    if "email" in caseworker:
        fields["email"] = caseworker["email"]
    jobcenter.add_appointment(db, slug, **fields, cancelled=record.get("status") == "cancelled")


def _add_case(db: sqlite3.Connection, slug: str, record: Mapping[str, Any]) -> None:
    number = sager.plain_number(record["number"])
    if number is None:
        raise invalid("Et sagsnummer har ikke den rigtige form.")
    names = ("received", "expected", "kind", "title", "stage", "next_step")
    sager.add_case(db, slug, number, **{name: record[name] for name in names if name in record})


class _Kind:
    """One kind of record that a citizen may have."""

    def __init__(
        self,
        add: Callable[[sqlite3.Connection, str, Mapping[str, Any]], None],
        remove: Callable[[sqlite3.Connection, str], None],
    ) -> None:
        self.add = add
        self.remove = remove


_KINDS = {
    "visits": _Kind(_add_visit, cura.remove_visits),
    "care_cases": _Kind(_add_care_case, cura.remove_cases),
    "appointments": _Kind(_add_appointment, jobcenter.remove_appointments),
    "cases": _Kind(_add_case, sager.remove_cases),
}

_MOST = 200
_DAY = {"anyOf": [schemas.one_of("today", "tomorrow"), schemas.date()]}
_WHEN = {"date": _DAY, "time": schemas.time()}
_CASEWORKER = schemas.tolerant(
    {}, {"name": schemas.text(100), "email": schemas.text(200, pattern="^[^@ ]+@[^@ ]+$")}
)

SEED = schemas.tolerant(
    {"citizen": schemas.CITIZEN},
    {
        "visits": schemas.listing(
            schemas.tolerant(
                _WHEN, {"carer": schemas.text(100), "task": schemas.text(200), "status": schemas.text(20)}
            ),
            _MOST,
        ),
        "care_cases": schemas.listing(
            schemas.tolerant({"department": schemas.one_of("SUF", "SOF")}, {"only_nursing": schemas.flag()}),
            1,
        ),
        "appointments": schemas.listing(
            schemas.tolerant(
                _WHEN,
                {
                    "duration_minutes": schemas.whole(5, 480),
                    "place": schemas.text(200),
                    "purpose": schemas.text(200),
                    "caseworker": {"anyOf": [schemas.text(100), _CASEWORKER]},
                    "status": schemas.text(20),
                },
            ),
            _MOST,
        ),
        "cases": schemas.listing(
            schemas.tolerant(
                {"number": schemas.text(20)},
                {
                    "received": _DAY,
                    "kind": schemas.text(40),
                    "title": schemas.text(200),
                    "stage": schemas.text(200),
                    "next_step": schemas.text(300),
                    "expected": schemas.nullable(_DAY),
                },
            ),
            _MOST,
        ),
    },
)
"""Form of ``PUT /_seed``. Of the states only ``cancelled`` is taken over: the others come from the clock.

What is not known is let by: a demonstration written for more systems still fills those that are here.
"""
