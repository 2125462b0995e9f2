"""A sub-dialogue: which one of several points in time (appointments, visits, free times) is meant."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Protocol, TypeVar

from actions.dialogue.agenda import Option
from actions.dialogue.danish import MONTHS, WEEKDAYS, day, day_and_time
from actions.dialogue.turn import Turn


class Timed(Protocol):
    """Anything that happens on a day at a time."""

    @property
    def date(self) -> dt.date: ...
    @property
    def time(self) -> dt.time: ...


Item = TypeVar("Item", bound=Timed)


def that_were_named(items: Sequence[Item], turn: Turn, *, now: bool = False) -> list[Item]:
    """Keep the items on the date and at the time that the citizen named; all when neither was.

    ``now``: in this message alone. What opened the errand may have named what is to be moved.
    """
    # "Klokken ti skal jeg til lægen", and later "om eftermiddagen": what is said now is what counts.
    heard = turn.heard_now if turn.heard_now("time") or turn.heard_now("time_range") else turn.heard
    date = turn.heard_now("date") if now else turn.heard("date")
    time, span = heard("time"), heard("time_range")
    kept = [item for item in items if not date or item.date.isoformat() == date]
    if time:
        kept = [item for item in kept if item.time.strftime("%H:%M") == time]
    elif isinstance(span, dict):
        kept = [
            item
            for item in kept
            if span.get("from", "") <= item.time.strftime("%H:%M") <= span.get("to", "24")
        ]
    return kept


def names_a_time(turn: Turn) -> bool:
    """Tell whether this message names a date or a time."""
    return any(turn.heard_now(kind) for kind in ("date", "time", "time_range"))


def named_a_time(turn: Turn) -> bool:
    return any(turn.heard(kind) for kind in ("date", "time", "time_range"))


def options_for(items: Sequence[Timed], now: dt.datetime) -> list[Option]:
    """Return one option an item, its value the index, with the words people name it by."""
    return [
        Option(
            day_and_time(item.date, item.time, now),
            str(index),
            [
                item.date.isoformat(),
                item.time.strftime("%H:%M"),
                f"{item.time.hour}.{item.time.minute:02d}",
                f"kl {item.time.hour}",
                day(item.date, now.date()),
                WEEKDAYS[item.date.weekday()],
                f"den {item.date.day}",
                f"{item.date.day} {MONTHS[item.date.month - 1]}",
            ],
        )
        for index, item in enumerate(items)
    ]
