"""From scores to probabilities that mean what they say, also for people whose texts were not trained on."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nlu.components.network import softmax

OUT_OF_SCOPE = "uden_for_emne"
DANGER = "akut_fare"
STRANGERS = 0.75
"""Held-out texts have their writers among the trained ones. What a stranger writes is answered with this much
less certainty: measured by leaving whole writers out (nlu/README.md).
"""
REFUSED = 0.035
"""Share of held-out enquiries that may be taken for out of scope, so that more of what is out of scope is
caught.
"""
_MIDDLING = 1.0
_MARGIN = np.float32(0.01)
_STEPS = tuple(step * 0.05 for step in range(8, 81))


@dataclass(frozen=True)
class Calibration:
    """``temperature`` multiplies the scores; ``bias`` is first added to that of column ``out_of_scope``, but
    never so much that it passes column ``danger`` where that is the likelier (-1: no such intent).
    """

    temperature: float = _MIDDLING
    out_of_scope: int = -1
    bias: float = 0.0
    danger: int = -1

    def probabilities(self, scores: NDArray[np.float32]) -> NDArray[np.float64]:
        """Probabilities for each row of scores, shape (texts, classes)."""
        if self.out_of_scope >= 0 and self.bias:
            own = scores[:, self.out_of_scope]
            raised = own + np.float32(self.bias)
            if self.danger >= 0:
                danger = scores[:, self.danger]
                first = danger >= scores.max(axis=1)
                raised = np.where(first, np.minimum(raised, np.maximum(own, danger - _MARGIN)), raised)
            scores = scores.copy()
            scores[:, self.out_of_scope] = raised
        return softmax(scores * np.float32(self.temperature))


def fit_calibration(
    scores: NDArray[np.float32], truths: NDArray[np.int64], classes: Sequence[str]
) -> Calibration:
    """Choose bias and temperature on held-out texts: ``scores`` (texts, classes), ``truths`` their columns.
    Without held-out texts a middling calibration.
    """
    column, danger = (list(classes).index(name) if name in classes else -1 for name in (OUT_OF_SCOPE, DANGER))
    if not len(truths):
        return Calibration(out_of_scope=column, danger=danger)
    bias = _bias(scores[truths != column], column) if column >= 0 else 0.0

    def loss(temperature: float) -> float:
        likely = Calibration(temperature, column, bias, danger).probabilities(scores)
        return float(-np.log(np.maximum(likely[np.arange(len(truths)), truths], 1e-12)).mean())

    return Calibration(min(_STEPS, key=loss) * STRANGERS, column, bias, danger)


def _bias(enquiries: NDArray[np.float32], column: int) -> float:
    """What must be added to out of scope for :data:`REFUSED` of these enquiries to fall there, at least 0."""
    if not len(enquiries):
        return 0.0
    others = np.delete(enquiries, column, axis=1).max(axis=1)
    return max(0.0, float(np.quantile(others - enquiries[:, column], REFUSED)))
