"""Tickets and logins under way, in SQLite: a restart strands no citizen at the broker.

::

    ticket   issued ──use──▶ used                        one-time, bound to a conversation
    flow                     begun ──claim──▶ claimed ──▶ done | failed
"""

import hashlib
import secrets
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

FlowStatus = Literal["begun", "claimed", "done", "failed"]

_KEPT_SECONDS = 86_400.0
"""How long a spent ticket is remembered, so that whoever follows it late is told so."""

_SCHEMA = """
CREATE TABLE IF NOT EXISTS ticket (
    hash TEXT PRIMARY KEY, conversation TEXT NOT NULL, issued_at REAL NOT NULL,
    used INTEGER NOT NULL DEFAULT 0, reported INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE IF NOT EXISTS flow (
    state TEXT PRIMARY KEY, ticket TEXT NOT NULL, conversation TEXT NOT NULL, nonce TEXT NOT NULL,
    verifier TEXT NOT NULL, address TEXT NOT NULL, begun_at REAL NOT NULL, status TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS flow_of_ticket ON flow (ticket);
"""


@dataclass(frozen=True)
class Ticket:
    """One login link in a chat."""

    hash: str
    """SHA-256 of the ticket: the ticket itself is in the citizen's chat only."""
    conversation: str
    """The conversation that it logs in."""
    issued_at: float
    """Seconds since 1970."""
    used: bool
    """Whether it was followed."""


@dataclass(frozen=True)
class Flow:
    """One visit to the broker."""

    state: str
    """OAuth ``state``: unguessable, and the key of the flow."""
    ticket: str
    """Hash of the ticket that began it."""
    conversation: str
    """The conversation that it logs in."""
    nonce: str
    """What the id_token must repeat."""
    verifier: str
    """PKCE code verifier."""
    address: str
    """The broker's login page for this flow."""
    begun_at: float
    """Seconds since 1970."""
    status: FlowStatus
    """How far it has come."""


class LoginStore:
    """Tickets and flows. Each call is one short transaction; the changes that must happen once are atomic."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._db: sqlite3.Connection

    def open(self) -> None:
        """Open the file, making it and its folder when missing. Raises ``OSError`` or ``sqlite3.Error``."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(self._path, isolation_level=None)
        self._path.chmod(0o600)  # verifiers of logins under way lie in it
        self._db.row_factory = sqlite3.Row
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=NORMAL")
        self._db.executescript(_SCHEMA)

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def issue_ticket(self, conversation: str, now: float) -> str:
        """Return a new one-time ticket for the conversation, and forget what is a day old."""
        self._db.execute("DELETE FROM ticket WHERE issued_at < ?", (now - _KEPT_SECONDS,))
        self._db.execute("DELETE FROM flow WHERE begun_at < ?", (now - _KEPT_SECONDS,))
        ticket = secrets.token_urlsafe(32)
        self._db.execute(
            "INSERT INTO ticket (hash, conversation, issued_at) VALUES (?, ?, ?)",
            (_digest(ticket), conversation, now),
        )
        return ticket

    def ticket(self, ticket: str) -> Ticket | None:
        """Return what is known of a ticket, spent or not."""
        row = self._db.execute("SELECT * FROM ticket WHERE hash = ?", (_digest(ticket),)).fetchone()
        return row and Ticket(row["hash"], row["conversation"], row["issued_at"], bool(row["used"]))

    def begin(self, flow: Flow) -> bool:
        """Spend the flow's ticket and keep the flow; ``False`` when another request spent it first."""
        if not self._changed("UPDATE ticket SET used = 1 WHERE hash = ? AND used = 0", flow.ticket):
            return False
        self._db.execute(
            "INSERT INTO flow VALUES (:state, :ticket, :conversation, :nonce, :verifier, :address, :begun_at,"
            " :status)",
            vars(flow),
        )
        return True

    def report(self, ticket: str) -> bool:
        """Say whether this is the first failure of a ticket's hash: one link makes one line in the chat."""
        return self._changed("UPDATE ticket SET reported = 1 WHERE hash = ? AND reported = 0", ticket)

    def flow(self, state: str) -> Flow | None:
        """Return the flow with this state."""
        row = self._db.execute("SELECT * FROM flow WHERE state = ?", (state,)).fetchone()
        return row and Flow(**row)

    def flow_of(self, ticket: str) -> Flow | None:
        """Return the flow that a ticket's hash began."""
        row = self._db.execute("SELECT * FROM flow WHERE ticket = ?", (ticket,)).fetchone()
        return row and Flow(**row)

    def claim(self, state: str) -> bool:
        """Take the flow for the one callback that may finish it; ``False`` for every later one."""
        return self._changed("UPDATE flow SET status = 'claimed' WHERE state = ? AND status = 'begun'", state)

    def finish(self, state: str, status: Literal["done", "failed"]) -> None:
        """Close a claimed flow; its secrets are forgotten."""
        self._db.execute(
            "UPDATE flow SET status = ?, nonce = '', verifier = '', address = '' WHERE state = ?",
            (status, state),
        )

    def _changed(self, statement: str, key: str) -> bool:
        return self._db.execute(statement, (key,)).rowcount > 0


def _digest(ticket: str) -> str:
    return hashlib.sha256(ticket.encode()).hexdigest()
