"""Finding what a request names, or saying that it is not there."""

import sqlite3

from actions.fagsystemer.stubs.citizens import Citizen, by_reference
from actions.fagsystemer.stubs.problems import not_found


def citizen_of(reference: str) -> Citizen:
    """Return the citizen with this slug or UUID. Raises `Problem` 404 ``unknown_citizen``."""
    citizen = by_reference(reference)
    if citizen is None:
        raise not_found("unknown_citizen", "Borgeren findes ikke.")
    return citizen


def row_of(db: sqlite3.Connection, table: str, key: str, code: str, text: str) -> sqlite3.Row:
    """Return the row with this id. Raises `Problem` 404 with ``code`` and ``text``."""
    found = db.execute(f"SELECT * FROM {table} WHERE id = ?", (key,)).fetchone()  # noqa: S608 (our own names)
    if not isinstance(found, sqlite3.Row):
        raise not_found(code, text)
    return found
