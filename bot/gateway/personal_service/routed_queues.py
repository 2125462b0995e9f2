"""The queues of the routing table, as they are at this moment."""

import time
from collections.abc import Callable
from datetime import datetime

from actions.routing import Routing, routing
from actions.routing.queues import Queue
from nlu.clock import now

_LOOK_SECONDS = 0.25
"""The files are looked at this often at most: one overview asks for every queue half a dozen times."""


class RoutedQueues:
    """``QueueBook``, read from the routing files: a row that is changed counts at once."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._known: Routing | None = None
        self._looked = 0.0

    @property
    def fallback(self) -> str:
        """See ``QueueBook``."""
        return self._routing().book.fallback

    def ids(self) -> list[str]:
        """See ``QueueBook``."""
        return [queue.id for queue in self._routing().queues(now().date())]

    def name(self, queue: str) -> str:
        """See ``QueueBook``."""
        return self._queue(queue).name

    def department(self, queue: str) -> str:
        """See ``QueueBook``."""
        today = now().date()
        found = self._queue(queue)
        if not found.exists(today):
            return ""
        return self._routing().departments[found.department(today)].short_on(today)

    def hypercare(self, queue: str) -> bool:
        """See ``QueueBook``."""
        return self._queue(queue).hypercare(now().date())

    def is_open(self, queue: str) -> bool:
        """See ``QueueBook``."""
        return self._queue(queue).is_open(now())

    def opens_at(self, queue: str) -> datetime | None:
        """See ``QueueBook``."""
        return self._queue(queue).opens_at(now())

    def closes_at(self, queue: str) -> datetime | None:
        """See ``QueueBook``."""
        return self._queue(queue).closes_at(now())

    def _routing(self) -> Routing:
        at = self._monotonic()
        if self._known is None or at - self._looked >= _LOOK_SECONDS:
            self._known, self._looked = routing(), at
        return self._known

    def _queue(self, queue: str) -> Queue:
        book = self._routing().book
        return book.by_id.get(queue) or book.by_id[book.fallback]
