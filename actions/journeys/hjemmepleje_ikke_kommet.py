"""Home care: somebody was expected and has not come."""

from __future__ import annotations

from actions.dialogue.hand_over import hand_over
from actions.dialogue.journey import journey
from actions.dialogue.turn import Turn


@journey("hjemmepleje_ikke_kommet", kind="danger")
async def hjemmepleje_ikke_kommet(turn: Turn) -> None:
    """A carer who has not come is urgent: no login is asked, a person takes over at once."""
    turn.say("hjemmepleje.not_come")
    await hand_over(turn, "hjemmepleje.not_come_handoff", "carer_has_not_come", alone=True)
