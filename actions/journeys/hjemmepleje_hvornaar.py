"""Home care: when the carer comes and who it is."""

from __future__ import annotations

import datetime as dt

from actions.dialogue.danish import clock, day, day_and_time
from actions.dialogue.journey import journey
from actions.dialogue.somebody_else import answer_for_somebody_else
from actions.dialogue.turn import Turn
from actions.fagsystemer.home_care import Visit


@journey("hjemmepleje_hvornaar", kind="info")
async def hjemmepleje_hvornaar(turn: Turn) -> None:
    """Tell when the carer comes next, or on the day that was asked about; only about the citizen's own."""
    if await answer_for_somebody_else(turn):
        return None
    if turn.citizen is None:
        return turn.need_login("hjemmepleje.login_to_see")
    visits = await turn.systems.home_care.visits(turn.citizen)
    asked_day = turn.heard("date")
    if asked_day:
        tell_day(turn, [visit for visit in visits if visit.date.isoformat() == asked_day], visits, asked_day)
    else:
        tell_next(turn, visits)
    turn.settle("done")


def tell_next(turn: Turn, visits: list[Visit]) -> None:
    """Tell about the visit under way or cancelled today, then the next one."""
    today = [visit for visit in visits if visit.date == turn.now.date()]
    coming = next((visit for visit in visits if is_coming(visit, turn)), None)
    for visit in today:
        if visit.status == "under_way":
            turn.say("hjemmepleje.under_way", carer=visit.carer, time=clock(visit.time))
        elif visit.status == "cancelled" and visit.starts_at > turn.now:
            turn.say("hjemmepleje.cancelled_one", when=day_and_time(visit.date, visit.time, turn.now))
    if coming is None:
        if not turn.said:
            turn.say("hjemmepleje.none")
        return
    if (
        not turn.said
        and coming.date != turn.now.date()
        and (done := [v for v in today if v.status == "done"])
    ):
        turn.say("hjemmepleje.was_here", carer=done[-1].carer, time=clock(done[-1].time))
    turn.say("hjemmepleje.comes", carer=coming.carer, when=day_and_time(coming.date, coming.time, turn.now))


def tell_day(turn: Turn, on_day: list[Visit], visits: list[Visit], asked_day: str) -> None:
    """Tell about every visit of one day; without any, the next one there is."""
    for visit in on_day:
        when = day_and_time(visit.date, visit.time, turn.now)
        if visit.status == "planned":
            turn.say("hjemmepleje.comes", carer=visit.carer, when=when)
        elif visit.status == "under_way":
            turn.say("hjemmepleje.under_way", carer=visit.carer, time=clock(visit.time))
        elif visit.status == "done":
            turn.say("hjemmepleje.came", carer=visit.carer, when=when)
        else:
            turn.say("hjemmepleje.cancelled_one", when=when)
    if any(visit.status in ("planned", "under_way") for visit in on_day):
        return
    if not on_day:
        turn.say("hjemmepleje.none_that_day", day=day(dt.date.fromisoformat(asked_day), turn.now.date()))
    coming = next((visit for visit in visits if is_coming(visit, turn)), None)
    if coming:
        turn.say(
            "hjemmepleje.comes", carer=coming.carer, when=day_and_time(coming.date, coming.time, turn.now)
        )


def is_coming(visit: Visit, turn: Turn) -> bool:
    return visit.status == "planned" and visit.starts_at > turn.now
