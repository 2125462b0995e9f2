"""What the conversation says when a person comes, goes or is sent for."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from bot.conversation.models import Language


@cache
def _notices() -> dict[str, dict[str, str]]:
    content: Any = yaml.safe_load(Path(__file__).with_name("notices.yml").read_text(encoding="utf-8"))
    return dict(content)


def service_notice(key: str, language: Language, **values: str) -> str:
    """Return the notice in the language of the conversation. Raises ``KeyError``."""
    return _notices()[key][language].format(**values)
