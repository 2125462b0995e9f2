"""What a citizen says of the circumstances that decide who can help.

The words are data in ``actions/dialogue/circumstance_words.yml``, by the names of the routing table.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from actions.yaml_file import read_yaml

WORDS_FILE = Path(__file__).with_name("circumstance_words.yml")


@dataclass(frozen=True, slots=True)
class _Words:
    said: re.Pattern[str]
    unless: re.Pattern[str]
    denied: re.Pattern[str]

    def verdict(self, message: str) -> bool | None:
        """Say whether a message says so or denies it; None when it tells nothing."""
        if self.denied.search(message):
            return False
        return True if self.said.search(message) and not self.unless.search(message) else None


def told_circumstances(messages: Iterable[str]) -> frozenset[str]:
    """Return the circumstances that a citizen's messages, in order, plainly tell of.

    The last message that says anything of a circumstance counts: "nej, ikke til mit arbejde" takes it back.
    """
    verdicts: dict[str, bool] = {}
    for message in messages:
        for circumstance, words in _book()[0].items():
            verdict = words.verdict(message)
            if verdict is not None:
                verdicts[circumstance] = verdict
    return frozenset(circumstance for circumstance, so in verdicts.items() if so)


def is_about_somebody_else(message: str) -> bool:
    """Tell whether a message speaks of another's matter ("min mors hjemmepleje")."""
    return bool(_book()[1].search(message))


@cache
def _book() -> tuple[dict[str, _Words], re.Pattern[str]]:
    content = read_yaml(WORDS_FILE)
    words = {
        circumstance: _Words(*(_any_of(columns[name]) for name in ("said", "unless", "denied")))
        for circumstance, columns in content["words"].items()
    }
    return words, _any_of([each.replace("{kin}", content["kin"]) for each in content["somebody_else"]])


def _any_of(expressions: Sequence[str]) -> re.Pattern[str]:
    # Of nothing, nothing is found: an empty alternative would be found everywhere.
    return re.compile("|".join(f"(?:{each})" for each in expressions) or r"(?!)", re.IGNORECASE)
