"""Home care: somebody was expected and has not come."""

from __future__ import annotations

from actions.dialogue.hand_over import hand_over
from actions.dialogue.journey import journey
from actions.dialogue.turn import Turn

SURE_ALARM = 0.5
"""Below this the words may have meant something else: then it is asked before anybody is called out."""


@journey("hjemmepleje_ikke_kommet", kind="danger")
async def hjemmepleje_ikke_kommet(turn: Turn) -> None:
    """A carer who has not come is urgent: no login is asked, a person takes over at once."""
    if turn.topic == "alarm":
        if not turn.yes:
            turn.say("hjemmepleje.no_alarm")
            return turn.settle("done")
    else:
        turn.say("hjemmepleje.not_come")
        if turn.message.confidence < SURE_ALARM:
            return turn.ask("hjemmepleje.offer_alarm", "alarm", "yes_no")
    await hand_over(turn, "hjemmepleje.not_come_handoff", "carer_has_not_come", alone=True)
