"""When the citizen's next appointments at the jobcenter are."""

from __future__ import annotations

from actions.dialogue.journey import journey
from actions.dialogue.pick import named_a_time, that_were_named
from actions.dialogue.turn import Turn
from actions.fagsystemer.jobcenter import Appointment
from actions.journeys.jobcenter import facts, list_of, spoken_list_of, still_to_come


@journey("vis_jobcentertid", kind="info")
async def vis_jobcentertid(turn: Turn) -> None:
    """Tell when the citizen's next appointments are."""
    if turn.citizen is None:
        return turn.need_login("jobcentertid.login_to_see")
    every = await turn.systems.jobcenter.appointments(turn.citizen)
    coming = still_to_come(every, turn)
    named = that_were_named(coming, turn)
    if not coming:
        turn.say("jobcentertid.none")
    elif named_a_time(turn) and not named:
        tell(turn, "jobcentertid.none_then", coming)
    elif len(named) == 1:
        turn.say("jobcentertid.one", **facts(named[0], turn))
    else:
        tell(turn, "jobcentertid.several", named)
    turn.settle("done")


def tell(turn: Turn, key: str, appointments: list[Appointment]) -> None:
    """Say a phrase that lists appointments: one a line on the page, all in one breath by ear."""
    turn.say(key, times=list_of(appointments, turn), spoken_times=spoken_list_of(appointments, turn))
