"""What can be done within one transaction of personal service: all of it is kept, or none of it."""

import json
import sqlite3
from typing import Any, Literal

import aiosqlite

from bot.conversation.models import JsonObject, Message, State
from bot.conversation.store import APPEND, to_message
from bot.gateway.personal_service.models import Case, Note, Person
from bot.gateway.personal_service.records import WRITE_CASE, case_values, to_case, to_note

DeliveryKind = Literal["hand_over", "taken", "closed"]
"""What the contact centre is told of a case."""


class Transaction:
    """Begun by ``ServiceStore.transaction``, and good until its block ends."""

    def __init__(self, database: aiosqlite.Connection) -> None:
        self._database = database

    async def rows(self, statement: str, *values: Any) -> list[sqlite3.Row]:
        """Run one statement."""
        return list(await self._database.execute_fetchall(statement, values))

    async def case(self, case: str) -> Case | None:
        """Return the case with this id, as it stands."""
        rows = await self.rows("SELECT * FROM cases WHERE id = ?", case)
        return to_case(rows[0]) if rows else None

    async def open_case(self, conversation: str) -> Case | None:
        """Return the open case of a conversation."""
        rows = await self.rows(
            "SELECT * FROM cases WHERE conversation = ? AND state IN ('waiting', 'with_person')", conversation
        )
        return to_case(rows[0]) if rows else None

    async def write(self, case: Case) -> None:
        """Add the case, or write it as it stands now."""
        await self.rows(WRITE_CASE, *case_values(case))

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
                return to_note(rows[0])
        rows = await self.rows(
            "INSERT INTO case_notes (case_id, seq, time, person, name, text, client_id)"
            " SELECT ?1, 1 + coalesce((SELECT max(seq) FROM case_notes WHERE case_id = ?1), 0),"
            " ?2, ?3, ?4, ?5, ?6"
            " RETURNING *",
            *(case, time, by.id, by.name, text, client_id),
        )
        return to_note(rows[0])

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
