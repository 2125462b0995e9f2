"""Plain words that ask whose a matter is, whatever else the question may seem to be about."""

from __future__ import annotations

import re

from actions.dialogue.message import Message
from actions.routing import routing

WHO = "hvem_skal_jeg_kontakte"
SEEMS_ABOUT = 0.05
"""The share (0-1) of the understanding from which the likeliest matter of such a question is told, as one."""

_WHOSE = re.compile(
    r"\bhvem (?:har ansvar\w*|er ansvarlig\w*|står|tager sig|bestemmer) (?:for|af|over)\b", re.IGNORECASE
)

_OF_ITS_OWN = re.compile(
    r"^(?P<said>\W*(?:\w+\W+){2,}\w+)(?:[,.;?!]+|\s+og\b|[,.;?!]+\s*og\b)\s*$", re.IGNORECASE
)
"""Three words or more, and a mark or "og" before the next question."""


def asks_whose(text: str) -> bool:
    """Tell whether it is asked who answers for something: "hvem står for skoler"."""
    return _WHOSE.search(text) is not None


def whose_beside(text: str) -> tuple[str, str]:
    """Return a sentence of its own before such a question, and the question; ("", text) without one."""
    found = _WHOSE.search(text)
    before = _OF_ITS_OWN.search(text[: found.start()]) if found else None
    return (before["said"], text[found.start() :]) if found and before else ("", text)


def seems_about(message: Message) -> str | None:
    """Return the likeliest matter of such a question as an enquiry id; None where nothing is likely."""
    table = routing()
    for intent, share in message.ranking:
        if intent in table.rows and intent != WHO and intent not in table.general and share >= SEEMS_ABOUT:
            return intent
    return None
