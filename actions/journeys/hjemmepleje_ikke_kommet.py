"""Home care: somebody was expected and has not come."""

from __future__ import annotations

from actions.dialogue.danger import speaks_of
from actions.dialogue.hand_over import hand_over
from actions.dialogue.journey import journey
from actions.dialogue.turn import Turn

NOT_COME = "not_come"
"""Topic of the question whether home care shall be told."""
SURE_ALARM = 0.5
"""Below this the words may have meant something else: then it is asked before anybody is called out."""


@journey("hjemmepleje_ikke_kommet", kind="danger")
async def hjemmepleje_ikke_kommet(turn: Turn) -> None:
    """A carer who has not come is urgent: no login is asked, a person takes over at once."""
    if turn.topic == NOT_COME:
        if not turn.yes:
            turn.say("hjemmepleje.no_alarm")
            return turn.settle("done")
    else:
        named = speaks_of("home_care", turn.text)
        if named:
            turn.say("hjemmepleje.not_come")
        if turn.message.confidence < SURE_ALARM or not named:
            key = "hjemmepleje.offer_alarm" if named else "hjemmepleje.is_it_home_care"
            return turn.ask(key, NOT_COME, "yes_no")
    await hand_over(turn, "hjemmepleje.not_come_handoff", "carer_has_not_come", alone=True)
