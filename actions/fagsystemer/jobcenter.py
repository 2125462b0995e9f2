"""The jobcenter's appointments: which ones there are, cancelling with a reason, moving."""

import datetime as dt
from dataclasses import dataclass
from typing import Literal, Protocol

from actions.fagsystemer.booking import TimeSlot
from actions.fagsystemer.receipt import Receipt
from nlu.clock import COPENHAGEN

AppointmentStatus = Literal["booked", "cancelled", "held"]


@dataclass(frozen=True, slots=True)
class Caseworker:
    """The person the citizen is to meet, and who is told when the citizen cannot come."""

    name: str
    email: str


@dataclass(frozen=True, slots=True)
class Appointment:
    """One meeting at the jobcenter."""

    id: str
    date: dt.date
    time: dt.time
    """When it begins, Copenhagen wall-clock time, whole minutes."""
    duration_minutes: int
    place: str
    purpose: str
    """Why they meet, in plain Danish. Personal: say it to nobody but the citizen, log it never."""
    caseworker: Caseworker
    status: AppointmentStatus
    """`held` once it has begun."""

    @property
    def starts_at(self) -> dt.datetime:
        """The beginning as an aware moment."""
        return dt.datetime.combine(self.date, self.time, COPENHAGEN)


class Jobcenter(Protocol):
    """What the assistant asks of the jobcenter's calendar.

    `citizen` is the opaque reference from the login, never a CPR number. `key` is the idempotency key of
    one act: the same key never does the act twice. Every method may raise `Unavailable` and `Garbled`
    (reads), `Uncertain` (writes), `NotFound` and `Refused`.
    """

    async def appointments(self, citizen: str) -> list[Appointment]:
        """Return all known appointments of a citizen, the earliest first; cancelled and held ones too."""
        ...

    async def free_times(self, appointment_id: str) -> list[TimeSlot]:
        """Return the times to which an appointment can be moved, the earliest first."""
        ...

    async def cancel(self, appointment_id: str, reason: str, key: str) -> Receipt:
        """Cancel an appointment with the citizen's reason. Refused: `already_cancelled`, `already_held`."""
        ...

    async def change_reason(self, appointment_id: str, reason: str, key: str) -> Receipt:
        """Replace the reason of a cancellation already made. Refused: `not_cancelled`."""
        ...

    async def restore(self, appointment_id: str, key: str) -> Receipt:
        """Take a cancellation back. Refused: `already_held`, `slot_taken`."""
        ...

    async def move(self, appointment_id: str, slot: TimeSlot, key: str) -> Receipt:
        """Move an appointment to a free time.

        Refused: `already_cancelled`, `already_held`, `slot_taken`, `no_such_time`.
        """
        ...
