"""Grouped cross-validation of the classifier: near-copies of an utterance never stand on both sides of a
fold.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nlu.components.features import NgramSettings
from nlu.components.ngrams import NgramModel
from nlu.evaluation.dataset import Example, group_near_copies

CONFIDENT = 0.7
"""A wrong answer with at least this confidence is counted as confidently wrong."""


@dataclass(frozen=True)
class Prediction:
    """One held-out utterance: what it is, and the three likeliest intents with their confidence."""

    text: str
    truth: str
    ranking: list[tuple[str, float]]

    @property
    def intent(self) -> str:
        return self.ranking[0][0]

    @property
    def confidence(self) -> float:
        return self.ranking[0][1]


@dataclass(frozen=True)
class IntentReport:
    """Shares are 0-1, counted over all held-out utterances."""

    utterances: int
    groups: int
    accuracy: float
    within_three: float
    macro_f1: float
    confidently_wrong: int
    calibration_error: float
    """Expected calibration error over ten equal bins of confidence."""
    per_intent: dict[str, tuple[int, float, float]]
    """Intent → (utterances, recall, precision)."""
    confusions: list[tuple[str, str, int, str]]
    """(truth, answer, how often, one example), most frequent first."""


def cross_validate(
    examples: Sequence[Example], settings: NgramSettings | None = None, folds: int = 5, seed: int = 0
) -> tuple[IntentReport, list[Prediction]]:
    """Predict every example by a model that saw neither it nor a near-copy. Takes about a minute for 7000
    texts.
    """
    texts, labels = [e.text for e in examples], [e.intent for e in examples]
    groups = group_near_copies(texts)
    count = max(groups) + 1
    fold_of_group = np.random.default_rng(seed).permutation(count) % folds
    fold = np.array([fold_of_group[group] for group in groups])
    predictions: list[Prediction] = []
    for held_fold in range(folds):
        train = [int(i) for i in np.flatnonzero(fold != held_fold)]
        held = [int(i) for i in np.flatnonzero(fold == held_fold)]
        model = NgramModel.fit(
            [texts[i] for i in train], [labels[i] for i in train], settings, [groups[i] for i in train]
        )
        for i, ranking in zip(held, model.ranking([texts[i] for i in held], 3), strict=True):
            predictions.append(Prediction(texts[i], labels[i], ranking))
    return summarise(predictions, count), predictions


def summarise(predictions: Sequence[Prediction], groups: int = 0) -> IntentReport:
    """Count what the predictions are worth. Raises ``ValueError`` when there are none."""
    if not predictions:
        raise ValueError("no predictions to summarise")
    total = len(predictions)
    right = [p for p in predictions if p.intent == p.truth]
    truths = Counter(p.truth for p in predictions)
    answers = Counter(p.intent for p in predictions)
    hits = Counter(p.truth for p in right)
    per_intent = {
        intent: (
            truths[intent],
            hits[intent] / truths[intent],
            hits[intent] / answers[intent] if answers[intent] else 0.0,
        )
        for intent in sorted(truths)
    }
    f1 = [2 * r * p / (r + p) if r + p else 0.0 for _, r, p in per_intent.values()]
    wrong = [p for p in predictions if p.intent != p.truth]
    pairs = Counter((p.truth, p.intent) for p in wrong)
    shown = {(p.truth, p.intent): p.text for p in reversed(wrong)}
    return IntentReport(
        utterances=total,
        groups=groups,
        accuracy=len(right) / total,
        within_three=sum(p.truth in [name for name, _ in p.ranking] for p in predictions) / total,
        macro_f1=sum(f1) / len(f1),
        confidently_wrong=sum(p.confidence >= CONFIDENT for p in wrong),
        calibration_error=_calibration_error(predictions),
        per_intent=per_intent,
        confusions=[(truth, answer, n, shown[truth, answer]) for (truth, answer), n in pairs.most_common()],
    )


def _calibration_error(predictions: Sequence[Prediction]) -> float:
    bins: dict[int, list[Prediction]] = {}
    for prediction in predictions:
        bins.setdefault(min(9, int(prediction.confidence * 10)), []).append(prediction)
    return sum(
        abs(sum(p.confidence for p in held) - sum(p.intent == p.truth for p in held))
        for held in bins.values()
    ) / len(predictions)
