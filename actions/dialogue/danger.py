"""Danger to life or health, recognised from the words alone: the net under the learnt understanding.

The words are data in ``actions/dialogue/danger_words.yml``. A false alarm costs a sentence; a missed one
may cost a life.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from actions.yaml_file import read_yaml

WORDS_FILE = Path(__file__).with_name("danger_words.yml")


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    words = read_yaml(WORDS_FILE)
    danger, harmless = ("|".join(f"(?:{word})" for word in words[key]) for key in ("danger", "harmless"))
    return re.compile(danger, re.IGNORECASE), re.compile(harmless, re.IGNORECASE)


def sounds_harmless(text: str) -> bool:
    """Tell whether the words speak of danger in a way that is none ("en regning for en ambulance")."""
    return bool(_patterns()[1].search(text))


def sounds_dangerous(text: str) -> bool:
    """Tell whether the words themselves speak of danger here and now."""
    danger, harmless = _patterns()
    return bool(danger.search(text)) and not harmless.search(text)
