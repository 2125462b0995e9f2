"""A person, please: the citizen asks for somebody, or somebody must come at once."""

from __future__ import annotations

from actions.dialogue.by_phone import is_call
from actions.dialogue.call_back import accepted
from actions.dialogue.danger import (
    ALARM,
    helpline,
    sounds_dangerous,
    sounds_desperate,
    sounds_harmless,
    sounds_worried,
)
from actions.dialogue.hand_over import hand_over
from actions.dialogue.journey import journey
from actions.dialogue.person_words import in_english, only_tells_of_one
from actions.dialogue.somebody_else import PERSON
from actions.dialogue.turn import Turn
from actions.dialogue.waiting_words import wants_to_be_called
from actions.dialogue.wishes import SURE_DANGER
from actions.fagsystemer.contact_centre import Reason

TWICE = 2
"""So many messages in a row that were not understood are why a person is wanted."""


@journey("tal_med_menneske", kind="handoff")
async def tal_med_menneske(turn: Turn) -> None:
    """Hand over with every topic that is still open; nobody has to say it twice."""
    if await _is_only_told_of(turn):
        return
    if in_english(turn.text):
        turn.say("menneske.in_english")
    because: Reason = turn.memory.pop("because", "asked_for_person")
    because = "twice_unclear" if turn.unclear >= TWICE else because
    to_be_called = wants_to_be_called(turn.text)
    await hand_over(turn, "menneske.handoff", because, offer=not to_be_called)
    if turn.agenda.handed_over and to_be_called and not rings(turn):
        await accepted(turn)


async def _is_only_told_of(turn: Turn) -> bool:
    """Where a person is only spoken of, one is offered, and nobody called. Tells whether that is so."""
    if turn.topic == PERSON and turn.yes is False:
        turn.accept_no()
        turn.settle("done")
        return True
    if turn.topic == PERSON or not only_tells_of_one(turn.text):
        return False
    turn.offer("raad.offer_person", PERSON)
    return True


def rings(turn: Turn) -> bool:
    """Tell whether the line puts the caller through now: then nobody need call back."""
    return is_call(turn.message) and any(part["type"] == "handoff" for part in turn.said)


@journey("raadgiver_direkte", kind="handoff")
async def raadgiver_direkte(turn: Turn) -> None:
    """The citizen's own caseworker: a person who can see the case finds out who that is."""
    if await _is_only_told_of(turn):
        return
    turn.memory["what"] = turn.errand.text or turn.text
    turn.say("menneske.own_caseworker")
    await hand_over(turn, "menneske.handoff", "asked_for_own_caseworker")


@journey("akut_fare", kind="danger")
async def akut_fare(turn: Turn) -> None:
    """Danger to life or health: 112 first, then a person at once; no login and no question."""
    if turn.topic == ALARM:
        if turn.yes is False:
            turn.say(f"menneske.no_alarm_{helpline(turn.errand.text or '')}")
            return turn.settle("done")
    else:
        turn.say(f"menneske.call_112_{helpline(turn.text)}")
        little_said = sounds_harmless(turn.text) or sounds_desperate(turn.text)
        little_said = little_said or sounds_worried(turn.text)
        in_doubt = bool(turn.memory.pop("in_doubt", False))
        unsure = turn.message.confidence < SURE_DANGER or little_said or in_doubt
        if unsure and not sounds_dangerous(turn.text):
            return turn.ask("menneske.offer_alarm", ALARM, "yes_no")
    await hand_over(turn, "menneske.danger_handoff", "danger", priority="immediate", alone=True)
