"""Full-text search in a few hundred short Danish texts, kind to inflection, spelling and half a word.

Everything happens on *stems*: ``kørekortets``, ``koerekort`` and ``KØREKORT`` are one. A word that is in no
text may still lack its dots (``korekort``), be a beginning (``hjemmepl``), a part of a compound
(``pasfornyelse``) or misspelt (``kørekrot``).
"""

import math
import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from nlu.danish.wordlists import words

MOST_WORDS = 12
"""Words of a query that are looked up; whoever pastes a letter searches by its beginning."""
MOST_CHARS, MOST_WORD_CHARS = 400, 40
"""Of a query and of a word in it: dividing a word takes time that grows with its length."""

_LETTERS = str.maketrans({"æ": "ae", "ä": "ae", "ø": "oe", "ö": "oe", "å": "aa", "ü": "y", "ß": "ss"})
_WORD = re.compile(r"[a-z0-9]+")
_COMMON = words(
    """
    alle alt at bare bliver da de dem den denne der deres det dette dig din dine disse dit dog du efter eller
    en end er et faa faar for fordi fra foer gerne goere goer ham han hans har have havde hende hendes her hun
    hvad hvem hver hvis hvor hvordan hvorfor hvornaar i ind ja jeg jer jeres jo kan kunne lige maa man med
    meget men mig min mine mit mod mon naar nej nogen noget nogle nok nu og ogsaa om op os over paa saa selv
    sig sin sit skal skulle som til ud under uden vaere var ved vi vil ville vores vaeret
    """
)
"""Words that say nothing of the matter, folded."""
_INFLECTIONS = sorted(
    words(
        """
        erendes erende hedens ethed erede heden heder endes ernes erens erets ered ende erne eren erer heds
        enes eres eret hed ene ens ers ets ede edes en er es et e s
        """
    ),
    key=len,
    reverse=True,
)
"""Endings of the Danish Snowball stemmer (step 1), the longest first, and those of the past tense."""
_DERIVATIONS = ("ning", "ing", "els")
_SHORTEST_STEM, _SHORTEST_DERIVED = 3, 4
_FLEETING_E = re.compile(r"(?<=..)([bcdfgkpt])\1?e?l$")
"""``middel`` and ``midler``, ``cykel`` and ``cykler``: the e comes and goes, and the l with it here."""

_DOTLESS, _BEGINNING, _COMPOUND, _PART_OF_COMPOUND, _MISSPELT = 0.95, 0.8, 0.6, 0.5, 0.75
"""What a likeness counts, where the very word counts 1."""
_BESIDE_THE_WORD = 0.4
"""What is left of a likeness where the very word stands in some text: "post" for "poser" would mislead."""
_SHORTEST_BEGINNING, _SHORTEST_PART = 3, 4
_FAVOUR = 1.5
"""What a document counts that belongs to the conversation at hand."""


def fold(text: str) -> str:
    """Return the text in small ASCII letters: æ, ø, å as ae, oe, aa; other accents are left out."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKC", text).lower().translate(_LETTERS)
    return unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()


@lru_cache(maxsize=8192)
def stem(word: str) -> str:
    """Return a folded word without its endings: ``flytningen`` and ``flyttede`` are ``flyt``."""
    for ending in _INFLECTIONS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            word = word[: -len(ending)]
            break
    for ending in _DERIVATIONS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_DERIVED:
            word = word[: -len(ending)]
            break
    if len(word) > _SHORTEST_STEM and word[-1] == word[-2] and word[-1] not in "aeiouy0123456789":
        word = word[:-1]
    return _FLEETING_E.sub(r"\1", word)


def spoken_words(text: str) -> list[str]:
    """Return the folded words that say something, in order. Empty where none does."""
    return [word for word in _WORD.findall(fold(text)) if word not in _COMMON]


@lru_cache(maxsize=2048)
def _terms_of(text: str) -> frozenset[str]:
    return frozenset(map(stem, spoken_words(text)))


def _dotless(term: str) -> str:
    """Return the word as those write it who leave out the ring and the stroke: ``korekort``, ``born``."""
    return term.replace("ae", "a").replace("oe", "o").replace("aa", "a")


class Index:
    """Finds documents, known by their number. Each is given as fields, a weight and a text.

    A word that stands in several fields counts in each.
    """

    def __init__(self, documents: Sequence[Iterable[tuple[float, str]]]) -> None:
        self._size = len(documents)
        self._found_in: dict[str, dict[int, float]] = defaultdict(dict)
        for number, fields in enumerate(documents):
            for weight, text in fields:
                for term in _terms_of(text):
                    known = self._found_in[term]
                    known[number] = known.get(number, 0.0) + weight
        self._terms = [(term, _dotless(term)) for term in self._found_in]

    def find(self, query: str, favoured: Collection[int] = ()) -> list[int]:
        """Return the documents that fit, best first. ``favoured`` ones win over others that fit as well.

        Those that hold all words come before those that hold some: a score is multiplied by the share found.
        """
        typed = dict.fromkeys(word[:MOST_WORD_CHARS] for word in spoken_words(query[:MOST_CHARS]))
        wanted = [part for word in list(typed)[:MOST_WORDS] for part in self._parts(word)]
        scores: dict[int, float] = defaultdict(float)
        held: dict[int, int] = defaultdict(int)
        for word in wanted:
            for number, score in self._with_word(word).items():
                scores[number] += score
                held[number] += 1
        ranked = {
            number: score * held[number] / len(wanted) * (_FAVOUR if number in favoured else 1.0)
            for number, score in scores.items()
        }
        return sorted(ranked, key=lambda number: (-ranked[number], number))

    def _with_word(self, word: str) -> dict[int, float]:
        """Return what the word is worth in each document: the more documents it fits, the less."""
        best: dict[int, float] = {}
        for term, likeness in self._like(word).items():
            for number, weight in self._found_in[term].items():
                best[number] = max(best.get(number, 0.0), weight * likeness)
        rarity = math.log(1 + self._size / max(1, len(best)))
        return {number: score * rarity for number, score in best.items()}

    def _like(self, word: str) -> dict[str, float]:
        """Return the terms that the word may stand for, and how sure that is, 0-1."""
        base = stem(word)
        dotless = _dotless(base)
        like: dict[str, float] = {}
        for term, bare in self._terms:
            if likeness := _DOTLESS if term != base and bare == dotless else _kinship(word, base, term):
                like[term] = likeness
        if base in like:
            return {
                term: 1.0 if term == base else likeness * _BESIDE_THE_WORD for term, likeness in like.items()
            }
        allowed = _mistakes_allowed(base)
        if allowed and max(like.values(), default=0.0) < _BEGINNING:
            near = [term for term, _ in self._terms if abs(len(term) - len(base)) <= allowed]
            found = process.extract(base, near, scorer=OSA.distance, score_cutoff=allowed, limit=8)
            for term, mistakes, _ in found:
                sureness = _MISSPELT * (1 - mistakes / len(base))
                like[term] = max(like.get(term, 0.0), sureness)
        return like

    def _parts(self, word: str) -> list[str]:
        """Divide a compound that no text holds into two words that some do: "pasfornyelse", "nabobarn"."""
        if stem(word) in self._found_in:
            return [word]
        for cut in range(len(word) - _SHORTEST_PART, _SHORTEST_BEGINNING - 1, -1):
            first, second = word[:cut], word[cut:]
            if stem(first) in self._found_in and stem(second) in self._found_in:
                return [first, second]
        return [word]


def _kinship(word: str, base: str, term: str) -> float:
    """Compare a term with the word as typed, for it may be half of one, and with its stem ``base``."""
    if base == term:
        return 1.0
    if len(word) >= _SHORTEST_BEGINNING and term.startswith(word):
        return _BEGINNING
    if len(term) >= _SHORTEST_PART and (base.startswith(term) or base.endswith(term)):
        return _COMPOUND
    if len(base) >= _SHORTEST_PART and term.endswith(base):
        return _PART_OF_COMPOUND
    return 0.0


def _mistakes_allowed(word: str) -> int:
    """Return how many letters may be wrong, missing, too many or swapped; digits are meant as they stand."""
    if word.isdigit() or len(word) < _SHORTEST_PART:
        return 0
    return 1 if len(word) < 7 else 2 if len(word) < 12 else 3
