"""An enquiry that employees have switched off for the assistant: nothing is done, a person is offered."""

from __future__ import annotations

from actions.dialogue.catalogue import enquiries, name_of
from actions.dialogue.danish import capitalised
from actions.dialogue.hand_over import hand_over
from actions.dialogue.packet import GENERAL
from actions.dialogue.phrases import phrase
from actions.dialogue.turn import Turn

PERSON_INSTEAD = "topic_person"
"""Topic of "skal jeg stille dig videre til en af dem?"."""


def is_left(turn: Turn) -> bool:
    """Tell whether this errand is left to people now: by what the gateway says, or asked about just before.

    A wish for a person is never left, danger has no such row, and what was done can still be undone.
    """
    if turn.topic == PERSON_INSTEAD:
        return True
    intent = turn.errand.intent
    off = intent in enquiries() and intent not in GENERAL and intent in turn.message.topics_off
    return off and turn.signal != "undo"


async def leave(turn: Turn) -> None:
    """Say that colleagues deal with it, and offer one; yes hands over with the topic."""
    if turn.topic == PERSON_INSTEAD and turn.yes is not None:
        if turn.yes:
            _tell_all_left(turn)
            return await hand_over(turn, "menneske.handoff", "topic_off")
        turn.accept_no()
        return _stand_back(turn)
    turn.failed("topic_off")
    turn.say("common.topic_off", name=name_of(turn.errand.intent))
    question = turn.agenda.question
    if question and question.errand != turn.errand.id:
        # Another question is open: that one comes first.
        turn.say("common.person_is_there")
        return _stand_back(turn)
    turn.ask("common.topic_off_offer", PERSON_INSTEAD, "yes_no")
    if turn.agenda.question:
        turn.agenda.question.optional = True


def _tell_all_left(turn: Turn) -> None:
    """Say in the packet of each errand that goes along and is switched off that nothing was done about it."""
    for errand in turn.agenda.unfinished():
        if errand.intent in turn.message.topics_off:
            name = capitalised(name_of(errand.intent))
            turn.agenda.failures[errand.id] = phrase("overdragelse.topic_off", name=name)


def _stand_back(turn: Turn) -> None:
    """Settle the errand as not dealt with; one that was done before and is only put right stays done."""
    acted = turn.errand.id in turn.agenda.undoable
    turn.settle("done" if acted else "failed", undoable=acted)
