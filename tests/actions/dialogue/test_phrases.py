"""Language is data: every phrase that code asks for exists, and every phrase is asked for."""

import re
from pathlib import Path

from actions.dialogue import other_authorities
from actions.dialogue.anew import OTHER_WORDS
from actions.dialogue.phrases import phrase_book
from actions.yaml_file import read_yaml

ROOT = Path(__file__).resolve().parents[3]
CODE = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "actions").rglob("*.py"))
FILES = {key.split(".")[0] for key in phrase_book()}


def test_every_phrase_that_is_asked_for_exists():
    asked = set(re.findall(rf'"((?:{"|".join(FILES)})\.[a-z_]+)"', CODE))
    assert asked
    assert asked - set(phrase_book()) == set()


def test_every_phrase_is_used_somewhere():
    unused = [key for key in phrase_book() if not any(found in CODE for found in ways_to_ask_for(key))]
    assert [key for key in unused if not key.startswith(other_authorities.PHRASES)] == []


def test_every_other_authority_that_has_words_has_a_phrase_and_the_other_way_round():
    named = read_yaml(other_authorities.WORDS_FILE)
    told = {key.split(".")[1] for key in phrase_book() if key.startswith(f"{other_authorities.PHRASES}.")}
    assert set(named) == told


def ways_to_ask_for(key: str) -> list[str]:
    """A phrase is named whole, or its last part is put together where it is said."""
    last = key.split(".")[1]
    last = last.removesuffix("_subject")
    for end in OTHER_WORDS:
        first = key.removesuffix(end)
        if first != key and first in phrase_book() and f'"{key}"' not in CODE and f".{last}" not in CODE:
            # The second time it is said in other words, by the key of the first.
            return ways_to_ask_for(first)
    return [f'"{key}"', f'"{last}"', f".{last}", *(f"{last.rsplit('_', cut)[0]}_{{" for cut in (1, 2))]


def test_no_phrase_speaks_officialese_or_english():
    forbidden = re.compile(r"\b(Deres|såfremt|vedrørende|herunder|ovenstående|error|please)\b")
    texts = [str(value) for value in phrase_book().values()]
    assert [text for text in texts if forbidden.search(text)] == []
