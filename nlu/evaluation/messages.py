"""Measure errands (``{"text", "intents"}``) and entities (``{"text", "now", "entities"}``) on files of
JSON lines.
"""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from nlu.components.errands import ErrandSettings
from nlu.components.ngrams import ProbabilityModel
from nlu.components.understanding import understand
from nlu.danish.entities import find_entities


@dataclass(frozen=True)
class ErrandReport:
    """Shares are 0-1. ``misses`` are (text, wanted intents, answered intents)."""

    messages: int
    exact: float
    exact_of_several: float
    exact_of_one: float
    false_splits: float
    """Share of the messages with one question that were divided."""
    misses: list[tuple[str, list[str], list[str]]]


@dataclass(frozen=True)
class EntityReport:
    """Shares are 0-1. ``per_kind`` is kind → (wanted, exactly right); ``misses`` are (text, wanted,
    answered).
    """

    messages: int
    exact: float
    per_kind: dict[str, tuple[int, int]]
    misses: list[tuple[str, dict[str, Any], dict[str, Any]]]


def read_lines(path: Path) -> list[dict[str, Any]]:
    """Read JSON lines. Raises ``ValueError`` with the line number where a line is not a JSON object."""
    rows = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            raise ValueError(f"{path.name}, line {number}: not JSON ({error.msg})") from error
        if not isinstance(row, dict) or "text" not in row:
            raise ValueError(f'{path.name}, line {number}: expected an object with "text"')
        rows.append(row)
    return rows


def measure_errands(
    rows: Sequence[dict[str, Any]],
    classify: ProbabilityModel,
    now: datetime,
    settings: ErrandSettings | None = None,
) -> ErrandReport:
    """Compare the errands of each message with its ``intents``, order included."""
    misses: list[tuple[str, list[str], list[str]]] = []
    several: list[bool] = []
    one: list[bool] = []
    false_splits = 0
    for row in rows:
        found = [errand["intent"] for errand in understand(row["text"], classify, now, settings).errands]
        right = found == list(row["intents"])
        (several if len(row["intents"]) > 1 else one).append(right)
        false_splits += len(row["intents"]) == 1 and len(found) > 1
        if not right:
            misses.append((row["text"], list(row["intents"]), found))
    return ErrandReport(
        messages=len(rows),
        exact=_share([*several, *one]),
        exact_of_several=_share(several),
        exact_of_one=_share(one),
        false_splits=false_splits / len(one) if one else 0.0,
        misses=misses,
    )


def measure_entities(rows: Sequence[dict[str, Any]]) -> EntityReport:
    """Compare the entities of each message (kind → value) with its ``entities``; each row has its own
    ``now``.
    """
    misses, exact = [], []
    wanted_counts: Counter[str] = Counter()
    right_counts: Counter[str] = Counter()
    for row in rows:
        found = {e.kind: e.value for e in find_entities(row["text"], datetime.fromisoformat(row["now"]))}
        wanted = dict(row["entities"])
        for kind, value in wanted.items():
            wanted_counts[kind] += 1
            right_counts[kind] += found.get(kind) == value
        exact.append(found == wanted)
        if found != wanted:
            misses.append((row["text"], wanted, found))
    per_kind = {kind: (wanted_counts[kind], right_counts[kind]) for kind in sorted(wanted_counts)}
    return EntityReport(messages=len(rows), exact=_share(exact), per_kind=per_kind, misses=misses)


def _share(results: Iterable[bool]) -> float:
    counted = list(results)
    return sum(counted) / len(counted) if counted else 0.0
