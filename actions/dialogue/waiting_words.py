"""What is said of waiting for a person: not wanted after all, it takes long, call me instead.

The words are data in ``actions/dialogue/waiting_words.yml``.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from actions.dialogue.reading import is_a_question
from actions.yaml_file import read_yaml

WORDS_FILE = Path(__file__).with_name("waiting_words.yml")


def withdraws(text: str) -> bool:
    """Tell whether the person is not wanted after all ("det er ikke nødvendigt alligevel")."""
    return _says("withdraws", text) and not is_a_question(text)


def is_impatient(text: str) -> bool:
    """Tell whether the wait is said to be long ("jeg gider ikke vente")."""
    return _says("impatient", text) and not _says("elsewhere", text)


def waits_on(text: str) -> bool:
    """Tell whether the citizen would rather wait ("jeg venter bare")."""
    return _says("waits_on", text)


def wants_to_be_called(text: str) -> bool:
    """Tell whether the citizen asks to be called ("kan I ikke bare ringe mig op?")."""
    if not _says("call_me", text):
        return False
    return not _says("no_call", text) or _says("wish_all_the_same", text)


def asks_when_called(text: str) -> bool:
    """Tell whether it is asked when they call ("hvornår ringer de?")."""
    return _says("when_called", text)


def calls_off(text: str) -> bool:
    """Tell whether they shall not call after all ("I skal ikke ringe alligevel")."""
    return _says("call_off", text) and not is_a_question(text)


def _says(what: str, text: str) -> bool:
    return bool(_patterns()[what].search(text))


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    words = read_yaml(WORDS_FILE)
    somebody = words.pop("somebody")
    return {
        what: re.compile(
            "|".join(f"(?:{word.replace('{somebody}', somebody)})" for word in listed), re.IGNORECASE
        )
        for what, listed in words.items()
    }
