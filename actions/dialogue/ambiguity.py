"""Words that mean different things in different enquiries ("poser"): ask which, never guess.

The traps are data in ``actions/dialogue/ambiguous_words.yml``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from actions.dialogue import parts
from actions.dialogue.agenda import Agenda, Errand, Option, Question
from actions.dialogue.catalogue import same_family
from actions.yaml_file import read_yaml

if TYPE_CHECKING:
    from actions.dialogue.turn import Turn

POINTER = re.compile(
    r"\b(?:flytte?t?|rykke[rt]?|skubbe[rt]?|udsætte[rt]?) (?:den|det|tiden|mødet|besøget)\b"
    r"(?! (?:første|anden|tid|\w*ende|\d))"
    r"|\b(?:den|det|tiden|mødet|besøget) (?:\w+ )?(?:flyttet|rykket|skubbet|udsat)\b",
    re.IGNORECASE,
)
"""Moves a thing that was just talked about, and names none: "flytte den", "få den flyttet"."""
TRAPS_FILE = Path(__file__).with_name("ambiguous_words.yml")


@dataclass(frozen=True)
class Trap:
    """A word, the words that make it plain, and the enquiries it may mean."""

    word: re.Pattern[str]
    plain_with: re.Pattern[str]
    question: str
    meanings: tuple[Option, ...]
    """Title and enquiry id."""
    context_decides: bool
    """What the conversation was just about settles it ("aflys den"); else it is always asked."""
    taken_for: frozenset[str]
    """Other enquiries that such a wish is taken for."""


@cache
def traps() -> tuple[Trap, ...]:
    rows = read_yaml(TRAPS_FILE)
    return tuple(
        Trap(
            re.compile(row["word"], re.IGNORECASE),
            re.compile(row["plain_with"], re.IGNORECASE),
            row["question"],
            tuple(
                Option(meaning["title"], meaning["intent"], meaning["words"]) for meaning in row["meanings"]
            ),
            row.get("context_decides", False),
            frozenset(row.get("taken_for", ())),
        )
        for row in rows
    )


def trap_in(text: str, intent: str) -> Trap | None:
    """Return the trap that ``text`` falls into when it was understood as ``intent``."""
    for trap in traps():
        means = {meaning.value for meaning in trap.meanings}
        if intent in means and trap.word.search(text) and not trap.plain_with.search(text):
            return trap
    return None


def talked_about(agenda: Agenda, errand: Errand | None, trap: Trap) -> str | None:
    """Return the meaning that fits what the conversation has just been about, or None."""
    for before in reversed(agenda.errands):
        if before is not errand:
            fitting = [
                meaning.value for meaning in trap.meanings if same_family(meaning.value, before.intent)
            ]
            if fitting:
                return fitting[0]
    return None


def meant_by_context(agenda: Agenda, text: str) -> str | None:
    """Return the enquiry that a bare "aflys det" means after what was just talked about, or None."""
    for trap in traps():
        if trap.context_decides and trap.word.search(text):
            return talked_about(agenda, None, trap)
    return None


def points_back(agenda: Agenda, text: str, intent: str) -> str | None:
    """Return the enquiry that "kan jeg flytte den i stedet" means after what was just talked about, whatever
    it was taken for; None where it points at nothing."""
    for trap in traps():
        taken_for = trap.taken_for | {meaning.value for meaning in trap.meanings}
        if (
            trap.taken_for
            and intent in taken_for
            and trap.word.search(text)
            and not trap.plain_with.search(text)
        ):
            meant = talked_about(agenda, None, trap) if POINTER.search(text) else None
            return meant if meant and same_family(meant, agenda.errands[-1].intent) else None
    return None


def ask_which(turn: Turn) -> bool:
    """Settle which meaning is meant when the errand's words leave it open; True when it is not this one.

    What the conversation was just about decides ("aflys den"); otherwise it is asked. The errand is taken
    off the agenda then: which one it is, the answer decides.
    """
    agenda, errand = turn.agenda, turn.errand
    trap = trap_in(turn.text, errand.intent)
    if trap is None or errand.memory.get("plain"):
        return False
    meant = talked_about(agenda, errand, trap) if trap.context_decides else None
    if meant == errand.intent:
        return False
    agenda.remove(errand)
    if meant is not None:
        other = agenda.add(meant, errand.text or turn.text, errand.entities)
        other.state, other.memory["plain"] = "parked", True
        return True
    about = {"text": errand.text or turn.text, "entities": errand.entities}
    part = parts.buttons(trap.question, [(option.title, option.title) for option in trap.meanings])
    agenda.question = Question("", "choice", [part], "clarify", list(trap.meanings), about=about)
    turn.show(part)
    return True
