"""Sentences for calls that the line cannot hold, read from ``farewells.yml``."""

from functools import cache
from pathlib import Path
from typing import Literal

import yaml

_FILE = Path(__file__).with_name("farewells.yml")


@cache
def _sentences() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return found


def farewell(key: Literal["stopping", "busy"], language: str = "da") -> str:
    """Return the sentence; Danish where the language has none."""
    said = _sentences()[key]
    return said.get(language, said["da"])


def all_farewells() -> list[str]:
    """Return every Danish one: they are the same for everyone, and can be made beforehand."""
    return [said["da"] for said in _sentences().values()]
