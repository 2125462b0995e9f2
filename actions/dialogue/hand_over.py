"""Handing the citizen over to a person, with everything the person needs to go on."""

from __future__ import annotations

import logging

from actions.dialogue import parts
from actions.dialogue.agenda import Errand
from actions.dialogue.anew import in_other_words
from actions.dialogue.by_phone import is_call
from actions.dialogue.call_back import offer_call_back
from actions.dialogue.call_back_steps import QUESTIONS, carrier, place_of, wait_told
from actions.dialogue.catalogue import title_of
from actions.dialogue.circumstances import known_circumstances
from actions.dialogue.danish import day_and_time, duration
from actions.dialogue.named_queue import named_queue
from actions.dialogue.packet import GENERAL, LEADS_TO, facts_of, last_matter, told_of, topics, wanted_for
from actions.dialogue.person_words import in_english
from actions.dialogue.phrases import phrase
from actions.dialogue.privacy import hide_numbers
from actions.dialogue.turn import Turn
from actions.fagsystemer.contact_centre import (
    Handover,
    HandoverReceipt,
    Priority,
    Queue,
    Reason,
    TranscriptLine,
)
from actions.fagsystemer.errors import Unavailable, Uncertain
from actions.routing import routing

logger = logging.getLogger(__name__)

MAX_TRANSCRIPT_LINES = 60
PUT_THROUGH = "menneske.handoff"
"""Says only that somebody is rung."""


async def hand_over(
    turn: Turn,
    key: str,
    reason: Reason,
    *,
    priority: Priority = "normal",
    alone: bool = False,
    offer: bool = True,
) -> None:
    """Put all unfinished errands in one packet in one queue, say so, and settle them.

    With ``alone`` only this errand goes; the assistant keeps the others, and the packet tells of them. A
    caller who is put through now cannot go on with them here: then they go along.
    ``offer``: where it is closed, ask whether they shall call.
    The one queue of the packet follows from the routing table's rule for several topics.
    Raises what the contact centre raises; then nothing is settled and the wish can be repeated.
    """
    everything = [turn.errand] if alone else turn.agenda.unfinished()
    going = everything if alone else wanted_for(turn.agenda, everything)
    if turn.agenda.handed_over and not alone and all(errand.intent in GENERAL for errand in going):
        return await _ask_again(turn, key, going, offer)
    for general in (errand for errand in turn.agenda.errands if errand.intent in GENERAL):
        # That nobody could be reached is over once somebody can.
        turn.agenda.failures.pop(general.id, None)
    queue = await _queue_for(turn, going)
    place = await place_of(turn, queue)
    closed = place is not None and not place.is_open
    rings = is_call(turn.message) and (priority == "immediate" or not closed)
    if alone and rings:
        everything = turn.agenda.unfinished()
        going = [turn.errand, *(e for e in wanted_for(turn.agenda, everything) if e is not turn.errand)]
    handover = _packet(turn, going, reason, priority, queue)
    receipt = await _place(turn, handover, going)
    agenda = turn.agenda
    agenda.handover = told_of(handover, receipt)
    # What went before and is still waited for is waited for with it.
    still = agenda.gone_along if agenda.handed_over else []
    agenda.gone_along = [*still, *(errand.id for errand in everything)]
    agenda.acts_before = list(agenda.undoable)
    agenda.call_back, agenda.handed_over = {}, True
    if rings and agenda.question and agenda.question.topic in QUESTIONS:
        # Whether somebody shall call is no question to who is put through.
        agenda.question = None
    agenda.queue_name = place.name if place else phrase("raad.right_department")
    wait = wait_told(turn, handover.queue, receipt.wait_minutes if receipt else None)
    if closed and is_call(turn.message) and priority != "immediate":
        # Without the notice the line rings no telephone that nobody answers; nor is that promised.
        if key != PUT_THROUGH:
            turn.say(key)
    else:
        titles = [title_of(errand.intent) for errand in going]
        shown_wait = None if place is None or closed else wait
        turn.show(
            parts.handoff(
                key,
                (handover.queue, agenda.queue_name),
                titles,
                receipt.receipt if receipt else "",
                shown_wait,
            )
        )
    for errand in everything:
        errand.known |= facts_of(errand)
        agenda.settle(errand, "handed_over")
    if turn.errand.intent == "akut_fare" or place is None or (closed and rings):
        return
    _say_what_happens_now(place, wait, turn)
    if closed and offer:
        offer_call_back(turn, "ringop.offer_closed")


async def _place(turn: Turn, handover: Handover, going: list[Errand]) -> HandoverReceipt | None:
    """Put the packet in the contact centre's queue; None where the gateway must bring it there later.

    Our own desk needs no contact centre: with a gateway that keeps cases, nobody is turned away because it
    is down. Without one there is only the contact centre, and its trouble is raised.
    """
    key = turn.act_key("hand_over", handover.queue, *(errand.id for errand in going))
    try:
        return await turn.systems.contact_centre.hand_over(handover, key)
    except (Unavailable, Uncertain) as error:
        if turn.message.state is None:
            raise
        logger.warning("a packet waits for the contact centre: %s", error)
        return None


async def _ask_again(turn: Turn, key: str, going: list[Errand], offer: bool) -> None:
    """Asking twice must not put the citizen in the queue twice."""
    queue_id = str(turn.agenda.handover.get("queue") or await _queue_for(turn, going))
    place = await place_of(turn, queue_id)
    closed = place is not None and not place.is_open
    turn.settle("done")
    if is_call(turn.message) and not closed:
        # A caller who can still ask has come back from a telephone that nobody answered: ring again.
        name = place.name if place else turn.agenda.queue_name
        return turn.show(parts.handoff(key, (queue_id, name), [], "", None))
    stands_for_it = carrier(turn.agenda)
    key = in_other_words(stands_for_it, "common.already_handed_over")
    turn.say(key, queue=turn.agenda.queue_name or phrase("ringop.somebody"))
    if closed and place is not None:
        _say_what_happens_now(place, None, turn)
    if not offer:
        return
    if closed:
        offer_call_back(turn, "ringop.offer_closed")
    elif key != "common.already_handed_over" and not stands_for_it.memory.get("declined"):
        offer_call_back(turn)


def _packet(turn: Turn, going: list[Errand], reason: Reason, priority: Priority, queue: str) -> Handover:
    call = turn.message.metadata.get("call")
    return Handover(
        conversation=turn.conversation,
        channel="voice" if is_call(turn.message) else "chat",
        queue=queue,
        language="en" if in_english(turn.text) else str(turn.message.metadata.get("language") or "da"),
        identity_level="mitid" if turn.citizen else "none",
        priority=priority,
        topics=topics(turn.agenda, going),
        transcript=tuple(
            TranscriptLine("citizen" if speaker == "citizen" else "assistant", hide_numbers(text))
            for speaker, text in turn.transcript[-MAX_TRANSCRIPT_LINES:]
        ),
        reason=reason,
        failed=tuple(turn.agenda.failures.values()),
        call=str(call) if call else None,
    )


async def _queue_for(turn: Turn, going: list[Errand]) -> str:
    """Return the packet's queue by the routing table's rule for several topics, `Routing.route_together`.

    Where nothing but a person is asked for, the office that is named decides, or the matter that was talked
    of last.
    """
    # One table for both questions: it may change while the care record is asked.
    table, errands = routing(), [turn.errand, *(errand for errand in going if errand is not turn.errand)]
    known = await known_circumstances(turn, errands, table)
    enquiries = [str(errand.memory.get(LEADS_TO) or errand.intent) for errand in errands]
    named = named_queue(turn.errand.text or turn.text, table.queues(turn.now.date()))
    if set(enquiries) <= GENERAL and named is not None:
        return named.id
    if set(enquiries) <= GENERAL and (last := last_matter(turn.agenda)):
        enquiries.append(last)
    return table.route_together(enquiries, turn.now.date(), known).queue


def _say_what_happens_now(place: Queue, wait_minutes: int | None, turn: Turn) -> None:
    if place.is_open and wait_minutes is not None:
        turn.say("common.handoff_open_wait", queue=place.name, wait=duration(wait_minutes))
    elif place.is_open:
        turn.say("common.handoff_open", queue=place.name)
    elif place.opens_at is None:
        turn.say("common.handoff_closed", queue=place.name)
    else:
        opens = day_and_time(place.opens_at.date(), place.opens_at.time(), turn.now)
        turn.say("common.handoff_closed_until", queue=place.name, opens=opens)
