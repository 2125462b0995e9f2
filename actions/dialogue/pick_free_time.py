"""A sub-dialogue: choose one of the free times that something can be moved to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from actions.dialogue.agenda import Option
from actions.dialogue.danish import day_and_time, full_date_and_time
from actions.dialogue.pick import named_a_time, names_a_time, options_for, that_were_named
from actions.dialogue.turn import Turn
from actions.fagsystemer.booking import TimeSlot

MAX_OFFERED = 4
NEW_TIME = "new_time"


def note_choice(turn: Turn) -> None:
    """Keep the time that was chosen before anything can go wrong, so that it is not asked twice."""
    offered = turn.memory.get("offered_times", [])
    if turn.topic == NEW_TIME and turn.choice and turn.choice.isdigit() and int(turn.choice) < len(offered):
        turn.memory["chosen_time"] = offered[int(turn.choice)]


def pick_free_time(
    turn: Turn,
    free: Sequence[TimeSlot],
    phrases: str,
    wished: Sequence[TimeSlot] | None = None,
    day: dt.date | None = None,
    /,
    **values: object,
) -> TimeSlot | None:
    """Return the chosen time, or None while it is asked for.

    ``phrases`` is the phrase file; it holds ``ask_new_time`` (states the act and asks),
    ``ask_new_time_instead`` (the same, when the time wished for is not free), ``ask_new_time_again`` and
    ``ask_new_time_which`` (several fit). ``wished`` are the free times that fit a wish made with the errand
    itself, None when none was made; ``day`` is the one that is moved from: a clock time alone is of that day.
    ``values`` fill the phrases. Call ``note_choice`` first.
    """
    chosen = turn.memory.pop("chosen_time", None)
    for slot in free:
        if _key(slot) == chosen:
            return slot
    if turn.topic == NEW_TIME and turn.choice == "other":
        turn.ask(f"{phrases}.ask_another_day", NEW_TIME, "choice")
        return None
    named = (
        that_were_named(free, turn, now=names_a_time(turn))
        if turn.topic in (NEW_TIME, "confirm_move") and named_a_time(turn)
        else []
    )
    if turn.heard_now("time") and not turn.heard_now("date"):
        named = [slot for slot in named if slot.date == _day_in_mind(turn, day)] or named
    if len(named) == 1 and (turn.heard_now("date") or _key(named[0]) in turn.memory.get("offered_times", [])):
        return named[0]
    if len(named) == 1:
        # Neither its day was said nor was it on offer: it is read back before anything is moved.
        turn.memory["wanted"] = named[0].starts_at.isoformat()
        new = {"new": spoken(named[0], turn)}
        turn.ask(f"{phrases}.confirm_move", "confirm_move", "yes_no", **{**values, **new})
        return None
    key = "ask_new_time"
    if turn.topic == NEW_TIME:
        key = "ask_new_time_which" if named else "ask_new_time_again"
    elif wished is not None and not wished:
        key = "ask_new_time_instead"
    _offer(turn, named or wished or free, f"{phrases}.{key}", values)
    return None


def _day_in_mind(turn: Turn, day: dt.date | None) -> dt.date | None:
    """Return the day that was read back, or that all the times on offer are of, else the one moved from."""
    if turn.topic == "confirm_move" and turn.memory.get("wanted"):
        return dt.datetime.fromisoformat(turn.memory["wanted"]).date()
    offered = {when.split("T")[0] for when in turn.memory.get("offered_times", [])}
    return dt.date.fromisoformat(offered.pop()) if len(offered) == 1 else day


def _offer(turn: Turn, free: Sequence[TimeSlot], key: str, values: dict[str, object]) -> None:
    shown = list(free)[:MAX_OFFERED]
    turn.memory["offered_times"] = [_key(slot) for slot in shown]
    options = options_for(shown, turn.now)
    for option, slot in zip(options, shown, strict=True):
        if sum(other.date == slot.date for other in free) > 1:
            # The day alone names several free times: then the clock time must be said too.
            option.words = [word for word in option.words if ":" in word or "kl" in word or "." in word]
    if len(free) > len(shown):
        options.append(Option("En anden dag", "other", ["andre", "ingen af dem"], aside=True))
    turn.ask(key, NEW_TIME, "choice", options, **values)


def spoken(slot: TimeSlot, turn: Turn) -> str:
    return day_and_time(slot.date, slot.time, turn.now)


def dated(slot: TimeSlot) -> str:
    """For a receipt, which may be read on another day."""
    return full_date_and_time(slot.date, slot.time)


def _key(slot: TimeSlot) -> str:
    return f"{slot.date.isoformat()}T{slot.time:%H:%M}"
