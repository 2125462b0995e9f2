"""The phrases of ``grammars.yml``, read once."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

_FILE = Path(__file__).with_name("grammars.yml")
_ORDER = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")


@dataclass(frozen=True)
class Phrases:
    """What can be foreseen, in lower case."""

    hesitations: frozenset[str]
    lead_ins: frozenset[str]
    yes: tuple[str, ...]
    no: tuple[str, ...]
    asides: tuple[str, ...]
    """"Gentag", "vent", "et menneske": said instead of an answer."""
    digits: tuple[str, ...]
    """"nul" to "nioghalvfems"."""
    digits_between: tuple[str, ...]
    """What may stand between digits: "og", "streg"."""
    digits_lead_ins: tuple[str, ...]
    """Before the first digit: "mit nummer er"."""
    ordinals: tuple[tuple[str, ...], ...]
    """How the first, the second … of several is pointed out."""
    last: tuple[str, ...]
    none_of_them: tuple[str, ...]
    small_words: frozenset[str]
    """Words of a choice's title that are not worth saying."""


@cache
def phrases() -> Phrases:
    """Read the file that ships. Raises ``ValueError`` where it is not as described in it."""
    return phrases_from(yaml.safe_load(_FILE.read_text(encoding="utf-8")))


def phrases_from(data: Mapping[str, Any]) -> Phrases:
    """Check and take over what ``grammars.yml`` holds."""
    # YAML reads a bare "ja", "nej" or "yes" as text or truth depending on its version: be sure.
    for name in ("yes", "no", "asides", "hesitations", "lead_ins"):
        wrong = [entry for entry in data[name] if not isinstance(entry, str) or entry != entry.lower()]
        if wrong:
            raise ValueError(f"grammars.yml, {name}: {wrong[0]!r} is no phrase in lower case; quote it.")
    digits, choices = data["digits"], data["choices"]
    return Phrases(
        hesitations=frozenset(data["hesitations"]),
        lead_ins=frozenset(data["lead_ins"]),
        yes=tuple(data["yes"]),
        no=tuple(data["no"]),
        asides=tuple(data["asides"]),
        digits=tuple(_digits(digits)),
        digits_between=tuple(digits["between"]),
        digits_lead_ins=tuple(digits["lead_ins"]),
        ordinals=tuple(tuple(choices[name]) for name in _ORDER),
        last=tuple(choices["last"]),
        none_of_them=tuple(choices["none"]),
        small_words=frozenset(choices["small_words"]),
    )


def _digits(data: Mapping[str, list[str]]) -> list[str]:
    alone = [*data["units"], *data["units_also"], *data["teens"], *data["tens"], *data["tens_also"]]
    # The word for one inside a number is "en": "enogtyve".
    pairs = [f"{unit}og{ten}" for ten in data["tens"] for unit in data["units"] if unit != "nul"]
    return [*alone, *pairs]
