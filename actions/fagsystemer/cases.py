"""Cases (sager): how far the municipality has come with one. No personal content by number alone."""

import datetime as dt
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class CaseStatus:
    """Where a case stands."""

    number: str
    """As the municipality writes it: "2026-0012345"."""
    kind: str
    """`byggesag`, …"""
    title: str
    stage: str
    """Where it has come to, in plain Danish."""
    received: dt.date
    next_step: str
    """What happens next, in plain Danish."""
    expected: dt.date | None
    """When the next step is expected; None when nothing can be promised."""


class Cases(Protocol):
    """What the assistant asks of the case system. Reads only; all raise `Unavailable` and `Garbled`."""

    async def status(self, number: str) -> CaseStatus:
        """Look a case up by its number, written with or without the hyphen. Raises `NotFound`."""
        ...

    async def of_citizen(self, citizen: str) -> list[CaseStatus]:
        """Return a citizen's own cases; `citizen` is the opaque reference from the login."""
        ...
