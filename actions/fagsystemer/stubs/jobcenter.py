"""The jobcenter's calendar: a citizen's appointments with a caseworker."""

import re
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
    is_holiday,
    moment,
    overlaps,
    slots_as_json,
    starts_at,
)
from actions.fagsystemer.stubs.store import next_receipt

_DAYS_AHEAD = 21
_FIRST, _LAST, _EVERY_MINUTES = clock(9), clock(14, 30), 30

Slots = list[tuple[str, str]]


def email_of(name: str) -> str:
    """Return a caseworker's demonstration e-mail address: ``mette.soerensen@example.dk``."""
    plain = name.casefold().replace("æ", "ae").replace("ø", "oe").replace("å", "aa")
    words = re.findall(r"[a-z0-9]+", plain)
    return f"{'.'.join(words) or 'sagsbehandler'}@example.dk"


def add_appointment(
    db: sqlite3.Connection,
    citizen: str,
    date: str,
    time: str,
    duration_minutes: int = 30,
    place: str = "Jobcenter København, mødelokale 2",
    purpose: str = "Samtale om din jobsøgning",
    caseworker: str = "Mette Sørensen",
    email: str | None = None,
    cancelled: bool = False,
) -> None:
    """Put an appointment in the calendar; ``citizen`` is a slug, ``date`` ISO and ``time`` ``HH:MM``."""
    db.execute(
        "INSERT INTO jobcenter_appointments (id, citizen, date, time, duration_minutes, place, purpose,"
        " caseworker, email, cancelled) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            f"tid-{secrets.token_hex(6)}",
            citizen,
            date,
            time,
            duration_minutes,
            place,
            purpose,
            caseworker,
            email or email_of(caseworker),
            cancelled,
        ),
    )


def remove_appointments(db: sqlite3.Connection, citizen: str) -> None:
    """Take every appointment of a citizen out of the calendar."""
    db.execute("DELETE FROM jobcenter_appointments WHERE citizen = ?", (citizen,))


def _as_json(row: sqlite3.Row, now: datetime) -> dict[str, Any]:
    fields = ("id", "citizen", "date", "time", "duration_minutes", "place", "purpose", "reason")
    held = "held" if starts_at(row) <= now else "booked"
    return {
        **{name: row[name] for name in fields},
        "caseworker": {"name": row["caseworker"], "email": row["email"]},
        "status": "cancelled" if row["cancelled"] else held,
    }


def _appointments(db: sqlite3.Connection, call: Call) -> Any:
    slug = citizen_of(call.query["citizen"]).slug
    found = "SELECT * FROM jobcenter_appointments WHERE citizen = ? ORDER BY date, time, id"
    return [_as_json(row, call.now) for row in db.execute(found, (slug,))]


def _appointment(db: sqlite3.Connection, call: Call) -> sqlite3.Row:
    table, text = "jobcenter_appointments", "Tiden i jobcentret findes ikke."
    return row_of(db, table, call.path["id"], "unknown_appointment", text)


def _must_lie_ahead(row: sqlite3.Row, now: datetime) -> None:
    if starts_at(row) <= now:
        raise conflict("already_held", "Mødet er begyndt eller overstået.")


def _answer(db: sqlite3.Connection, call: Call) -> dict[str, Any]:
    return {"receipt": next_receipt(db, "J"), "appointment": _as_json(_appointment(db, call), call.now)}


def _cancel(db: sqlite3.Connection, call: Call) -> Any:
    row = _appointment(db, call)
    if row["cancelled"]:
        raise conflict("already_cancelled", "Tiden er allerede aflyst.")
    _must_lie_ahead(row, call.now)
    update = "UPDATE jobcenter_appointments SET cancelled = 1, reason = ? WHERE id = ?"
    db.execute(update, (call.body["reason"], row["id"]))
    return _answer(db, call)


def _change_reason(db: sqlite3.Connection, call: Call) -> Any:
    row = _appointment(db, call)
    if not row["cancelled"]:
        raise conflict("not_cancelled", "Tiden er ikke aflyst, så der er ingen begrundelse at rette.")
    update = "UPDATE jobcenter_appointments SET reason = ? WHERE id = ?"
    db.execute(update, (call.body["reason"], row["id"]))
    return _answer(db, call)


def _restore(db: sqlite3.Connection, call: Call) -> Any:
    row = _appointment(db, call)
    _must_lie_ahead(row, call.now)
    if row["cancelled"]:
        if _is_busy(db, row, starts_at(row)):
            raise conflict("slot_taken", "Tiden er desværre givet til en anden.")
        update = "UPDATE jobcenter_appointments SET cancelled = 0, reason = NULL WHERE id = ?"
        db.execute(update, (row["id"],))
    return _answer(db, call)


def _move(db: sqlite3.Connection, call: Call) -> Any:
    row = _appointment(db, call)
    if row["cancelled"]:
        raise conflict("already_cancelled", "Tiden er aflyst.")
    _must_lie_ahead(row, call.now)
    slot = (call.body["date"], call.body["time"])
    if slot != (row["date"], row["time"]):
        every = [*_every_time(call.now), *came_from(row, call.now)]
        check_slot(slot, every, _free(db, row, every))
        update = "UPDATE jobcenter_appointments SET date = ?, time = ?, moved_from = ? WHERE id = ?"
        db.execute(update, (*slot, f"{row['date']} {row['time']}", row["id"]))
    return _answer(db, call)


def _free_times(db: sqlite3.Connection, call: Call) -> Any:
    return slots_as_json(_free(db, _appointment(db, call), _every_time(call.now)))


def _every_time(now: datetime) -> Slots:
    days = [now.date() + timedelta(days=ahead) for ahead in range(_DAYS_AHEAD)]
    open_days = [day for day in days if day.weekday() < 5 and not is_holiday(day)]
    return [slot for slot in grid(open_days, _FIRST, _LAST, _EVERY_MINUTES) if moment(*slot) > now]


def _free(db: sqlite3.Connection, row: sqlite3.Row, every: Slots) -> Slots:
    """The times when neither the caseworker nor the citizen has another appointment."""
    return [
        slot for slot in every if slot != (row["date"], row["time"]) and not _is_busy(db, row, moment(*slot))
    ]


def _is_busy(db: sqlite3.Connection, row: sqlite3.Row, start: datetime) -> bool:
    others = db.execute(
        "SELECT date, time, duration_minutes FROM jobcenter_appointments"
        " WHERE id <> ? AND cancelled = 0 AND date = ? AND (email = ? OR citizen = ?)",
        (row["id"], start.date().isoformat(), row["email"], row["citizen"]),
    )
    minutes = row["duration_minutes"]
    return any(overlaps(start, minutes, starts_at(other), other["duration_minutes"]) for other in others)


_APPOINTMENT = schemas.record(
    {
        "id": schemas.text(40),
        "citizen": schemas.text(64),
        "date": schemas.date(),
        "time": schemas.time(),
        "duration_minutes": schemas.whole(1),
        "place": schemas.text(200),
        "purpose": schemas.text(200),
        "caseworker": schemas.record({"name": schemas.text(100), "email": schemas.text(200)}),
        "status": schemas.one_of("booked", "cancelled", "held"),
        "reason": schemas.nullable(schemas.text(500)),
    }
)
_WRITTEN = schemas.record({"receipt": schemas.text(20), "appointment": _APPOINTMENT})
_REASON = schemas.record({"reason": schemas.text(500)})
_UNKNOWN = (404, "unknown_appointment")

JOBCENTER = System(
    name="jobcenter",
    title="Jobcentrets kalender",
    description="Opdigtede borgeres tider hos en sagsbehandler.",
    tables={
        "jobcenter_appointments": (
            "id TEXT PRIMARY KEY, citizen TEXT NOT NULL, date TEXT NOT NULL, time TEXT NOT NULL,"
            " duration_minutes INTEGER NOT NULL, place TEXT NOT NULL, purpose TEXT NOT NULL,"
            " caseworker TEXT NOT NULL, email TEXT NOT NULL, cancelled INTEGER NOT NULL,"
            " moved_from TEXT, reason TEXT"
        )
    },
    endpoints=(
        Endpoint(
            "GET",
            "/jobcenter/appointments",
            "En borgers tider, den tidligste først",
            _appointments,
            schemas.listing(_APPOINTMENT),
            query={"citizen": schemas.CITIZEN},
            required_query=("citizen",),
            refusals=((404, "unknown_citizen"),),
        ),
        Endpoint(
            "GET",
            "/jobcenter/appointments/{id}/free-times",
            "Tider, mødet kan flyttes til",
            _free_times,
            schemas.listing(schemas.SLOT),
            refusals=(_UNKNOWN,),
        ),
        Endpoint(
            "POST",
            "/jobcenter/appointments/{id}/cancel",
            "Aflys en tid med en begrundelse",
            _cancel,
            _WRITTEN,
            body=_REASON,
            refusals=(_UNKNOWN, (409, "already_cancelled"), (409, "already_held")),
        ),
        Endpoint(
            "PUT",
            "/jobcenter/appointments/{id}/reason",
            "Ret begrundelsen for en aflysning",
            _change_reason,
            _WRITTEN,
            body=_REASON,
            refusals=(_UNKNOWN, (409, "not_cancelled")),
        ),
        Endpoint(
            "POST",
            "/jobcenter/appointments/{id}/restore",
            "Fortryd en aflysning",
            _restore,
            _WRITTEN,
            body=schemas.EMPTY,
            refusals=(_UNKNOWN, (409, "already_held"), (409, "slot_taken")),
        ),
        Endpoint(
            "POST",
            "/jobcenter/appointments/{id}/move",
            "Flyt en tid til en anden ledig tid",
            _move,
            _WRITTEN,
            body=schemas.SLOT,
            refusals=(
                _UNKNOWN,
                (409, "already_cancelled"),
                (409, "already_held"),
                (409, "slot_taken"),
                (422, "no_such_time"),
            ),
        ),
    ),
)
