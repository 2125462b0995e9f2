"""Everything the assistant says, read from ``actions/phrases/*.yml``: language is data.

A phrase is found by ``file.key`` and filled in with ``str.format`` fields. It is either a sentence or
``{text: ..., speech: ...}`` where the telephone must say it differently.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from actions.yaml_file import read_yaml

PHRASE_FOLDER = Path(__file__).resolve().parent.parent / "phrases"


@cache
def phrase_book(folder: Path = PHRASE_FOLDER) -> dict[str, Any]:
    """Return all phrases by ``file.key``. Raises ``ValueError`` naming the file that cannot be read."""
    book: dict[str, Any] = {}
    for path in sorted(folder.glob("*.yml")):
        try:
            content = read_yaml(path) or {}
        except yaml.YAMLError as error:
            raise ValueError(f"{path.name} is not readable YAML: {error}") from error
        for key, phrase in content.items():
            book[f"{path.stem}.{key}"] = phrase
    return book


def phrase(key: str, **values: object) -> str:
    """Return the phrase ``key`` (``file.key``) as shown. Raises ``KeyError`` when it is missing."""
    found = phrase_book()[key]
    template = found["text"] if isinstance(found, dict) else found
    return str(template).strip().format(**values)


def speech(key: str, **values: object) -> str | None:
    """Return how the telephone says the phrase, or None where it is the same as shown."""
    found = phrase_book()[key]
    if isinstance(found, dict) and "speech" in found:
        return str(found["speech"]).strip().format(**values)
    return None


def small_talk_by_ear(response: object) -> str | None:
    """Return how the telephone says a plain response of the domain (``utter_farvel``), or None."""
    key = f"smaasnak.{str(response or '').removeprefix('utter_')}"
    return speech(key) if key in phrase_book() else None
