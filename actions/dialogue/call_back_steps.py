"""What every step of a call-back needs: its topics, the queue it is about, and asking.

It belongs to the hand-over, not to an errand of its own: its questions hang on the last errand that went
along.
"""

from __future__ import annotations

from dataclasses import replace

from actions.dialogue import parts
from actions.dialogue.agenda import Agenda, Errand, Expects, Question
from actions.dialogue.by_phone import is_call
from actions.dialogue.catalogue import name_of
from actions.dialogue.danish import capitalised, listing
from actions.dialogue.packet import GENERAL
from actions.dialogue.phrases import phrase
from actions.dialogue.turn import Turn
from actions.fagsystemer.contact_centre import Queue
from actions.fagsystemer.errors import FagsystemError
from actions.routing import routing
from actions.routing.table import UnknownQueue

OFFER, REASON, NUMBER = "call_back", "call_back_reason", "call_back_number"
OWN_NUMBER = "call_back_own_number"
"""Whether they shall call the number that the caller calls from: the gateway puts it in place of the yes."""

QUESTIONS = frozenset({OFFER, REASON, NUMBER, OWN_NUMBER})
NOBODY_THERE = "person_missing"
"""The gateway says that nobody has taken the case: not a question, but it comes the same way."""

HOW_LONG = "how_long"
"""The citizen asks how long it takes, or finds it long."""

WHEN = "call_back_when"
"""The citizen asks when they call."""

OTHER_TIME = "call_back_time"
"""The call that is ordered shall come at another time."""

CALL_OFF = "call_back_off"
"""They shall not call after all."""

NO_QUESTION = frozenset({NOBODY_THERE, HOW_LONG, WHEN, CALL_OFF})
"""Steps that answer none of the questions, and need none of the words."""

TOPICS = QUESTIONS | NO_QUESTION | {OTHER_TIME}
DEFAULT_QUEUE = "borgerservice"


async def place_of(turn: Turn, queue_id: str) -> Queue | None:
    """Return the queue as it stands now; where the contact centre does not say, as the routing table has it.

    None for a queue that neither knows.
    """
    try:
        found = await turn.systems.contact_centre.queue(queue_id)
    except FagsystemError:
        pass
    else:
        return replace(found, wait_minutes=wait_told(turn, queue_id, found.wait_minutes))
    try:
        known = routing().queue(queue_id, turn.now.date())
    except UnknownQueue:
        return None
    is_open, owner = known.is_open(turn.now), known.department(turn.now.date())
    opens, closes = known.opens_at(turn.now), known.closes_at(turn.now)
    return Queue(known.id, known.name, owner, known.phone, is_open, opens, closes, None, ())


def wait_told(turn: Turn, queue_id: str, by_telephone: int | None) -> int | None:
    """Return the expected minutes: in the chat our own desk's, where somebody has to sit; else the contact
    centre's (``by_telephone``), whose telephones they are. None where nobody can say."""
    waits = turn.message.metadata.get("waits")
    if is_call(turn.message) or not isinstance(waits, dict):
        return by_telephone
    minutes = waits.get(queue_id)
    return minutes if isinstance(minutes, int) else None


def queue_of(agenda: Agenda) -> str:
    """Return where the citizen waits; where the gateway alone has opened the case, that is Borgerservice."""
    return str(agenda.handover.get("queue") or DEFAULT_QUEUE)


async def named(turn: Turn) -> tuple[Queue | None, str]:
    """Return the queue that the citizen waits in, and what to call it where nobody knows it."""
    queue = await place_of(turn, queue_of(turn.agenda))
    return queue, queue.name if queue else turn.agenda.queue_name or phrase("ringop.somebody")


async def still(turn: Turn) -> str:
    """Say that the wait stands; nothing once a call-back has ended it."""
    if not turn.agenda.handed_over:
        return ""
    queue, name = await named(turn)
    kept = queue is not None and not queue.is_open
    return phrase("ringop.still_kept" if kept else "ringop.still_waiting", queue=name)


def carrier(agenda: Agenda) -> Errand:
    """Return the errand that the questions of a call-back hang on: the last that went along.

    Where the gateway has opened the case by itself, none did: then a wish for a person stands for it.
    """
    known = [errand for errand in agenda.errands if errand.id in agenda.gone_along]
    if known:
        return known[-1]
    errand = agenda.add("tal_med_menneske")
    agenda.settle(errand, "handed_over")
    agenda.gone_along = [errand.id]
    return errand


def about_what(agenda: Agenda) -> str:
    """Say what it is about, by what went along; empty when only a person was asked for."""
    gone = [errand for errand in agenda.errands if errand.id in agenda.gone_along]
    return capitalised(listing([name_of(e.intent) for e in gone if e.intent not in GENERAL]))


def ask_number(turn: Turn, *, at: str = "") -> None:
    """Ask where to call, and tell a wish ``at`` back; a caller whose number is known may have it there."""
    if is_call(turn.message) and turn.message.metadata.get("reachable"):
        key, own = "ringop.ask_own_number_at" if at else "ringop.ask_own_number", phrase("ringop.own_number")
        return ask(turn, key, OWN_NUMBER, "yes_no", yes=own, when=at)
    key = "ringop.ask_number"
    if at:
        key = "ringop.ask_number_anew" if turn.agenda.call_back else "ringop.ask_number_at"
    ask(turn, key, NUMBER, "number", when=at)


def ask(
    turn: Turn,
    key: str,
    topic: str,
    expects: Expects,
    /,
    *,
    misses: int = 0,
    yes: str = "Ja",
    **values: object,
) -> None:
    """Ask, without opening the errand again: it is with the person already. ``yes`` is what a yes sends."""
    part = parts.worded(key, **values)
    if expects == "yes_no":
        part = parts.asked(key, [("Ja", yes), ("Nej", "Nej")], **values)
    turn.said.append(part)
    turn.agenda.question = Question(
        turn.errand.id, expects, [part], topic, misses=misses, optional=topic == OFFER
    )
