"""Whose a matter is that is not the municipality's: "hvor søger jeg boligstøtte".

Asked only where the understanding says that it is none of ours. The words are data in
``actions/dialogue/other_authorities.yml``, what is said in ``actions/phrases/andre_myndigheder.yml``.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from actions.dialogue import parts
from actions.yaml_file import read_yaml

WORDS_FILE = Path(__file__).with_name("other_authorities.yml")
PHRASES = "andre_myndigheder"


def other_authority(text: str) -> parts.Part | None:
    """Say who answers for what is named first in the text; None where it names nothing of theirs."""
    found = [(match.start(), whose) for whose, words in _patterns().items() if (match := words.search(text))]
    return parts.worded(f"{PHRASES}.{min(found)[1]}") if found else None


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    return {
        whose: re.compile("|".join(words), re.IGNORECASE) for whose, words in read_yaml(WORDS_FILE).items()
    }
