"""Doing a write once, however often it is sent: the ``Idempotency-Key`` header.

The answer is stored in the same transaction as the write itself, so there is never the one without the
other. A refusal is not stored: nothing was done, and the same key may try again.
"""

import hashlib
import json
import re
import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from aiohttp import web

from actions.fagsystemer.stubs.problems import Problem, conflict

HEADER = "Idempotency-Key"

TABLES = {
    "idempotency": (
        "system TEXT NOT NULL, key TEXT NOT NULL, act TEXT NOT NULL, answer TEXT NOT NULL, at TEXT NOT NULL,"
        " PRIMARY KEY (system, key)"
    )
}

_KEY = re.compile(r"[\x21-\x7e]{1,200}")


def key_of(request: web.Request) -> str:
    """Return the request's key. Raises `Problem` 400 when it is missing or malformed."""
    keys = request.headers.getall(HEADER, [])
    if not keys:
        raise Problem(400, "key_missing", f"Der mangler en {HEADER}.")
    if len(keys) > 1 or not _KEY.fullmatch(keys[0]):
        raise Problem(400, "key_invalid", f"{HEADER} skal være 1-200 synlige ASCII-tegn.")
    return keys[0]


def fingerprint(method: str, path: str, body: Mapping[str, Any]) -> str:
    """Return a digest of what is to be done; the order of the fields does not matter."""
    act = json.dumps([method, path, body], sort_keys=True)
    return hashlib.sha256(act.encode()).hexdigest()


@dataclass(frozen=True)
class Once:
    """One write with its key."""

    system: str
    """Each system keeps its own keys: nobody else's can be in the way."""
    key: str
    act: str
    """`fingerprint` of what is to be done."""
    at: datetime

    def answer(self, db: sqlite3.Connection, work: Callable[[sqlite3.Connection], Any]) -> Any:
        """Return the stored answer of the key, or do ``work`` and store its answer.

        Raises `Problem` 409 ``key_reused`` when the key has been used for something else.
        """
        known = db.execute(
            "SELECT act, answer FROM idempotency WHERE system = ? AND key = ?", (self.system, self.key)
        ).fetchone()
        if known is None:
            answer = work(db)
            db.execute(
                "INSERT INTO idempotency (system, key, act, answer, at) VALUES (?, ?, ?, ?, ?)",
                (self.system, self.key, self.act, json.dumps(answer), self.at.isoformat()),
            )
            return answer
        if known["act"] != self.act:
            raise conflict("key_reused", f"Samme {HEADER} er brugt til noget andet.")
        return json.loads(known["answer"])
