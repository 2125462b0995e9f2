"""Grouped cross-validation of the classifier: near-copies of an utterance never stand on both sides of a
fold.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nlu.components.features import NgramSettings
from nlu.components.ngrams import NgramModel, ProbabilityModel
from nlu.evaluation.dataset import Example, group_near_copies

CONFIDENT = 0.7
"""A wrong answer with at least this confidence is counted as confidently wrong."""
RANKED = 3


@dataclass(frozen=True)
class Prediction:
    """One held-out utterance: what it is, and the three likeliest intents with their confidence."""

    text: str
    truth: str
    ranking: list[tuple[str, float]]
    style: str = ""
    """Who wrote it, or in which style."""

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
    groups = group_near_copies([e.text for e in examples])
    count = max(groups) + 1
    fold_of_group = np.random.default_rng(seed).permutation(count) % folds
    fold = [int(fold_of_group[group]) for group in groups]
    predictions = _predict_held_out(examples, fold, settings)
    return summarise(predictions, count), predictions


def leave_writers_out(
    examples: Sequence[Example], settings: NgramSettings | None = None, writers: Sequence[str] = ()
) -> tuple[IntentReport, list[Prediction]]:
    """Predict what each writer wrote by a model that saw nothing of that writer: the honest estimate for
    strangers. ``writers`` chooses whom to leave out, by default each in turn.
    """
    names = sorted({example.writer for example in examples})
    unknown = sorted(set(writers) - set(names))
    if unknown or len(names) < 2:
        raise ValueError(
            f"no such writer: {', '.join(unknown)}" if unknown else "the data has one writer only"
        )
    chosen = set(writers or names)
    fold = [names.index(e.writer) if e.writer in chosen else -1 for e in examples]
    predictions = _predict_held_out(examples, fold, settings)
    return summarise(predictions, len(chosen)), predictions


def _predict_held_out(
    examples: Sequence[Example], fold: Sequence[int], settings: NgramSettings | None
) -> list[Prediction]:
    """Predict the examples of each fold by a model of all others; fold -1 is never held out."""
    predictions: list[Prediction] = []
    for held_fold in sorted(set(fold) - {-1}):
        train = [example for example, own in zip(examples, fold, strict=True) if own != held_fold]
        held = [example for example, own in zip(examples, fold, strict=True) if own == held_fold]
        model = NgramModel.fit([e.text for e in train], [e.intent for e in train], settings)
        predictions += predict(model.ranking, held)
    return predictions


def predict(classify: ProbabilityModel, held: Sequence[Example]) -> list[Prediction]:
    """Classify each example."""
    rankings = classify([example.text for example in held], RANKED)
    return [
        Prediction(example.text, example.intent, ranking, example.writer)
        for example, ranking in zip(held, rankings, strict=True)
    ]


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
