"""A case system in memory."""

import datetime as dt

from actions.fagsystemer.cases import CaseStatus
from actions.fagsystemer.errors import NotFound
from nlu.clock import now
from tests.actions.fakes.base import Fake

PUBLIC_KINDS = ("byggesag",)
"""Kinds that may be told to anyone who has the number."""


class FakeCases(Fake):
    """`Cases` in memory: the building case 2026-0012345 is Bo Nielsen's, 2026-0034567 is private to Anna."""

    system = "sager"

    def __init__(self) -> None:
        super().__init__()
        today = now().date()
        balcony = CaseStatus(
            number="2026-0012345",
            kind="byggesag",
            title="Byggetilladelse til altan",
            stage="Sagen bliver behandlet",
            received=today - dt.timedelta(days=40),
            next_step="Vi sender et udkast til afgørelse i høring hos naboerne",
            expected=today + dt.timedelta(days=20),
        )
        walker = CaseStatus(
            number="2026-0034567",
            kind="hjaelpemiddelsag",
            title="Ansøgning om rollator",
            stage="Ansøgningen bliver vurderet",
            received=today - dt.timedelta(days=15),
            next_step="En visitator ringer til dig",
            expected=today + dt.timedelta(days=10),
        )
        self.by_citizen: dict[str, list[CaseStatus]] = {"anna-jensen": [walker], "bo-nielsen": [balcony]}

    async def status(self, number: str) -> CaseStatus:
        """See `Cases.status`."""
        self._arrives("status", number=number)
        wanted = _digits(number)
        for cases in self.by_citizen.values():
            for case in cases:
                if _digits(case.number) == wanted and case.kind in PUBLIC_KINDS:
                    return case
        raise NotFound(self.system, "unknown_case", "no such case")

    async def of_citizen(self, citizen: str) -> list[CaseStatus]:
        """See `Cases.of_citizen`."""
        self._arrives("of_citizen", citizen=citizen)
        return list(self._of(citizen, self.by_citizen))


def _digits(number: str) -> str:
    return "".join(character for character in number if character.isdigit())
