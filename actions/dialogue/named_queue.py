"""Which office is named in a text: "stil mig om til jobcentret", "hvornår har Pladsanvisningen åbent"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, TypeVar

from rapidfuzz import fuzz

LENGTH_OF_A_SHORT_NAME = 10
LENGTH_OF_A_FIRST_WORD = 9
SAME_NAME = 88
"""Likeness (0-100) from which a queue's name counts as said."""


class HasName(Protocol):
    """A queue, of the contact centre or of the routing table."""

    @property
    def name(self) -> str:
        """What the citizen is told."""
        ...


Named = TypeVar("Named", bound=HasName)


def named_queue(text: str, queues: Sequence[Named]) -> Named | None:
    """Return the queue whose name occurs in the text, also inflected ("jobcentret", "pladsanvisningens")."""
    said = text.lower()
    scored = [
        (max(fuzz.partial_ratio(name, said) for name in names_of(queue.name.lower())), queue)
        for queue in queues
    ]
    best, queue = max(scored, key=lambda pair: pair[0], default=(0, None))
    return queue if best >= SAME_NAME else None


def names_of(name: str) -> list[str]:
    """Return the name, without its last word where that says enough, and its first where that does.

    "Akut social hjælp" is called "akut social", "Jobcenter København" "jobcentret".
    """
    words = name.split()[:-1]
    short = " ".join(words)
    says_enough = len(words) > 1 and words[-1] != "og" and len(short) >= LENGTH_OF_A_SHORT_NAME
    first = name.split()[0]
    says_it_alone = bool(words) and len(first) >= LENGTH_OF_A_FIRST_WORD and not first.startswith("københavn")
    return [name, *[short] * says_enough, *[first] * says_it_alone]
