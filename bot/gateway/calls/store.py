"""Records of calls in SQLite; they survive a restart. Callers hand in masked text and no telephone number."""

import os
import sqlite3
from dataclasses import fields
from pathlib import Path
from typing import Any

import aiosqlite

from bot.conversation.database import opened
from bot.gateway.calls.models import CallChannel, CallRecord, CallTurn

_SCHEMA = Path(__file__).with_name("schema.sql")
_COLUMNS = frozenset(field.name for field in fields(CallRecord)) - {"id"}


class CallStore:
    """Calls by UUID, in one file. ``open`` before use, ``close`` after; one statement an operation."""

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
        for pragma in (
            "journal_mode = WAL",
            "synchronous = NORMAL",
            "busy_timeout = 2000",
            "foreign_keys = ON",
        ):
            await self._database.execute(f"PRAGMA {pragma}")
        await self._database.executescript(_SCHEMA.read_text(encoding="utf-8"))
        await self._add_what_is_newer()

    async def _add_what_is_newer(self) -> None:
        """Bring a file of an earlier version up to this one; calls under way in it go on."""
        known = {row["name"] for row in await self._rows("PRAGMA table_info(calls)")}
        if "gone" not in known:
            for column in ("case_id TEXT", "dialled_at REAL", "gone INTEGER NOT NULL DEFAULT 0"):
                await self._rows(f"ALTER TABLE calls ADD COLUMN {column}")
            await self._rows(
                "UPDATE calls SET gone = 1"
                " WHERE ended_at IS NOT NULL AND (target IS NULL OR outcome IS NOT NULL)"
            )
        await self._rows("DROP INDEX IF EXISTS calls_open")
        await self._rows("CREATE INDEX IF NOT EXISTS calls_not_gone ON calls (at) WHERE gone = 0")

    async def close(self) -> None:
        """Write everything out and let go of the file."""
        await self._database.close()

    async def check(self) -> None:
        """Raise ``sqlite3.Error`` when the database cannot be read."""
        await self._rows("SELECT id FROM calls LIMIT 1")

    async def get(self, call: str) -> CallRecord | None:
        """Return the call with this UUID."""
        rows = await self._rows("SELECT * FROM calls WHERE id = ?", call)
        return _to_record(rows[0]) if rows else None

    async def begin(self, call: str, channel: CallChannel, at: float) -> CallRecord:
        """Begin a record, in place of what an earlier call under the same UUID left."""
        await self.forget(call)
        rows = await self._rows(
            "INSERT INTO calls (id, channel, at) VALUES (?, ?, ?) RETURNING *", call, channel, at
        )
        return _to_record(rows[0])

    async def forget(self, call: str) -> None:
        """Delete a record with its turns and times."""
        await self._rows("DELETE FROM calls WHERE id = ?", call)

    async def change(self, call: str, **columns: Any) -> None:
        """Set columns of a call, by the names of ``CallRecord``."""
        if not columns.keys() <= _COLUMNS:
            raise ValueError("no such column")
        settings = ", ".join(f"{column} = ?" for column in columns)
        # The names are ours, as checked above; only the values come from elsewhere.
        await self._rows(f"UPDATE calls SET {settings} WHERE id = ?", *columns.values(), call)  # noqa: S608

    async def open_calls(self) -> list[CallRecord]:
        """Return the calls that are not over."""
        rows = await self._rows("SELECT * FROM calls WHERE gone = 0")
        return [_to_record(row) for row in rows]

    async def add_turn(self, call: str, turn: CallTurn) -> None:
        """Add a turn; one with the same ``said`` in the same leg is the same turn and is not added twice."""
        await self._rows(
            "INSERT OR IGNORE INTO call_turns (call, n, leg, said, who, text, start_ms, end_ms, confidence,"
            " language, engine, interrupted)"
            " SELECT ?1, 1 + coalesce(max(n), 0), ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11"
            " FROM call_turns WHERE call = ?1",
            *(call, turn.leg, turn.said, turn.who, turn.text, turn.start_ms, turn.end_ms),
            *(turn.confidence, turn.language, turn.engine, turn.interrupted),
        )

    async def text_said(self, call: str, leg: int, said: str) -> str | None:
        """Return what was said under an id of the line's in this leg, None when nothing was."""
        rows = await self._rows(
            "SELECT text FROM call_turns WHERE call = ? AND leg = ? AND said = ?", call, leg, said
        )
        return str(rows[0][0]) if rows else None

    async def turns(self, call: str) -> list[CallTurn]:
        """Return what was said, in the order of the clock."""
        rows = await self._rows("SELECT * FROM call_turns WHERE call = ? ORDER BY leg, start_ms, n", call)
        names = [field.name for field in fields(CallTurn)]
        return [
            CallTurn(**{**{name: row[name] for name in names}, "interrupted": bool(row["interrupted"])})
            for row in rows
        ]

    async def add_time(self, call: str, name: str, ms: float) -> None:
        """Add a time that was measured."""
        await self._rows(
            "INSERT INTO call_times (call, n, name, ms)"
            " SELECT ?1, 1 + coalesce(max(n), 0), ?2, ?3 FROM call_times WHERE call = ?1",
            *(call, name, ms),
        )

    async def times(self, call: str) -> dict[str, list[float]]:
        """Return the measured times by name, each in order."""
        times: dict[str, list[float]] = {}
        for row in await self._rows("SELECT name, ms FROM call_times WHERE call = ? ORDER BY n", call):
            times.setdefault(row["name"], []).append(round(row["ms"], 1))
        return times

    async def _rows(self, statement: str, *values: Any) -> list[sqlite3.Row]:
        return list(await self._database.execute_fetchall(statement, values))


def _to_record(row: sqlite3.Row) -> CallRecord:
    values = {field.name: row[field.name] for field in fields(CallRecord)}
    return CallRecord(**{**values, "consent": bool(values["consent"]), "gone": bool(values["gone"])})
