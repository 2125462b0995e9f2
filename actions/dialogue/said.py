"""What has been said so far, read from Rasa's events."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from actions.dialogue import parts
from actions.dialogue.phrases import small_talk_by_ear


def transcript(events: Sequence[dict[str, Any]]) -> list[tuple[str, str]]:
    """Return what was said so far as (speaker, text); the store keeps it masked."""
    lines: list[tuple[str, str]] = []
    for event in events:
        if event.get("event") == "user" and not (event.get("parse_data") or {}).get("floor"):
            text = str(event.get("text") or "")
            if text and not text.startswith("/"):
                lines.append(("citizen", text))
        elif event.get("event") == "bot":
            lines.extend(("assistant", text) for text in texts_of(event))
    return lines


def texts_of(bot_event: dict[str, Any]) -> list[str]:
    """Return the texts of a bot event, whether said by a journey or by a plain response."""
    if bot_event.get("text"):
        return [str(bot_event["text"])]
    return [str(part["text"]) for part in parts_of(bot_event) if part.get("text")]


def parts_of(bot_event: dict[str, Any]) -> list[parts.Part]:
    data = bot_event.get("data") or {}
    custom = data.get("custom") or {}
    if "parts" in custom:
        return list(custom["parts"])
    text = bot_event.get("text")
    response = (bot_event.get("metadata") or {}).get("utter_action")
    return [parts.text(str(text), small_talk_by_ear(response))] if text else []


def previous_reply(events: Sequence[dict[str, Any]]) -> list[parts.Part]:
    """Return the parts that the assistant said between the citizen's last two messages."""
    reply: list[parts.Part] = []
    messages = 0
    for event in reversed(events):
        if event.get("event") == "user" and not (event.get("parse_data") or {}).get("floor"):
            messages += 1
            if messages == 2:
                break
        elif event.get("event") == "bot" and messages == 1:
            reply = parts_of(event) + reply
    return reply
