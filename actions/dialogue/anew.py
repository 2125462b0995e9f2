"""Saying a thing once more: who hears the same twice takes it that nobody listens."""

from __future__ import annotations

from actions.dialogue.agenda import Errand
from actions.dialogue.phrases import phrase_book

TOLD = "told"
"""Where an errand keeps how often each phrase was said of it."""

OTHER_WORDS = ("_again", "_once_more")
"""What the keys of a phrase's other wordings end on, in the order in which they are said."""


def in_other_words(errand: Errand, key: str) -> str:
    """Return the phrase ``key`` the first time, then its other wordings, the last two of them in turn.

    A phrase without other wordings is always itself.
    """
    wordings = [key, *(key + end for end in OTHER_WORDS if key + end in phrase_book())]
    told: dict[str, int] = errand.memory.setdefault(TOLD, {})
    before = told.get(key, 0)
    told[key] = before + 1
    if before < len(wordings):
        return wordings[before]
    back = (before - len(wordings) + 1) % min(2, len(wordings))
    return wordings[-1 - back]
