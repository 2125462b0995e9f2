"""What must not wait: a child somebody worries about, and a home that is about to be lost.

A person gets it at once, ahead of the queue: no login, no question, whatever else is being talked about. The
assistant keeps the other errands.
"""

from __future__ import annotations

import re

from actions.dialogue.danger import speaks_of
from actions.dialogue.hand_over import hand_over
from actions.dialogue.journey import journey
from actions.dialogue.turn import Turn
from actions.dialogue.wishes import SURE_DANGER
from actions.fagsystemer.contact_centre import Reason

URGENT = "urgent"
ANONYMOUS = re.compile(r"\banonym", re.IGNORECASE)


@journey("underretning", kind="danger")
async def underretning(turn: Turn) -> None:
    """Somebody worries about a child; danger here and now is for 112.

    Whether they dare to say it may depend on who hears their name: that is answered before anything is done.
    """
    if ANONYMOUS.search(turn.text) and turn.yes is None:
        turn.say("haster.anonymous")
        return turn.ask("haster.offer", URGENT, "yes_no")
    about_child = turn.topic == URGENT or speaks_of("child", turn.text)
    worries = turn.topic == URGENT or speaks_of("child_worry", turn.text)
    key = "haster.child" if about_child else "menneske.call_112_other"
    await at_once(turn, key, "underretning", ask=not (about_child and worries))


@journey("udsaettelse_boligraadgiver", kind="danger")
async def udsaettelse_boligraadgiver(turn: Turn) -> None:
    """Eviction, no roof over the head, a crisis centre."""
    lost = turn.topic == URGENT or speaks_of("home_lost", turn.text)
    await at_once(turn, "haster.home", "udsaettelse_boligraadgiver", ask=not lost)


async def at_once(turn: Turn, key: str, reason: Reason, *, ask: bool = False) -> None:
    """Say ``key`` and hand over as immediate; ``ask`` first, as where the words were hardly understood."""
    if turn.topic == URGENT and not turn.yes:
        turn.say("menneske.no_alarm")
        return turn.settle("done")
    if turn.topic != URGENT:
        turn.say(key)
        if ask or turn.message.confidence < SURE_DANGER:
            return turn.ask("haster.offer", URGENT, "yes_no")
    await hand_over(turn, "menneske.handoff", reason, priority="immediate", alone=True)
