"""The stubs' database, when a transaction cannot be kept."""

import sqlite3
from pathlib import Path

import pytest

from actions.fagsystemer.stubs.store import Store, read_fact, write_fact


async def test_what_cannot_be_kept_is_undone_and_the_next_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite3"
    # That it refers to nobody is seen when the transaction is to be kept, not before.
    store = Store(path, {"children": "name TEXT REFERENCES facts (name) DEFERRABLE INITIALLY DEFERRED"})

    def orphan(db: sqlite3.Connection) -> None:
        db.execute("INSERT INTO children VALUES ('nobody')")

    await store.open()
    connection = store._connection
    assert connection is not None
    try:
        store._thread.submit(connection.execute, "PRAGMA foreign_keys = ON").result()
        with pytest.raises(sqlite3.IntegrityError):
            await store.run(orphan)
        await store.run(lambda db: write_fact(db, "after", "1"))
        assert await store.run(lambda db: read_fact(db, "after")) == "1"
    finally:
        await store.close()
