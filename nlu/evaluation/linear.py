"""Linear classifiers beside us: what the same texts give with the tools that everybody has (scikit-learn)."""

from collections.abc import Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import Any

import numpy as np
from scipy.special import softmax
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline, make_union
from sklearn.svm import LinearSVC

from nlu.evaluation.dataset import Example
from nlu.evaluation.intents import RANKED, Prediction


@dataclass(frozen=True)
class LinearBaseline:
    """What one linear classifier answered, and what it took."""

    name: str
    predictions: list[Prediction]
    train_seconds: float
    milliseconds: float
    """Mean of one text, all asked in one call."""


def measure_linear(train: Sequence[Example], held: Sequence[Example]) -> list[LinearBaseline]:
    """Train each classifier on ``train`` and ask it about ``held``. The certainty of the support vectors is
    the softmax of their margins: an order, no probability.
    """
    return [_measure(name, model, train, held) for name, model in _models().items()]


def _models() -> dict[str, Any]:
    counts = make_union(CountVectorizer(), CountVectorizer(analyzer="char_wb", ngram_range=(1, 4)))
    weighed = make_union(
        TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True),
        TfidfVectorizer(analyzer="char_wb", ngram_range=(1, 4), sublinear_tf=True),
    )
    return {
        "logistisk regression på ord og tegn, talt": make_pipeline(counts, LogisticRegression(max_iter=100)),
        "lineær SVM på ord og tegn, TF-IDF": make_pipeline(weighed, LinearSVC(C=0.5)),
    }


def _measure(name: str, model: Any, train: Sequence[Example], held: Sequence[Example]) -> LinearBaseline:
    began = perf_counter()
    model.fit([example.text for example in train], [example.intent for example in train])
    trained = perf_counter()
    scores = model.decision_function([example.text for example in held])
    # two classes have one score
    likely = softmax(scores if scores.ndim == 2 else np.stack([-scores, scores], axis=1), axis=1)
    seconds = perf_counter() - trained
    predictions = [
        Prediction(
            example.text,
            example.intent,
            [(str(model.classes_[column]), float(row[column])) for column in np.argsort(-row)[:RANKED]],
            example.writer,
        )
        for example, row in zip(held, likely, strict=True)
    ]
    return LinearBaseline(name, predictions, trained - began, seconds / max(1, len(held)) * 1000)
