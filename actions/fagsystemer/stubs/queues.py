"""The contact centre's queues: who they are, and whether somebody answers right now."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from datetime import time as clock
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from actions.fagsystemer.stubs.slots import is_holiday
from nlu.clock import COPENHAGEN

_FILE = Path(__file__).with_name("queues.yml")
_LOOK_AHEAD_DAYS = 14
_ALL_DAY = (clock(0), clock(23, 59))

Week = Mapping[int, tuple[clock, clock]]


@dataclass(frozen=True)
class Queue:
    """One queue; see ``queues.yml`` for what is real and what is made up."""

    id: str
    name: str
    owner: str
    """The forvaltning."""
    phone: str | None
    """E.164, or none known."""
    week: Week
    """Opening hours by weekday, 0 = Monday."""
    always: bool
    """Open day and night, holidays too."""
    wait_minutes: int
    """Estimated wait while open."""

    def is_open(self, now: datetime) -> bool:
        """Say whether somebody answers now."""
        return self.always or self.closes_at(now) is not None

    def closes_at(self, now: datetime) -> datetime | None:
        """When it closes today; ``None`` while it is closed, and for a queue that never closes."""
        if self.always or now.weekday() not in self.week or is_holiday(now.date()):
            return None
        opens, closes = (datetime.combine(now.date(), at, COPENHAGEN) for at in self.week[now.weekday()])
        return closes if opens <= now < closes else None

    def opens_at(self, now: datetime) -> datetime | None:
        """When it opens next; ``None`` while it is open."""
        if self.is_open(now):
            return None
        for ahead in range(_LOOK_AHEAD_DAYS):
            day = now.date() + timedelta(days=ahead)
            if day.weekday() in self.week and not is_holiday(day):
                opens = datetime.combine(day, self.week[day.weekday()][0], COPENHAGEN)
                if opens > now:
                    return opens
        return None

    def as_json(self, now: datetime) -> dict[str, Any]:
        """Return the queue as the contact centre tells it at this moment."""
        opens, closes, is_open = self.opens_at(now), self.closes_at(now), self.is_open(now)
        return {
            "id": self.id,
            "name": self.name,
            "owner": self.owner,
            "phone": self.phone,
            "is_open": is_open,
            "opens_at": opens.isoformat() if opens else None,
            "closes_at": closes.isoformat() if closes else None,
            "wait_minutes": self.wait_minutes if is_open else None,
            "hours": [
                {"weekday": day, "from": f"{opens:%H:%M}", "to": f"{closes:%H:%M}"}
                for day, (opens, closes) in sorted(self.week.items())
            ],
        }


@lru_cache(maxsize=1)
def _content() -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return content


@lru_cache(maxsize=1)
def queues() -> dict[str, Queue]:
    """Return every queue by its id, in the order of the file."""
    patterns = _content()["hours"]
    return {row["id"]: _queue(row, patterns[row["hours"]]) for row in _content()["queues"]}


def places() -> list[dict[str, str]]:
    """Return the places to go in person."""
    return list(_content()["places"])


def _queue(row: dict[str, Any], pattern: dict[int, list[str]] | str) -> Queue:
    if isinstance(pattern, str):
        week = dict.fromkeys(range(7), _ALL_DAY)
    else:
        week = {day: _hours(*hours) for day, hours in pattern.items()}
    return Queue(
        id=row["id"],
        name=row["name"],
        owner=row["owner"],
        phone=row["phone"],
        week=week,
        always=isinstance(pattern, str),
        wait_minutes=row["wait_minutes"],
    )


def _hours(opens: str, closes: str) -> tuple[clock, clock]:
    return clock.fromisoformat(opens), clock.fromisoformat(closes)
