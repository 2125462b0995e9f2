"""Pronunciations: what espeak-ng says for a word, the hand-checked table, and everyday reductions."""

from collections.abc import Callable, Iterable, Mapping

from voice.builder.phones import SILENCE, phone_of
from voice.espeak.library import Espeak, Manner

Pronunciation = tuple[str, ...]
Lexicon = dict[str, list[tuple[Pronunciation, float]]]
"""Word to its pronunciations, each with a probability; the first is the plain one."""

Ways = Callable[[str], tuple[str, ...]]
"""A word's pronunciations as text for espeak-ng, the plain one first: ``voice.espeak.pronunciations``."""

_FAST = Manner("da", words_per_minute=400)
_REDUCED_SHARE = 0.15
_VARIANT_SHARE = 0.4
_SONORANTS = frozenset({"n", "l", "D", "m"})


def pronounced(espeak: Espeak, text: str) -> Pronunciation:
    """Return the phones of a word (or of ``[[mnemonics]]``); empty where espeak-ng says nothing."""
    _, phonemes = espeak.sound(text, _FAST)
    phones = [phone for phoneme in phonemes if (phone := phone_of(phoneme.name)) is not None]
    return tuple(phone for phone in phones if phone != SILENCE)


def plain_sounds(espeak: Espeak, words: Iterable[str], ways: Ways) -> dict[str, Pronunciation]:
    """Return the first pronunciation of each word; words that espeak-ng cannot say are left out."""
    sounds = {word: pronounced(espeak, ways(word)[0]) for word in words}
    return {word: phones for word, phones in sounds.items() if phones}


def build(espeak: Espeak, sounds: Mapping[str, Pronunciation], ways: Ways) -> Lexicon:
    """Return the lexicon of ``sounds``: each word's plain way, that of the rules, the others, the reduced."""
    lexicon: Lexicon = {}
    for word, plain in sounds.items():
        weights: dict[Pronunciation, float] = {plain: 1.0}
        first, *others = ways(word)
        for text in (word, *others) if first != word else others:
            if phones := pronounced(espeak, text):
                weights.setdefault(phones, _VARIANT_SHARE)
        for phones in list(weights):
            weights.setdefault(reduced(phones), _REDUCED_SHARE * weights[phones])
        total = sum(weights.values())
        lexicon[word] = [(phones, weight / total) for phones, weight in weights.items()]
    return lexicon


def reduced(phones: Pronunciation) -> Pronunciation:
    """Return the word without the schwas that everyday Danish swallows beside n, l, m and the soft d."""
    kept = []
    for index, phone in enumerate(phones):
        before = phones[index - 1] if index else ""
        after = phones[index + 1] if index + 1 < len(phones) else ""
        if phone == "@-" and len(phones) > 3 and (after in _SONORANTS or before in _SONORANTS):
            continue
        kept.append(phone)
    return tuple(kept)
