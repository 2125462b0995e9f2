"""The queues of the routing table, as they are at this moment."""

from datetime import datetime

from actions.routing import routing
from actions.routing.queues import Queue
from nlu.clock import now


class RoutedQueues:
    """``QueueBook``, read from the routing files: a row that is changed counts at once."""

    @property
    def fallback(self) -> str:
        """See ``QueueBook``."""
        return routing().book.fallback

    def ids(self) -> list[str]:
        """See ``QueueBook``."""
        return [queue.id for queue in routing().queues(now().date())]

    def name(self, queue: str) -> str:
        """See ``QueueBook``."""
        return self._queue(queue).name

    def department(self, queue: str) -> str:
        """See ``QueueBook``."""
        today = now().date()
        found = self._queue(queue)
        if not found.exists(today):
            return ""
        return routing().departments[found.department(today)].short_on(today)

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

    def _queue(self, queue: str) -> Queue:
        book = routing().book
        return book.by_id.get(queue) or book.by_id[book.fallback]
