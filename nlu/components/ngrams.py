"""A linear intent classifier over word and character n-grams, fitted with scikit-learn.

Two blocks of TF-IDF features (words 1-2, characters 1-5 inside words; sublinear counts, each block of unit
length), one weight vector a class, margins turned into probabilities by a temperature. Parsing needs neither
scikit-learn nor SciPy: it looks up n-grams in a table and adds rows of a matrix, so a whole batch of clauses
costs well under a millisecond each.
"""

import json
import math
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

FORMAT = 1
"""Version of the files that :meth:`NgramModel.save` writes."""

_LETTER_VARIANTS = str.maketrans({"é": "e", "è": "e", "ü": "y", "ö": "ø", "ä": "æ", "’": "'", "´": "'"})
_WORD = re.compile(r"[^\W_]+")
_REPEATED = re.compile(r"(.)\1{2,}")


@dataclass(frozen=True)
class NgramSettings:
    """How features are made and weighed."""

    longest_word_ngram: int = 2
    """Words in the longest word n-gram."""
    shortest_char_ngram: int = 1
    longest_char_ngram: int = 5
    """Characters in the shortest and longest n-gram inside a word, its two edges included."""
    fewest_texts: int = 2
    """A character n-gram counts only when at least this many training texts have it."""
    regularisation: float = 1.0
    """C of the linear support vector machine: larger fits the training texts more closely."""
    word_share: float = 0.5
    """Share of the word block in the squared length of a text's features, 0-1."""


def normalise(text: str) -> str:
    """Lower case, one spelling for æøå written as ae, oe, aa, digits as 0, letters at most doubled."""
    text = text.lower().translate(_LETTER_VARIANTS)
    text = text.replace("ae", "æ").replace("oe", "ø").replace("aa", "å")
    return _REPEATED.sub(r"\1\1", re.sub(r"\d", "0", text))


def word_ngrams(text: str, longest: int) -> list[str]:
    """Word n-grams 1..longest of a normalised text, with a mark for its beginning."""
    words = ["^", *_WORD.findall(text)]
    return [
        " ".join(words[i : i + n])
        for n in range(1, longest + 1)
        for i in range(len(words) - n + 1)
        if n > 1 or i
    ]


def char_ngrams(text: str, shortest: int, longest: int) -> list[str]:
    """Character n-grams inside the words of a normalised text; a blank stands at both edges of a word."""
    grams: list[str] = []
    for word in _WORD.findall(text):
        edged = f" {word} "
        for n in range(shortest, min(longest, len(edged)) + 1):
            grams += [edged[i : i + n] for i in range(len(edged) - n + 1)]
    return grams


@dataclass
class _Block:
    """One feature block: n-gram → row, and the inverse document frequency of each row."""

    rows: dict[str, int]
    idf: NDArray[np.float32]
    weight: float

    def encode(self, grams: Sequence[str]) -> tuple[list[int], NDArray[np.float32]]:
        counts = Counter(grams)
        known = [
            (row, count)
            for row, count in ((self.rows.get(gram), count) for gram, count in counts.items())
            if row is not None
        ]
        if not known:
            return [], np.zeros(0, np.float32)
        rows = [row for row, _ in known]
        values = np.array([1.0 + math.log(count) for _, count in known], np.float32) * self.idf[rows]
        return rows, values * np.float32(self.weight / math.sqrt(float(values @ values)))


class NgramModel:
    """A fitted classifier. ``classes`` are the intents, in the order of the columns of :meth:`predict`."""

    def __init__(
        self,
        settings: NgramSettings,
        classes: list[str],
        blocks: tuple[_Block, _Block],
        weights: NDArray[np.float32],
        bias: NDArray[np.float32],
        temperature: float,
    ) -> None:
        self.settings = settings
        self.classes = classes
        self._blocks = blocks
        self._weights = weights
        self._bias = bias
        self.temperature = temperature

    @classmethod
    def fit(
        cls,
        texts: Sequence[str],
        labels: Sequence[str],
        settings: NgramSettings | None = None,
        groups: Sequence[int] | None = None,
    ) -> "NgramModel":
        """Fit on one text a label. ``groups`` (one number a text) keeps near-copies together while the temperature
        is measured by cross-validation; without it every text is its own group. Needs at least two labels.
        """
        settings = settings or NgramSettings()
        model = cls._fit_weights(texts, labels, settings)
        model.temperature = _measure_temperature(texts, labels, settings, groups or list(range(len(texts))))
        return model

    @classmethod
    def _fit_weights(
        cls, texts: Sequence[str], labels: Sequence[str], settings: NgramSettings
    ) -> "NgramModel":
        from scipy.sparse import csr_matrix
        from sklearn.svm import LinearSVC

        grams = [_grams(text, settings) for text in texts]
        words = _block([words for words, _ in grams], 1, 0, math.sqrt(settings.word_share))
        chars = _block(
            [chars for _, chars in grams],
            settings.fewest_texts,
            len(words.rows),
            math.sqrt(1 - settings.word_share),
        )
        indices: list[int] = []
        values: list[NDArray[np.float32]] = []
        starts = [0]
        offset = len(words.rows)
        for word_grams, char_grams in grams:
            rows, row_values = words.encode(word_grams)
            more, more_values = chars.encode(char_grams)
            indices += rows + [row + offset for row in more]
            values += [row_values, more_values]
            starts.append(len(indices))
        matrix = csr_matrix(
            (np.concatenate(values), indices, starts), shape=(len(texts), offset + len(chars.rows))
        )
        machine = LinearSVC(C=settings.regularisation, class_weight=None, max_iter=3000, random_state=0)
        machine.fit(matrix, list(labels))
        classes = [str(name) for name in machine.classes_]
        weights, bias = machine.coef_, machine.intercept_
        if len(classes) == 2:
            weights, bias = np.vstack([-weights, weights]), np.concatenate([-bias, bias])
        return cls(
            settings,
            classes,
            (words, chars),
            np.ascontiguousarray(weights.T, np.float32),
            bias.astype(np.float32),
            1.0,
        )

    def margins(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Signed distances to each class's plane, shape (texts, classes)."""
        result = np.tile(self._bias, (len(texts), 1))
        words, chars = self._blocks
        offset = len(words.rows)
        for at, text in enumerate(texts):
            word_grams, char_grams = _grams(text, self.settings)
            rows, values = words.encode(word_grams)
            more, more_values = chars.encode(char_grams)
            if rows or more:
                result[at] += (
                    np.concatenate([values, more_values])
                    @ self._weights[rows + [row + offset for row in more]]
                )
        return result

    def predict(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Probabilities of the classes, shape (texts, classes), each row summing to 1."""
        return _softmax(self.margins(texts) * self.temperature)

    def ranking(self, texts: Sequence[str], length: int) -> list[list[tuple[str, float]]]:
        """For each text the ``length`` likeliest (intent, probability) pairs, best first."""
        probabilities = self.predict(texts)
        best = np.argsort(-probabilities, axis=1)[:, :length]
        return [
            [(self.classes[i], float(row[i])) for i in order]
            for row, order in zip(probabilities, best, strict=True)
        ]

    def save(self, folder: Path) -> None:
        """Write ``ngrams.json`` and ``ngrams.npz`` into ``folder``; plain data, nothing that is executed when read."""
        words, chars = self._blocks
        description = {
            "format": FORMAT,
            "settings": self.settings.__dict__,
            "classes": self.classes,
            "temperature": self.temperature,
            "words": list(words.rows),
            "chars": list(chars.rows),
        }
        (folder / "ngrams.json").write_text(json.dumps(description, ensure_ascii=False), encoding="utf-8")
        np.savez_compressed(
            folder / "ngrams.npz",
            weights=self._weights.astype(np.float16),
            bias=self._bias,
            word_idf=words.idf,
            char_idf=chars.idf,
        )

    @classmethod
    def load(cls, folder: Path) -> "NgramModel":
        """Read what :meth:`save` wrote. Raises ``ValueError`` for another format, ``OSError`` when a file is missing."""
        description = json.loads((folder / "ngrams.json").read_text(encoding="utf-8"))
        if description.get("format") != FORMAT:
            raise ValueError(
                f"n-gram model of format {description.get('format')}, expected {FORMAT}: train again"
            )
        settings = NgramSettings(**description["settings"])
        with np.load(folder / "ngrams.npz") as arrays:
            blocks = (
                _Block(_numbered(description["words"]), arrays["word_idf"], math.sqrt(settings.word_share)),
                _Block(
                    _numbered(description["chars"]), arrays["char_idf"], math.sqrt(1 - settings.word_share)
                ),
            )
            weights = np.ascontiguousarray(arrays["weights"], np.float32)
            return cls(
                settings, description["classes"], blocks, weights, arrays["bias"], description["temperature"]
            )


def _grams(text: str, settings: NgramSettings) -> tuple[list[str], list[str]]:
    plain = normalise(text)
    return (
        word_ngrams(plain, settings.longest_word_ngram),
        char_ngrams(plain, settings.shortest_char_ngram, settings.longest_char_ngram),
    )


def _block(texts: list[list[str]], fewest: int, _offset: int, weight: float) -> _Block:
    frequency = Counter(gram for grams in texts for gram in set(grams))
    kept = sorted(gram for gram, count in frequency.items() if count >= fewest)
    idf = np.array([math.log((1 + len(texts)) / (1 + frequency[gram])) + 1 for gram in kept], np.float32)
    return _Block(_numbered(kept), idf, weight)


def _numbered(names: list[str]) -> dict[str, int]:
    return {name: number for number, name in enumerate(names)}


def _softmax(scores: NDArray[np.float32]) -> NDArray[np.float64]:
    powers = np.exp(scores.astype(np.float64) - scores.max(axis=1, keepdims=True))
    result: NDArray[np.float64] = powers / powers.sum(axis=1, keepdims=True)
    return result


def _measure_temperature(
    texts: Sequence[str], labels: Sequence[str], settings: NgramSettings, groups: Sequence[int]
) -> float:
    """The factor on the margins with the least log loss on held-out texts (3 folds, no group in two of them)."""
    folds = np.array([group % 3 for group in groups])
    margins: list[NDArray[np.float32]] = []
    truths: list[int] = []
    all_classes: list[str] | None = None
    for fold in range(3):
        train = np.flatnonzero(folds != fold)
        held = np.flatnonzero(folds == fold)
        if not len(held) or len({labels[i] for i in train}) < 2:
            continue
        model = NgramModel._fit_weights([texts[i] for i in train], [labels[i] for i in train], settings)
        if all_classes is not None and model.classes != all_classes:
            continue
        all_classes = model.classes
        known = [i for i in held if labels[i] in model.classes]
        margins.append(model.margins([texts[i] for i in known]))
        truths += [model.classes.index(labels[i]) for i in known]
    if not truths:
        return 4.0
    return _best_temperature(np.vstack(margins), np.array(truths))


def _best_temperature(margins: NDArray[np.float32], truths: NDArray[np.int64]) -> float:
    def loss(temperature: float) -> float:
        chosen = _softmax(margins * np.float32(temperature))[np.arange(len(truths)), truths]
        return float(-np.log(np.maximum(chosen, 1e-12)).mean())

    return min((round(step * 0.25, 2) for step in range(2, 81)), key=loss)


ProbabilityModel = Callable[[Sequence[str], int], list[list[tuple[str, float]]]]
"""What the decision about errands needs of a classifier: :meth:`NgramModel.ranking`."""
