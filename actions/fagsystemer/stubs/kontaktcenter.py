"""The contact centre (modelled on MiCC): queues, conversations handed to a person, call-backs, places."""

import json
import re
import secrets
import sqlite3
from typing import Any

from actions.fagsystemer.stubs import schemas
from actions.fagsystemer.stubs.endpoints import Call, Endpoint, System
from actions.fagsystemer.stubs.lookup import row_of
from actions.fagsystemer.stubs.problems import conflict, invalid, not_found, unprocessable
from actions.fagsystemer.stubs.queues import as_json, places, queues, wait_minutes
from actions.fagsystemer.stubs.store import next_receipt
from actions.routing import Queue

_MOST_LINES = 1000
_NEXT_STATUS = {"waiting": ("taken", "closed"), "taken": ("closed",), "closed": ()}


def _queue(call: Call) -> Queue:
    """Return the queue a body names. Raises `Problem` 422 ``unknown_queue``."""
    queue = queues(call.now.date()).get(call.body["queue"])
    if queue is None:
        raise unprocessable("unknown_queue", "Køen findes ikke.")
    return queue


def _queues(_: sqlite3.Connection, call: Call) -> Any:
    return [as_json(queue, call.now) for queue in queues(call.now.date()).values()]


def _one_queue(_: sqlite3.Connection, call: Call) -> Any:
    queue = queues(call.now.date()).get(call.path["id"])
    if queue is None:
        raise not_found("unknown_queue", "Køen findes ikke.")
    return as_json(queue, call.now)


def _places(_: sqlite3.Connection, __: Call) -> Any:
    return places()


def _handoff_as_json(db: sqlite3.Connection, row: sqlite3.Row, call: Call) -> dict[str, Any]:
    # The table may have lost the queue since; the conversation is still there.
    queue = queues(call.now.date()).get(row["queue"])
    position = _position(db, row) if row["status"] == "waiting" else None
    return {
        "id": row["id"],
        "receipt": row["receipt"],
        "created_at": row["created_at"],
        "status": row["status"],
        "position": position,
        "wait_minutes": wait_minutes(queue) * position
        if queue and queue.is_open(call.now) and position
        else None,
        "failed": [],
        "call": None,
        **json.loads(row["content"]),
    }


def _position(db: sqlite3.Connection, row: sqlite3.Row) -> int:
    """How many the queue serves until this one is reached, itself included; the immediate ones first."""
    before = db.execute(
        "SELECT COUNT(*) FROM kontaktcenter_handoffs WHERE queue = ? AND status = 'waiting'"
        " AND (urgent > ? OR (urgent = ? AND rowid <="
        " (SELECT rowid FROM kontaktcenter_handoffs WHERE id = ?)))",
        (row["queue"], row["urgent"], row["urgent"], row["id"]),
    )
    return int(before.fetchone()[0])


def _handoff(db: sqlite3.Connection, key: str) -> sqlite3.Row:
    return row_of(db, "kontaktcenter_handoffs", key, "unknown_handoff", "Viderestillingen findes ikke.")


def _hand_over(db: sqlite3.Connection, call: Call) -> Any:
    queue = _queue(call)
    key, receipt = f"samtale-{secrets.token_hex(6)}", next_receipt(db, "K")
    db.execute(
        "INSERT INTO kontaktcenter_handoffs (id, receipt, created_at, queue, urgent, status, content)"
        " VALUES (?, ?, ?, ?, ?, 'waiting', ?)",
        (
            key,
            receipt,
            call.now.isoformat(),
            queue.id,
            call.body["priority"] == "immediate",
            json.dumps(dict(call.body), ensure_ascii=False),
        ),
    )
    return {"receipt": receipt, "handoff": _handoff_as_json(db, _handoff(db, key), call)}


def _handoffs(db: sqlite3.Connection, call: Call) -> Any:
    rows = db.execute("SELECT * FROM kontaktcenter_handoffs ORDER BY rowid").fetchall()
    return [_handoff_as_json(db, row, call) for row in rows]


def _one_handoff(db: sqlite3.Connection, call: Call) -> Any:
    return _handoff_as_json(db, _handoff(db, call.path["id"]), call)


def _set_status(db: sqlite3.Connection, call: Call) -> Any:
    row, status = _handoff(db, call.path["id"]), call.body["status"]
    if status not in _NEXT_STATUS[row["status"]]:
        raise conflict(f"already_{row['status']}", "Samtalen er allerede taget eller afsluttet.")
    db.execute("UPDATE kontaktcenter_handoffs SET status = ? WHERE id = ?", (status, row["id"]))
    return {"receipt": row["receipt"], "handoff": _one_handoff(db, call)}


def _ask_call_back(db: sqlite3.Connection, call: Call) -> Any:
    queue, handoff = _queue(call), call.body.get("handoff")
    if (
        handoff is not None
        and not db.execute("SELECT 1 FROM kontaktcenter_handoffs WHERE id = ?", (handoff,)).fetchone()
    ):
        raise unprocessable("unknown_handoff", "Viderestillingen findes ikke.")
    key, receipt = f"opkald-{secrets.token_hex(6)}", next_receipt(db, "T")
    phone = f"+45{re.sub('[^0-9]', '', call.body['phone'])[-8:]}"
    db.execute(
        "INSERT INTO kontaktcenter_callbacks (id, receipt, queue, phone, reason, created_at, status, handoff)"
        " VALUES (?, ?, ?, ?, ?, ?, 'waiting', ?)",
        (key, receipt, queue.id, phone, call.body["reason"], call.now.isoformat(), handoff),
    )
    return {"receipt": receipt, "callback": dict(_callback(db, key))}


def _callback(db: sqlite3.Connection, key: str) -> sqlite3.Row:
    return row_of(db, "kontaktcenter_callbacks", key, "unknown_callback", "Opkaldet findes ikke.")


def _settle_call_back(db: sqlite3.Connection, call: Call) -> Any:
    row, status, outcome = _callback(db, call.path["id"]), call.body["status"], call.body.get("outcome")
    if outcome is not None and status != "closed":
        raise invalid("Kun et afsluttet opkald har et udfald.")
    if status not in _NEXT_STATUS[row["status"]]:
        raise conflict(f"already_{row['status']}", "Opkaldet er allerede taget eller afsluttet.")
    db.execute(
        "UPDATE kontaktcenter_callbacks SET status = ?, outcome = ? WHERE id = ?",
        (status, outcome, row["id"]),
    )
    return {"receipt": row["receipt"], "callback": dict(_callback(db, row["id"]))}


def _callbacks(db: sqlite3.Connection, _: Call) -> Any:
    return [dict(row) for row in db.execute("SELECT * FROM kontaktcenter_callbacks ORDER BY rowid")]


_QUEUE = schemas.record(
    {
        "id": schemas.text(40),
        "name": schemas.text(100),
        "owner": schemas.text(10),
        "phone": schemas.nullable(schemas.text(12)),
        "is_open": schemas.flag(),
        "opens_at": schemas.nullable(schemas.moment()),
        "closes_at": schemas.nullable(schemas.moment()),
        "wait_minutes": schemas.nullable(schemas.whole()),
        "hours": schemas.listing(
            schemas.record({"weekday": schemas.whole(0, 6), "from": schemas.time(), "to": schemas.time()})
        ),
    }
)
_PLACE = schemas.record(
    {
        "id": schemas.text(40),
        "name": schemas.text(100),
        "address_text": schemas.text(150),
        "hours_text": schemas.text(200),
        "source": schemas.text(40),
        "url": schemas.nullable(schemas.text(300)),
    }
)
_CONVERSATION = {
    "conversation": schemas.text(100),
    "channel": schemas.one_of("chat", "voice"),
    "queue": schemas.text(40),
    "language": schemas.text(8),
    "identity_level": schemas.one_of("none", "mitid"),
    "priority": schemas.one_of("normal", "immediate"),
    "topics": schemas.listing(
        schemas.record(
            {
                "intent": schemas.text(60),
                "title": schemas.text(200),
                "state": schemas.text(40),
                "summary": schemas.text(2000, min_chars=0),
                "facts": schemas.words(40, 2000),
            }
        ),
        max_items=50,
    ),
    "transcript": schemas.listing(
        schemas.record(
            {
                "from": schemas.one_of("citizen", "assistant", "person", "system"),
                "text": schemas.text(8000, min_chars=0),
            },
            {"time": schemas.text(40)},
        ),
        max_items=_MOST_LINES,
    ),
    "reason": schemas.text(200, min_chars=0),
}
_PACKET = {
    "failed": schemas.listing(schemas.text(2000), max_items=50),
    "call": schemas.nullable(schemas.text(64)),
}
"""What a packet may hold besides; one written before they were known is still taken."""
_HANDOFF = schemas.record(
    {
        "id": schemas.text(40),
        "receipt": schemas.text(20),
        "created_at": schemas.moment(),
        "status": schemas.one_of("waiting", "taken", "closed"),
        "position": schemas.nullable(schemas.whole(1)),
        "wait_minutes": schemas.nullable(schemas.whole()),
        **_CONVERSATION,
        **_PACKET,
    }
)
_HANDED_OVER = schemas.record({"receipt": schemas.text(20), "handoff": _HANDOFF})
_OUTCOME = schemas.one_of("loest", "viderevist", "tilbagekald", "opgivet")
_CALLBACK = schemas.record(
    {
        "id": schemas.text(40),
        "receipt": schemas.text(20),
        "queue": schemas.text(40),
        "phone": schemas.text(11),
        "reason": schemas.text(500, min_chars=0),
        "created_at": schemas.moment(),
        "status": schemas.one_of("waiting", "taken", "closed"),
        "outcome": schemas.nullable(_OUTCOME),
        "handoff": schemas.nullable(schemas.text(40)),
    }
)
_CALLED_BACK = schemas.record({"receipt": schemas.text(20), "callback": _CALLBACK})
_NO_QUEUE = (422, "unknown_queue")
_NO_HANDOFF = (404, "unknown_handoff")

KONTAKTCENTER = System(
    name="kontaktcenter",
    title="Kontaktcenter",
    description="Køer, åbningstider, viderestilling til et menneske, opkald og steder man kan møde op.",
    tables={
        "kontaktcenter_handoffs": (
            "id TEXT PRIMARY KEY, receipt TEXT NOT NULL, created_at TEXT NOT NULL, queue TEXT NOT NULL,"
            " urgent INTEGER NOT NULL, status TEXT NOT NULL, content TEXT NOT NULL"
        ),
        "kontaktcenter_callbacks": (
            "id TEXT PRIMARY KEY, receipt TEXT NOT NULL, queue TEXT NOT NULL, phone TEXT NOT NULL,"
            " reason TEXT NOT NULL, created_at TEXT NOT NULL, status TEXT NOT NULL, outcome TEXT,"
            " handoff TEXT"
        ),
    },
    endpoints=(
        Endpoint("GET", "/kontaktcenter/queues", "Alle køer lige nu", _queues, schemas.listing(_QUEUE)),
        Endpoint(
            "GET",
            "/kontaktcenter/queues/{id}",
            "En kø lige nu",
            _one_queue,
            _QUEUE,
            refusals=((404, "unknown_queue"),),
        ),
        Endpoint(
            "GET",
            "/kontaktcenter/places",
            "Steder man kan møde op",
            _places,
            schemas.listing(_PLACE),
        ),
        Endpoint(
            "GET",
            "/kontaktcenter/handoffs",
            "Alle viderestillinger, den nyeste sidst",
            _handoffs,
            schemas.listing(_HANDOFF),
        ),
        Endpoint(
            "POST",
            "/kontaktcenter/handoffs",
            "Stil en samtale videre til et menneske",
            _hand_over,
            _HANDED_OVER,
            body=schemas.record(_CONVERSATION, _PACKET),
            refusals=(_NO_QUEUE,),
        ),
        Endpoint(
            "GET",
            "/kontaktcenter/handoffs/{id}",
            "En viderestilling",
            _one_handoff,
            _HANDOFF,
            refusals=(_NO_HANDOFF,),
        ),
        Endpoint(
            "PUT",
            "/kontaktcenter/handoffs/{id}/status",
            "Tag eller afslut en viderestillet samtale",
            _set_status,
            _HANDED_OVER,
            body=schemas.record({"status": schemas.one_of("taken", "closed")}),
            refusals=(_NO_HANDOFF, (409, "already_taken"), (409, "already_closed")),
        ),
        Endpoint(
            "GET",
            "/kontaktcenter/callbacks",
            "Alle opkald der er bedt om, det nyeste sidst",
            _callbacks,
            schemas.listing(_CALLBACK),
        ),
        Endpoint(
            "POST",
            "/kontaktcenter/callbacks",
            "Bed om at blive ringet op",
            _ask_call_back,
            _CALLED_BACK,
            body=schemas.record(
                {
                    "queue": schemas.text(40),
                    "phone": schemas.PHONE,
                    "reason": schemas.text(500, min_chars=0),
                },
                {"handoff": schemas.nullable(schemas.text(40))},
            ),
            refusals=(_NO_QUEUE, (422, "unknown_handoff")),
        ),
        Endpoint(
            "PUT",
            "/kontaktcenter/callbacks/{id}/status",
            "Tag eller afslut et opkald",
            _settle_call_back,
            _CALLED_BACK,
            body=schemas.record(
                {"status": schemas.one_of("taken", "closed")}, {"outcome": schemas.nullable(_OUTCOME)}
            ),
            refusals=((404, "unknown_callback"), (409, "already_taken"), (409, "already_closed")),
        ),
    ),
)
