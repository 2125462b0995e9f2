"""Place in the queue and how long it takes from there. Pure."""

import math
from collections.abc import Iterable

from bot.gateway.personal_service.models import Case

USUAL_HANDLING_SECONDS = 300.0
"""How long a conversation takes a person, until a queue has figures of its own."""


def in_order(cases: Iterable[Case], queue: str) -> list[Case]:
    """Return the cases that wait in a queue, the next one first: urgent ones first, then who waited longest.

    Time counts from the hand-over, not from a later move: nobody starts over.
    """
    waiting = [case for case in cases if case.is_waiting and case.ownership.queue == queue]
    return sorted(waiting, key=lambda case: (case.packet.priority != "immediate", case.opened_at, case.id))


def position(cases: Iterable[Case], case: Case) -> int | None:
    """Return the place in its queue, from 1; None when it does not wait."""
    ids = [other.id for other in in_order(cases, case.ownership.queue)]
    return ids.index(case.id) + 1 if case.id in ids else None


def wait_minutes(place: int, people: int, handling_seconds: float) -> int | None:
    """Return how many minutes it may take, rounded up; None while nobody is there.

    With ``people`` at work, one of them is free ``handling_seconds / people`` from now on average, and every
    one ahead in the queue takes as long again.
    """
    if people <= 0:
        return None
    return max(1, math.ceil(place * handling_seconds / people / 60))
