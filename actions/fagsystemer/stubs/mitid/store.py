"""What the broker remembers, in an SQLite file of its own. Codes and tokens are kept as hashes only.

The column ``citizen`` holds a slug of whatever kind of people the row's client logs in.
"""

import hashlib
import secrets
import sqlite3
from collections.abc import Mapping
from pathlib import Path
from typing import Any

_SCHEMA = """
CREATE TABLE IF NOT EXISTS signing_key (kid TEXT PRIMARY KEY, jwk TEXT NOT NULL, made_at REAL NOT NULL);
CREATE TABLE IF NOT EXISTS login (
    id TEXT PRIMARY KEY, client_id TEXT NOT NULL, redirect_uri TEXT NOT NULL, state TEXT, nonce TEXT,
    scope TEXT NOT NULL, code_challenge TEXT NOT NULL, begun_at REAL NOT NULL,
    app_ref TEXT UNIQUE NOT NULL, citizen TEXT, decision TEXT, answered_at REAL, redeemed INTEGER DEFAULT 0
);
CREATE TABLE IF NOT EXISTS code (
    hash TEXT PRIMARY KEY, login TEXT NOT NULL, issued_at REAL NOT NULL, used INTEGER DEFAULT 0
);
CREATE TABLE IF NOT EXISTS token (
    hash TEXT PRIMARY KEY, session TEXT NOT NULL, client_id TEXT NOT NULL, citizen TEXT NOT NULL,
    scope TEXT NOT NULL, expires_at REAL NOT NULL
);
CREATE TABLE IF NOT EXISTS backchannel (
    hash TEXT PRIMARY KEY, id TEXT NOT NULL, client_id TEXT NOT NULL, citizen TEXT NOT NULL,
    scope TEXT NOT NULL, message TEXT, begun_at REAL NOT NULL, expires_at REAL NOT NULL,
    interval REAL NOT NULL, polled_at REAL, app_ref TEXT UNIQUE NOT NULL, decision TEXT,
    redeemed INTEGER DEFAULT 0
);
"""

Row = sqlite3.Row


def new_secret() -> str:
    """Return 256 random bits, safe in an address."""
    return secrets.token_urlsafe(32)


def digest(secret: str) -> str:
    """Return the hash under which a code or token is kept."""
    return hashlib.sha256(secret.encode()).hexdigest()


class BrokerStore:
    """Rows in, rows out. Every call is one short transaction on one connection, so calls never overlap."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._db: sqlite3.Connection

    def open(self) -> None:
        """Open the file, making it and its folder when missing. Raises ``OSError`` or ``sqlite3.Error``."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(self._path, isolation_level=None)
        self._path.chmod(0o600)  # the signing key lies in it
        self._db.row_factory = sqlite3.Row
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=NORMAL")
        self._db.executescript(_SCHEMA)

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def insert(self, table: str, values: Mapping[str, Any]) -> None:
        """Add one row. ``table`` and the keys are the broker's own words, never a caller's."""
        columns = ", ".join(values)
        marks = ", ".join("?" for _ in values)
        statement = f"INSERT INTO {table} ({columns}) VALUES ({marks})"  # noqa: S608
        self._db.execute(statement, tuple(values.values()))

    def one(self, statement: str, *parameters: Any) -> Row | None:
        """Return the first row of a SELECT, or ``None``."""
        row: Row | None = self._db.execute(statement, parameters).fetchone()
        return row

    def all(self, statement: str, *parameters: Any) -> list[Row]:
        """Return every row of a SELECT."""
        return self._db.execute(statement, parameters).fetchall()

    def change(self, statement: str, *parameters: Any) -> bool:
        """Run an UPDATE or DELETE; say whether it met any row."""
        return self._db.execute(statement, parameters).rowcount > 0

    def forget_logins(self) -> None:
        """Forget every login, code, token and back-channel request; the signing keys stay."""
        for table in ("login", "code", "token", "backchannel"):
            self._db.execute(f"DELETE FROM {table}")  # noqa: S608
