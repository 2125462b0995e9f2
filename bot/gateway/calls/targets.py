"""Which target of the dialplan a queue is dialled by."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
"""A target is put into a dialplan: nothing there may be read as anything but a name."""


@dataclass(frozen=True)
class Targets:
    """Targets by queue."""

    by_queue: Mapping[str, str]
    fallback: str
    """For a queue without a target of its own: the people who can help with anything."""

    def __post_init__(self) -> None:
        """Refuse what is no name. Raises ``ValueError``."""
        for target in (self.fallback, *self.by_queue.values()):
            if not isinstance(target, str) or not _NAME.fullmatch(target):
                raise ValueError(f"targets.yml: {target!r} is no name of a target")

    def of(self, queue: str) -> str:
        """Return the target of a queue."""
        return self.by_queue.get(queue, self.fallback)


def read_targets(path: Path | None = None) -> Targets:
    """Read ``targets.yml``. Raises ``ValueError`` when it does not say what it must."""
    path = path or Path(__file__).with_name("targets.yml")
    content: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
    if not isinstance(content, dict) or not isinstance(content.get("targets"), dict):
        raise ValueError(f"{path.name} must hold targets and a fallback")
    return Targets(dict(content["targets"]), content.get("fallback", ""))
