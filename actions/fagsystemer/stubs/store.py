"""The stubs' database: SQLite in one thread, one transaction at a time.

Every request's work is a plain function of a connection, run from start to end inside one transaction. So
two writes at once have an order, and one of them sees what the other did.
"""

import asyncio
import sqlite3
import zlib
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

Result = TypeVar("Result")

_BUSY_MS = 5000


class Store:
    """One SQLite file with the tables of every system."""

    def __init__(self, path: Path, tables: Mapping[str, str]) -> None:
        """``tables`` maps a table's name to its column definitions."""
        self._path = path
        self._tables = {"facts": "name TEXT PRIMARY KEY, value TEXT NOT NULL", **tables}
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="stub-store")
        self._connection: sqlite3.Connection | None = None

    async def open(self) -> None:
        """Open the file, making it and its folder when missing. Raises ``OSError`` or ``sqlite3.Error``."""
        await asyncio.get_running_loop().run_in_executor(self._thread, self._open)

    async def close(self) -> None:
        """Close the file; every transaction that was asked for is finished first."""
        await asyncio.get_running_loop().run_in_executor(self._thread, self._close)
        self._thread.shutdown()

    async def run(self, work: Callable[[sqlite3.Connection], Result]) -> Result:
        """Return ``work(connection)``, done in one transaction: all of it or, when it raises, nothing."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._transact, work)

    def empty(self, db: sqlite3.Connection) -> None:
        """Forget everything, inside the caller's transaction."""
        for table in self._tables:
            db.execute(f"DELETE FROM {table}")  # noqa: S608 (names from our own code)
        self._note_layout(db)

    def _open(self) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(self._path, isolation_level=None)
        connection.row_factory = sqlite3.Row
        connection.execute("PRAGMA journal_mode = WAL")
        # With WAL this survives the process being killed; only a power cut could lose the last writes.
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute(f"PRAGMA busy_timeout = {_BUSY_MS}")
        self._connection = connection
        self._transact(self._lay_out)

    def _close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _transact(self, work: Callable[[sqlite3.Connection], Result]) -> Result:
        if self._connection is None:
            raise RuntimeError("the store is not open")
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            result = work(self._connection)
            self._connection.execute("COMMIT")
        except BaseException:
            # On a full disk SQLite has undone it already.
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            raise
        return result

    def _lay_out(self, db: sqlite3.Connection) -> None:
        """Make the tables; those of an older layout are dropped, for the data is only a demonstration."""
        known = {row["name"] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        if "facts" in known and read_fact(db, "layout") != self._layout:
            for table in known & self._tables.keys():
                db.execute(f"DROP TABLE {table}")
        for table, columns in self._tables.items():
            db.execute(f"CREATE TABLE IF NOT EXISTS {table} ({columns})")
        self._note_layout(db)

    def _note_layout(self, db: sqlite3.Connection) -> None:
        write_fact(db, "layout", self._layout)

    @property
    def _layout(self) -> str:
        return str(zlib.crc32(repr(sorted(self._tables.items())).encode()))


def read_fact(db: sqlite3.Connection, name: str) -> str | None:
    """Return a single remembered value, such as the day of the seed."""
    row = db.execute("SELECT value FROM facts WHERE name = ?", (name,)).fetchone()
    return None if row is None else str(row["value"])


def write_fact(db: sqlite3.Connection, name: str, value: str) -> None:
    """Remember a single value."""
    db.execute("INSERT OR REPLACE INTO facts (name, value) VALUES (?, ?)", (name, value))


def next_receipt(db: sqlite3.Connection, letter: str) -> str:
    """Return the next receipt number of a system, short enough to say on the telephone: ``A-10001``."""
    name = f"receipt_{letter}"
    number = int(read_fact(db, name) or 10_000) + 1
    write_fact(db, name, str(number))
    return f"{letter}-{number}"
