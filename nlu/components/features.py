"""What the classifier sees of a text: words, pieces of words, and notions (``nlu/pipeline/concepts.yml``)."""

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nlu.components.concepts import ConceptLexicon

_LETTER_VARIANTS = str.maketrans({"é": "e", "è": "e", "ü": "y", "ö": "ø", "ä": "æ", "’": "'", "´": "'"})
_WORD = re.compile(r"[^\W_]+")
_REPEATED = re.compile(r"(.)\1{2,}")


@dataclass(frozen=True)
class NgramSettings:
    """How features are made and weighed. The values won the grouped cross-validation (nlu/README.md)."""

    longest_word_ngram: int = 2
    """Words in the longest word n-gram."""
    shortest_char_ngram: int = 1
    longest_char_ngram: int = 5
    """Characters in the shortest and longest n-gram inside a word, its two edges included."""
    fewest_texts: int = 2
    """A character n-gram or notion counts only when at least this many training texts have it."""
    regularisation: float = 1.0
    """C of the linear support vector machine: larger fits the training texts more closely."""
    word_share: float = 0.2
    """Share of the words in the squared length of a text's features, 0-1."""
    notion_share: float = 0.15
    """The same for the notions; the pieces of words have the rest."""

    @property
    def shares(self) -> tuple[float, float, float]:
        """Shares of words, pieces of words and notions; together 1."""
        return self.word_share, 1 - self.word_share - self.notion_share, self.notion_share


def normalise(text: str) -> str:
    """Lower case, one spelling for æøå written as ae, oe, aa, digits as 0, letters at most doubled."""
    text = _REPEATED.sub(r"\1\1", text.lower().translate(_LETTER_VARIANTS))
    return re.sub(r"\d", "0", text.replace("ae", "æ").replace("oe", "ø").replace("aa", "å"))


def word_ngrams(text: str, longest: int) -> list[str]:
    """Word n-grams 1..longest of a normalised text, with a mark for its beginning."""
    words = ["^", *_WORD.findall(text)]
    grams = words[1:]
    for n in range(2, longest + 1):
        grams += [" ".join(words[i : i + n]) for i in range(len(words) - n + 1)]
    return grams


def char_ngrams(text: str, shortest: int, longest: int) -> list[str]:
    """Character n-grams inside the words of a normalised text; a blank stands at both edges of a word."""
    grams: list[str] = []
    for word in _WORD.findall(text):
        edged = f" {word} "
        for n in range(shortest, min(longest, len(edged)) + 1):
            grams += [edged[i : i + n] for i in range(len(edged) - n + 1)]
    return grams


def text_features(text: str, settings: NgramSettings, lexicon: ConceptLexicon) -> tuple[list[str], ...]:
    """The three lists of features of a text: words, pieces of words, notions."""
    plain = normalise(text)
    return (
        word_ngrams(plain, settings.longest_word_ngram),
        char_ngrams(plain, settings.shortest_char_ngram, settings.longest_char_ngram),
        lexicon.of_text(plain),
    )


@dataclass
class Block:
    """One kind of features: name → row from ``first_row`` on, the weight of each row, and the block's
    length.
    """

    rows: dict[str, int]
    idf: NDArray[np.float32]
    length: float
    first_row: int

    @classmethod
    def fit(cls, texts: Sequence[Sequence[str]], fewest: int, share: float, first_row: int) -> "Block":
        """Number the features that at least ``fewest`` texts have; inverse document frequency as scikit-
        learn's.
        """
        frequency = Counter(name for names in texts for name in set(names))
        kept = sorted(name for name, count in frequency.items() if count >= fewest)
        idf = np.array([math.log((1 + len(texts)) / (1 + frequency[name])) + 1 for name in kept], np.float32)
        return cls.of(kept, idf, share, first_row)

    @classmethod
    def of(cls, names: list[str], idf: NDArray[np.float32], share: float, first_row: int) -> "Block":
        """A block of these features, in this order."""
        return cls({name: number for number, name in enumerate(names)}, idf, math.sqrt(share), first_row)

    def encode(self, names: Sequence[str]) -> tuple[list[int], NDArray[np.float32]]:
        """Rows and values of a text's features: sublinear counts times idf, scaled to the block's length."""
        known = [(self.rows[name], count) for name, count in Counter(names).items() if name in self.rows]
        if not known:
            return [], np.zeros(0, np.float32)
        local = [row for row, _ in known]
        values = np.array([1.0 + math.log(count) for _, count in known], np.float32) * self.idf[local]
        return [row + self.first_row for row in local], values * np.float32(
            self.length / math.sqrt(float(values @ values))
        )


def encode(names: Sequence[Sequence[str]], blocks: Sequence[Block]) -> tuple[list[int], NDArray[np.float32]]:
    """Rows and values of one text over all blocks."""
    rows: list[int] = []
    values: list[NDArray[np.float32]] = []
    for block, block_names in zip(blocks, names, strict=True):
        block_rows, block_values = block.encode(block_names)
        rows += block_rows
        values.append(block_values)
    return rows, np.concatenate(values)
