"""Metrics of the line, for Prometheus: counts and times, nothing of a call's content."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

_MEASURES = frozenset({"first_sound", "recognition", "turn", "second_pass", "synthesis"})
_SECONDS = (0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 1.0, 1.5, 2.0, 3.0, 5.0, 10.0, 20.0)


class LineMetrics:
    """One registry a process."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._open = Gauge("indgang_voice_calls_open", "Calls on the line now", registry=self.registry)
        self._calls = Counter(
            "indgang_voice_calls", "Calls by how they ended", ["end"], registry=self.registry
        )
        self._seconds = Histogram(
            "indgang_voice_seconds",
            "Times measured in calls",
            ["what"],
            buckets=_SECONDS,
            registry=self.registry,
        )
        self._trouble = Counter("indgang_voice_trouble", "Watchdogs", ["what"], registry=self.registry)
        self._dropped = Counter(
            "indgang_voice_frames_dropped", "Frames a line could not take", registry=self.registry
        )
        self._unheard = Counter(
            "indgang_voice_unheard_seconds", "Sound never recognised in time", registry=self.registry
        )
        self._refused = Counter(
            "indgang_voice_refused", "Connections not let in", ["why"], registry=self.registry
        )
        self._late = Gauge(
            "indgang_voice_clock_late_ms", "Lateness of the 20 ms clock", ["which"], registry=self.registry
        )

    def call_began(self) -> None:
        """A call is on the line."""
        self._open.inc()

    def call_ended(self, end: str, dropped_frames: int, unheard_ms: float) -> None:
        """It is over. ``end``: a code."""
        self._open.dec()
        self._calls.labels(end).inc()
        self._dropped.inc(dropped_frames)
        self._unheard.inc(unheard_ms / 1000.0)

    def measured(self, name: str, ms: float) -> None:
        """A time was measured in a call."""
        self._seconds.labels(name if name in _MEASURES else "other").observe(max(0.0, ms) / 1000.0)

    def trouble(self, what: str) -> None:
        """A watchdog spoke up."""
        self._trouble.labels(what).inc()

    def refused(self, why: str) -> None:
        """A connection was not let in."""
        self._refused.labels(why).inc()

    def text(self, worst_ms: float, p99_ms: float) -> bytes:
        """Return everything in Prometheus' text format, with the clock's lateness."""
        self._late.labels("worst").set(worst_ms)
        self._late.labels("p99").set(p99_ms)
        return generate_latest(self.registry)
