"""Which target of the dialplan a queue is dialled by: the column ``dial`` of ``bot/routing/queues.yml``.

A target is a name in the dialplan's context "targets" (voice/asterisk); what it dials is decided there, also
outside opening hours.
"""

from collections.abc import Callable
from dataclasses import dataclass

from actions.routing import Routing, routing


@dataclass(frozen=True)
class Targets:
    """Targets by queue, as the routing files say at the moment of the call."""

    read: Callable[[], Routing] = routing

    def __post_init__(self) -> None:
        """Find out at the start, not in a call, that the files cannot be followed. Raises `RoutingError`."""
        self.read()

    def of(self, queue: str) -> str:
        """Return the target of a queue; the fallback's for one that is not known."""
        book = self.read().book
        return book.by_id.get(queue, book.by_id[book.fallback]).dial
