"""Which words the recogniser knows: those spelled right and not doubled by a misspelling.

Citizens' sentences hold slips of the pen on purpose. A word is taken when somebody listed it, when the Danish
word list has it, or when it is often written; a rare word that sounds like a commoner one is a slip and is
left out.
"""

import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

from voice.builder.texts import Texts

WORD_LIST = Path("/usr/share/dict/danish")
"""Debian's package ``wdanish`` (Det frie danske ordbogsprojekt, GPL-2): a spelling check, not copied."""
_OFTEN = 12
_TIMES_RARER = 8


def candidates(texts: Texts, spelling: frozenset[str]) -> Counter[str]:
    """Return the words worth a pronunciation with how often they were written."""
    counts: Counter[str] = Counter()
    for sentences in (texts.citizen, texts.everyday, texts.addresses, texts.assistant):
        for words in sentences:
            counts.update(words)
    for word in texts.listed:
        counts[word] += 0
    return Counter(
        {
            word: count
            for word, count in counts.items()
            if word in texts.listed or word in spelling or count >= _OFTEN
        }
    )


def without_slips(
    counts: Mapping[str, int], sounds: Mapping[str, tuple[str, ...]], trusted: frozenset[str]
) -> list[str]:
    """Return the words, sorted, without those that sound like a much commoner or better spelled word."""
    same: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for word in counts:
        if sounds.get(word):
            same[sounds[word]].append(word)
    kept: list[str] = []
    for words in same.values():
        right = [word for word in words if word in trusted] or words
        most = max(counts[word] for word in words)
        kept += [
            word
            for word in words
            if word in right or (counts[word] * _TIMES_RARER >= most and counts[word] >= _OFTEN)
        ]
    return sorted(kept)


def danish_spelling(path: Path = WORD_LIST) -> frozenset[str]:
    """Return Debian's Danish word list in lower case; empty, with a word on stderr, where it is not there."""
    if not path.exists():
        sys.stderr.write(
            f"{path} is missing (Debian's package wdanish): misspelled words will not be found, and the words"
            " of the model differ from the shipped one's.\n"
        )
        return frozenset()
    return frozenset(line.strip().lower() for line in path.read_text(encoding="utf-8").splitlines())


def trusted_words(texts: Texts, spelling: Iterable[str]) -> frozenset[str]:
    """Return all words known to be spelled right."""
    return frozenset(texts.listed) | frozenset(spelling)
