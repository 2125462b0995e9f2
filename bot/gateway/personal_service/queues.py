"""The queues as personal service needs them: names, owners and hours at this moment."""

from datetime import datetime
from typing import Protocol


class QueueBook(Protocol):
    """Looks queues up by their id. One that is not known counts as the fallback's."""

    @property
    def fallback(self) -> str:
        """The queue of those who can help with anything."""
        ...

    def ids(self) -> list[str]:
        """Return every queue's id, in the order to show them."""
        ...

    def name(self, queue: str) -> str:
        """Return the name that citizens know."""
        ...

    def department(self, queue: str) -> str:
        """Return the short name of the forvaltning that owns it today."""
        ...

    def hypercare(self, queue: str) -> bool:
        """Say whether it is newly moved, so that its former owner stands by."""
        ...

    def is_open(self, queue: str) -> bool:
        """Say whether people answer there now."""
        ...

    def opens_at(self, queue: str) -> datetime | None:
        """Return when it opens next; None while it is open."""
        ...

    def closes_at(self, queue: str) -> datetime | None:
        """Return when it closes today; None while it is closed, and where it never closes."""
        ...
