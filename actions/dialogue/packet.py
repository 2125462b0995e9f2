"""The packet: everything that a person must know who takes a conversation over.

First what the person is wanted for, in the order it was said; then what the assistant has dealt with in the
same conversation, so that nobody does or asks it again.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from actions.dialogue.agenda import Agenda, Errand
from actions.dialogue.catalogue import name_of, title_of
from actions.dialogue.danish import capitalised
from actions.dialogue.phrases import phrase
from actions.dialogue.privacy import hide_numbers
from actions.dialogue.whose_words import WHO
from actions.fagsystemer.contact_centre import Handover, HandoverReceipt, HandoverTopic

GENERAL = frozenset({"tal_med_menneske", "raadgiver_direkte", "akut_fare"})
"""Wishes for a person: they say who is wanted, not what it is about."""

NO_MATTER = frozenset({WHO, "aabningstider"})
"""Questions on the way to somebody: they decide nothing of who that is."""

LEADS_TO = "leads_to"
"""Where a question of whose a matter is keeps the enquiry by whose queue it was answered."""

SLOTS = (("reason", "Begrundelse"), ("case_number", "Sagsnummer"), ("what", "Det gælder"))
"""What a journey keeps in its memory, and how it is named to a person."""

MAX_FACT_CHARS = 400
"""An answer goes along whole; the conversation itself is beside the packet."""


def wanted_for(agenda: Agenda, unfinished: Sequence[Errand]) -> list[Errand]:
    """Return the errands that are matters; a mere wish for a person only when it is all there is.

    An errand that has just failed is what the person is wanted for.
    """
    matters = [errand for errand in unfinished if errand.intent not in GENERAL]
    if not matters:
        before = [errand for errand in agenda.errands if errand not in unfinished][-1:]
        matters = [e for e in before if e.state == "failed" and e.intent not in GENERAL]
    return matters or list(unfinished)


def last_matter(agenda: Agenda) -> str | None:
    """Return the enquiry that was talked of last and is over; None where there was none.

    A matter that was called off is not what a person is wanted for, nor is a question about opening hours.
    """
    for errand in reversed(agenda.errands):
        if errand.finished and errand.state != "cancelled" and errand.intent not in GENERAL | NO_MATTER:
            return errand.intent
    return None


def topics(agenda: Agenda, going: Sequence[Errand]) -> tuple[HandoverTopic, ...]:
    """Return the topics of ``going``, then those that the conversation has held beside them."""
    beside = [errand for errand in agenda.errands if errand not in going and errand.intent not in GENERAL]
    return tuple(topic_of(errand) for errand in (*going, *beside))


def topic_of(errand: Errand) -> HandoverTopic:
    """Return one errand as the person sees it: what was said of it, or how it ended."""
    summary = hide_numbers(errand.text)
    if not summary and errand.finished:
        answered = errand.state == "done" and phrase("overdragelse.answer") in errand.known
        acted = errand.state != "done" or phrase("common.receipt_title") in errand.known
        told = "answered" if answered else errand.state if acted else "talked_about"
        how = phrase(f"common.state_{told}")
        summary = f"{capitalised(name_of(errand.intent))}: {how}"
    return HandoverTopic(
        errand.intent,
        title_of(errand.intent),
        errand.state,
        summary or capitalised(name_of(errand.intent)),
        facts_of(errand),
    )


def facts_of(errand: Errand) -> dict[str, str]:
    """Return what is known of the errand, label to value, without CPR and telephone numbers."""
    if errand.finished and errand.known:
        # What it ended with holds; the memory is only there to undo it.
        return dict(errand.known)
    facts = {label: str(errand.memory[slot]) for slot, label in SLOTS if errand.memory.get(slot)}
    address = errand.memory.get("address_settled") or errand.memory.get("address")
    if isinstance(address, dict):
        facts["Adresse"] = " ".join(
            str(address[key]) for key in ("street", "number", "postcode") if address.get(key)
        )
    for entity in errand.entities if not errand.finished else ():
        label = ENTITIES.get(str(entity.get("entity")))
        if label and isinstance(entity.get("value"), str):
            facts.setdefault(label, entity["value"])
    facts |= errand.known
    return {label: hide_numbers(value)[:MAX_FACT_CHARS] for label, value in facts.items() if value}


ENTITIES = {
    "date": "Dato", "time": "Tidspunkt", "case_number": "Sagsnummer",
    "registration_number": "Registreringsnummer",
}  # fmt: skip
"""What the citizen named in the errand's own words, where no journey has asked for it yet."""


def told_of(handover: Handover, receipt: HandoverReceipt | None) -> dict[str, Any]:
    """Return the packet as the turn's end tells it (``bot/gateway/desk/README.md``).

    Without a receipt ``id`` and ``receipt`` are None: the contact centre has not got it yet.
    """
    return {
        "id": receipt.id if receipt else None,
        "receipt": receipt.receipt if receipt else None,
        "queue": handover.queue,
        "priority": handover.priority,
        "reason": handover.reason,
        "topics": [
            {
                "intent": topic.intent,
                "title": topic.title,
                "state": topic.state,
                "summary": topic.summary,
                "facts": dict(topic.facts),
            }
            for topic in handover.topics
        ],
        "failed": list(handover.failed),
    }
