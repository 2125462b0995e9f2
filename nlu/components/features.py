"""What the classifier sees of a text: words, pieces of words, and notions (``nlu/pipeline/concepts.yml``)."""

import math
import re
from array import array
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, diags, hstack

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
    fewest_word_texts: int = 3
    """A word or pair of words counts only when at least this many training texts have it, misspelt copies
    included.
    """
    fewest_char_texts: int = 5
    fewest_notion_texts: int = 2
    word_share: float = 0.25
    """Share of the words in the squared length of a text's features, 0-1."""
    notion_share: float = 0.2
    """The same for the notions; the pieces of words have the rest."""

    @property
    def shares(self) -> tuple[float, float, float]:
        """Shares of words, pieces of words and notions; together 1."""
        return self.word_share, 1 - self.word_share - self.notion_share, self.notion_share

    @property
    def fewest(self) -> tuple[int, int, int]:
        """The fewest texts of a word, a piece of a word, a notion."""
        return self.fewest_word_texts, self.fewest_char_texts, self.fewest_notion_texts


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


def fit_blocks(
    texts: Sequence[str], settings: NgramSettings, lexicon: ConceptLexicon
) -> tuple[list[Block], csr_matrix]:
    """Number the features of ``texts``, weigh them by inverse document frequency (as scikit-learn does), and
    return the blocks with the texts encoded, shape (texts, features).
    """
    counts = _counted(texts, settings, lexicon)
    blocks: list[Block] = []
    matrices: list[csr_matrix] = []
    first_row = 0
    for (names, matrix), fewest, share in zip(counts, settings.fewest, settings.shares, strict=True):
        frequency = np.bincount(matrix.indices, minlength=len(names))
        kept = sorted((name for name, column in names.items() if frequency[column] >= fewest))
        columns = np.array([names[name] for name in kept], np.int64)
        idf = (np.log((1 + len(texts)) / (1 + frequency[columns])) + 1).astype(np.float32)
        block = Block.of(kept, idf, share, first_row)
        first_row += len(kept)
        matrix.data = 1 + np.log(matrix.data)
        weighed = (matrix[:, columns] @ diags(idf)).tocsr()
        lengths = np.sqrt(np.asarray(weighed.multiply(weighed).sum(axis=1)).ravel())
        lengths[lengths == 0] = 1
        matrices.append(diags(block.length / lengths) @ weighed)
        blocks.append(block)
    return blocks, hstack(matrices).tocsr().astype(np.float32)


def _counted(
    texts: Sequence[str], settings: NgramSettings, lexicon: ConceptLexicon
) -> list[tuple[dict[str, int], csr_matrix]]:
    """For each kind of features the columns of their names, and how often each stands in each text."""
    names: list[dict[str, int]] = [{} for _ in settings.shares]
    columns = [array("i") for _ in settings.shares]
    numbers = [array("f") for _ in settings.shares]
    ends = [array("q", [0]) for _ in settings.shares]
    for text in texts:
        for at, found in enumerate(text_features(text, settings, lexicon)):
            for name, number in Counter(found).items():
                columns[at].append(names[at].setdefault(name, len(names[at])))
                numbers[at].append(number)
            ends[at].append(len(columns[at]))
    return [
        (
            names[at],
            csr_matrix(
                (
                    np.array(numbers[at], np.float32),
                    np.array(columns[at], np.int32),
                    np.array(ends[at], np.int64),
                ),
                (len(texts), len(names[at])),
            ),
        )
        for at in range(len(names))
    ]
