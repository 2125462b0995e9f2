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


def asks_whose(text: str) -> bool:
    """Tell whether it is asked who answers for something: "hvem står for skoler"."""
    return _WHOSE.search(text) is not None


def seems_about(message: Message) -> str | None:
    """Return the likeliest matter of such a question as an enquiry id; None where nothing is likely."""
    table = routing()
    for intent, share in message.ranking:
        if intent in table.rows and intent != WHO and intent not in table.general and share >= SEEMS_ABOUT:
            return intent
    return None
