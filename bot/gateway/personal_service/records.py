"""A case and a note as rows of their tables (``schema.sql``), and back."""

import json
import sqlite3
from collections.abc import Callable, Mapping
from typing import Any

from bot.gateway.personal_service.models import Case, Note, Person
from bot.gateway.personal_service.ownership import Ownership
from bot.gateway.personal_service.packet import packet_of, packet_to_json

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
WRITE_CASE = (
    f"INSERT INTO cases ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' for _ in _COLUMNS)})"  # noqa: S608
    f" ON CONFLICT (id) DO UPDATE SET {', '.join(f'{name} = excluded.{name}' for name in _COLUMNS)}"
)
"""Adds a case, or writes it as it stands now; takes ``case_values``."""


def case_values(case: Case) -> list[Any]:
    """Return the case's columns, as ``WRITE_CASE`` takes them."""
    return [column(case) for column in _COLUMNS.values()]


def to_case(row: sqlite3.Row) -> Case:
    """Return the case in a row of ``cases``. Raises ``MisshapenError`` where its packet is none."""
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


def to_note(row: sqlite3.Row) -> Note:
    """Return the note in a row of ``case_notes``."""
    person = Person(row["person"], row["name"])
    return Note(row["seq"], row["time"], person, row["text"], row["client_id"])
