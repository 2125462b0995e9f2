"""Waste (affald): bags for food waste sent to an address, and collections that were missed."""

import secrets
import sqlite3
from datetime import date, datetime, timedelta
from datetime import time as clock
from typing import Any

from actions.fagsystemer.stubs import register, schemas
from actions.fagsystemer.stubs.endpoints import Call, Endpoint, System
from actions.fagsystemer.stubs.lookup import row_of
from actions.fagsystemer.stubs.problems import conflict, unprocessable
from actions.fagsystemer.stubs.slots import is_holiday
from actions.fagsystemer.stubs.store import next_receipt
from nlu.clock import COPENHAGEN

PROMISED_DAYS = 4
"""The model dialogue of "Én Indgang 2030" promises the bags within four days."""

_PACKED_AT = clock(6)
"""An order is packed at six in the morning of the day after it was placed; then it cannot be changed."""

_COLLECTED_AGAIN_DAYS = 3

FRACTIONS = (
    "restaffald",
    "madaffald",
    "papir",
    "pap",
    "plast",
    "mad_og_drikkekartoner",
    "metal",
    "glas",
    "farligt_affald",
    "tekstil",
    "haveaffald",
    "storskrald",
)


def delivery_by(placed: date) -> date:
    """Return the last day within the promise on which anything is delivered: no Sundays, no holidays."""
    days = [placed + timedelta(days=ahead) for ahead in range(PROMISED_DAYS, 0, -1)]
    return next((day for day in days if day.weekday() != 6 and not is_holiday(day)), days[0])


def _registered(address: dict[str, Any]) -> dict[str, Any]:
    """Return the address in the register's spelling. Raises `Problem` 422 ``unknown_address``."""
    row = register.find(address["street"], address["number"], address["postcode"])
    if row is None:
        raise unprocessable("unknown_address", "Adressen findes ikke i adresseregistret.")
    known = {
        "street": row.street,
        "number": register.plain_number(address["number"]),
        "floor": address.get("floor"),
        "door": address.get("door"),
        "postcode": row.postcode,
        "city": row.city,
    }
    return {name: value for name, value in known.items() if value is not None}


def _one_line(address: dict[str, Any]) -> str:
    floor = f"{address['floor']}." if "floor" in address else ""
    at = f"{floor} {address.get('door', '')}".strip()
    parts = [f"{address['street']} {address['number']}", at, f"{address['postcode']} {address['city']}"]
    return ", ".join(part for part in parts if part)


_ADDRESS_FIELDS = ("street", "number", "floor", "door", "postcode", "city")


def _address_of(row: sqlite3.Row) -> dict[str, Any]:
    return {name: row[name] for name in _ADDRESS_FIELDS if row[name] is not None}


def _columns_of(address: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(address.get(name) for name in _ADDRESS_FIELDS)


def _status(row: sqlite3.Row, now: datetime) -> str:
    if row["cancelled"]:
        return "cancelled"
    day = datetime.fromisoformat(row["placed_at"]).astimezone(COPENHAGEN).date() + timedelta(days=1)
    return "packed" if now >= datetime.combine(day, _PACKED_AT, COPENHAGEN) else "placed"


def _as_json(row: sqlite3.Row, now: datetime) -> dict[str, Any]:
    address = _address_of(row)
    return {
        "id": row["id"],
        "product": "bioposer",
        "address": address,
        "address_text": _one_line(address),
        "status": _status(row, now),
        "placed_at": row["placed_at"],
        "promised_by": row["promised_by"],
    }


def _order(db: sqlite3.Connection, call: Call) -> sqlite3.Row:
    return row_of(db, "affald_orders", call.path["id"], "unknown_order", "Bestillingen findes ikke.")


def _changeable(db: sqlite3.Connection, call: Call) -> sqlite3.Row:
    row = _order(db, call)
    status = _status(row, call.now)
    if status == "cancelled":
        raise conflict("already_cancelled", "Bestillingen er allerede annulleret.")
    if status == "packed":
        raise conflict("already_packed", "Bestillingen er pakket og kan ikke ændres.")
    return row


def _note(db: sqlite3.Connection, order: str, event: str, address_text: str, at: datetime) -> None:
    db.execute(
        "INSERT INTO affald_history (order_id, event, address_text, at) VALUES (?, ?, ?, ?)",
        (order, event, address_text, at.isoformat()),
    )


def _answer(db: sqlite3.Connection, order: str, now: datetime) -> dict[str, Any]:
    row = row_of(db, "affald_orders", order, "unknown_order", "Bestillingen findes ikke.")
    return {"receipt": next_receipt(db, "A"), "order": _as_json(row, now)}


def _place(db: sqlite3.Connection, call: Call) -> Any:
    address = _registered(call.body["address"])
    order = f"ordre-{secrets.token_hex(6)}"
    promised = delivery_by(call.now.date()).isoformat()
    db.execute(
        "INSERT INTO affald_orders (id, street, number, floor, door, postcode, city, placed_at, promised_by,"
        " cancelled) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0)",
        (order, *_columns_of(address), call.now.isoformat(), promised),
    )
    _note(db, order, "placed", _one_line(address), call.now)
    return _answer(db, order, call.now)


def _change_address(db: sqlite3.Connection, call: Call) -> Any:
    order = _changeable(db, call)["id"]
    address = _registered(call.body["address"])
    db.execute(
        "UPDATE affald_orders SET street = ?, number = ?, floor = ?, door = ?, postcode = ?, city = ?"
        " WHERE id = ?",
        (*_columns_of(address), order),
    )
    _note(db, order, "address_changed", _one_line(address), call.now)
    return _answer(db, order, call.now)


def _cancel(db: sqlite3.Connection, call: Call) -> Any:
    row = _changeable(db, call)
    db.execute("UPDATE affald_orders SET cancelled = 1 WHERE id = ?", (row["id"],))
    _note(db, row["id"], "cancelled", _one_line(_address_of(row)), call.now)
    return _answer(db, row["id"], call.now)


def _orders(db: sqlite3.Connection, call: Call) -> Any:
    return [_as_json(row, call.now) for row in db.execute("SELECT * FROM affald_orders ORDER BY rowid")]


def _history(db: sqlite3.Connection, call: Call) -> Any:
    order = _order(db, call)["id"]
    found = "SELECT event, address_text, at FROM affald_history WHERE order_id = ? ORDER BY rowid"
    return [dict(row) for row in db.execute(found, (order,))]


def _report_missed(db: sqlite3.Connection, call: Call) -> Any:
    address = _registered(call.body["address"])
    report = f"afhentning-{secrets.token_hex(6)}"
    expected = (call.now.date() + timedelta(days=_COLLECTED_AGAIN_DAYS)).isoformat()
    db.execute(
        "INSERT INTO affald_missed (id, address_text, fraction, reported_at, expected_by)"
        " VALUES (?, ?, ?, ?, ?)",
        (report, _one_line(address), call.body["fraction"], call.now.isoformat(), expected),
    )
    row = db.execute("SELECT * FROM affald_missed WHERE id = ?", (report,)).fetchone()
    return {"receipt": next_receipt(db, "A"), "report": dict(row)}


def _missed(db: sqlite3.Connection, _: Call) -> Any:
    return [dict(row) for row in db.execute("SELECT * FROM affald_missed ORDER BY rowid")]


_TOLD_ADDRESS = schemas.record(
    {
        "street": schemas.text(80),
        "number": schemas.text(10, pattern=register.NUMBER_PATTERN),
        "postcode": schemas.text(4, pattern="^[0-9]{4}$"),
    },
    {
        "floor": schemas.nullable(schemas.text(3, pattern="^(st|kl|[1-9][0-9]?)$")),
        "door": schemas.nullable(schemas.text(4, pattern="^[0-9a-zæøå]{1,4}$")),
        "city": schemas.nullable(schemas.text(40)),
    },
)
_ADDRESS = schemas.record(
    {
        "street": schemas.text(80),
        "number": schemas.text(5),
        "postcode": schemas.text(4),
        "city": schemas.text(40),
    },
    {"floor": schemas.text(3), "door": schemas.text(4)},
)
_ORDER = schemas.record(
    {
        "id": schemas.text(40),
        "product": schemas.one_of("bioposer"),
        "address": _ADDRESS,
        "address_text": schemas.text(150),
        "status": schemas.one_of("placed", "packed", "cancelled"),
        "placed_at": schemas.moment(),
        "promised_by": schemas.date(),
    }
)
_REPORT = schemas.record(
    {
        "id": schemas.text(40),
        "address_text": schemas.text(150),
        "fraction": schemas.one_of(*FRACTIONS),
        "reported_at": schemas.moment(),
        "expected_by": schemas.date(),
    }
)
_EVENT = schemas.record(
    {
        "event": schemas.one_of("placed", "address_changed", "cancelled"),
        "address_text": schemas.text(150),
        "at": schemas.moment(),
    }
)
_WRITTEN = schemas.record({"receipt": schemas.text(20), "order": _ORDER})
_UNKNOWN_ORDER = (404, "unknown_order")
_UNKNOWN_ADDRESS = (422, "unknown_address")
_NO_CHANGE = ((409, "already_cancelled"), (409, "already_packed"))

AFFALD = System(
    name="affald",
    title="Affald",
    description="Bestilling af bioposer og affald, der ikke er hentet.",
    tables={
        "affald_orders": (
            "id TEXT PRIMARY KEY, street TEXT NOT NULL, number TEXT NOT NULL, floor TEXT, door TEXT,"
            " postcode TEXT NOT NULL, city TEXT NOT NULL, placed_at TEXT NOT NULL, promised_by TEXT NOT NULL,"
            " cancelled INTEGER NOT NULL"
        ),
        "affald_history": (
            "order_id TEXT NOT NULL, event TEXT NOT NULL, address_text TEXT NOT NULL, at TEXT NOT NULL"
        ),
        "affald_missed": (
            "id TEXT PRIMARY KEY, address_text TEXT NOT NULL, fraction TEXT NOT NULL,"
            " reported_at TEXT NOT NULL, expected_by TEXT NOT NULL"
        ),
    },
    endpoints=(
        Endpoint(
            "GET",
            "/affald/orders",
            "Alle bestillinger, den nyeste sidst",
            _orders,
            schemas.listing(_ORDER),
        ),
        Endpoint(
            "POST",
            "/affald/orders",
            "Bestil bioposer til en adresse",
            _place,
            _WRITTEN,
            body=schemas.record({"address": _TOLD_ADDRESS}),
            refusals=(_UNKNOWN_ADDRESS,),
        ),
        Endpoint(
            "PUT",
            "/affald/orders/{id}/address",
            "Send en bestilling til en anden adresse",
            _change_address,
            _WRITTEN,
            body=schemas.record({"address": _TOLD_ADDRESS}),
            refusals=(_UNKNOWN_ORDER, *_NO_CHANGE, _UNKNOWN_ADDRESS),
        ),
        Endpoint(
            "POST",
            "/affald/orders/{id}/cancel",
            "Annuller en bestilling",
            _cancel,
            _WRITTEN,
            body=schemas.EMPTY,
            refusals=(_UNKNOWN_ORDER, *_NO_CHANGE),
        ),
        Endpoint(
            "GET",
            "/affald/orders/{id}/history",
            "Hvad der er sket med en bestilling, det ældste først",
            _history,
            schemas.listing(_EVENT),
            refusals=(_UNKNOWN_ORDER,),
        ),
        Endpoint(
            "POST",
            "/affald/missed-collections",
            "Meld affald, der ikke er hentet",
            _report_missed,
            schemas.record({"receipt": schemas.text(20), "report": _REPORT}),
            body=schemas.record({"address": _TOLD_ADDRESS, "fraction": schemas.one_of(*FRACTIONS)}),
            refusals=(_UNKNOWN_ADDRESS,),
        ),
        Endpoint(
            "GET",
            "/affald/missed-collections",
            "Alle meldinger, den nyeste sidst",
            _missed,
            schemas.listing(_REPORT),
        ),
    ),
)
