"""Closed grammars: what is listened for when the answer can be foreseen.

A grammar goes to Vosk as a list of phrases with ``[unk]`` for everything else. Vosk makes a bigram of the
list, so it can put phrases together in new ways, and it hears a listed word in a sentence that is about
something else ("ja [unk]"). Therefore an answer counts only when it is a listed phrase from beginning to end
(``Grammar.match``); everything else is left to the free model, which hears the same sound beside it.
"""

import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from nlu.danish.numbers import say_number
from voice.recognition.phrases import Phrases, phrases
from voice.recognition.protocol import Expected
from voice.recognition.text import UNKNOWN

Knows = Callable[[str], bool]
"""Whether the model's lexicon holds a word."""
_WORD = re.compile(r"[^\W_]+")
_CHOICES_MOST = 40
"""Titles beyond these are left to the free model: no one chooses among more by ear."""
_TITLE_WORDS_MOST = 12


@dataclass(frozen=True)
class Grammar:
    """What is listened for, and what counts as an answer."""

    listed: tuple[str, ...]
    """The phrases for Vosk, every word of them known to the model."""
    answers: frozenset[str] = frozenset()
    """Phrases that count when they are the whole of what was said."""
    sequence: frozenset[str] = frozenset()
    """Words that count in any order and number, at least one of them said: digits."""
    between: frozenset[str] = frozenset()
    """Words that may stand between and before those of ``sequence``."""
    dropped: frozenset[str] = frozenset()
    """Words that mean nothing: hesitations."""
    before: frozenset[str] = frozenset()
    """Words that may stand before an answer."""

    def as_json(self) -> str:
        """What ``KaldiRecognizer`` takes."""
        return json.dumps([*self.listed, UNKNOWN], ensure_ascii=False)

    def match(self, words: Sequence[str]) -> str | None:
        """Return the answer without hesitations, or None where this is not one from beginning to end."""
        said = [word for word in words if word not in self.dropped]
        text = " ".join(said)
        if self._is_sequence(said) or text in self.answers:
            return text
        while said and said[0] in self.before:
            said = said[1:]
            if " ".join(said) in self.answers:
                return text
        return None

    def _is_sequence(self, said: list[str]) -> bool:
        return any(word in self.sequence for word in said) and all(
            word in self.sequence or word in self.between for word in said
        )


def grammar_for(expected: Expected, choices: Sequence[str], knows: Knows) -> Grammar | None:
    """Return the grammar for what a question expects, or None where the answer is open.

    ``choices``: the titles of what can be chosen, in order, as they are written; used for ``choice``. Phrases
    with a word that the model does not know are left out, as Vosk would silently listen for half of them.
    """
    made = {
        "yes_no": lambda: _yes_no(phrases()),
        "digits": lambda: _digits(phrases()),
        "choice": lambda: _choice(phrases(), choices),
    }.get(expected)
    return None if made is None else known_part(made(), knows)


def sentences(of: Iterable[str], knows: Knows) -> Grammar | None:
    """A grammar of whole sentences, for choosing among them."""
    texts = tuple(spoken_title(sentence) for sentence in of)
    return known_part(Grammar(texts, frozenset(texts)), knows)


def known_part(grammar: Grammar, knows: Knows) -> Grammar | None:
    """Leave out what the lexicon does not know; None where nothing is left to answer with."""

    def whole(phrase: str) -> bool:
        return all(knows(word) for word in phrase.split())

    listed = tuple(dict.fromkeys(phrase for phrase in grammar.listed if phrase and whole(phrase)))
    answers = frozenset(phrase for phrase in grammar.answers if whole(phrase))
    sequence = frozenset(word for word in grammar.sequence if knows(word))
    if not answers and not sequence:
        return None
    return Grammar(listed, answers, sequence, grammar.between, grammar.dropped, grammar.before)


def _closed(known: Phrases, answers: Iterable[str]) -> Grammar:
    said = frozenset((*answers, *known.asides))
    listed = (*sorted(said), *sorted(known.hesitations), *sorted(known.lead_ins))
    return Grammar(listed, said, dropped=known.hesitations, before=known.lead_ins)


def _yes_no(known: Phrases) -> Grammar:
    return _closed(known, (*known.yes, *known.no))


def _digits(known: Phrases) -> Grammar:
    between = frozenset(
        word for phrase in (*known.digits_between, *known.digits_lead_ins) for word in phrase.split()
    )
    listed = (
        *known.digits,
        *known.digits_between,
        *known.digits_lead_ins,
        *known.asides,
        *sorted(known.hesitations),
    )
    return Grammar(
        listed, frozenset(known.asides), frozenset(known.digits), between | known.lead_ins, known.hesitations
    )


def _choice(known: Phrases, choices: Sequence[str]) -> Grammar:
    answers: list[str] = [*known.none_of_them]
    spoken = [spoken_title(title) for title in choices[:_CHOICES_MOST]]
    count = len(choices)
    for at, title in enumerate(spoken):
        answers += _ways_to_name(title, at, spoken, known.small_words)
        if at < len(known.ordinals):
            answers += known.ordinals[at]
    if count > 1:
        answers += known.last
    # A choice may be between yes and no with more words; a yes must never be heard as a title.
    return _closed(known, (*answers, *known.yes, *known.no))


def spoken_title(title: str) -> str:
    """Return a title as it is said: lower case, without punctuation, small numbers as words."""
    words = _WORD.findall(title.lower())
    return " ".join(say_number(int(word)) if word.isdecimal() and len(word) <= 2 else word for word in words)


def _ways_to_name(title: str, at: int, titles: Sequence[str], small: frozenset[str]) -> list[str]:
    """The whole title, it without small words at its ends, and each telling word that no other title has."""
    words = title.split()
    if not words or len(words) > _TITLE_WORDS_MOST:
        return []
    core = list(words)
    while core and core[0] in small:
        core = core[1:]
    while core and core[-1] in small:
        core = core[:-1]
    others = {word for place, other in enumerate(titles) if place != at for word in other.split()}
    own = [word for word in core if word not in small and word not in others and len(word) > 2]
    ways = [title, " ".join(core), *own, *(f"{article} {word}" for word in own for article in ("den", "det"))]
    # What would name another choice as well names none.
    unclear = {" ".join(other.split()) for place, other in enumerate(titles) if place != at}
    return [way for way in ways if way and way not in unclear]
