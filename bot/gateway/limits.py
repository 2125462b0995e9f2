"""A token bucket for each key, with the time passed in."""

import math
from dataclasses import dataclass

_PRUNE_AT = 10_000


@dataclass
class _Bucket:
    tokens: float
    filled_at: float


class RateLimiter:
    """Lets ``burst`` through at once and ``per_second`` in the long run, for each key by itself."""

    def __init__(self, burst: int, per_second: float) -> None:
        self._burst = burst
        self._per_second = per_second
        self._buckets: dict[str, _Bucket] = {}

    def take(self, key: str, now: float) -> int:
        """Take one token. Return 0 if there was one, else the whole seconds until there will be.

        ``now`` is in seconds and never goes back.
        """
        bucket = self._buckets.get(key)
        if bucket is None:
            if len(self._buckets) >= _PRUNE_AT:
                self._forget_full(now)
            bucket = self._buckets[key] = _Bucket(float(self._burst), now)
        bucket.tokens = min(self._burst, bucket.tokens + (now - bucket.filled_at) * self._per_second)
        bucket.filled_at = now
        if bucket.tokens >= 1:
            bucket.tokens -= 1
            return 0
        return math.ceil((1 - bucket.tokens) / self._per_second)

    def _forget_full(self, now: float) -> None:
        """Drop the buckets that have filled up again: a new one would be no different."""
        seconds_to_fill = self._burst / self._per_second
        self._buckets = {
            key: bucket for key, bucket in self._buckets.items() if now - bucket.filled_at < seconds_to_fill
        }
