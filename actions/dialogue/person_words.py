"""A wish for a person, heard from the plain words: "stil mig om til en der ved noget om regninger".

The learnt understanding hears the matter in such a sentence, and with it the wish is lost. The words are data
in ``actions/dialogue/person_words.yml``.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from pathlib import Path

from actions.dialogue.catalogue import enquiries
from actions.dialogue.message import Clause, Message
from actions.dialogue.packet import GENERAL
from actions.yaml_file import read_yaml

WORDS_FILE = Path(__file__).with_name("person_words.yml")
PERSON = "tal_med_menneske"
SURE_MATTER = 0.4
"""How sure the understanding must be that a lone sentence with such a wish has a matter as well."""


def wants_person(text: str) -> bool:
    """Tell whether a person is asked for in plain words, Danish or English."""
    patterns = _patterns()
    wanted = patterns["person"].search(text) or patterns["english"].search(text)
    return bool(wanted) and not patterns["not_wanted"].search(text)


def in_english(text: str) -> bool:
    """Tell whether the wish for a person is an English one."""
    return bool(_patterns()["english"].search(text))


def with_person(message: Message) -> Message:
    """Return the message with the wish for a person that its words hold and its clauses lack.

    And without the one that its words turn down, where the message is about something else.
    """
    if message.floor or message.event:
        return message
    others = [clause for clause in message.clauses if clause.intent not in GENERAL]
    if others and len(others) < len(message.clauses) and _patterns()["turned_down"].search(message.text):
        return replace(message, intent=others[0].intent, clauses=others)
    if not wants_person(message.text):
        return message
    if any(clause.intent in GENERAL for clause in message.clauses):
        return message
    matters = [clause for clause in message.clauses if clause.intent in enquiries()]
    if len(message.clauses) == 1:
        matters = [clause for clause in matters if clause.confidence >= SURE_MATTER]
    wish = Clause(PERSON, 1.0, message.text)
    if matters:
        return replace(message, clauses=[*matters, wish])
    return replace(message, intent=PERSON, confidence=1.0, clauses=[wish], whole=wish)


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    return {
        key: re.compile("|".join(f"(?:{word})" for word in words), re.IGNORECASE)
        for key, words in read_yaml(WORDS_FILE).items()
    }


_TELLS_OF = re.compile(
    r"\bjeg (?:har )?(?:talt|talte|snakket|snakkede) med\b|\bglad for at (?:tale|snakke)\b"
    r"|\bhvad (?:laver|er) en\b|\b(?:sagsbehandler|rådgiver|medarbejder|kontaktperson)\w* (?:er|var) "
    r"(?:så |meget |rigtig |altid )?(?:sød|flink|dejlig|rar|god|venlig|hyggelig)\w*",
    re.IGNORECASE,
)
_WISHES = re.compile(
    r"\b(?:vil|kan|må|skal|får|ønsker) (?:jeg |vi |du )?(?:\w+ ){0,2}"
    r"(?:tale|snakke|have|få|stilles|ringe|finde|komme)"
    r"|\bstil\w*|\bomstil\w*|\bring\w*|\bhvem\b|\bfører min\b|\bigen\b|\beneste\b",
    re.IGNORECASE,
)


def only_tells_of_one(text: str) -> bool:
    """Tell whether a person is spoken of and not asked for: "min rådgiver er sød"."""
    return _TELLS_OF.search(text) is not None and _WISHES.search(text) is None
