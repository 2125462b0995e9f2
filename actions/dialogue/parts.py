"""The parts that a reply is made of, as the chat shows them and the telephone speaks them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from actions.dialogue.phrases import phrase, speech

Part = dict[str, Any]


def text(content: str, spoken: str | None = None) -> Part:
    return {"type": "text", "text": content} | _by_ear(spoken)


def worded(key: str, **values: object) -> Part:
    """Return the phrase ``key`` as a text part, as it is shown and as it is spoken."""
    return text(phrase(key, **values), speech(key, **values))


def asked(key: str, choices: Sequence[tuple[str, str]], **values: object) -> Part:
    """Return the phrase ``key`` with buttons, as it is shown and as it is spoken."""
    return buttons(phrase(key, **values), choices, speech(key, **values))


def buttons(content: str, choices: Sequence[tuple[str, str]], spoken: str | None = None) -> Part:
    """``choices`` are (title, what is sent when it is chosen)."""
    part = {"type": "buttons", "text": content, "buttons": [{"title": t, "text": s} for t, s in choices]}
    return part | _by_ear(spoken)


def link(content: str, title: str, url: str, spoken: str | None = None) -> Part:
    return {"type": "link", "text": content, "title": title, "url": url} | _by_ear(spoken)


def receipt(
    content: str, title: str, number: str, facts: Sequence[tuple[str, str]], spoken: str | None = None
) -> Part:
    """``facts`` are (label, value) rows that repeat what was done."""
    rows = [{"label": label, "value": value} for label, value in facts]
    part = {"type": "receipt", "text": content, "title": title, "number": number, "facts": rows}
    return part | _by_ear(spoken)


def login(key: str, **values: object) -> Part:
    """Ask for MitID in the words of ``key``. The gateway adds the ``url``: only it knows the session.

    On the telephone the line itself says that the app waits for an answer.
    """
    part = {"type": "login", "text": phrase(key, **values), "title": phrase("common.login_title")}
    return part | _by_ear(speech(key, **values))


def handoff(
    key: str, queue: tuple[str, str], topics: Sequence[str], receipt_number: str, wait_minutes: int | None
) -> Part:
    """Return the phrase ``key``; ``queue`` is (id, name), ``topics`` are titles of what goes along."""
    part = {
        "type": "handoff",
        "text": phrase(key),
        "queue": {"id": queue[0], "name": queue[1]},
        "topics": list(topics),
        "receipt": receipt_number,
        "wait_minutes": wait_minutes,
    }
    return part | _by_ear(speech(key))


def _by_ear(spoken: str | None) -> Part:
    return {"speech": spoken} if spoken else {}
