"""What is counted for operations. No label names a citizen or a conversation."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

_TURN_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 20.0)


class Metrics:
    """Counters of one gateway, in a registry of their own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.turn_seconds = Histogram(
            "indgang_turn_seconds",
            "Time from the start of a turn to its last part.",
            buckets=_TURN_SECONDS,
            registry=self.registry,
        )
        self.turns = Counter(
            "indgang_turns", "Turns by how they ended.", ("kind", "outcome"), registry=self.registry
        )
        self.conversations = Counter(
            "indgang_conversations", "Conversations begun.", ("channel",), registry=self.registry
        )
        self.open_sockets = Gauge("indgang_open_sockets", "Chat sockets open now.", registry=self.registry)
        self.open_lines = Gauge("indgang_open_lines", "Calls on the line now.", registry=self.registry)
        self.calls = Counter(
            "indgang_calls", "Calls by how they ended.", ("channel", "reason"), registry=self.registry
        )
        self.approvals = Counter(
            "indgang_phone_approvals", "Approvals in the MitID app.", ("state",), registry=self.registry
        )
        self.transfers = Counter(
            "indgang_transfers", "Calls on their way to a person.", ("target",), registry=self.registry
        )
        self.call_seconds = Histogram(
            "indgang_call_step_seconds",
            "Times that the line measured.",
            ("step",),
            buckets=_TURN_SECONDS,
            registry=self.registry,
        )
        self.errors = Counter("indgang_errors", "Errors told to clients.", ("code",), registry=self.registry)

    def exposition(self) -> bytes:
        """Return everything in Prometheus' text format."""
        return generate_latest(self.registry)
