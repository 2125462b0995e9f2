"""A case system in memory."""

import datetime as dt

from actions.fagsystemer.cases import CaseStatus
from actions.fagsystemer.errors import NotFound
from nlu.clock import now
from tests.actions.fakes.base import Fake


class FakeCases(Fake):
    """`Cases` in memory; case 2026-0012345 is Anna Jensen's."""

    system = "sager"

    def __init__(self) -> None:
        super().__init__()
        today = now().date()
        case = CaseStatus(
            number="2026-0012345",
            kind="byggesag",
            title="Altan mod gården",
            stage="Under behandling",
            received=today - dt.timedelta(days=30),
            next_step="Vi ser på dine tegninger",
            expected=today + dt.timedelta(days=21),
        )
        self.by_citizen: dict[str, list[CaseStatus]] = {"anna-jensen": [case]}

    async def status(self, number: str) -> CaseStatus:
        """See `Cases.status`."""
        self._arrives("status", number=number)
        wanted = _digits(number)
        for cases in self.by_citizen.values():
            for case in cases:
                if _digits(case.number) == wanted:
                    return case
        raise NotFound(self.system, "unknown_case", "no such case")

    async def of_citizen(self, citizen: str) -> list[CaseStatus]:
        """See `Cases.of_citizen`."""
        self._arrives("of_citizen", citizen=citizen)
        return list(self._of(citizen, self.by_citizen))


def _digits(number: str) -> str:
    return "".join(character for character in number if character.isdigit())
