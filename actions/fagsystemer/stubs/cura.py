"""The care record (modelled on SUF's Cura): home care visits of a citizen."""

import secrets
import sqlite3
from datetime import datetime, timedelta
from datetime import time as clock
from typing import Any

from actions.fagsystemer.stubs import schemas
from actions.fagsystemer.stubs.endpoints import Call, Endpoint, System
from actions.fagsystemer.stubs.lookup import citizen_of, row_of
from actions.fagsystemer.stubs.problems import conflict
from actions.fagsystemer.stubs.slots import (
    came_from,
    check_slot,
    grid,
    moment,
    overlaps,
    slots_as_json,
    starts_at,
)
from actions.fagsystemer.stubs.store import next_receipt

VISIT_MINUTES = 30
"""How long a visit takes, and so when it is under way and when it is done."""

CARE_AGE = 65
"""The age by which Socialforvaltningen's and Sundheds- og Omsorgsforvaltningen's citizens are told apart
(000:6132-6134): the main rule, to which there are exceptions both ways (000:6117-6127)."""

_DAYS_AHEAD = 7
_FIRST, _LAST, _EVERY_MINUTES = clock(8), clock(19), 60

Slots = list[tuple[str, str]]


def add_visit(
    db: sqlite3.Connection,
    citizen: str,
    date: str,
    time: str,
    carer: str = "Kirsten Larsen",
    task: str = "Personlig pleje",
    cancelled: bool = False,
) -> None:
    """Put a visit in the record; ``citizen`` is a slug, ``date`` ISO and ``time`` ``HH:MM``."""
    db.execute(
        "INSERT INTO cura_visits (id, citizen, date, time, carer, task, cancelled)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (f"besoeg-{secrets.token_hex(6)}", citizen, date, time, carer, task, cancelled),
    )


def remove_visits(db: sqlite3.Connection, citizen: str) -> None:
    """Take every visit of a citizen out of the record."""
    db.execute("DELETE FROM cura_visits WHERE citizen = ?", (citizen,))


def add_case(db: sqlite3.Connection, citizen: str, department: str, only_nursing: bool = False) -> None:
    """Note whose case a citizen has: ``SUF`` or ``SOF``. A citizen without one has no case."""
    db.execute(
        "INSERT OR REPLACE INTO cura_cases (id, department, only_nursing) VALUES (?, ?, ?)",
        (citizen, department, only_nursing),
    )


def remove_cases(db: sqlite3.Connection, citizen: str) -> None:
    """Take a citizen's case out of the record."""
    db.execute("DELETE FROM cura_cases WHERE id = ?", (citizen,))


def _status(row: sqlite3.Row, now: datetime) -> str:
    if row["cancelled"]:
        return "cancelled"
    start = starts_at(row)
    if now < start:
        return "planned"
    return "under_way" if now < start + timedelta(minutes=VISIT_MINUTES) else "done"


def _as_json(row: sqlite3.Row, now: datetime) -> dict[str, Any]:
    fields = ("id", "citizen", "date", "time", "carer", "task")
    return {**{name: row[name] for name in fields}, "status": _status(row, now)}


def _visits(db: sqlite3.Connection, call: Call) -> Any:
    slug = citizen_of(call.query["citizen"]).slug
    rows = db.execute("SELECT * FROM cura_visits WHERE citizen = ? ORDER BY date, time, id", (slug,))
    return [_as_json(row, call.now) for row in rows]


def _case(db: sqlite3.Connection, call: Call) -> Any:
    citizen = citizen_of(call.query["citizen"])
    row = db.execute("SELECT * FROM cura_cases WHERE id = ?", (citizen.slug,)).fetchone()
    return {
        "department": row["department"] if row else None,
        # Only the year of birth is known here: whoever turns 65 this year is 65.
        "under_65": call.now.year - citizen.birth_year < CARE_AGE,
        "only_nursing": bool(row and row["only_nursing"]),
    }


def _visit(db: sqlite3.Connection, call: Call) -> sqlite3.Row:
    return row_of(db, "cura_visits", call.path["id"], "unknown_visit", "Besøget findes ikke.")


def _must_lie_ahead(row: sqlite3.Row, now: datetime) -> None:
    if starts_at(row) <= now:
        raise conflict("already_done", "Besøget er i gang eller overstået.")


def _answer(db: sqlite3.Connection, call: Call) -> dict[str, Any]:
    return {"receipt": next_receipt(db, "H"), "visit": _as_json(_visit(db, call), call.now)}


def _cancel(db: sqlite3.Connection, call: Call) -> Any:
    row = _visit(db, call)
    if row["cancelled"]:
        raise conflict("already_cancelled", "Besøget er allerede aflyst.")
    _must_lie_ahead(row, call.now)
    update = "UPDATE cura_visits SET cancelled = 1, reason = ? WHERE id = ?"
    db.execute(update, (call.body["reason"], row["id"]))
    return _answer(db, call)


def _restore(db: sqlite3.Connection, call: Call) -> Any:
    row = _visit(db, call)
    _must_lie_ahead(row, call.now)
    if row["cancelled"]:
        if _is_busy(db, row, starts_at(row)):
            raise conflict("slot_taken", "Tiden er desværre givet til en anden.")
        db.execute("UPDATE cura_visits SET cancelled = 0, reason = NULL WHERE id = ?", (row["id"],))
    return _answer(db, call)


def _move(db: sqlite3.Connection, call: Call) -> Any:
    row = _visit(db, call)
    if row["cancelled"]:
        raise conflict("already_cancelled", "Besøget er aflyst.")
    _must_lie_ahead(row, call.now)
    slot = (call.body["date"], call.body["time"])
    if slot != (row["date"], row["time"]):
        every = [*_every_time(call.now), *came_from(row, call.now)]
        check_slot(slot, every, _free(db, row, every))
        db.execute(
            "UPDATE cura_visits SET date = ?, time = ?, moved_from = ? WHERE id = ?",
            (*slot, f"{row['date']} {row['time']}", row["id"]),
        )
    return _answer(db, call)


def _free_times(db: sqlite3.Connection, call: Call) -> Any:
    return slots_as_json(_free(db, _visit(db, call), _every_time(call.now)))


def _every_time(now: datetime) -> Slots:
    days = [now.date() + timedelta(days=ahead) for ahead in range(_DAYS_AHEAD)]
    slots = grid(days, _FIRST, _LAST, _EVERY_MINUTES)
    return [slot for slot in slots if moment(*slot) > now]


def _free(db: sqlite3.Connection, row: sqlite3.Row, every: Slots) -> Slots:
    """The times when neither the carer nor the citizen has another visit."""
    return [
        slot for slot in every if slot != (row["date"], row["time"]) and not _is_busy(db, row, moment(*slot))
    ]


def _is_busy(db: sqlite3.Connection, row: sqlite3.Row, start: datetime) -> bool:
    others = db.execute(
        "SELECT date, time FROM cura_visits WHERE id <> ? AND cancelled = 0 AND date = ?"
        " AND (carer = ? OR citizen = ?)",
        (row["id"], start.date().isoformat(), row["carer"], row["citizen"]),
    )
    return any(overlaps(start, VISIT_MINUTES, starts_at(other), VISIT_MINUTES) for other in others)


_VISIT = schemas.record(
    {
        "id": schemas.text(40),
        "citizen": schemas.text(64),
        "date": schemas.date(),
        "time": schemas.time(),
        "carer": schemas.text(100),
        "task": schemas.text(200),
        "status": schemas.one_of("planned", "under_way", "done", "cancelled"),
    }
)
_CASE = schemas.record(
    {
        "department": schemas.nullable(schemas.one_of("SUF", "SOF")),
        "under_65": schemas.flag(),
        "only_nursing": schemas.flag(),
    }
)
_WRITTEN = schemas.record({"receipt": schemas.text(20), "visit": _VISIT})
_UNKNOWN = (404, "unknown_visit")

CURA = System(
    name="cura",
    title="Cura (omsorgsjournal)",
    description="Opdigtede borgeres besøg fra hjemmeplejen, og hvilken forvaltning der har deres sag.",
    tables={
        "cura_visits": (
            "id TEXT PRIMARY KEY, citizen TEXT NOT NULL, date TEXT NOT NULL, time TEXT NOT NULL,"
            " carer TEXT NOT NULL, task TEXT NOT NULL, cancelled INTEGER NOT NULL,"
            " moved_from TEXT, reason TEXT"
        ),
        "cura_cases": "id TEXT PRIMARY KEY, department TEXT NOT NULL, only_nursing INTEGER NOT NULL",
    },
    endpoints=(
        Endpoint(
            "GET",
            "/cura/visits",
            "En borgers besøg, det tidligste først",
            _visits,
            schemas.listing(_VISIT),
            query={"citizen": schemas.CITIZEN},
            required_query=("citizen",),
            refusals=((404, "unknown_citizen"),),
        ),
        Endpoint(
            "GET",
            "/cura/case",
            "Hvilken forvaltning der har borgerens sag om hjemme- eller sygepleje; null, når der ingen er",
            _case,
            _CASE,
            query={"citizen": schemas.CITIZEN},
            required_query=("citizen",),
            refusals=((404, "unknown_citizen"),),
        ),
        Endpoint(
            "GET",
            "/cura/visits/{id}/free-times",
            "Tider, besøget kan flyttes til",
            _free_times,
            schemas.listing(schemas.SLOT),
            refusals=(_UNKNOWN,),
        ),
        Endpoint(
            "POST",
            "/cura/visits/{id}/cancel",
            "Aflys et besøg",
            _cancel,
            _WRITTEN,
            body=schemas.record({"reason": schemas.text(500, min_chars=0)}),
            refusals=(_UNKNOWN, (409, "already_cancelled"), (409, "already_done")),
        ),
        Endpoint(
            "POST",
            "/cura/visits/{id}/restore",
            "Fortryd en aflysning",
            _restore,
            _WRITTEN,
            body=schemas.EMPTY,
            refusals=(_UNKNOWN, (409, "already_done"), (409, "slot_taken")),
        ),
        Endpoint(
            "POST",
            "/cura/visits/{id}/move",
            "Flyt et besøg til en ledig tid",
            _move,
            _WRITTEN,
            body=schemas.SLOT,
            refusals=(
                _UNKNOWN,
                (409, "already_cancelled"),
                (409, "already_done"),
                (409, "slot_taken"),
                (422, "no_such_time"),
            ),
        ),
    ),
)
