"""The parts that a reply is made of, as the chat shows them and the telephone speaks them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

Part = dict[str, Any]


def text(content: str, speech: str | None = None) -> Part:
    return {"type": "text", "text": content} | ({"speech": speech} if speech else {})


def buttons(content: str, choices: Sequence[tuple[str, str]], speech: str | None = None) -> Part:
    """``choices`` are (title, what is sent when it is chosen)."""
    part = {"type": "buttons", "text": content, "buttons": [{"title": t, "text": s} for t, s in choices]}
    return part | ({"speech": speech} if speech else {})


def link(content: str, title: str, url: str) -> Part:
    return {"type": "link", "text": content, "title": title, "url": url}


def receipt(content: str, title: str, number: str, facts: Sequence[tuple[str, str]]) -> Part:
    """``facts`` are (label, value) rows that repeat what was done."""
    rows = [{"label": label, "value": value} for label, value in facts]
    return {"type": "receipt", "text": content, "title": title, "number": number, "facts": rows}


def login(content: str, title: str) -> Part:
    """The gateway adds the ``url``: only it knows the session."""
    return {"type": "login", "text": content, "title": title}


def handoff(
    content: str, queue: tuple[str, str], topics: Sequence[str], receipt_number: str, wait_minutes: int | None
) -> Part:
    """``queue`` is (id, name); ``topics`` are titles of the enquiries that go along."""
    return {
        "type": "handoff",
        "text": content,
        "queue": {"id": queue[0], "name": queue[1]},
        "topics": list(topics),
        "receipt": receipt_number,
        "wait_minutes": wait_minutes,
    }
