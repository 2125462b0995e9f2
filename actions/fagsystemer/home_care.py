"""Home care (hjemmepleje): when who comes, and changing it. Modelled on SUF's care record, Cura."""

import datetime as dt
from dataclasses import dataclass
from typing import Literal, Protocol

from actions.fagsystemer.booking import TimeSlot
from actions.fagsystemer.receipt import Receipt
from nlu.clock import COPENHAGEN

VisitStatus = Literal["planned", "under_way", "done", "cancelled"]
Department = Literal["SUF", "SOF"]
"""Whose home care cases are; Socialforvaltningen has some until 1 August 2026 at the latest (003:486-489)."""


@dataclass(frozen=True, slots=True)
class Visit:
    """One visit by a carer in the citizen's home."""

    id: str
    date: dt.date
    time: dt.time
    """When the carer is expected, Copenhagen wall-clock time, whole minutes."""
    carer: str
    """The carer's full name, as the citizen knows it."""
    task: str
    """What is to be done, in plain Danish. Personal: say it to nobody but the citizen, log it never."""
    status: VisitStatus

    @property
    def starts_at(self) -> dt.datetime:
        """The beginning as an aware moment."""
        return dt.datetime.combine(self.date, self.time, COPENHAGEN)


@dataclass(frozen=True, slots=True)
class HomeCareCase:
    """Whose a citizen's home care is: what tells who can help, and nothing of the care itself."""

    department: Department | None
    """Who has the case; None when the citizen is known to have none."""
    under_65: bool
    """Personal, and never enough to decide who helps (000:6148-6157)."""
    only_nursing: bool
    """Nursing (sygepleje) is all that the citizen gets or is referred for."""


class HomeCare(Protocol):
    """What the assistant asks of the care record.

    `citizen` is the opaque reference from the login, never a CPR number. `key` is the idempotency key of
    one act: the same key never does the act twice. Every method may raise `Unavailable` and `Garbled`
    (reads), `Uncertain` (writes), `NotFound` and `Refused`.
    """

    async def visits(self, citizen: str) -> list[Visit]:
        """Return all known visits of a citizen, the earliest first; cancelled and past ones too."""
        ...

    async def case(self, citizen: str) -> HomeCareCase:
        """Return whose case a citizen has, which may be nobody's."""
        ...

    async def free_times(self, visit_id: str) -> list[TimeSlot]:
        """Return the times to which a visit can be moved, the earliest first."""
        ...

    async def cancel_visit(self, visit_id: str, reason: str, key: str) -> Receipt:
        """Cancel one visit. Refused: `already_cancelled`, `already_done`."""
        ...

    async def restore_visit(self, visit_id: str, key: str) -> Receipt:
        """Take a cancellation back. Refused: `already_done`, `slot_taken`."""
        ...

    async def move_visit(self, visit_id: str, slot: TimeSlot, key: str) -> Receipt:
        """Move one visit to a free time.

        Refused: `already_cancelled`, `already_done`, `slot_taken`, `no_such_time`.
        """
        ...
