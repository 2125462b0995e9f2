"""Cases, notes and events in SQLite, in the conversations' own file; survives a restart of the gateway.

A change is one transaction: the case, the state of its conversation, the notice in the transcript and what
the contact centre must be told are all there afterwards, or none of them.
"""

import asyncio
import json
import sqlite3
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

import aiosqlite

from bot.conversation.models import JsonObject, Message, State
from bot.conversation.store import APPEND, to_message
from bot.gateway.personal_service.models import Case, Note, Packet, Person
from bot.gateway.personal_service.ownership import Ownership
from bot.gateway.personal_service.packet import packet_of, packet_to_json

_SCHEMA = Path(__file__).with_name("schema.sql")
DeliveryKind = Literal["hand_over", "taken", "closed"]

_COLUMNS: Mapping[str, Callable[[Case], Any]] = {
    "id": lambda case: case.id,
    "conversation": lambda case: case.conversation,
    "channel": lambda case: case.channel,
    "call": lambda case: case.call,
    "language": lambda case: case.language,
    "identity": lambda case: case.identity,
    "packet": lambda case: json.dumps(packet_to_json(case.packet), ensure_ascii=False),
    "state": lambda case: case.ownership.state,
    "queue": lambda case: case.ownership.queue,
    "person": lambda case: case.ownership.person,
    "person_name": lambda case: case.person.name if case.person else None,
    "outcome": lambda case: case.ownership.outcome,
    "version": lambda case: case.ownership.version,
    "opened_at": lambda case: case.opened_at,
    "queued_at": lambda case: case.queued_at,
    "taken_at": lambda case: case.taken_at,
    "ended_at": lambda case: case.ended_at,
    "asked_at": lambda case: case.asked_at,
}
# Not "OR REPLACE": that would throw out another open case of the conversation without a word.
_WRITE_CASE = (
    f"INSERT INTO cases ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' for _ in _COLUMNS)})"  # noqa: S608
    f" ON CONFLICT (id) DO UPDATE SET {', '.join(f'{name} = excluded.{name}' for name in _COLUMNS)}"
)


class Transaction:
    """What can be done within one transaction."""

    def __init__(self, database: aiosqlite.Connection) -> None:
        self._database = database

    async def rows(self, statement: str, *values: Any) -> list[sqlite3.Row]:
        """Run one statement."""
        return list(await self._database.execute_fetchall(statement, values))

    async def case(self, case: str) -> Case | None:
        """Return the case with this id, as it stands."""
        rows = await self.rows("SELECT * FROM cases WHERE id = ?", case)
        return _to_case(rows[0]) if rows else None

    async def open_case(self, conversation: str) -> Case | None:
        """Return the open case of a conversation."""
        rows = await self.rows(
            "SELECT * FROM cases WHERE conversation = ? AND state IN ('waiting', 'with_person')", conversation
        )
        return _to_case(rows[0]) if rows else None

    async def write(self, case: Case) -> None:
        """Add the case, or write it as it stands now."""
        await self.rows(_WRITE_CASE, *(column(case) for column in _COLUMNS.values()))

    async def set_state(self, conversation: str, state: State) -> None:
        """Give the conversation its state. One that is closed stays closed."""
        await self.rows(
            "UPDATE conversations SET state = ? WHERE id = ? AND state <> 'closed'", state, conversation
        )

    async def state(self, conversation: str) -> State | None:
        """Return the conversation's state."""
        rows = await self.rows("SELECT state FROM conversations WHERE id = ?", conversation)
        return rows[0][0] if rows else None

    async def append(
        self,
        conversation: str,
        sender: str,
        time: str,
        *,
        text: str | None = None,
        part: JsonObject | None = None,
        client_id: str | None = None,
        name: str | None = None,
    ) -> Message:
        """Add a line to the transcript."""
        told = None if part is None else json.dumps(part, ensure_ascii=False)
        rows = await self.rows(
            APPEND, conversation, sender, time, text, told, client_id, None, None, 0, name, None
        )
        return to_message(rows[0])

    async def message_of_client(self, conversation: str, client_id: str) -> Message | None:
        """Return the message that was sent under this id."""
        rows = await self.rows(
            "SELECT * FROM messages WHERE conversation = ? AND client_id = ?", conversation, client_id
        )
        return to_message(rows[0]) if rows else None

    async def seen(self, conversation: str, key: str) -> str | None:
        """Return the case that a packet became."""
        rows = await self.rows(
            "SELECT case_id FROM case_packets WHERE conversation = ? AND key = ?", conversation, key
        )
        return rows[0][0] if rows else None

    async def note_packet(self, conversation: str, key: str, case: str) -> None:
        """Note that a packet has become a case."""
        await self.rows("INSERT OR IGNORE INTO case_packets VALUES (?, ?, ?)", conversation, key, case)

    async def add_note(self, case: str, time: str, by: Person, text: str, client_id: str | None) -> Note:
        """Add a note; the same ``client_id`` again returns the one there is."""
        if client_id is not None:
            rows = await self.rows(
                "SELECT * FROM case_notes WHERE case_id = ? AND client_id = ?", case, client_id
            )
            if rows:
                return _to_note(rows[0])
        rows = await self.rows(
            "INSERT INTO case_notes (case_id, seq, time, person, name, text, client_id)"
            " SELECT ?1, 1 + coalesce((SELECT max(seq) FROM case_notes WHERE case_id = ?1), 0),"
            " ?2, ?3, ?4, ?5, ?6"
            " RETURNING *",
            *(case, time, by.id, by.name, text, client_id),
        )
        return _to_note(rows[0])

    async def deliver(self, case: Case, kind: DeliveryKind) -> None:
        """Have the contact centre told."""
        key = f"{case.id}-{kind}-{case.ownership.version}"
        await self.rows(
            "INSERT OR IGNORE INTO deliveries (case_id, kind, key) VALUES (?, ?, ?)", case.id, kind, key
        )

    async def event(self, at: float, kind: str, **values: Any) -> int:
        """Note something for the dashboard; return its number. ``values`` are columns of the table."""
        columns = {"at": at, "kind": kind, **values}
        rows = await self.rows(
            f"INSERT INTO service_events ({', '.join(columns)})"  # noqa: S608 - the names are ours
            f" VALUES ({', '.join('?' for _ in columns)}) RETURNING n",
            *columns.values(),
        )
        return int(rows[0][0])


class ServiceStore:
    """The tables of personal service. ``open`` before use, after the conversations' store."""

    def __init__(self, path: Path) -> None:
        self._database = aiosqlite.connect(path, isolation_level=None)
        self._one = asyncio.Lock()

    async def open(self) -> None:
        """Open the database and make what is missing."""
        await self._database
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
            await self._database.execute("BEGIN IMMEDIATE")
            try:
                yield Transaction(self._database)
            except BaseException:
                await self._database.execute("ROLLBACK")
                raise
            await self._database.execute("COMMIT")

    async def _rows(self, statement: str, *values: Any) -> list[sqlite3.Row]:
        async with self._one:
            return list(await self._database.execute_fetchall(statement, values))

    async def cases(self, ended_after: float) -> list[Case]:
        """Return the open cases, and those that ended after ``ended_after``."""
        rows = await self._rows(
            "SELECT * FROM cases WHERE state IN ('waiting', 'with_person') OR ended_at > ?", ended_after
        )
        return [_to_case(row) for row in rows]

    async def case(self, case: str) -> Case | None:
        """Return the case with this id."""
        rows = await self._rows("SELECT * FROM cases WHERE id = ?", case)
        return _to_case(rows[0]) if rows else None

    async def notes(self, case: str) -> list[Note]:
        """Return the notes of a case, in order."""
        rows = await self._rows("SELECT * FROM case_notes WHERE case_id = ? ORDER BY seq", case)
        return [_to_note(row) for row in rows]

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


def _to_case(row: sqlite3.Row) -> Case:
    person = None if row["person"] is None else Person(row["person"], row["person_name"] or "")
    return Case(
        id=row["id"],
        conversation=row["conversation"],
        channel=row["channel"],
        call=row["call"],
        language=row["language"],
        identity=row["identity"],
        packet=packet_of(json.loads(row["packet"])),
        ownership=Ownership(row["state"], row["queue"], row["person"], row["outcome"], row["version"]),
        person=person,
        opened_at=row["opened_at"],
        queued_at=row["queued_at"],
        taken_at=row["taken_at"],
        ended_at=row["ended_at"],
        asked_at=row["asked_at"],
    )


def _to_note(row: sqlite3.Row) -> Note:
    person = Person(row["person"], row["name"])
    return Note(row["seq"], row["time"], person, row["text"], row["client_id"])
