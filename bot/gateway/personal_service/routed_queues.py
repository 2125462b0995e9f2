"""The queues of the routing table, as they are at this moment."""

from datetime import datetime

from actions.fagsystemer.stubs.queues import queues
from nlu.clock import now


class RoutedQueues:
    """``QueueBook``."""

    fallback = "borgerservice"

    def ids(self) -> list[str]:
        return list(queues())

    def name(self, queue: str) -> str:
        return self._queue(queue).name

    def department(self, queue: str) -> str:
        return self._queue(queue).owner

    def hypercare(self, queue: str) -> bool:
        return False

    def is_open(self, queue: str) -> bool:
        return self._queue(queue).is_open(now())

    def opens_at(self, queue: str) -> datetime | None:
        return self._queue(queue).opens_at(now())

    def closes_at(self, queue: str) -> datetime | None:
        return self._queue(queue).closes_at(now())

    def _queue(self, queue: str):
        return queues().get(queue) or queues()[self.fallback]
