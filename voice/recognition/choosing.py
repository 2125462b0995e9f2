"""Which of two texts for the same utterance is taken.

The second engine understands people, Vosk's small model does not, so the second engine's text is taken unless
it shows one of the ways in which such engines fail on silence, noise and breath:

1. it is empty, or holds no letter and no digit;
2. it repeats itself: a phrase again and again for most of the text (numbers and a plain "nej nej nej" may);
3. it is longer than anyone can say, or far shorter than Vosk's text, in the time there was;
4. it is a stock phrase of subtitles, while Vosk heard something else.

An utterance that a closed grammar heard never comes here: it stays with Vosk.
"""

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from nlu.danish.numbers import number_below_hundred
from voice.recognition.protocol import Utterance
from voice.recognition.text import from_second_pass

if TYPE_CHECKING:
    from voice.recognition.second_pass import SecondText

_CHARS_A_SECOND_MOST = 30.0
"""Half as much again as quick speech, which is some 20 letters a second: an estimate on the safe side."""
_CHARS_SLACK = 12
_WORDS_A_VOSK_WORD_LEAST = 0.2
_MANY_WORDS = 8
_REPEATS_MOST = 4
_REPEATED_SHARE = 0.6
_PHRASE_WORDS_MOST = 6
_STOCK = re.compile(
    r"(?:undertekster|danske tekster|tekstet|subtitles|thank you for watching|tak fordi du så med)\b"
)
_UNSURE = 0.7
"""Confidence where the engine gives none: the call goes on, but confirms what matters."""


def better_of(first: Utterance, second: "SecondText", seconds: float, engine: str) -> Utterance:
    """Return ``first`` or an utterance with the second engine's text.

    ``second``: its words' times on the ear's clock; ``seconds``: length of the sound it was given.
    """
    text = from_second_pass(second.text)
    if reason_against(text, first.text, seconds):
        return first
    confidence = _UNSURE if second.confidence is None else min(1.0, max(0.0, second.confidence))
    words = second.words
    return replace(
        first,
        text=text,
        confidence=confidence,
        words=words,
        start_ms=words[0].start_ms if words else first.start_ms,
        end_ms=words[-1].end_ms if words else first.end_ms,
        engine=engine,
        language=second.language,
    )


def reason_against(text: str, first_text: str, seconds: float) -> str | None:
    """Return why the second engine's ``text`` is not taken: ``empty``, ``garbage``, ``repetition``,
    ``length`` or ``stock``; None where it is taken.
    """
    if not text:
        return "empty"
    if not any(sign.isalnum() for sign in text) or "\ufffd" in text:
        return "garbage"
    words = re.findall(r"\w+", text)
    if _repeats(words):
        return "repetition"
    if len(text) > _CHARS_A_SECOND_MOST * seconds + _CHARS_SLACK:
        return "length"
    heard = first_text.split()
    if len(heard) >= _MANY_WORDS and len(words) < _WORDS_A_VOSK_WORD_LEAST * len(heard):
        return "length"
    if _STOCK.match(text) and not set(words) & set(heard):
        return "stock"
    return None


def _repeats(words: list[str]) -> bool:
    """Whether one phrase, said more than ``_REPEATS_MOST`` times on end, is most of the text."""
    for size in range(1, _PHRASE_WORDS_MOST + 1):
        for start in range(len(words)):
            phrase = words[start : start + size]
            count = 1
            while words[start + count * size : start + (count + 1) * size] == phrase:
                count += 1
            if count > _REPEATS_MOST and count * size >= _REPEATED_SHARE * len(words):
                return not all(_may_repeat(word) for word in phrase)
    return False


def _may_repeat(word: str) -> bool:
    return word in ("ja", "nej", "hallo") or word.isdecimal() or number_below_hundred(word) is not None
