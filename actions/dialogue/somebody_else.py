"""Errands for somebody else: the login shows the citizen's own matters and nobody else's."""

from __future__ import annotations

import re

from actions.dialogue.hand_over import hand_over
from actions.dialogue.turn import Turn

PERSON = "person"
"""Topic of "vil du tale med et menneske om det?"."""

_KIN = (
    r"(?:mor|far|mand|kone|forældre|farmor|farfar|mormor|morfar|moster|onkel|tante|søster|bror|nabo|svigermor"
    r"|svigerfar|søn|datter|kæreste|samlever|bedste(?:mor|far))"
)
_TO_SOMEBODY = rf"(?:til|hos|for|besøger)\s+(?:min|mine|vores)\s+(?:gamle )?{_KIN}\b"
_ASKED_FOR = re.compile(rf"\b{_TO_SOMEBODY}", re.IGNORECASE)
"""Where nothing but a question is asked, "til min mor" is whose visit it is."""
_THEIRS = re.compile(
    # "Besøget hos min mor", but not "aflys besøget, jeg er hos min mor".
    rf"\b(?:besøg|hjælp|pleje|tid|vagt)\w*\s+(?:(?!jeg\b)\w+\s+){{0,3}}?{_TO_SOMEBODY}"
    rf"|\b(?:min|mine|vores)\s+(?:gamle )?{_KIN}s\s+(?:\w+\s+)?(?:hjemme|besøg|hjælp|pleje|aftale|tid)\w*"
    rf"|\bdet er (?:jo )?(?:ikke (?:mig|min)\b|(?:min|vores) (?:gamle )?{_KIN},? der (?:får|skal|har)\b)",
    re.IGNORECASE,
)


async def answer_for_somebody_else(turn: Turn, *, gives_reasons: bool = False) -> bool:
    """Offer a person where it is somebody else's, and deal with the answer to that. Tells whether it was.

    Who ``gives_reasons`` may be with their mother, or have her help instead.
    """
    if turn.topic == PERSON and turn.yes is not None:
        if turn.yes:
            await hand_over(turn, "menneske.handoff", "asks_for_somebody_else")
            return True
        turn.accept_no()
        turn.settle("done")
        return True
    texts = [turn.errand.text or turn.text, "" if turn.topic == "reason" else turn.text]
    if not any(_THEIRS.search(text) or (not gives_reasons and _ASKED_FOR.search(text)) for text in texts):
        return False
    turn.say("hjemmepleje.only_own")
    turn.offer("raad.offer_person", PERSON)
    return True
