"""The gateway's own words, read from ``texts.yml`` and ``greeting.yml``."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from bot.conversation.models import Channel, JsonObject, Language


@cache
def _read(name: str) -> dict[str, Any]:
    content = yaml.safe_load(Path(__file__).with_name(name).read_text(encoding="utf-8"))
    if not isinstance(content, dict):
        raise ValueError(f"{name} must be a mapping")
    return content


def error_text(code: str) -> str:
    """Return the Danish text of an error code. Raises ``KeyError`` for a code without one."""
    return str(_read("texts.yml")["errors"][code])


def notice(code: str, language: Language) -> str:
    """Return what stands in the conversation about ``code``. Raises ``KeyError`` for a code without one."""
    return str(_read("texts.yml")["notices"][code][language])


def greeting(language: Language, channel: Channel = "chat") -> list[JsonObject]:
    """Return the parts that begin a conversation: who speaks, what it can do, and a few suggestions."""
    if channel == "voice":
        said = _read("greeting.yml")["voice"][language]
        # Written for the ear: the line says a greeting only where it has a ``speech``.
        return [{"type": "text", "text": text, "speech": text} for text in said]
    words = _read("greeting.yml")[language]
    return [
        {"type": "text", "text": words["text"]},
        {
            "type": "buttons",
            "text": words["question"],
            "buttons": [dict(button) for button in words["buttons"]],
        },
    ]
