"""The mail sink: an SMTP server that sends nothing on and keeps everything for tests to read."""

import asyncio
import email
import json
import secrets
import socket
import sqlite3
from email import policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, Session

from actions.fagsystemer.stubs import schemas
from actions.fagsystemer.stubs.endpoints import Call, Endpoint, System
from actions.fagsystemer.stubs.faults import Faults
from actions.fagsystemer.stubs.store import Store
from nlu.clock import now

MOST_BYTES = 1024 * 1024

_ACCEPTED = "250 OK"
_BROKEN = "554 5.3.0 Systemet kan ikke tage imod lige nu"
_BUSY = "451 4.3.0 Systemet svarer ikke lige nu"
_GARBAGE = "???"


class MailSink:
    """An SMTP server on loopback, in the service's own event loop."""

    def __init__(self, store: Store, faults: Faults, host: str, port: int) -> None:
        """``port`` 0 takes a free one; see ``port`` after ``open``."""
        self._store = store
        self._faults = faults
        self._host = host
        self.port = port
        self._server: asyncio.Server | None = None

    async def open(self) -> None:
        """Begin to listen. Raises ``OSError`` when the port is taken."""
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(
            self._connection, self._host, self.port, family=socket.AF_INET
        )
        self.port = self._server.sockets[0].getsockname()[1]

    async def close(self) -> None:
        """Stop listening."""
        if self._server is not None:
            self._server.close()
            await self._server.wait_closed()

    def _connection(self) -> asyncio.Protocol:
        if self._faults.of("mail").mode == "down":
            return _Dropped()
        # Without a host name of its own aiosmtpd asks the resolver, which may block for seconds.
        connection: asyncio.Protocol = SMTP(
            self, hostname="localhost", data_size_limit=MOST_BYTES, enable_SMTPUTF8=True, timeout=60
        )
        return connection

    async def handle_DATA(self, _: SMTP, __: Session, envelope: Envelope) -> str:  # noqa: N802 (aiosmtpd)
        """Keep one mail, as far as the fault of the moment lets it through."""
        fault = self._faults.of("mail")
        if fault.mode == "error":
            return _BROKEN
        if fault.mode == "garbage":
            return _GARBAGE
        if fault.mode == "flaky" and self._faults.is_first_of_two("mail"):
            return _BUSY
        content = envelope.content if isinstance(envelope.content, bytes) else b""
        sender, receivers = str(envelope.mail_from), [str(each) for each in envelope.rcpt_tos]
        await self._store.run(lambda db: keep(db, sender, receivers, content))
        if fault.mode == "slow":
            await asyncio.sleep(fault.ms / 1000)
        return _ACCEPTED


class _Dropped(asyncio.Protocol):
    """A connection that ends as soon as it begins."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        if isinstance(transport, asyncio.Transport):
            transport.abort()


def keep(db: sqlite3.Connection, sender: str, receivers: list[str], content: bytes) -> None:
    """Store one mail; a repeat with the same Message-ID is the same mail and is not stored again."""
    message = email.message_from_bytes(content, policy=policy.default)
    body = message.get_body(("plain", "html")) if isinstance(message, EmailMessage) else None
    text = str(body.get_content()) if isinstance(body, EmailMessage) else ""
    key = secrets.token_hex(6)
    message_id = str(message["Message-ID"] or f"<{key}>").strip()
    db.execute(
        "INSERT OR IGNORE INTO mail_messages (id, message_id, sender, receivers, subject, text, received_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            f"mail-{key}",
            message_id,
            sender,
            json.dumps(receivers),
            _storable(str(message["Subject"] or "")),
            _storable(text.replace("\r\n", "\n")),
            now().isoformat(),
        ),
    )


def _storable(text: str) -> str:
    """Replace what a broken mail may hold and a database cannot: bytes in no known encoding."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _messages(db: sqlite3.Connection, _: Call) -> Any:
    return [
        {
            "id": row["id"],
            "from": row["sender"],
            "to": json.loads(row["receivers"]),
            "subject": row["subject"],
            "text": row["text"],
            "received_at": row["received_at"],
        }
        for row in db.execute("SELECT * FROM mail_messages ORDER BY rowid")
    ]


_MESSAGE = schemas.record(
    {
        "id": schemas.text(40),
        "from": schemas.text(300, min_chars=0),
        "to": schemas.listing(schemas.text(300)),
        "subject": schemas.text(1000, min_chars=0),
        "text": schemas.text(MOST_BYTES, min_chars=0),
        "received_at": schemas.moment(),
    }
)

MAIL = System(
    name="mail",
    title="Mail",
    description="Mail modtages over SMTP, gemmes og sendes ikke videre.",
    tables={
        "mail_messages": (
            "id TEXT PRIMARY KEY, message_id TEXT NOT NULL UNIQUE, sender TEXT NOT NULL,"
            " receivers TEXT NOT NULL, subject TEXT NOT NULL, text TEXT NOT NULL, received_at TEXT NOT NULL"
        )
    },
    endpoints=(
        Endpoint(
            "GET",
            "/mail/messages",
            "Alle mails, den nyeste sidst",
            _messages,
            schemas.listing(_MESSAGE),
        ),
    ),
)
