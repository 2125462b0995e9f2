"""What the line says and listens for, read from ``phrases.yml``: language is data."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

from voice.recognition.phrases import phrases as heard_phrases

_FILE = Path(__file__).with_name("phrases.yml")


@dataclass(frozen=True)
class CallPhrases:
    """Everything the call says by itself, and the words it understands by itself."""

    sayings: Mapping[str, Mapping[str, tuple[str, ...]]]
    """Key → language → wordings, in the order in which they are used."""
    or_word: Mapping[str, str]
    backchannels: frozenset[str]
    hesitations: frozenset[str]
    words_that_count: frozenset[str]
    unfinished_words: frozenset[str]
    maybe_unfinished_words: frozenset[str]
    question_beginnings: frozenset[str]
    before_an_answer: frozenset[str]
    tells_where: frozenset[str]
    unfinished_endings: tuple[str, ...]
    whole_although: tuple[str, ...]
    polite_words: frozenset[str]
    commands: Mapping[str, frozenset[str]]
    takes_back: frozenset[str]
    """First words of what replaces what was said before."""
    command_words: Mapping[str, frozenset[str]]
    """Words that make a short utterance a command, whatever else is in it."""
    said_to_the_line: frozenset[str]
    """Words by which a longer utterance with such a word is about how it is spoken."""
    alone_only: frozenset[str]
    person_titles: frozenset[str]
    """Titles of buttons that ask for a person: on offer, but none of the things to choose among."""
    spoken: tuple[tuple[re.Pattern[str], str], ...]
    never_lost: re.Pattern[str]
    urgent: re.Pattern[str]
    """Words of danger, which are sent on without being confirmed."""
    says_robot: re.Pattern[str]
    says_transfer: re.Pattern[str]
    yes: frozenset[str]
    no: frozenset[str]

    def wordings(self, key: str, language: str = "da") -> tuple[str, ...]:
        """All wordings of ``key``; Danish where the language has none. Raises ``KeyError``."""
        said = self.sayings[key]
        return said.get(language) or said["da"]

    def say(self, key: str, language: str = "da", at: int = 0, **values: object) -> str:
        """The wording number ``at`` (the last where there are fewer), filled in."""
        wordings = self.wordings(key, language)
        return wordings[min(at, len(wordings) - 1)].format(**values)


@cache
def call_phrases() -> CallPhrases:
    """Read the file that ships. Raises ``ValueError`` where it is not as described in it."""
    return phrases_from(yaml.safe_load(_FILE.read_text(encoding="utf-8")))


def phrases_from(data: Mapping[str, Any]) -> CallPhrases:
    """Check and take over what ``phrases.yml`` holds; yes and no are the recogniser's."""
    sayings = {
        key: MappingProxyType({language: tuple(texts) for language, texts in said.items()})
        for key, said in data["say"].items()
    }
    for key, said in sayings.items():
        if not said.get("da") or not all(isinstance(text, str) for texts in said.values() for text in texts):
            raise ValueError(f"phrases.yml, say.{key}: there must be a Danish text, and nothing but texts.")
    for name in ("backchannels", "hesitations", "words_that_count", "unfinished_words", "polite_words"):
        wrong = [word for word in data[name] if not isinstance(word, str) or word != word.lower()]
        if wrong:
            raise ValueError(f"phrases.yml, {name}: {wrong[0]!r} is no word in lower case; quote it.")
    heard = heard_phrases()
    return CallPhrases(
        sayings=MappingProxyType(sayings),
        or_word=MappingProxyType(dict(data["or_word"])),
        backchannels=frozenset(data["backchannels"]),
        hesitations=frozenset(data["hesitations"]),
        words_that_count=frozenset(data["words_that_count"]),
        unfinished_words=frozenset(data["unfinished_words"]),
        maybe_unfinished_words=frozenset(data["maybe_unfinished_words"]),
        question_beginnings=frozenset(data["question_beginnings"]),
        before_an_answer=frozenset(data["before_an_answer"]),
        tells_where=frozenset(data["tells_where"]),
        unfinished_endings=tuple(data["unfinished_endings"]),
        whole_although=tuple(data["whole_although"]),
        polite_words=frozenset(data["polite_words"]),
        commands=MappingProxyType({name: frozenset(said) for name, said in data["commands"].items()}),
        takes_back=frozenset(data["takes_back"]),
        command_words=MappingProxyType({name: frozenset(w) for name, w in data["command_words"].items()}),
        said_to_the_line=frozenset(data["said_to_the_line"]),
        alone_only=frozenset(data["alone_only"]),
        person_titles=frozenset(data["person_titles"]),
        spoken=tuple((re.compile(pattern), spoken) for pattern, spoken in data["spoken"]),
        never_lost=re.compile("|".join(data["never_lost"])),
        urgent=re.compile(data["urgent"]),
        says_robot=re.compile(data["says_robot"], re.IGNORECASE),
        says_transfer=re.compile(data["says_transfer"], re.IGNORECASE),
        yes=frozenset(heard.yes),
        no=frozenset(heard.no),
    )
