"""Text messages: nothing is sent, everything is kept for tests to read."""

import re
import secrets
import sqlite3
from typing import Any

from actions.fagsystemer.stubs import schemas
from actions.fagsystemer.stubs.endpoints import Call, Endpoint, System
from actions.fagsystemer.stubs.store import next_receipt

_MOST_CHARS = 1000


def _send(db: sqlite3.Connection, call: Call) -> Any:
    key = f"sms-{secrets.token_hex(6)}"
    to = f"+45{re.sub('[^0-9]', '', call.body['to'])[-8:]}"
    db.execute(
        "INSERT INTO sms_messages (id, to_phone, text, sent_at) VALUES (?, ?, ?, ?)",
        (key, to, call.body["text"], call.now.isoformat()),
    )
    row = db.execute("SELECT * FROM sms_messages WHERE id = ?", (key,)).fetchone()
    return {"receipt": next_receipt(db, "S"), "message": _as_json(row)}


def _messages(db: sqlite3.Connection, _: Call) -> Any:
    return [_as_json(row) for row in db.execute("SELECT * FROM sms_messages ORDER BY rowid")]


def _as_json(row: sqlite3.Row) -> dict[str, str]:
    return {"id": row["id"], "to": row["to_phone"], "text": row["text"], "sent_at": row["sent_at"]}


_MESSAGE = schemas.record(
    {
        "id": schemas.text(40),
        "to": schemas.text(11),
        "text": schemas.text(_MOST_CHARS),
        "sent_at": schemas.moment(),
    }
)

SMS = System(
    name="sms",
    title="SMS",
    description="Beskeder gemmes og sendes ikke.",
    tables={
        "sms_messages": (
            "id TEXT PRIMARY KEY, to_phone TEXT NOT NULL, text TEXT NOT NULL, sent_at TEXT NOT NULL"
        )
    },
    endpoints=(
        Endpoint(
            "GET",
            "/sms/messages",
            "Alle beskeder, den nyeste sidst",
            _messages,
            schemas.listing(_MESSAGE),
        ),
        Endpoint(
            "POST",
            "/sms/messages",
            "Send en besked",
            _send,
            schemas.record({"receipt": schemas.text(20), "message": _MESSAGE}),
            body=schemas.record({"to": schemas.PHONE, "text": schemas.text(_MOST_CHARS)}),
        ),
    ),
)
