"""Durations and what is said of them."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Latency:
    """Of some turns, in milliseconds."""

    turns: int
    p50: float
    p95: float
    p99: float

    @classmethod
    def of(cls, seconds: Sequence[float]) -> "Latency":
        """Summarise durations in seconds. Raises ``ValueError`` for none."""
        return cls(
            len(seconds), *(round(1000 * percentile(seconds, share), 1) for share in (0.5, 0.95, 0.99))
        )


def percentile(values: Sequence[float], share: float) -> float:
    """Return the smallest value that at least ``share`` (0-1) of all do not exceed: the nearest rank."""
    if not values:
        raise ValueError("there is nothing to take a percentile of")
    ordered = sorted(values)
    rank = max(1, -(-len(ordered) * round(share * 1000) // 1000))
    return ordered[rank - 1]
