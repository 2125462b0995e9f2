"""Danger to life or health, recognised from the words alone: the net under the learnt understanding.

The words are data in ``actions/dialogue/danger_words.yml``. A false alarm costs a sentence; a missed one
may cost a life.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Literal

from actions.yaml_file import read_yaml

ALARM = "alarm"
"""Topic of "skal jeg give besked til en medarbejder med det samme?"."""

WORDS_FILE = Path(__file__).with_name("danger_words.yml")


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    return {
        key: re.compile("|".join(f"(?:{word})" for word in words), re.IGNORECASE)
        for key, words in read_yaml(WORDS_FILE).items()
    }


def sounds_harmless(text: str) -> bool:
    """Tell whether the words speak of danger in a way that is none ("en regning for en ambulance")."""
    return bool(_patterns()["harmless"].search(text))


def sounds_desperate(text: str) -> bool:
    """Tell whether somebody is at the end of their strength: then it is asked, and nobody called out."""
    return bool(_patterns()["despair"].search(text))


def sounds_worried(text: str) -> bool:
    """Tell whether somebody does not answer, at the door or the telephone: then too it is asked."""
    return bool(_patterns()["worry"].search(text))


def speaks_of(what: Literal["child", "child_worry", "home_lost", "home_care"], text: str) -> bool:
    """Tell whether the words name what somebody is to be called out for; else it is asked first."""
    return bool(_patterns()[what].search(text))


def helpline(text: str) -> Literal["life", "violence", "other"]:
    """Tell which kind of help is told of beside 112."""
    patterns = _patterns()
    kinds: tuple[Literal["life", "violence"], ...] = ("violence", "life")
    otherwise: Literal["life", "other"] = "life" if sounds_desperate(text) else "other"
    return next((kind for kind in kinds if patterns[kind].search(text)), otherwise)


def sounds_dangerous(text: str) -> bool:
    """Tell whether the words themselves speak of danger here and now.

    A harmless way of speaking takes nothing from what else is said: "det brænder på, min mand trækker ikke
    vejret" is an alarm.
    """
    patterns = _patterns()
    left = patterns["over"].sub(" ", patterns["harmless"].sub(" ", text))
    return bool(patterns["danger"].search(left))
