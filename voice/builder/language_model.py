"""An n-gram model with absolute discounting and back-off, small enough for a telephone's graph.

Probabilities are interpolated: a seen n-gram gets its discounted share plus what the discounts leave over,
spread as the shorter history says (Ney, Essen and Kneser 1994). N-grams that change little are left out:
those whose count, times what the longer history adds to the log probability, is small (Seymore and Rosenfeld
1996).
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

BEGIN, END = "<s>", "</s>"
History = tuple[str, ...]


@dataclass(frozen=True)
class LanguageModelSettings:
    """How the model is made."""

    order: int = 3
    """Longest n-gram, in words."""
    discount: float = 0.7
    """Taken from each count."""
    least_gain: Mapping[int, float] | None = None
    """What an n-gram of this length must at least be worth, its count times the nats it adds, else it is left
    to the shorter history."""
    unseen: float = 0.2
    """Count given to each word of the vocabulary beside what was seen."""


class LanguageModel:
    """``probabilities[n][history][word]`` and ``back_off[n][history]`` for histories of n words."""

    def __init__(
        self,
        sentences: Iterable[tuple[Sequence[str], float]],
        vocabulary: Iterable[str],
        settings: LanguageModelSettings,
    ) -> None:
        """``sentences`` are words and a weight; words outside the vocabulary end what is counted there."""
        self.order = settings.order
        self.vocabulary = frozenset(vocabulary)
        counts = self._counted(sentences)
        least_gain = settings.least_gain or {}
        total = sum(counts[0][()].values()) + settings.unseen * (len(self.vocabulary) + 1)
        words = [*sorted(self.vocabulary), END]
        singles = {word: (counts[0][()][word] + settings.unseen) / total for word in words}
        self.probabilities: list[dict[History, dict[str, float]]] = [{(): singles}]
        self.back_off: list[dict[History, float]] = [{}]
        for length in range(1, self.order):
            level: dict[History, dict[str, float]] = {}
            weights: dict[History, float] = {}
            self.probabilities.append(level)
            self.back_off.append(weights)
            for history, seen in counts[length].items():
                if length > 1 and history[1:] not in self.probabilities[length - 1]:
                    continue
                everything = sum(seen.values())
                shorter = {word: self.probability(history[1:], word) for word in seen}
                full = _interpolated(seen, everything, shorter, settings.discount)
                least = least_gain.get(length + 1)
                kept = {
                    word: count
                    for word, count in seen.items()
                    if least is None or count * math.log(full[word] / shorter[word]) >= least
                }
                if not kept:
                    continue
                shorter = {word: shorter[word] for word in kept}
                level[history] = _interpolated(kept, everything, shorter, settings.discount)
                left = max(1e-9, 1 - sum(level[history].values()))
                weights[history] = left / max(1e-9, 1 - sum(shorter.values()))

    def probability(self, history: History, word: str) -> float:
        """Return how likely ``word`` is after the last words of ``history``; 1e-9 outside the vocabulary."""
        history = history[max(0, len(history) + 1 - self.order) :]
        while history:
            row = self.probabilities[len(history)].get(history)
            if row is not None:
                if word in row:
                    return row[word]
                return self.back_off[len(history)][history] * self.probability(history[1:], word)
            history = history[1:]
        return self.probabilities[0][()].get(word, 1e-9)

    def _counted(self, sentences: Iterable[tuple[Sequence[str], float]]) -> list[dict[History, Counter[str]]]:
        counts: list[dict[History, Counter[str]]] = [defaultdict(Counter) for _ in range(self.order)]
        counts[0][()] = Counter()
        for words, weight in sentences:
            run: list[str] = [BEGIN]
            for word in (*words, END):
                if word != END and word not in self.vocabulary:
                    run = []
                    continue
                for length in range(min(self.order, len(run) + 1)):
                    counts[length][tuple(run[len(run) - length :])][word] += weight  # type: ignore[assignment]
                run.append(word)
        return counts


def _interpolated(
    counts: Mapping[str, float], everything: float, shorter: Mapping[str, float], discount: float
) -> dict[str, float]:
    """Return the discounted shares of ``everything``, with what is left over spread as ``shorter`` says."""
    discounted = {word: count - min(discount, 0.9 * count) for word, count in counts.items()}
    spare = 1 - sum(discounted.values()) / everything
    return {word: share / everything + spare * shorter[word] for word, share in discounted.items()}
