"""The transcript and the session of every conversation, in SQLite; survives a restart of the gateway.

Each operation is one statement in autocommit mode: whole or not at all, and nothing of two conversations
can mix on the one connection. Callers hand in masked text and hashed secrets; this file adds neither.
"""

import json
import os
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import aiosqlite

from bot.conversation.database import opened
from bot.conversation.models import (
    AnswerState,
    Channel,
    Conversation,
    JsonObject,
    Language,
    Message,
    PendingEvent,
    Sender,
    State,
)

_SCHEMA = Path(__file__).with_name("schema.sql")
APPEND = (
    "INSERT INTO messages"
    " (conversation, seq, sender, time, text, part, client_id, answer, reply_to, attempt, name)"
    " SELECT ?1, 1 + coalesce((SELECT max(seq) FROM messages WHERE conversation = ?1), 0),"
    " ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10"
    " WHERE ?11 IS NULL OR NOT EXISTS (SELECT 1 FROM conversations WHERE id = ?1 AND state = ?11)"
    " RETURNING *"
)
"""Adds a message at the end, unless the conversation is in the state that the last parameter names."""


@dataclass(frozen=True)
class NewConversation:
    """What a conversation begins with."""

    id: str
    token_hash: bytes
    session_hash: bytes | None
    browser: bool
    channel: Channel
    language: Language
    at: float
    """Seconds since 1970."""


@dataclass(frozen=True)
class Reply:
    """Marks a part as belonging to the answer to one message."""

    to: int
    """``seq`` of the citizen's message."""
    attempt: int
    """Which try at answering it, from 1."""


class ConversationStore:
    """Conversations and messages by id, in one file. ``open`` before use, ``close`` after."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._database = aiosqlite.connect(path, isolation_level=None)

    async def open(self) -> None:
        """Open or make the database, readable by its owner only."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600))
        async with opened(self._database):
            await self._lay_out()

    async def _lay_out(self) -> None:
        self._database.row_factory = sqlite3.Row
        await self._database.execute("PRAGMA journal_mode = WAL")
        await self._database.execute("PRAGMA synchronous = NORMAL")
        await self._database.execute("PRAGMA busy_timeout = 2000")
        await self._database.executescript(_SCHEMA.read_text(encoding="utf-8"))
        columns = {row["name"] for row in await self._rows("PRAGMA table_info(messages)")}
        if "name" not in columns:
            # A file from before people could answer.
            await self._rows("ALTER TABLE messages ADD COLUMN name TEXT")

    async def close(self) -> None:
        """Write everything out and let go of the file."""
        await self._database.close()

    async def _rows(self, statement: str, *values: Any) -> list[sqlite3.Row]:
        return list(await self._database.execute_fetchall(statement, values))

    async def _conversation(self, statement: str, *values: Any) -> Conversation | None:
        rows = await self._rows(statement, *values)
        return _to_conversation(rows[0]) if rows else None

    async def check(self) -> None:
        """Raise ``sqlite3.Error`` when the database cannot be read."""
        await self._rows("SELECT id FROM conversations LIMIT 1")

    # Conversations

    async def begin(self, new: NewConversation) -> None:
        """Add a conversation."""
        await self._rows(
            "INSERT INTO conversations"
            " (id, token_hash, session_hash, browser, channel, language, last_active)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            *(new.id, new.token_hash, new.session_hash, new.browser, new.channel, new.language, new.at),
        )

    async def get(self, conversation: str) -> Conversation | None:
        """Return the conversation with this id."""
        return await self._conversation("SELECT * FROM conversations WHERE id = ?", conversation)

    async def has_token(self, token_hash: bytes) -> bool:
        """Say whether any conversation has this token."""
        return bool(await self._rows("SELECT 1 FROM conversations WHERE token_hash = ?", token_hash))

    async def newest_of_session(self, session_hash: bytes) -> Conversation | None:
        """Return the conversation of a browser session that was active last."""
        return await self._conversation(
            "SELECT * FROM conversations WHERE session_hash = ? ORDER BY last_active DESC LIMIT 1",
            session_hash,
        )

    async def move_session(self, old_hash: bytes, new_hash: bytes) -> None:
        """Give every conversation of a browser session to its new id; the old one is worth nothing then."""
        await self._rows(
            "UPDATE conversations SET session_hash = ? WHERE session_hash = ?", new_hash, old_hash
        )

    async def save_turn(
        self,
        conversation: str,
        errands: Iterable[JsonObject],
        expects: str | None,
        language: Language,
        *,
        closed: bool,
    ) -> None:
        """Keep what Rasa told at the end of a turn. It can end a conversation that the assistant has."""
        await self._rows(
            "UPDATE conversations SET errands = ?, expects = ?, language = ?,"
            " state = CASE WHEN ? AND state = 'bot' THEN 'closed' ELSE state END WHERE id = ?",
            *(json.dumps(list(errands), ensure_ascii=False), expects, language, closed, conversation),
        )

    async def set_pending_event(self, conversation: str, event: PendingEvent | None) -> None:
        """Remember an event that Rasa must be told before the next message."""
        await self._rows("UPDATE conversations SET pending_event = ? WHERE id = ?", event, conversation)

    # Identity

    async def touch(self, conversation: str, at: float, idle_seconds: float) -> Conversation | None:
        """Note that the citizen was active; a login that had already gone stale stays stale."""
        return await self._conversation(
            "UPDATE conversations SET last_active = ?1, identity_seen ="
            " CASE WHEN ?1 - identity_seen < ?2 THEN ?1 ELSE identity_seen END"
            " WHERE id = ?3 RETURNING *",
            *(at, idle_seconds, conversation),
        )

    async def bind(self, conversation: str, citizen: str, at: float) -> None:
        """Note that ``citizen`` logged in."""
        await self._rows(
            "UPDATE conversations SET citizen = ?1, identity_seen = ?2, last_active = ?2 WHERE id = ?3",
            *(citizen, at, conversation),
        )

    async def unbind(self, conversation: str) -> bool:
        """End the login; say whether there was one."""
        rows = await self._rows(
            "UPDATE conversations SET identity_seen = NULL WHERE id = ? AND identity_seen IS NOT NULL"
            " RETURNING id",
            conversation,
        )
        return bool(rows)

    async def stale_logins(self, seen_before: float) -> list[str]:
        """Return the conversations whose citizen has been silent since ``seen_before``."""
        rows = await self._rows("SELECT id FROM conversations WHERE identity_seen <= ?", seen_before)
        return [row[0] for row in rows]

    # Messages

    async def append(
        self,
        conversation: str,
        sender: Sender,
        time: str,
        *,
        text: str | None = None,
        part: JsonObject | None = None,
        client_id: str | None = None,
        answer: AnswerState | None = None,
        reply: Reply | None = None,
        unless: State | None = None,
    ) -> Message | None:
        """Add a message at the end and return it with its ``seq``.

        In the state ``unless`` of the conversation nothing is added, and None comes back.
        """
        rows = await self._rows(
            APPEND,
            *(conversation, sender, time, text),
            None if part is None else json.dumps(part, ensure_ascii=False),
            *(client_id, answer, reply.to if reply else None, reply.attempt if reply else 0),
            *(None, unless),
        )
        return to_message(rows[0]) if rows else None

    async def messages(self, conversation: str, after: int = 0) -> list[Message]:
        """Return the transcript after ``after``, in order."""
        rows = await self._rows(
            "SELECT * FROM messages WHERE conversation = ? AND seq > ? ORDER BY seq",
            *(conversation, after),
        )
        return [to_message(row) for row in rows]

    async def last_seq(self, conversation: str) -> int:
        """Return the number of the last message, 0 when there is none."""
        rows = await self._rows(
            "SELECT coalesce(max(seq), 0) FROM messages WHERE conversation = ?", conversation
        )
        return int(rows[0][0])

    async def message_of_client(self, conversation: str, client_id: str) -> Message | None:
        """Return the message that was sent under this id."""
        rows = await self._rows(
            "SELECT * FROM messages WHERE conversation = ? AND client_id = ?",
            *(conversation, client_id),
        )
        return to_message(rows[0]) if rows else None

    async def start_answer(self, conversation: str, seq: int) -> Reply:
        """Begin a new try at answering the message."""
        rows = await self._rows(
            "UPDATE messages SET answer = 'waiting', attempt = attempt + 1"
            " WHERE conversation = ? AND seq = ? RETURNING attempt",
            *(conversation, seq),
        )
        return Reply(to=seq, attempt=rows[0][0])

    async def finish_answer(self, conversation: str, seq: int, answer: AnswerState) -> None:
        """Note how the try ended."""
        await self._rows(
            "UPDATE messages SET answer = ? WHERE conversation = ? AND seq = ?", answer, conversation, seq
        )

    async def parts_of_answer(self, conversation: str, seq: int) -> list[JsonObject]:
        """Return the parts of the latest try at answering the message, in order."""
        rows = await self._rows(
            "SELECT answers.part FROM messages AS asked JOIN messages AS answers"
            " ON answers.conversation = asked.conversation AND answers.reply_to = asked.seq"
            " AND answers.attempt = asked.attempt"
            " WHERE asked.conversation = ? AND asked.seq = ? ORDER BY answers.seq",
            *(conversation, seq),
        )
        return [json.loads(row[0]) for row in rows]

    async def interrupted(self) -> list[tuple[str, int]]:
        """Return conversation and ``seq`` of every message whose answer never ended."""
        rows = await self._rows(
            "SELECT conversation, seq FROM messages WHERE answer = 'waiting' ORDER BY conversation, seq"
        )
        return [(row[0], row[1]) for row in rows]


def _to_conversation(row: sqlite3.Row) -> Conversation:
    return Conversation(
        **{
            **{field.name: row[field.name] for field in fields(Conversation)},
            "browser": bool(row["browser"]),
            "errands": tuple(json.loads(row["errands"])),
        }
    )


def to_message(row: sqlite3.Row) -> Message:
    """Return the message in a row of ``messages``."""
    part = row["part"]
    return Message(
        row["seq"],
        row["sender"],
        row["time"],
        row["text"],
        None if part is None else json.loads(part),
        row["client_id"],
        row["answer"],
        row["reply_to"],
        row["name"],
    )
