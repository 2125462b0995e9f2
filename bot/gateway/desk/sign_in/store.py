"""Sign-ins under way and sessions, in SQLite: a restart of the gateway signs nobody out.

::

    flow      begun ──claim──▶ gone                              one callback, in the browser that began it
    session   begun ──▶ seen ──▶ seen ──▶ ended | idle | too old

What opens something (``state``, the browser's and the session's cookie) is kept as a hash only.
"""

import json
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from bot.gateway.desk.sign_in.employee import Employee
from bot.gateway.tokens import hashed, new_token

_SEEN_EVERY_SECONDS = 30.0
"""An act is only written down when the last one was this long ago."""

_SCHEMA = """
CREATE TABLE IF NOT EXISTS flow (
    state BLOB PRIMARY KEY, browser BLOB NOT NULL, nonce TEXT NOT NULL, verifier TEXT NOT NULL,
    begun_at REAL NOT NULL
);
CREATE INDEX IF NOT EXISTS flow_by_age ON flow (begun_at);
CREATE TABLE IF NOT EXISTS session (
    hash BLOB PRIMARY KEY, employee TEXT NOT NULL, name TEXT NOT NULL, roles TEXT NOT NULL,
    id_token TEXT NOT NULL, begun_at REAL NOT NULL, seen_at REAL NOT NULL
);
"""


@dataclass(frozen=True)
class Flow:
    """One visit to the broker."""

    browser: bytes = field(repr=False)
    """Hash of the cookie of the browser that began it."""
    nonce: str = field(repr=False)
    """What the id_token must repeat."""
    verifier: str = field(repr=False)
    """PKCE code verifier."""
    begun_at: float
    """Seconds since 1970."""


class SignInStore:
    """Flows and sessions. Each call is one short transaction on one connection, so calls never overlap."""

    def __init__(
        self, path: Path, *, now: Callable[[], float], idle_seconds: float, session_seconds: float
    ) -> None:
        self._path = path
        self._now = now
        self._idle_seconds = idle_seconds
        self._session_seconds = session_seconds
        self._db: sqlite3.Connection

    def open(self) -> None:
        """Open the file, making it and its folder when missing. Raises ``OSError`` or ``sqlite3.Error``."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(self._path, isolation_level=None)
        self._path.chmod(0o600)  # verifiers, and the names and tokens of employees, lie in it
        self._db.row_factory = sqlite3.Row
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=NORMAL")
        self._db.execute("PRAGMA secure_delete=ON")
        self._db.executescript(_SCHEMA)

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def begin(self, state: str, flow: Flow, *, forget_before: float) -> None:
        """Keep a new flow under its ``state``, and forget those begun before ``forget_before``."""
        self._db.execute("DELETE FROM flow WHERE begun_at < ?", (forget_before,))
        self._db.execute(
            "INSERT INTO flow VALUES (?, ?, ?, ?, ?)",
            (hashed(state), flow.browser, flow.nonce, flow.verifier, flow.begun_at),
        )

    def flow(self, state: str) -> Flow | None:
        """Return the flow with this state, if nobody has claimed it."""
        row = self._db.execute(
            "SELECT browser, nonce, verifier, begun_at FROM flow WHERE state = ?", (hashed(state),)
        ).fetchone()
        return row and Flow(**row)

    def claim(self, state: str) -> bool:
        """Take the flow for the one callback that may finish it; ``False`` for every later one."""
        return self._db.execute("DELETE FROM flow WHERE state = ?", (hashed(state),)).rowcount > 0

    def admit(self, employee: Employee, id_token: str) -> str:
        """Begin a session; return its secret, which is kept nowhere here. Old sessions are forgotten."""
        now, secret = self._now(), new_token()
        self._db.execute(
            "DELETE FROM session WHERE seen_at <= ? OR begun_at <= ?",
            (now - self._idle_seconds, now - self._session_seconds),
        )
        roles = json.dumps(sorted(employee.roles))
        self._db.execute(
            "INSERT INTO session VALUES (?, ?, ?, ?, ?, ?, ?)",
            (hashed(secret), employee.id, employee.name, roles, id_token, now, now),
        )
        return secret

    def employee(self, secret: str, *, act: bool) -> Employee | None:
        """Return whose session this is, if it still lasts. ``act``: the employee did something now."""
        now = self._now()
        row = self._db.execute("SELECT * FROM session WHERE hash = ?", (hashed(secret),)).fetchone()
        if row is None or now - row["begun_at"] >= self._session_seconds:
            return None
        if now - row["seen_at"] >= self._idle_seconds:
            return None
        if act and now - row["seen_at"] >= _SEEN_EVERY_SECONDS:
            self._db.execute("UPDATE session SET seen_at = ? WHERE hash = ?", (now, hashed(secret)))
        return Employee(row["employee"], row["name"], frozenset(json.loads(row["roles"])))

    def end(self, secret: str) -> str | None:
        """End the session at once; return its id_token if there was one."""
        key = (hashed(secret),)
        row = self._db.execute("SELECT id_token FROM session WHERE hash = ?", key).fetchone()
        self._db.execute("DELETE FROM session WHERE hash = ?", key)
        return None if row is None else str(row["id_token"])
