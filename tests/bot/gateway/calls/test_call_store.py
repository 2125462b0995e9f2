"""The file of calls, as an earlier version left it."""

import sqlite3
from pathlib import Path

from bot.gateway.calls.store import CallStore

EARLIER = """
CREATE TABLE calls (
    id TEXT PRIMARY KEY, channel TEXT NOT NULL, conversation TEXT, state TEXT NOT NULL DEFAULT 'expected',
    identity TEXT NOT NULL DEFAULT 'none', leg INTEGER NOT NULL DEFAULT 0, at REAL NOT NULL, ended_at REAL,
    end_reason TEXT, queue TEXT, target TEXT, outcome TEXT, consent INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;
CREATE INDEX calls_open ON calls (at) WHERE ended_at IS NULL OR (target IS NOT NULL AND outcome IS NULL);
INSERT INTO calls (id, channel, at, ended_at, target, outcome) VALUES
    ('on the line', 'phone', 1, NULL, NULL, NULL), ('hung up', 'phone', 1, 2, NULL, NULL),
    ('rings', 'phone', 1, 2, 'borgerservice', NULL), ('helped', 'phone', 1, 2, 'borgerservice', 'answered');
"""


async def test_calls_of_an_earlier_version_go_on_and_those_that_were_over_stay_so(tmp_path: Path) -> None:
    path = tmp_path / "calls.sqlite3"
    with sqlite3.connect(path) as earlier:
        earlier.executescript(EARLIER)
    earlier.close()
    for _ in range(2):
        store = CallStore(path)
        await store.open()
        assert {call.id for call in await store.open_calls()} == {"on the line", "rings"}
        await store.close()
