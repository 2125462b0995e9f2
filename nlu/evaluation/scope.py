"""Knowing what one does not know: out of scope, and how wrong the answers are at each certainty."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nlu.components.calibration import OUT_OF_SCOPE
from nlu.components.understanding import FALLBACK
from nlu.evaluation.intents import Prediction

_REFUSALS = (OUT_OF_SCOPE, FALLBACK)


@dataclass(frozen=True)
class ScopeReport:
    """Shares 0-1; a refusal is an answer "not the municipality" or a question back."""

    enquiries: int
    outside: int
    caught: float
    """Share of what is out of scope that was refused."""
    refused: float
    """Share of real enquiries that were refused."""
    missed: list[tuple[str, str]]
    """(text, answer) out of scope, answered as if it were an enquiry."""


def measure_scope(predictions: Sequence[Prediction], threshold: float) -> ScopeReport:
    """Count refusals: an answer out of scope, or one less certain than ``threshold`` (0-1)."""
    inside = [p for p in predictions if p.truth != OUT_OF_SCOPE]
    outside = [p for p in predictions if p.truth == OUT_OF_SCOPE]

    def refused(prediction: Prediction) -> bool:
        return prediction.intent in _REFUSALS or prediction.confidence < threshold

    return ScopeReport(
        enquiries=len(inside),
        outside=len(outside),
        caught=sum(map(refused, outside)) / len(outside) if outside else 0.0,
        refused=sum(map(refused, inside)) / len(inside) if inside else 0.0,
        missed=[(p.text, p.intent) for p in outside if not refused(p)],
    )


def coverage_and_risk(predictions: Sequence[Prediction]) -> list[tuple[float, float, float]]:
    """(threshold, coverage, risk) for thresholds 0, 0.05 … 0.95: the share answered at this certainty or
    more, and the share of those that is wrong.
    """
    points = []
    for step in range(20):
        threshold = step / 20
        answered = [p for p in predictions if p.confidence >= threshold]
        wrong = sum(p.intent != p.truth for p in answered)
        points.append(
            (threshold, len(answered) / len(predictions), wrong / len(answered) if answered else 0.0)
        )
    return points


def interval(right: Sequence[bool], samples: int = 1000, seed: int = 0) -> tuple[float, float]:
    """The 95 % bootstrap interval of a share."""
    values = np.asarray(right, dtype=np.float64)
    if not len(values):
        return 0.0, 0.0
    draws = np.random.default_rng(seed).binomial(len(values), values.mean(), samples) / len(values)
    low, high = np.quantile(draws, (0.025, 0.975))
    return float(low), float(high)


def macro_f1_interval(
    predictions: Sequence[Prediction], samples: int = 200, seed: int = 0
) -> tuple[float, float]:
    """The 95 % bootstrap interval of macro-F1: the predictions drawn anew, with replacement."""
    names = sorted({p.truth for p in predictions} | {p.intent for p in predictions})
    numbers = {name: number for number, name in enumerate(names)}
    truths = np.array([numbers[p.truth] for p in predictions])
    answers = np.array([numbers[p.intent] for p in predictions])
    random = np.random.default_rng(seed)
    values = []
    for _ in range(samples):
        drawn = random.integers(0, len(truths), len(truths))
        truth, answer = truths[drawn], answers[drawn]
        hits = np.bincount(truth[truth == answer], minlength=len(names))
        present = np.bincount(truth, minlength=len(names))
        total = present + np.bincount(answer, minlength=len(names))
        values.append((2 * hits[present > 0] / total[present > 0]).mean())
    low, high = np.quantile(values, (0.025, 0.975))
    return float(low), float(high)
