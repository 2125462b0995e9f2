"""Handing the citizen over to a person, with everything the person needs to go on."""

from __future__ import annotations

from actions.dialogue import parts
from actions.dialogue.agenda import Agenda, Errand
from actions.dialogue.by_phone import is_call
from actions.dialogue.catalogue import enquiries, name_of, title_of
from actions.dialogue.danish import day_and_time
from actions.dialogue.phrases import phrase
from actions.dialogue.turn import Turn
from actions.fagsystemer.contact_centre import Handover, HandoverTopic, Priority, Queue, TranscriptLine

GENERAL = frozenset({"tal_med_menneske", "raadgiver_direkte", "akut_fare"})
"""Wishes for a person: they say who is wanted, not what it is about."""

MAX_TRANSCRIPT_LINES = 60
DEFAULT_QUEUE = "borgerservice"
DANGER_QUEUE = "akut_social"


async def hand_over(
    turn: Turn, key: str, reason: str, *, priority: Priority = "normal", alone: bool = False
) -> None:
    """Put all unfinished errands in one packet in one queue, say so, and settle them.

    With ``alone`` only this errand goes; the assistant keeps the others.
    The queue is that of the errand itself; a general wish for a person goes to the first topic's own
    queue when all topics share it, else to Borgerservice, who can help with more than one matter.
    Raises what the contact centre raises; then nothing is settled and the wish can be repeated.
    """
    everything = [turn.errand] if alone else turn.agenda.unfinished()
    going = everything if alone else _topics(turn.agenda, everything)
    if turn.agenda.handed_over and not alone and all(errand.intent in GENERAL for errand in going):
        # Asking twice must not put the citizen in the queue twice.
        if is_call(turn.message):
            # A caller who can still ask has come back from a telephone that nobody answered: ring again.
            place = await turn.systems.contact_centre.queue(_queue_for(turn, going))
            turn.show(parts.handoff(phrase(key), (place.id, place.name), [], "", None))
        else:
            turn.say("common.already_handed_over")
        return turn.settle("done")
    queue_id = _queue_for(turn, going)
    receipt = await turn.systems.contact_centre.hand_over(
        Handover(
            conversation=turn.conversation,
            channel="voice" if is_call(turn.message) else "chat",
            queue=queue_id,
            language=str(turn.message.metadata.get("language") or "da"),
            identity_level="mitid" if turn.citizen else "none",
            priority=priority,
            topics=tuple(_topic(errand) for errand in going),
            transcript=tuple(
                TranscriptLine("citizen" if speaker == "citizen" else "assistant", text)
                for speaker, text in turn.transcript[-MAX_TRANSCRIPT_LINES:]
            ),
            reason=reason,
        ),
        turn.act_key("hand_over", queue_id, *(errand.id for errand in going)),
    )
    place = await turn.systems.contact_centre.queue(queue_id)
    titles = [title_of(errand.intent) for errand in going]
    turn.show(
        parts.handoff(
            phrase(key), (queue_id, place.name), titles, receipt.receipt,
            receipt.wait_minutes if place.is_open else None,
        )
    )  # fmt: skip
    if priority != "immediate":
        _say_what_happens_now(place, receipt.wait_minutes, turn)
    for errand in everything:
        turn.agenda.settle(errand, "handed_over")
    turn.agenda.handed_over = True


def _topics(agenda: Agenda, errands: list[Errand]) -> list[Errand]:
    """Return the errands that are matters; a mere wish for a person only when it is all there is.

    An errand that has just failed is what the person is wanted for.
    """
    matters = [errand for errand in errands if errand.intent not in GENERAL]
    if not matters:
        before = [errand for errand in agenda.errands if errand not in errands][-1:]
        matters = [errand for errand in before if errand.state == "failed"]
    return matters or errands


def _queue_for(turn: Turn, going: list[Errand]) -> str:
    if turn.errand.intent == "akut_fare":
        return DANGER_QUEUE
    if turn.errand.intent not in GENERAL:
        return enquiries()[turn.errand.intent].queue
    queues = {
        enquiries()[e.intent].queue for e in going if e.intent in enquiries() and e.intent not in GENERAL
    }
    return queues.pop() if len(queues) == 1 else DEFAULT_QUEUE


def _topic(errand: Errand) -> HandoverTopic:
    facts = {
        label: str(errand.memory[slot])
        for slot, label in (("reason", "Begrundelse"), ("case_number", "Sagsnummer"), ("what", "Det gælder"))
        if errand.memory.get(slot)
    }
    address = errand.memory.get("address_settled") or errand.memory.get("address")
    if address:
        facts["Adresse"] = " ".join(
            str(address[key]) for key in ("street", "number", "postcode") if address.get(key)
        )
    return HandoverTopic(
        errand.intent, title_of(errand.intent), errand.state, errand.text or name_of(errand.intent), facts
    )


def _say_what_happens_now(place: Queue, wait_minutes: int | None, turn: Turn) -> None:
    if place.is_open and wait_minutes is None:
        turn.say("common.handoff_open", queue=place.name)
    elif place.is_open:
        turn.say("common.handoff_open_wait", queue=place.name, minutes=max(1, wait_minutes or 0))
    elif place.opens_at is None:
        turn.say("common.handoff_closed", queue=place.name)
    else:
        opens = day_and_time(place.opens_at.date(), place.opens_at.time(), turn.now)
        turn.say("common.handoff_closed_until", queue=place.name, opens=opens)
