"""Free times as the fakes offer them: the next five weekdays at 9, 11 and 14."""

import datetime as dt
from collections.abc import Iterable

from actions.fagsystemer.booking import TimeSlot
from actions.fagsystemer.errors import Refused
from nlu.clock import now

HOURS = (9, 11, 14)
WEEKDAYS_OFFERED = 5


def free_times(taken: Iterable[TimeSlot]) -> list[TimeSlot]:
    """Return the free times from tomorrow on, without those taken."""
    today = now().date()
    days = (today + dt.timedelta(days=ahead) for ahead in range(1, 8))
    weekdays = [day for day in days if day.weekday() < 5][:WEEKDAYS_OFFERED]
    offered = (TimeSlot(day, dt.time(hour, 0)) for day in weekdays for hour in HOURS)
    busy = set(taken)
    return [slot for slot in offered if slot not in busy]


def check_free(system: str, slot: TimeSlot, taken: Iterable[TimeSlot]) -> None:
    """Raise `Refused` as the stub does: `no_such_time` outside the calendar, `slot_taken` when it is busy."""
    if slot not in free_times(()):
        raise Refused(system, "no_such_time", "not a time that is offered")
    if slot in set(taken):
        raise Refused(system, "slot_taken", "somebody else has that time")
