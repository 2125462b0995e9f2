"""Cases, notes and events in SQLite, in the conversations' own file; survives a restart of the gateway.

A change is one transaction: the case, the state of its conversation, the notice in the transcript and what
the contact centre must be told are all there afterwards, or none of them.
"""

import asyncio
import contextlib
import json
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import aiosqlite

from bot.conversation.database import opened
from bot.conversation.models import JsonObject
from bot.gateway.personal_service.models import Case, Note, Packet, Person
from bot.gateway.personal_service.records import to_case, to_note
from bot.gateway.personal_service.transaction import DeliveryKind, Transaction

_SCHEMA = Path(__file__).with_name("schema.sql")


class ServiceStore:
    """The tables of personal service. ``open`` before use, after the conversations' store."""

    def __init__(self, path: Path) -> None:
        self._database = aiosqlite.connect(path, isolation_level=None)
        self._one = asyncio.Lock()

    async def open(self) -> None:
        """Open the database and make what is missing."""
        async with opened(self._database):
            self._database.row_factory = sqlite3.Row
            await self._database.execute("PRAGMA synchronous = NORMAL")
            await self._database.execute("PRAGMA busy_timeout = 2000")
            await self._database.executescript(_SCHEMA.read_text(encoding="utf-8"))

    async def close(self) -> None:
        """Write everything out and let go of the file."""
        await self._database.close()

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Transaction]:
        """Begin a transaction; it is kept when the block ends well, and undone when it raises."""
        async with self._one:
            try:
                await self._database.execute("BEGIN IMMEDIATE")
                yield Transaction(self._database)
                await self._database.execute("COMMIT")
            except BaseException:
                # Cancelled while BEGIN or COMMIT is with the database's thread, nobody here knows whether a
                # transaction is open. ROLLBACK comes after them there; with none open it only complains, as
                # it does of a database that is broken or closed: what ended the block goes before that.
                with contextlib.suppress(sqlite3.Error, ValueError):
                    await self._database.execute("ROLLBACK")
                raise

    async def _rows(self, statement: str, *values: Any) -> list[sqlite3.Row]:
        async with self._one:
            return list(await self._database.execute_fetchall(statement, values))

    async def cases(self, ended_after: float) -> list[Case]:
        """Return the open cases, and those that ended after ``ended_after``."""
        rows = await self._rows(
            "SELECT * FROM cases WHERE state IN ('waiting', 'with_person') OR ended_at > ?", ended_after
        )
        return [to_case(row) for row in rows]

    async def case(self, case: str) -> Case | None:
        """Return the case with this id."""
        rows = await self._rows("SELECT * FROM cases WHERE id = ?", case)
        return to_case(rows[0]) if rows else None

    async def notes(self, case: str) -> list[Note]:
        """Return the notes of a case, in order."""
        rows = await self._rows("SELECT * FROM case_notes WHERE case_id = ? ORDER BY seq", case)
        return [to_note(row) for row in rows]

    async def handling_seconds(self, queue: str, latest: int) -> float | None:
        """Return how long the queue's latest conversations took on average; None when there is none yet."""
        rows = await self._rows(
            "SELECT avg(handle_s) FROM (SELECT handle_s FROM service_events"
            " WHERE kind IN ('closed', 'given_back') AND queue = ? AND handle_s IS NOT NULL"
            " ORDER BY n DESC LIMIT ?)",
            queue,
            latest,
        )
        return rows[0][0] if rows else None

    async def events(self, after: int = 0) -> list[JsonObject]:
        """Return the dashboard's events after number ``after``."""
        rows = await self._rows("SELECT * FROM service_events WHERE n > ? ORDER BY n", after)
        return [{**dict(row), "intents": json.loads(row["intents"])} for row in rows]

    async def unanswered(self, conversation: str) -> int:
        """Return how many messages of the citizen's have come since a person last wrote."""
        rows = await self._rows(
            "SELECT count(*) FROM messages WHERE conversation = ?1 AND sender = 'citizen' AND seq >"
            " coalesce((SELECT max(seq) FROM messages"
            " WHERE conversation = ?1 AND sender IN ('person', 'system')), 0)",
            conversation,
        )
        return int(rows[0][0])

    async def contact_ids(self, case: str) -> list[str]:
        """Return every id that the contact centre knows the case by."""
        rows = await self._rows(
            "SELECT key FROM case_packets WHERE case_id = ? AND key LIKE 'contact:%'", case
        )
        return [row[0].removeprefix("contact:") for row in rows]

    async def case_of_contact(self, contact_id: str) -> str | None:
        """Return the case that the contact centre knows by this id."""
        rows = await self._rows("SELECT case_id FROM case_packets WHERE key = ?", f"contact:{contact_id}")
        return rows[0][0] if rows else None

    async def claim_call_back(self, call_back: str, person: Person) -> Person:
        """Make ``person`` the one who calls back, unless somebody is; return who is."""
        rows = await self._rows(
            "INSERT INTO call_back_people VALUES (?, ?, ?)"
            " ON CONFLICT (call_back) DO UPDATE SET person = person RETURNING person, name",
            *(call_back, person.id, person.name),
        )
        return Person(rows[0][0], rows[0][1])

    async def release_call_back(self, call_back: str) -> None:
        """Take the claim back."""
        await self._rows("DELETE FROM call_back_people WHERE call_back = ?", call_back)

    async def call_back_people(self) -> dict[str, Person]:
        """Return who calls back, by call-back."""
        rows = await self._rows("SELECT * FROM call_back_people")
        return {row[0]: Person(row[1], row[2]) for row in rows}

    # The contact centre

    async def due(self, at: float) -> list[tuple[int, str, DeliveryKind, str]]:
        """Return what the contact centre must be told now: number, case, kind and key, the oldest first.

        Of one case only the first: what comes later must not overtake it.
        """
        rows = await self._rows(
            "SELECT n, case_id, kind, key FROM deliveries AS d WHERE not_before <= ? AND NOT EXISTS"
            " (SELECT 1 FROM deliveries WHERE case_id = d.case_id AND n < d.n) ORDER BY n",
            at,
        )
        return [(row[0], row[1], row[2], row[3]) for row in rows]

    async def delivered(self, n: int) -> None:
        """Note that it has been told, or never can be."""
        await self._rows("DELETE FROM deliveries WHERE n = ?", n)

    async def postpone(self, n: int, until: float) -> None:
        """Try again later."""
        await self._rows("UPDATE deliveries SET not_before = ? WHERE n = ?", until, n)

    async def set_contact(self, case: str, contact_id: str, receipt: str) -> None:
        """Note what the contact centre calls the case."""
        async with self.transaction() as transaction:
            stored = await transaction.case(case)
            if stored is not None:
                packet: Packet = replace(stored.packet, contact_id=contact_id, receipt=receipt)
                await transaction.write(replace(stored, packet=packet))
                await transaction.note_packet(stored.conversation, f"contact:{contact_id}", case)

    # Settings

    async def setting(self, name: str) -> Any:
        """Return a value that was set, else None."""
        rows = await self._rows("SELECT value FROM service_settings WHERE name = ?", name)
        return json.loads(rows[0][0]) if rows else None

    async def set_setting(self, name: str, value: Any) -> None:
        """Set a value."""
        text = json.dumps(value, ensure_ascii=False)
        await self._rows("INSERT OR REPLACE INTO service_settings VALUES (?, ?)", name, text)
