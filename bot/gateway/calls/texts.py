"""What the gateway itself says in a call, read from ``texts.yml``."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml


@cache
def _read() -> dict[str, Any]:
    content = yaml.safe_load(Path(__file__).with_name("texts.yml").read_text(encoding="utf-8"))
    if not isinstance(content, dict):
        raise ValueError("texts.yml must be a mapping")
    return content


def call_text(group: str, name: str | None = None, **values: object) -> str:
    """Return a text, filled in. Raises ``KeyError`` for one that does not stand there."""
    found = _read()[group]
    return str(found if name is None else found[name]).format(**values)


def failure_text(code: str) -> str:
    """Return what is said when something was not answered; there is always something to say."""
    texts = _read()["failed"]
    return str(texts.get(code, texts["other"]))
