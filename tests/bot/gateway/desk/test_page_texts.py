"""The page has words for what the assistant and the gateway tell it in codes."""

import re
from pathlib import Path
from typing import get_args

from actions.fagsystemer.contact_centre import Reason

TEXTS = Path(__file__).parents[4] / "bot" / "web" / "src" / "desk" / "texts.ts"


def test_the_page_says_in_danish_why_a_person_was_sent_for() -> None:
    block = re.search(r"\n  reasons: \{\n(.*?)\n  \}", TEXTS.read_text(encoding="utf-8"), re.DOTALL)
    assert block is not None
    assert set(re.findall(r"^    (\w+):", block[1], re.MULTILINE)) == set(get_args(Reason))
