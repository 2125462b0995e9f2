"""What must not wait: a child somebody worries about, and a home that is about to be lost.

A person gets it at once, ahead of the queue: no login, no question, whatever else is being talked about. The
assistant keeps the other errands.
"""

from __future__ import annotations

import re

from actions.dialogue.hand_over import hand_over
from actions.dialogue.journey import journey
from actions.dialogue.turn import Turn
from actions.dialogue.wishes import SURE_DANGER
from actions.fagsystemer.contact_centre import Reason

URGENT = "urgent"
_CHILD = re.compile(
    r"\bb[aø]rn|\bbaby|\bunge?\b|\bdreng|\bpige|\bsøn|\bdatter|\bniece|\bnevø|\belev|\bskole|\bklasse|\bteenage"
    r"|\bvuggestue|\bunderret|\bsøskende|\bsøster|\bbror|\bkammerat|\bveninde|\b(?:[1-9]|1[0-7]) år\b",
    re.IGNORECASE,
)
"""Without such a word "han er sulten" may be said of an old father."""
ANONYMOUS = re.compile(r"\banonym", re.IGNORECASE)


@journey("underretning", kind="danger")
async def underretning(turn: Turn) -> None:
    """Somebody worries about a child; danger here and now is for 112.

    Whether they dare to say it may depend on who hears their name: that is answered before anything is done.
    """
    if ANONYMOUS.search(turn.text) and turn.yes is None:
        turn.say("haster.anonymous")
        return turn.ask("haster.offer", URGENT, "yes_no")
    about_child = turn.topic == URGENT or _CHILD.search(turn.text) is not None
    await at_once(
        turn,
        "haster.child" if about_child else "menneske.call_112_other",
        "underretning",
        ask=not about_child,
    )


@journey("udsaettelse_boligraadgiver", kind="danger")
async def udsaettelse_boligraadgiver(turn: Turn) -> None:
    """Eviction, no roof over the head, a crisis centre."""
    await at_once(turn, "haster.home", "udsaettelse_boligraadgiver")


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
