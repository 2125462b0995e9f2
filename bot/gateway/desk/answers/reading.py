"""Reading the answers and articles: one file a forvaltning, every row checked, a bad one refused.

A file holds one row for each enquiry of the catalogue (or a part of a conversation that belongs to none)::

    pas:
      words: pasfoto rejse          # what else citizens call it; only searched
      article: {text: …, url: …}    # the municipality's own text; its title is the catalogue's
      answers:
        Det skal du tage med: …     # title: what is sent; [dato] is a gap for the employee

Where the assistant has a text for the same, the row points at it, so that both say the same:
``{phrase: mitid_hjaelp.advice}``, with ``fill`` for its fields.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from actions.dialogue.phrases import PHRASE_FOLDER
from actions.routing.rows import Value, read_file

ANSWERS_FOLDER = Path(__file__).parent
PARTS_OF_TALK: Mapping[str, str] = {"samtale": "Samtalen", "svaere_oejeblikke": "Svære øjeblikke"}
"""Rows that belong to no enquiry, in the order to show them: id to title."""

MOST_TITLE_CHARS, MOST_TEXT_CHARS = 60, 600
_NUMBER = re.compile(r"\d(?:[ .,/–-]*\d){4,}")
"""Five digits or more, also in groups: a telephone or CPR number, or a price. None of them stands here."""
_GAP = re.compile(r"\[[A-ZÆØÅa-zæøå][^\[\]]{1,30}\]")
_URL = re.compile(r"https://[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:/[A-Za-z0-9._/-]*)?")


@dataclass(frozen=True, slots=True)
class Entry:
    """One answer or article."""

    kind: Literal["answer", "article"]
    intent: str
    """Enquiry id, or one of ``PARTS_OF_TALK``."""
    title: str
    text: str
    url: str | None = None
    words: str = ""
    """Other words that find it."""


def read_entries(titles: Mapping[str, str], folder: Path = ANSWERS_FOLDER) -> list[Entry]:
    """Return everything in the folder's files, by file name and then as it stands.

    ``titles`` are those of the enquiries by id. Raises ``RoutingError`` with file and line.
    """
    known = {**titles, **PARTS_OF_TALK}
    entries: list[Entry] = []
    seen: dict[str, str] = {}
    for path in sorted(folder.glob("*.yml")):
        for intent, row in _columns(read_file(path)).items():
            if intent not in known:
                raise row.refuse(f"no enquiry is called {intent!r}")
            if intent in seen:
                raise row.refuse(f"{intent!r} stands in {seen[intent]} already")
            seen[intent] = path.name
            entries += _entries(intent, known[intent], row)
    return entries


def _entries(intent: str, title: str, row: Value) -> Iterator[Entry]:
    columns = row.row(("answers",), ("words", "article"))
    words = columns["words"].text() if "words" in columns else ""
    if "article" in columns:
        yield _article(intent, title, columns["article"], words)
    answers = _columns(columns["answers"])
    if not answers:
        raise row.refuse(f"{intent!r} has no answers")
    for name, value in answers.items():
        if len(name) > MOST_TITLE_CHARS:
            raise value.refuse(f"the title is longer than {MOST_TITLE_CHARS} characters")
        yield Entry("answer", intent, _sound(name, value), _text(value), None, words)


def _article(intent: str, title: str, value: Value, words: str) -> Entry:
    columns = value.row((), ("text", "phrase", "fill", "title", "url"))
    url = columns["url"].text() if "url" in columns else None
    if url is not None and not _URL.fullmatch(url):
        raise columns["url"].refuse(f"{url!r} is no address that begins with https")
    if "title" in columns:
        title = columns["title"].text()
    text = _text(columns["text"]) if "text" in columns else _text(value)
    return Entry("article", intent, title, text, url, words)


def _text(value: Value) -> str:
    text = " ".join((_phrase(value) if isinstance(value.content, dict) else value.text()).split())
    if len(text) > MOST_TEXT_CHARS:
        raise value.refuse(f"the text is longer than {MOST_TEXT_CHARS} characters")
    return _sound(text, value)


def _sound(text: str, value: Value) -> str:
    if number := _NUMBER.search(text):
        raise value.refuse(f"{number.group()!r} looks like somebody's number; leave a gap instead")
    if set("[]") & set(_GAP.sub("", text)):
        raise value.refuse("a gap is written [dato]")
    return text


def _phrase(value: Value) -> str:
    """Return what the assistant says, with its fields filled."""
    columns = value.row(("phrase",), ("fill", "title", "url"))
    key = columns["phrase"].text()
    file, _, name = key.partition(".")
    phrases = _columns(read_file(PHRASE_FOLDER / f"{file}.yml"))
    if name not in phrases:
        raise columns["phrase"].refuse(f"the assistant has no phrase {key!r}")
    found = phrases[name]
    fields = _columns(columns["fill"]) if "fill" in columns else {}
    try:
        shown = found.content["text"] if isinstance(found.content, dict) else found
        return shown.text().strip().format(**{field: text.text() for field, text in fields.items()})
    except (KeyError, IndexError) as missing:
        raise value.refuse(f"the phrase {key!r} also needs {missing}") from None


def _columns(value: Value) -> dict[str, Value]:
    if not isinstance(value.content, dict):
        raise value.refuse("a row with columns is missing here")
    return value.content
