"""The intent classifier: a small network over words, pieces of words and notions, trained with NumPy.

Three blocks of TF-IDF features, two networks with one hidden layer side by side (``network``), trained on
the texts and a misspelt copy of each. Each network is trained without a share of the texts, and these tell
how far its confidence may be trusted (``calibration``). Parsing looks features up in a table and adds rows
of a matrix of single bytes, so a whole batch of clauses costs a fraction of a millisecond each.
"""

import json
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields
from pathlib import Path
from random import Random

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from nlu.components.calibration import Calibration, fit_calibration
from nlu.components.concepts import ConceptLexicon, project_lexicon
from nlu.components.features import Block, NgramSettings, encode, fit_blocks, text_features
from nlu.components.misspelling import misspell
from nlu.components.network import ByteNetwork, Floats, Network, NetworkSettings, train_network

FORMAT = 3
"""Version of the files that :meth:`NgramModel.save` writes."""
MEMBERS = 2
"""Networks side by side."""
_HELD_OUT_EVERY = 8
"""Each network is trained without every eighth text, another eighth each."""
_FEWEST_TO_HOLD_OUT = 200
"""With fewer texts than this none is held out, and the calibration is a middling one."""
_BLOCKS = ("words", "chars", "notions")
_SEED = 21

ProbabilityModel = Callable[[Sequence[str], int], list[list[tuple[str, float]]]]
"""What the decision about errands needs of a classifier: :meth:`NgramModel.ranking`."""


class NgramModel:
    """A fitted classifier. ``classes`` are the intents, in the order of the columns of :meth:`predict`."""

    def __init__(
        self,
        settings: NgramSettings,
        classes: list[str],
        blocks: Sequence[Block],
        network: ByteNetwork,
        calibration: Calibration,
        lexicon: ConceptLexicon,
    ) -> None:
        self.settings = settings
        self.classes = classes
        self.calibration = calibration
        self._blocks = list(blocks)
        self._lexicon = lexicon
        self._network = network

    @classmethod
    def fit(
        cls,
        texts: Sequence[str],
        labels: Sequence[str],
        settings: NgramSettings | None = None,
        training: NetworkSettings | None = None,
    ) -> "NgramModel":
        """Fit on one label a text; needs at least two labels. The same texts in the same order give the same
        model.
        """
        settings, training = settings or NgramSettings(), training or NetworkSettings()
        lexicon = project_lexicon()
        random = Random(_SEED)
        blocks, matrix = fit_blocks([*texts, *(misspell(text, random) for text in texts)], settings, lexicon)
        classes = sorted(set(labels))
        numbers = {name: number for number, name in enumerate(classes)}
        truths = np.array([numbers[label] for label in labels], np.int64)
        parts = np.random.default_rng(_SEED).permutation(len(texts)) % _HELD_OUT_EVERY

        def train_member(member: int) -> tuple[Network, NDArray[np.int64]]:
            left_out = (parts == member) & (len(texts) >= _FEWEST_TO_HOLD_OUT)
            train = np.flatnonzero(~left_out)
            rows = np.concatenate([train, train + len(texts)])
            labels_twice = np.concatenate([truths[train]] * 2)
            network = train_network(matrix[rows], labels_twice, len(classes), training, _SEED + member)
            return network, np.flatnonzero(left_out)

        # Products of sparse matrices let other threads run, so two networks at once take less time.
        # Threads of a BLAS would only wait for each other.
        with threadpool_limits(1, user_api="blas"), ThreadPoolExecutor(MEMBERS) as pool:
            trained = list(pool.map(train_member, range(MEMBERS)))
        members = [network for network, _ in trained]
        scores = [network.scores(matrix[held]) for network, held in trained]
        held_out = np.concatenate([held for _, held in trained])
        calibration = fit_calibration(np.concatenate(scores), truths[held_out], classes)
        network = ByteNetwork.of(Network.side_by_side(members))
        return cls(settings, classes, blocks, network, calibration, lexicon)

    def scores(self, texts: Sequence[str]) -> Floats:
        """The network's scores before calibration, shape (texts, classes)."""
        return self._network.scores(
            [encode(text_features(text, self.settings, self._lexicon), self._blocks) for text in texts]
        )

    def predict(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Probabilities of the classes, shape (texts, classes), each row summing to 1."""
        return self.calibration.probabilities(self.scores(texts))

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
            "calibration": self.calibration.__dict__,
            "lexicon": self._lexicon.notions,
            **{name: list(block.rows) for name, block in zip(_BLOCKS, self._blocks, strict=True)},
        }
        (folder / "ngrams.json").write_text(json.dumps(description, ensure_ascii=False), encoding="utf-8")
        np.savez(
            folder / "ngrams.npz",
            **self._network.__dict__,
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
            network = ByteNetwork(**{field.name: arrays[field.name] for field in fields(ByteNetwork)})
        calibration = Calibration(**description["calibration"])
        lexicon = ConceptLexicon(description["lexicon"])
        return cls(settings, description["classes"], blocks, network, calibration, lexicon)
