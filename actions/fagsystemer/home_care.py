"""Home care (hjemmepleje): when who comes, and changing it. Modelled on SUF's care record, Cura."""

import datetime as dt
from dataclasses import dataclass
from typing import Literal, Protocol

from actions.fagsystemer.booking import TimeSlot
from actions.fagsystemer.receipt import Receipt
from nlu.clock import COPENHAGEN

VisitStatus = Literal["planned", "under_way", "done", "cancelled"]


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


class HomeCare(Protocol):
    """What the assistant asks of the care record.

    `citizen` is the opaque reference from the login, never a CPR number. `key` is the idempotency key of
    one act: the same key never does the act twice. Every method may raise `Unavailable` and `Garbled`
    (reads), `Uncertain` (writes), `NotFound` and `Refused`.
    """

    async def visits(self, citizen: str) -> list[Visit]:
        """Return all known visits of a citizen, the earliest first; cancelled and past ones too."""
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
