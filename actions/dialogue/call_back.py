"""Being called back instead of waiting: the offer, the reason, the number, and the order.

It belongs to the hand-over, not to an errand of its own: its questions hang on the last errand that went
along. The number lives in the turn that brings it; what is kept is its last two digits.
"""

from __future__ import annotations

import hashlib

from actions.dialogue import parts
from actions.dialogue.agenda import Agenda, Errand, Expects, Question
from actions.dialogue.catalogue import name_of
from actions.dialogue.danish import capitalised, day_and_time, listing
from actions.dialogue.packet import GENERAL
from actions.dialogue.phrases import phrase, speech
from actions.dialogue.privacy import hide_numbers, number_in
from actions.dialogue.reading import yes_or_no
from actions.dialogue.turn import Turn
from actions.fagsystemer.contact_centre import CallBackReceipt, Queue
from actions.fagsystemer.errors import FagsystemError, Refused, Uncertain
from actions.routing import routing
from actions.routing.table import UnknownQueue

OFFER, REASON, NUMBER = "call_back", "call_back_reason", "call_back_number"
QUESTIONS = frozenset({OFFER, REASON, NUMBER})
NOBODY_THERE = "person_missing"
"""The gateway says that nobody has taken the case: not a question, but it comes the same way."""

HOW_LONG = "how_long"
"""The citizen asks how long it takes, or finds it long."""

TOPICS = QUESTIONS | {NOBODY_THERE, HOW_LONG}
DEFAULT_QUEUE = "borgerservice"
MAX_MISSES = 2
"""So many answers without a number are asked about again; then it is left."""

MAX_REASON_CHARS = 200


async def call_back(turn: Turn) -> None:
    """Take one step: what was said is the answer to the question of this topic.

    Trouble with the contact centre is told here, since the wait stands whatever comes of it.
    """
    number = number_in(turn.text)
    if turn.topic in (NOBODY_THERE, HOW_LONG):
        return await how_it_stands(turn)
    if number is not None:
        return await _order(turn, number)
    if turn.topic == OFFER:
        return await (_begin(turn) if turn.yes else _leave(turn, "ringop.declined"))
    if turn.yes is False:
        return await _leave(turn, "ringop.declined")
    if turn.topic == REASON:
        if yes_or_no(turn.text, "") is None and turn.signal != "dont_know":
            turn.memory[REASON] = hide_numbers(" ".join(turn.text.split()))[:MAX_REASON_CHARS]
        return _ask(turn, "ringop.ask_number", NUMBER, "number")
    before = turn.agenda.question
    misses = before.misses + 1 if before and before.topic == NUMBER else 1
    if misses > MAX_MISSES:
        return await _leave(turn, "ringop.number_missed")
    _ask(turn, "ringop.ask_number_again", NUMBER, "number", misses=misses)


async def accepted(turn: Turn) -> None:
    """Go on as if the offer had been made and taken: the citizen asked to be called."""
    number = number_in(turn.text)
    await (_begin(turn) if number is None else _order(turn, number))


def offer_call_back(turn: Turn, key: str = "ringop.offer") -> None:
    """Ask whether they shall call, unless another question is open: then only say how to ask for it."""
    if turn.agenda.question and turn.agenda.question.topic not in QUESTIONS:
        return turn.say("ringop.say_if")
    _ask(turn, key, OFFER, "yes_no")


async def how_it_stands(turn: Turn) -> None:
    """Nobody has taken the case yet: say how it stands, what can be done now, and offer a call."""
    queue = await place_of(turn, queue_of(turn.agenda))
    name = queue.name if queue else turn.agenda.queue_name or phrase("ringop.somebody")
    if turn.errand.intent == "akut_fare":
        turn.say("menneske.call_112")
    if turn.topic == HOW_LONG and queue is not None and queue.is_open and queue.wait_minutes:
        turn.say("ringop.wait_now", queue=name, minutes=queue.wait_minutes)
    elif queue is None or queue.is_open:
        turn.say("ringop.nobody_free", queue=name)
    elif queue.opens_at is None:
        turn.say("ringop.nobody_free_closed_now", queue=name)
    else:
        opens = day_and_time(queue.opens_at.date(), queue.opens_at.time(), turn.now)
        turn.say("ringop.nobody_free_closed", queue=name, opens=opens)
    if turn.memory.get("declined"):
        return turn.say("ringop.say_if")
    offer_call_back(turn)


async def place_of(turn: Turn, queue_id: str) -> Queue | None:
    """Return the queue as it stands now; where the contact centre does not say, as the routing table has it.

    None for a queue that neither knows.
    """
    try:
        return await turn.systems.contact_centre.queue(queue_id)
    except FagsystemError:
        pass
    try:
        known = routing().queue(queue_id, turn.now.date())
    except UnknownQueue:
        return None
    is_open, owner = known.is_open(turn.now), known.department(turn.now.date())
    opens, closes = known.opens_at(turn.now), known.closes_at(turn.now)
    return Queue(known.id, known.name, owner, known.phone, is_open, opens, closes, None, ())


def queue_of(agenda: Agenda) -> str:
    """Return where the citizen waits; where the gateway alone has opened the case, that is Borgerservice."""
    return str(agenda.handover.get("queue") or DEFAULT_QUEUE)


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


async def _begin(turn: Turn) -> None:
    if _about(turn.agenda):
        return _ask(turn, "ringop.ask_number", NUMBER, "number")
    _ask(turn, "ringop.ask_reason", REASON, "free")


def _about(agenda: Agenda) -> str:
    """Say what it is about, by what went along; empty when only a person was asked for."""
    gone = [errand for errand in agenda.errands if errand.id in agenda.gone_along]
    return capitalised(listing([name_of(e.intent) for e in gone if e.intent not in GENERAL]))


async def _order(turn: Turn, number: str) -> None:
    """Order the call. The reason stays as it was first sent, so that a second try is the same act."""
    agenda = turn.agenda
    before = agenda.call_back if agenda.call_back.get("handover") == agenda.handover.get("id") else {}
    about = turn.memory.get(REASON) or _about(agenda) or phrase("ringop.about_nothing")
    reason = about
    if before and before["ends_with"] != number[-2:]:
        reason = phrase("ringop.right_number", before=before["ends_with"], reason=about)
    try:
        receipt = await _request(turn, number, reason)
    except Refused as refusal:
        if refusal.code != "invalid_input":
            return await _trouble(turn, refusal)
        return _ask(turn, "ringop.ask_number_again", NUMBER, "number", misses=1)
    except FagsystemError as trouble:
        return await _trouble(turn, trouble)
    for what in turn.tried:
        agenda.uncertain.pop(what, None)
    queue_id = queue_of(agenda)
    agenda.call_back = {
        "id": receipt.id,
        "receipt": receipt.number,
        "queue": queue_id,
        "ends_with": number[-2:],
        "handover": agenda.handover.get("id"),
    }
    agenda.news.append("call_back")
    agenda.handed_over, agenda.question = False, None
    turn.memory.pop("declined", None)
    await _tell(turn, receipt.number, number[-2:], about, corrected=reason != about)


async def _request(turn: Turn, number: str, reason: str) -> CallBackReceipt:
    agenda, centre = turn.agenda, turn.systems.contact_centre
    queue, handoff = queue_of(agenda), agenda.handover.get("id") or None
    # The keys of acts are kept: the number itself must not be among them.
    mark = hashlib.sha256(f"{turn.conversation}|{number}".encode()).hexdigest()[:16]
    try:
        return await centre.request_call_back(
            queue, number, reason, turn.act_key("call_back", handoff, mark), handoff
        )
    except Refused as refusal:
        if refusal.code != "unknown_handoff":
            raise
        return await centre.request_call_back(queue, number, reason, turn.act_key("call_back", "", mark))


async def _tell(turn: Turn, receipt: str, ends: str, about: str, *, corrected: bool) -> None:
    queue = await place_of(turn, queue_of(turn.agenda))
    name = queue.name if queue else turn.agenda.queue_name or phrase("ringop.somebody")
    if corrected:
        turn.say("ringop.corrected")
    if queue is not None and not queue.is_open and queue.opens_at:
        opens = day_and_time(queue.opens_at.date(), queue.opens_at.time(), turn.now)
        turn.say("ringop.ordered_closed", queue=name, ends=ends, opens=opens)
    else:
        turn.say("ringop.ordered", queue=name, ends=ends)
    turn.show(
        parts.receipt(
            phrase("ringop.receipt"),
            phrase("common.receipt_title"),
            receipt,
            [
                (phrase("ringop.receipt_calls"), name),
                (phrase("ringop.receipt_number"), phrase("ringop.receipt_ends", ends=ends)),
                (phrase("ringop.receipt_about"), about),
            ],
            speech("ringop.receipt"),
        )
    )


async def _trouble(turn: Turn, error: FagsystemError) -> None:
    """Nothing is known to be ordered, and the number is not kept: it is asked for again, or left."""
    if isinstance(error, Uncertain):
        turn.agenda.uncertain.update(turn.tried)
    key = "ringop.uncertain" if isinstance(error, Uncertain) else "ringop.unavailable"
    _ask(turn, key, NUMBER, "number", still=await _still(turn))


async def _leave(turn: Turn, key: str) -> None:
    turn.agenda.question = None
    turn.memory["declined"] = True
    turn.say(key, still=await _still(turn))


async def _still(turn: Turn) -> str:
    """Say that the wait stands; nothing once a call-back has ended it."""
    if not turn.agenda.handed_over:
        return ""
    queue = await place_of(turn, queue_of(turn.agenda))
    kept = queue is not None and not queue.is_open
    return phrase(
        "ringop.still_kept" if kept else "ringop.still_waiting",
        queue=queue.name if queue else turn.agenda.queue_name or phrase("ringop.somebody"),
    )


def _ask(turn: Turn, key: str, topic: str, expects: Expects, /, *, misses: int = 0, **values: object) -> None:
    """Ask, without opening the errand again: it is with the person already."""
    part = parts.worded(key, **values)
    if expects == "yes_no":
        part = parts.asked(key, [("Ja", "Ja"), ("Nej", "Nej")], **values)
    turn.said.append(part)
    turn.agenda.question = Question(
        turn.errand.id, expects, [part], topic, misses=misses, optional=topic == OFFER
    )
