"""What a dictated number or address amounts to so far: whole, begun, or something else altogether."""

from nlu.danish.identifiers import is_spelling
from nlu.danish.numbers import number_below_hundred
from nlu.danish.street_index import NO_STREET, STREET_ENDING, fold
from voice.call.phrases import CallPhrases
from voice.call.words import begins_a_question, words_of
from voice.recognition.protocol import Expected

_NUMBER_DIGITS = frozenset({8, 10, 16})
"""A Danish telephone number, a CPR number, a payment card."""
_ARTICLES = frozenset({"en", "et"})
_OTHER_WORDS = 4
"""So many words that belong to no number and no address: the caller speaks of something else. Fewer can be
the name of a street that ends like none ("gammel dok ved kanalen")."""


def is_complete(text: str, expected: Expected) -> bool:
    """Whether a dictated number or address has everything it needs. A case number has no fixed length."""
    said = words_of(text)
    if expected == "digits":
        return count_digits(text) in _NUMBER_DIGITS and ends_in_number(text)
    if expected != "address":
        return False
    named = [at for at, word in enumerate(said) if not _number(word) or word in _ARTICLES]
    # A street, its number, and nothing after it that begins the floor or the postcode.
    numbers = [word for word in said[named[0] :] if _number(word) and word not in _ARTICLES] if named else []
    return bool(numbers) and not _dangles(said[-1])


def is_of_another_matter(text: str, expected: Expected, phrases: CallPhrases) -> bool:
    """Whether a number or an address was asked for and this is neither: "hvor afleverer jeg gammel maling".

    One that is dictated comes in pieces, with long pauses between; a question in its place does not.
    """
    said = words_of(text)
    if expected not in ("digits", "address") or not phrases.tells_where.isdisjoint(said):
        return False
    if any((_number(word) and word not in _ARTICLES) or _ends_like_a_street(word) for word in said):
        return False
    others = sum(word not in phrases.before_an_answer and not is_spelling(word) for word in said)
    return others >= _OTHER_WORDS or (len(said) > 2 and begins_a_question(said, phrases))


def count_digits(text: str) -> int:
    """How many digits the spoken or written numbers of a text have: "tyve nul to" has four."""
    said = words_of(text)
    total = 0
    for at, word in enumerate(said):
        number = _number(word) or ""
        if len(number) == 1 and said[at + 1 : at + 2] == ["og"] and _is_tens(said[at + 2 : at + 3]):
            continue  # "fire og halvtreds" is one number of two digits, counted at its tens.
        total += len(number)
    return total


def ends_in_number(text: str) -> bool:
    """Whether the last word is a number."""
    said = words_of(text)
    return bool(said) and _number(said[-1]) is not None


def _ends_like_a_street(word: str) -> bool:
    name = fold(word)
    return bool(STREET_ENDING.search(name)) and not NO_STREET.search(name)


def _is_tens(words: list[str]) -> bool:
    value = number_below_hundred(words[0]) if words else None
    return value is not None and value >= 20 and value % 10 == 0


def _number(word: str) -> str | None:
    """The digits of a number word, or None."""
    if word.isascii() and word.isdigit():
        return word
    value = number_below_hundred(word)
    return None if value is None else str(value)


def _dangles(word: str) -> bool:
    return word in ("og", "på", "i", "nummer", "nr", "komma", "den", "til")
