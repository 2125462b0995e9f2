"""What the telephone does otherwise: no link can be followed, so the app is asked, or a person helps.

The gateway tells with every turn how the approval stands (``login``) and whether the caller can be sent a
text message (``reachable``). ``pending`` means that the app has been asked, or will be.
"""

from __future__ import annotations

from typing import Any

from actions.dialogue import parts
from actions.dialogue.message import Message
from actions.dialogue.phrases import phrase, phrase_book

LOGIN_PERSON = "login_person"
"""Topic of "skal jeg stille dig videre?" where an errand needs MitID and MitID cannot be had."""

_HOPELESS = frozenset({"none", "refused", "expired", "unregistered", "unavailable"})


def is_call(message: Message) -> bool:
    """Whether the citizen is on the telephone."""
    return message.metadata.get("channel") == "voice"


def hopeless_login(message: Message) -> str | None:
    """Return why this caller cannot be identified; None for one who can, and for everyone else."""
    if not is_call(message):
        return None
    state = str(message.metadata.get("login") or "none")
    if state == "pending":
        return None
    # An approval that has run out counts as unanswered: the app was asked as often as it may be.
    return state if state in _HOPELESS else "expired"


def another_way(message: Message) -> list[parts.Part]:
    """Return the link to do it oneself, where it can be sent to the caller."""
    if not message.metadata.get("reachable"):
        return []
    where: dict[str, Any] = phrase_book()["common.phone_link"]
    return [parts.link(where["text"], where["title"], where["url"])]


def person_question() -> parts.Part:
    """Ask whether a person should take over."""
    return parts.asked("common.phone_offer_person", [("Ja", "Ja"), ("Nej", "Nej")])


def why_not(state: str) -> parts.Part:
    """Say why the errand cannot be dealt with here."""
    return parts.text(phrase(f"common.phone_{state}"))
