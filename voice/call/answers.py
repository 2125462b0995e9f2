"""The assistant's parts, read aloud.

A part's ``speech`` is preferred to its ``text``. Either may have been written for a page, so words for the
eye become words for the ear (``spoken`` in ``phrases.yml``) and addresses on the web are never spelled out.
What can be pressed on the page can be said or keyed here; a login is an approval in the app; a link is
offered by SMS.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import urlsplit

from voice.call.expectations import is_yes_and_no
from voice.call.phrases import CallPhrases
from voice.call.words import plain
from voice.conversation import Identity

MOST_READ = 5
"""Choices read out in one go; more cannot be remembered."""
_CLOCK = " kl. "
_URL = re.compile(r"\bhttps?://\S+")
_SENTENCE_END = re.compile(r"(?<=[.!?])[”\"]?\s+(?=[A-ZÆØÅ”\"0-9])")


@dataclass(frozen=True)
class Link:
    """Something to send by SMS. The address stays where it is known: the gateway sends it."""

    title: str
    url: str
    kind: Literal["link", "login"] = "link"


@dataclass(frozen=True)
class Receipt:
    """What was done, to be repeated on request."""

    number: str
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Piece:
    """Something to say in one go."""

    text: str
    question: bool = False
    never_lost: bool = False


@dataclass(frozen=True)
class Reading:
    """One part as the telephone has it."""

    pieces: tuple[Piece, ...]
    link: Link | None = None
    receipt: Receipt | None = None
    buttons: tuple[tuple[str, str], ...] = ()
    """Title and what is sent when it is chosen."""


def read_part(part: Mapping[str, Any], identity: Identity, language: str, phrases: CallPhrases) -> Reading:
    """Return how a part is spoken. A part of an unknown type is its text; one without text says nothing."""
    speech, text = _text(part, "speech"), _text(part, "text")
    said = as_spoken(speech or text, phrases)
    kind = part.get("type")
    buttons = _buttons(part) if kind == "buttons" else ()
    link = _link(part)
    receipt = _receipt(part) if kind == "receipt" else None
    pieces = [*pieces_of(said, phrases)]
    if buttons:
        pieces += _spoken_choices([title for title, _ in buttons], said, language, phrases)
    if receipt and receipt.number:
        if receipt.number not in said:
            pieces.append(Piece(phrases.say("receipt", language, number=receipt.number)))
        pieces.append(Piece(phrases.say("receipt_offer", language)))
    if kind == "login" and identity == "pending":
        pieces.append(Piece(phrases.say("login_pending", language)))
    return Reading(tuple(pieces), link, receipt, buttons)


def as_spoken(text: str, phrases: CallPhrases) -> str:
    """Turn a text for the page into one for the ear."""
    text = _URL.sub(_host, text.replace("**", "")).strip()
    for pattern, spoken in phrases.spoken:
        text = pattern.sub(spoken, text)
    return text


def pieces_of(said: str, phrases: CallPhrases) -> list[Piece]:
    """Cut off the last sentence where it is a question: from its first sound on, a "ja" answers it."""
    sentences = _SENTENCE_END.split(said.strip())
    cut = len(sentences) - 1 if said.rstrip().endswith("?") else len(sentences)
    halves = [" ".join(sentences[:cut]), " ".join(sentences[cut:])]
    return [
        Piece(half, half.rstrip().endswith("?"), bool(phrases.never_lost.search(half)))
        for half in halves
        if any(character.isalnum() for character in half)
    ]


def spelled(number: str) -> str:
    """``BIO-2026`` → "B, I, O, 2, 0, 2, 6": slowly, one sign at a time."""
    return ", ".join(character for character in number if character.isalnum())


def listed(titles: Sequence[str], language: str, phrases: CallPhrases) -> str:
    """ "A, B eller C"."""
    names = _without_repeated_days([title.strip().rstrip("?.!") for title in titles])
    word = phrases.or_word.get(language) or phrases.or_word["da"]
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {word} {names[-1]}"


def _without_repeated_days(names: Sequence[str]) -> list[str]:
    """ "mandag kl. 9, mandag kl. 9.30" is heard as "mandag kl. 9, kl. 9.30"."""
    days = [name.partition(_CLOCK)[0] if _CLOCK in name else "" for name in names]
    return [
        name[len(day) + 1 :] if day and at and days[at - 1] == day else name
        for at, (name, day) in enumerate(zip(names, days, strict=True))
    ]


def keys_for(titles: Sequence[str], language: str, phrases: CallPhrases) -> str:
    """ "Tryk 1 for A. Tryk 2 for B."; there are nine keys."""
    return " ".join(
        phrases.say("key_choice", language, number=number, title=title.strip().rstrip("?.!"))
        for number, title in enumerate(titles[:9], 1)
    )


def _spoken_choices(titles: Sequence[str], said: str, language: str, phrases: CallPhrases) -> list[Piece]:
    if is_yes_and_no(tuple(titles)) or all(plain(title) in plain(said) for title in titles):
        return []
    person = [title for title in titles if plain(title) in phrases.person_titles]
    titles = [title for title in titles if title not in person]
    offer = [Piece(phrases.say("choices_person", language))] if person and not _names_a_person(said) else []
    if not titles:
        return offer
    read = titles[:MOST_READ]
    key = "choices_with_keys" if len(read) > 1 else "choices"
    numbers = listed([str(number) for number in range(1, len(read) + 1)], language, phrases)
    pieces = [Piece(phrases.say(key, language, choices=listed(read, language, phrases), numbers=numbers))]
    if len(titles) > len(read):
        pieces.append(Piece(phrases.say("choices_more", language, count=len(titles) - len(read))))
    return pieces + offer


def _names_a_person(said: str) -> bool:
    return "menneske" in said or "medarbejder" in said


def _text(part: Mapping[str, Any], key: str) -> str:
    value = part.get(key)
    return value.strip() if isinstance(value, str) else ""


def _buttons(part: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    entries = part.get("buttons")
    found = [entry for entry in entries if isinstance(entry, Mapping)] if isinstance(entries, list) else []
    named = [(_text(entry, "title"), _text(entry, "text")) for entry in found]
    return tuple((title, text or title) for title, text in named if title)


def _link(part: Mapping[str, Any]) -> Link | None:
    url = _text(part, "url")
    if part.get("type") == "login":
        return Link(_text(part, "title"), url, "login")
    return Link(_text(part, "title") or _text(part, "text"), url) if url else None


def _receipt(part: Mapping[str, Any]) -> Receipt:
    rows = part.get("facts")
    facts = [row for row in rows if isinstance(row, Mapping)] if isinstance(rows, list) else []
    return Receipt(_text(part, "number"), tuple((_text(row, "label"), _text(row, "value")) for row in facts))


def _host(found: re.Match[str]) -> str:
    address = found[0].rstrip(".,;:!?)")
    try:
        host = urlsplit(address).hostname or ""
    except ValueError:  # No address after all, such as "https://[".
        host = ""
    return host.removeprefix("www.") + found[0][len(address) :]
