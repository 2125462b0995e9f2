"""A linear intent classifier over words, pieces of words and notions, fitted with scikit-learn.

Three blocks of TF-IDF features, one weight vector a class, margins turned into probabilities by a
temperature that is measured on held-out texts. Parsing needs neither scikit-learn nor SciPy: it looks
features up in a table and adds rows of a matrix, so a whole batch of clauses costs a fraction of a
millisecond each.
"""

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nlu.components.concepts import ConceptLexicon, project_lexicon
from nlu.components.features import Block, NgramSettings, encode, text_features

FORMAT = 2
"""Version of the files that :meth:`NgramModel.save` writes."""
_FOLDS = 3
_BLOCKS = ("words", "chars", "notions")

ProbabilityModel = Callable[[Sequence[str], int], list[list[tuple[str, float]]]]
"""What the decision about errands needs of a classifier: :meth:`NgramModel.ranking`."""


class NgramModel:
    """A fitted classifier. ``classes`` are the intents, in the order of the columns of :meth:`predict`."""

    def __init__(
        self,
        settings: NgramSettings,
        classes: list[str],
        blocks: Sequence[Block],
        weights: NDArray[np.float32],
        bias: NDArray[np.float32],
        temperature: float,
        lexicon: ConceptLexicon,
    ) -> None:
        self.settings = settings
        self.classes = classes
        self.temperature = temperature
        self._blocks = list(blocks)
        self._weights = weights
        self._bias = bias
        self._lexicon = lexicon

    @classmethod
    def fit(
        cls,
        texts: Sequence[str],
        labels: Sequence[str],
        settings: NgramSettings | None = None,
        groups: Sequence[int] | None = None,
    ) -> "NgramModel":
        """Fit on one label a text. ``groups`` (one number a text) keeps near-copies together while the
        temperature is measured by cross-validation; without it every text is its own group. Needs at
        least two labels.
        """
        settings = settings or NgramSettings()
        model = cls.fit_weights(texts, labels, settings)
        model.temperature = _measure_temperature(texts, labels, settings, groups or list(range(len(texts))))
        return model

    @classmethod
    def fit_weights(
        cls, texts: Sequence[str], labels: Sequence[str], settings: NgramSettings
    ) -> "NgramModel":
        """Fit without measuring the temperature: rankings are right, probabilities are not."""
        from scipy.sparse import csr_matrix
        from sklearn.svm import LinearSVC

        lexicon = project_lexicon()
        names = [text_features(text, settings, lexicon) for text in texts]
        blocks: list[Block] = []
        first_row = 0
        fewest = (1, settings.fewest_texts, settings.fewest_texts)
        for at, (share, least) in enumerate(zip(settings.shares, fewest, strict=True)):
            blocks.append(Block.fit([text_names[at] for text_names in names], least, share, first_row))
            first_row += len(blocks[-1].rows)
        encoded = [encode(text_names, blocks) for text_names in names]
        starts = np.cumsum([0, *(len(rows) for rows, _ in encoded)])
        columns = [row for rows, _ in encoded for row in rows]
        matrix = csr_matrix(
            (np.concatenate([v for _, v in encoded]), columns, starts), (len(texts), first_row)
        )
        machine = LinearSVC(C=settings.regularisation, max_iter=3000, random_state=0).fit(
            matrix, list(labels)
        )
        weights, bias = machine.coef_, machine.intercept_
        if len(machine.classes_) == 2:
            weights, bias = np.vstack([-weights, weights]), np.concatenate([-bias, bias])
        classes = [str(name) for name in machine.classes_]
        by_row = np.ascontiguousarray(weights.T, np.float32)
        return cls(settings, classes, blocks, by_row, bias.astype(np.float32), 1.0, lexicon)

    def margins(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Signed distances to each class's plane, shape (texts, classes)."""
        result = np.tile(self._bias, (len(texts), 1))
        for at, text in enumerate(texts):
            rows, values = encode(text_features(text, self.settings, self._lexicon), self._blocks)
            if rows:
                # einsum, not "@": threads of a BLAS would wait for each other over so small a product
                result[at] += np.einsum("i,ij->j", values, self._weights[rows])
        return result

    def predict(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Probabilities of the classes, shape (texts, classes), each row summing to 1."""
        return _softmax(self.margins(texts), self.temperature)

    def ranking(self, texts: Sequence[str], length: int) -> list[list[tuple[str, float]]]:
        """For each text the ``length`` likeliest (intent, probability) pairs, best first."""
        probabilities = self.predict(texts)
        best = np.argsort(-probabilities, axis=1)[:, :length]
        return [
            [(self.classes[i], float(row[i])) for i in order]
            for row, order in zip(probabilities, best, strict=True)
        ]

    def save(self, folder: Path) -> None:
        """Write ``ngrams.json`` and ``ngrams.npz`` into ``folder``: plain data, nothing that runs when
        read.
        """
        description = {
            "format": FORMAT,
            "settings": self.settings.__dict__,
            "classes": self.classes,
            "temperature": self.temperature,
            "lexicon": self._lexicon.notions,
            **{name: list(block.rows) for name, block in zip(_BLOCKS, self._blocks, strict=True)},
        }
        (folder / "ngrams.json").write_text(json.dumps(description, ensure_ascii=False), encoding="utf-8")
        np.savez_compressed(
            folder / "ngrams.npz",
            weights=self._weights.astype(np.float16),
            bias=self._bias,
            **{f"{name}_idf": block.idf for name, block in zip(_BLOCKS, self._blocks, strict=True)},
        )

    @classmethod
    def load(cls, folder: Path) -> "NgramModel":
        """Read what :meth:`save` wrote. Raises ``ValueError`` for another format, ``OSError`` when a file
        is missing.
        """
        description = json.loads((folder / "ngrams.json").read_text(encoding="utf-8"))
        if description.get("format") != FORMAT:
            raise ValueError(
                f"n-gram model of format {description.get('format')}, expected {FORMAT}: train again"
            )
        settings = NgramSettings(**description["settings"])
        blocks: list[Block] = []
        first_row = 0
        with np.load(folder / "ngrams.npz") as arrays:
            for name, share in zip(_BLOCKS, settings.shares, strict=True):
                blocks.append(Block.of(description[name], arrays[f"{name}_idf"], share, first_row))
                first_row += len(blocks[-1].rows)
            weights, bias = np.ascontiguousarray(arrays["weights"], np.float32), arrays["bias"]
        lexicon = ConceptLexicon(description["lexicon"])
        return cls(
            settings, description["classes"], blocks, weights, bias, description["temperature"], lexicon
        )


def _softmax(margins: NDArray[np.float32], temperature: float) -> NDArray[np.float64]:
    scores = margins.astype(np.float64) * temperature
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    result: NDArray[np.float64] = powers / powers.sum(axis=1, keepdims=True)
    return result


def _measure_temperature(
    texts: Sequence[str], labels: Sequence[str], settings: NgramSettings, groups: Sequence[int]
) -> float:
    """The factor on the margins with the least log loss on held-out texts; no group stands in two folds."""
    folds = np.array([group % _FOLDS for group in groups])
    held_out: list[tuple[NDArray[np.float32], NDArray[np.int64]]] = []
    for fold in range(_FOLDS):
        train = [int(i) for i in np.flatnonzero(folds != fold)]
        held = [int(i) for i in np.flatnonzero(folds == fold)]
        if not held or len({labels[i] for i in train}) < 2:
            continue
        model = NgramModel.fit_weights([texts[i] for i in train], [labels[i] for i in train], settings)
        known = [i for i in held if labels[i] in model.classes]
        truths = np.array([model.classes.index(labels[i]) for i in known], np.int64)
        if known:
            held_out.append((model.margins([texts[i] for i in known]), truths))

    def loss(temperature: float) -> float:
        chosen = [
            _softmax(margins, temperature)[np.arange(len(truths)), truths] for margins, truths in held_out
        ]
        return float(-np.log(np.maximum(np.concatenate(chosen), 1e-12)).mean())

    # without held-out texts (a handful of examples) a middling value
    return min((step * 0.25 for step in range(2, 61)), key=loss) if held_out else 4.0
