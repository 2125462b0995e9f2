"""What a few words amount to: a nod, a hesitation, a yes, something unfinished."""

import re
from typing import Literal

from voice.call.phrases import CallPhrases

_WORD = re.compile(r"[^\W_]+")


def words_of(text: str) -> list[str]:
    """The words of a text, lower case, without punctuation."""
    return _WORD.findall(text.lower())


def plain(text: str) -> str:
    """The text as bare words with one space between."""
    return " ".join(words_of(text))


def is_hesitation(text: str, phrases: CallPhrases) -> bool:
    """Whether something was uttered, and it means nothing: "øh", "hm hm"."""
    said = words_of(text)
    return bool(said) and all(word in phrases.hesitations for word in said)


def is_backchannel(text: str, phrases: CallPhrases) -> bool:
    """Whether this is the listener's nod: "ja ja", "mm", "nå okay"."""
    said = words_of(text)
    return bool(said) and all(word in phrases.backchannels or word in phrases.hesitations for word in said)


def real_words(text: str, phrases: CallPhrases) -> list[str]:
    """The words that are neither nods nor hesitations."""
    skipped = phrases.backchannels | phrases.hesitations
    return [word for word in words_of(text) if word not in skipped]


def takes_back(text: str, phrases: CallPhrases) -> bool:
    """Whether it begins by taking back what was said before: "nej vent, klokken to"."""
    return words_of(text)[:1] != [] and words_of(text)[0] in phrases.takes_back


def yes_or_no(text: str, phrases: CallPhrases) -> bool | None:
    """True for a yes, False for a no, None where it is neither from beginning to end."""
    said = plain(text)
    bare = " ".join(word for word in said.split() if word not in phrases.hesitations)
    if said in phrases.yes or bare in phrases.yes:
        return True
    if said in phrases.no or bare in phrases.no:
        return False
    return None


Unfinished = Literal["no", "maybe", "yes"]


def unfinished(text: str, phrases: CallPhrases) -> Unfinished:
    """Whether the text breaks off where nobody ends a sentence: at "og", at "min adresse er", at "øh".

    ``maybe``: its last word ends some sentences and breaks off others ("om", "til").
    """
    said = plain(text)
    words = said.split()
    if not words:
        return "no"
    if any(_ends_with(said, ending) for ending in phrases.unfinished_endings):
        return "yes"
    if words[-1] in phrases.hesitations:
        return "yes"
    if any(
        said == whole or (len(whole.split()) > 2 and _ends_with(said, whole))
        for whole in phrases.whole_although
    ):
        return "no"
    if (
        len(words) > 2
        and begins_a_question(words, phrases)
        and words[-1] not in ("og", "men", "eller", "fordi", "at")
    ):
        return "no"
    if words[-1] in phrases.unfinished_words:
        return "yes"
    return "maybe" if words[-1] in phrases.maybe_unfinished_words else "no"


def begins_a_question(words: list[str], phrases: CallPhrases) -> bool:
    """Whether a question begins here, small words before it aside: "hej, hvad koster det"."""
    small = phrases.polite_words | phrases.hesitations | {"og", "men"}
    first = next((word for word in words if word not in small), "")
    return first in phrases.question_beginnings


def _ends_with(said: str, ending: str) -> bool:
    return said == ending or said.endswith(" " + ending)
