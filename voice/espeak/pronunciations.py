"""Words that espeak-ng's Danish rules get wrong, and the other ways in which words are said.

The table is ``pronunciations.yml``. The voice speaks the first pronunciation of a word; the recogniser is
taught all of them.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

TABLE = Path(__file__).with_name("pronunciations.yml")
_WORD = re.compile(r"[^\W\d_]+(?:[-'][^\W\d_]+)*")
_MNEMONICS = re.compile(r"[A-Za-z0-9@&#:?*',_|!/;^=~.\- ]+")


class PronunciationError(ValueError):
    """The table cannot be read; the text says which word."""


@dataclass(frozen=True)
class Pronunciation:
    """How one word is said. All are espeak-ng mnemonics without brackets."""

    said: str | None
    """What the voice says; None where the rules are right."""
    others: tuple[str, ...] = ()
    """Further ways in which people say it."""


@cache
def pronunciations(path: Path = TABLE) -> Mapping[str, Pronunciation]:
    """Return the table by lower-case word. Raises ``PronunciationError``."""
    content = yaml.load(path.read_text("utf-8"), Loader=_StringLoader)  # noqa: S506 - a SafeLoader
    if not isinstance(content, dict):
        raise PronunciationError(f"{path.name} is no table")
    return {str(word): _entry(str(word), value) for word, value in content.items()}


def pronounced(text: str) -> str:
    """Put ``[[mnemonics]]`` in the place of each word that the rules would get wrong.

    A word with hyphens that is not in the table is looked up part by part. The rest of the text is unchanged.
    """
    table = pronunciations()

    def word(found: re.Match[str]) -> str:
        whole = _said(found[0], table)
        if whole != found[0] or "-" not in found[0]:
            return whole
        return " ".join(_said(part, table) for part in found[0].split("-"))

    return _WORD.sub(word, text)


def ways_of_saying(word: str) -> tuple[str, ...]:
    """Return every pronunciation of ``word`` as text for ``Espeak``: the first is what the voice says.

    ``ways_of_saying("ikke")`` → ``("ikke", "[[eg]]")``.
    """
    entry = pronunciations().get(word.lower(), Pronunciation(None))
    first = f"[[{entry.said}]]" if entry.said else word
    return (first, *(f"[[{other}]]" for other in entry.others))


def _said(word: str, table: Mapping[str, Pronunciation]) -> str:
    entry = table.get(word.lower())
    return f"[[{entry.said}]]" if entry and entry.said else word


def _entry(word: str, value: object) -> Pronunciation:
    ways = value if isinstance(value, list) else [value]
    others = tuple(way for way in ways[1:] if isinstance(way, str) and _MNEMONICS.fullmatch(way))
    said = ways[0] if ways else None
    if word != word.lower() or (said is None and not others):
        raise PronunciationError(f"{word}: a lower-case word and at least one pronunciation, please")
    if len(others) != len(ways) - 1 or not (
        said is None or (isinstance(said, str) and _MNEMONICS.fullmatch(said))
    ):
        raise PronunciationError(f"{word}: mnemonics only, and only the first may be left to the rules")
    return Pronunciation(said, others)


class _StringLoader(yaml.SafeLoader):
    """Words like ``ja``, ``no`` and ``on`` are words here, and ``~`` alone is None."""


_StringLoader.yaml_implicit_resolvers = {
    start: [(tag, pattern) for tag, pattern in resolvers if tag == "tag:yaml.org,2002:null"]
    for start, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
