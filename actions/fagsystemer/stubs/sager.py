"""Cases (sager): how far a case has come, by number without personal content or as the citizen's own."""

import re
import sqlite3
from typing import Any

from actions.fagsystemer.stubs import schemas
from actions.fagsystemer.stubs.endpoints import Call, Endpoint, System
from actions.fagsystemer.stubs.lookup import citizen_of
from actions.fagsystemer.stubs.problems import not_found

PUBLIC_KINDS = ("byggesag",)
"""Kinds that may be told to anyone who has the number. That any other case exists is personal in itself."""

_DIGITS = 7


def plain_number(text: str) -> str | None:
    """Return a case number as the municipality writes it, or ``None``: "2026 12345" is "2026-0012345"."""
    told = re.fullmatch(r"\s*([0-9]{4})[\s-]*([0-9][0-9 ]*)\s*", text)
    digits = re.sub(r"\s", "", told[2]) if told else ""
    return f"{told[1]}-{digits.zfill(_DIGITS)}" if told and len(digits) <= _DIGITS else None


def add_case(
    db: sqlite3.Connection,
    citizen: str | None,
    number: str,
    received: str,
    expected: str | None = None,
    kind: str = "byggesag",
    title: str = "Ansøgning om byggetilladelse",
    stage: str = "Sagen er modtaget",
    next_step: str = "En sagsbehandler ser sagen igennem",
) -> None:
    """Put a case in the system; ``citizen`` is a slug or nobody's, the dates are ISO."""
    db.execute(
        "INSERT OR REPLACE INTO sager_cases"
        " (number, citizen, kind, title, stage, received, next_step, expected)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (number, citizen, kind, title, stage, received, next_step, expected),
    )


def remove_cases(db: sqlite3.Connection, citizen: str) -> None:
    """Take every case of a citizen out of the system."""
    db.execute("DELETE FROM sager_cases WHERE citizen = ?", (citizen,))


def _as_json(row: sqlite3.Row) -> dict[str, Any]:
    return {name: row[name] for name in _CASE["properties"]}


def _by_number(db: sqlite3.Connection, call: Call) -> Any:
    found = "SELECT * FROM sager_cases WHERE number = ?"
    row = db.execute(found, (plain_number(call.path["number"]),)).fetchone()
    if row is None or row["kind"] not in PUBLIC_KINDS:
        raise not_found("unknown_case", "Der findes ingen sag med det nummer, som kan vises her.")
    return _as_json(row)


def _of_citizen(db: sqlite3.Connection, call: Call) -> Any:
    slug = citizen_of(call.query["citizen"]).slug
    rows = db.execute("SELECT * FROM sager_cases WHERE citizen = ? ORDER BY received DESC, number", (slug,))
    return [_as_json(row) for row in rows]


_CASE = schemas.record(
    {
        "number": schemas.text(12),
        "kind": schemas.text(40),
        "title": schemas.text(200),
        "stage": schemas.text(200),
        "received": schemas.date(),
        "next_step": schemas.text(300),
        "expected": schemas.nullable(schemas.date()),
    }
)

SAGER = System(
    name="sager",
    title="Sager",
    description="Hvor langt en sag er. Kun byggesager vises på nummer alene, og uden personoplysninger.",
    tables={
        "sager_cases": (
            "number TEXT PRIMARY KEY, citizen TEXT, kind TEXT NOT NULL, title TEXT NOT NULL,"
            " stage TEXT NOT NULL, received TEXT NOT NULL, next_step TEXT NOT NULL, expected TEXT"
        )
    },
    endpoints=(
        Endpoint(
            "GET",
            "/sager",
            "En borgers egne sager, den nyeste først",
            _of_citizen,
            schemas.listing(_CASE),
            query={"citizen": schemas.CITIZEN},
            required_query=("citizen",),
            refusals=((404, "unknown_citizen"),),
        ),
        Endpoint(
            "GET",
            "/sager/{number}",
            "Hvor langt en sag er",
            _by_number,
            _CASE,
            refusals=((404, "unknown_case"),),
        ),
    ),
)
