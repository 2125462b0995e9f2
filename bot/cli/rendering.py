"""Parts of an answer as lines for a terminal. Text from outside moves no cursor and sets no colour."""

import re
import textwrap
from typing import Any

_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_WIDTH = 88

Part = dict[str, Any]


def lines_of(part: Part) -> list[str]:
    """Return the lines of one part, without line ends."""
    lines = wrapped(str(part.get("text") or ""))
    kind = part.get("type")
    if kind == "buttons":
        lines += [f"  [{at}] {plain(title)}" for at, (title, _) in enumerate(choices(part), 1)]
    elif kind in ("link", "login"):
        lines += [f"  → {plain(part.get('title') or kind)}: {plain(part.get('url') or '')}"]
    elif kind == "receipt":
        rows = [(str(fact.get("label")), str(fact.get("value"))) for fact in part.get("facts") or []]
        number = plain(part.get("number") or "")
        lines += [f"  ┌ {plain(part.get('title') or '')} · {number}"]
        lines += [f"  │ {plain(label)}: {plain(value)}" for label, value in rows]
    elif kind == "handoff":
        wait = part.get("wait_minutes")
        lines += [
            f"  ⇒ {plain((part.get('queue') or {}).get('name') or '')} · {plain(part.get('receipt') or '')}"
        ]
        lines += [f"  │ {plain(topic)}" for topic in part.get("topics") or []]
        lines += [f"  │ ca. {wait} min."] if wait is not None else []
    return lines


def choices(part: Part) -> list[tuple[str, str]]:
    """The buttons of a part: title, and what is sent when it is chosen."""
    found = part.get("buttons") or []
    return [(str(button.get("title")), str(button.get("text") or button.get("title"))) for button in found]


def wrapped(text: str) -> list[str]:
    """Break at the width of a page; line ends stay."""
    return [line for row in plain(text).split("\n") for line in textwrap.wrap(row, _WIDTH) or [""]]


def plain(value: object) -> str:
    """Take control characters, and those that turn the direction of writing, out of a text."""
    return _CONTROL.sub("", str(value))
