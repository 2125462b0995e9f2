"""The contact centre's queues: those of the routing table, with a wait that is made up, and places to go."""

from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from actions.routing import Queue, routing

_FILE = Path(__file__).with_name("queues.yml")


def queues(on: date) -> dict[str, Queue]:
    """Return the queues there are on a day by their id, in the order of the routing table."""
    return {queue.id: queue for queue in routing().queues(on)}


def wait_minutes(queue: Queue) -> int:
    """Return the estimated wait for each place in the queue while it is open."""
    return int(_content()["wait_minutes"].get(queue.id, _content()["other_wait_minutes"]))


def as_json(queue: Queue, now: datetime) -> dict[str, Any]:
    """Return a queue as the contact centre tells it at this moment."""
    opens, closes, is_open = queue.opens_at(now), queue.closes_at(now), queue.is_open(now)
    return {
        "id": queue.id,
        "name": queue.name,
        "owner": queue.department(now.date()),
        "phone": queue.phone,
        "is_open": is_open,
        "opens_at": opens.isoformat() if opens else None,
        "closes_at": closes.isoformat() if closes else None,
        "wait_minutes": wait_minutes(queue) if is_open else None,
        "hours": [
            {"weekday": day, "from": f"{opens:%H:%M}", "to": f"{closes:%H:%M}"}
            for day, (opens, closes) in sorted(queue.week.hours.items())
        ],
    }


def places() -> list[dict[str, str]]:
    """Return the places to go in person."""
    return list(_content()["places"])


@lru_cache(maxsize=1)
def _content() -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return content
