"""A jobcenter calendar in memory."""

import datetime as dt
from dataclasses import replace

from actions.fagsystemer.booking import TimeSlot
from actions.fagsystemer.errors import NotFound, Refused
from actions.fagsystemer.jobcenter import Appointment, Caseworker
from actions.fagsystemer.receipt import Receipt
from nlu.clock import now
from tests.actions.fakes.base import Fake
from tests.actions.fakes.calendar import check_free, free_times

CASEWORKER = Caseworker(name="Mette Sørensen", email="mette.soerensen@example.dk")


class FakeJobcenter(Fake):
    """`Jobcenter` in memory; Anna Jensen has one appointment, today at 13, and Bo Nielsen two to come."""

    system = "jobcenter"

    def __init__(self) -> None:
        super().__init__()
        today = now().date()
        self.by_citizen: dict[str, list[Appointment]] = {
            "anna-jensen": [appointment("appointment-1", today, dt.time(13, 0))],
            "bo-nielsen": [
                appointment("appointment-2", today + dt.timedelta(days=1), dt.time(9, 30)),
                appointment("appointment-3", today + dt.timedelta(days=6), dt.time(14, 0)),
            ],
            "grace-miller": [appointment("appointment-4", today + dt.timedelta(days=2), dt.time(10, 30))],
        }
        self.reasons: dict[str, str] = {}
        """The reason of each cancellation, by appointment id."""

    async def appointments(self, citizen: str) -> list[Appointment]:
        """See `Jobcenter.appointments`."""
        self._arrives("appointments", citizen=citizen)
        appointments = self._of(citizen, self.by_citizen)
        return sorted((_as_of_now(each) for each in appointments), key=lambda each: each.starts_at)

    async def free_times(self, appointment_id: str) -> list[TimeSlot]:
        """See `Jobcenter.free_times`."""
        self._arrives("free_times", appointment_id=appointment_id)
        self._find(appointment_id)
        return free_times(self._taken())

    async def cancel(self, appointment_id: str, reason: str, key: str) -> Receipt:
        """See `Jobcenter.cancel`."""
        self._arrives("cancel", appointment_id=appointment_id, reason=reason, key=key)

        def act() -> Receipt:
            appointment = self._still_to_come(appointment_id)
            self.reasons[appointment_id] = reason
            return self._put(replace(appointment, status="cancelled"))

        return self._once(key, ("cancel", appointment_id, reason), act)

    async def change_reason(self, appointment_id: str, reason: str, key: str) -> Receipt:
        """See `Jobcenter.change_reason`."""
        self._arrives("change_reason", appointment_id=appointment_id, reason=reason, key=key)

        def act() -> Receipt:
            appointment = self._find(appointment_id)
            if appointment.status != "cancelled":
                raise Refused(self.system, "not_cancelled", "there is no reason to change")
            self.reasons[appointment_id] = reason
            return self._put(appointment)

        return self._once(key, ("change_reason", appointment_id, reason), act)

    async def restore(self, appointment_id: str, key: str) -> Receipt:
        """See `Jobcenter.restore`."""
        self._arrives("restore", appointment_id=appointment_id, key=key)

        def act() -> Receipt:
            self.reasons.pop(appointment_id, None)
            return self._put(replace(self._find(appointment_id), status="booked"))

        return self._once(key, ("restore", appointment_id), act)

    async def move(self, appointment_id: str, slot: TimeSlot, key: str) -> Receipt:
        """See `Jobcenter.move`."""
        self._arrives("move", appointment_id=appointment_id, slot=slot, key=key)

        def act() -> Receipt:
            appointment = self._still_to_come(appointment_id)
            check_free(self.system, slot, self._taken())
            return self._put(replace(appointment, date=slot.date, time=slot.time))

        return self._once(key, ("move", appointment_id, slot), act)

    def _taken(self) -> set[TimeSlot]:
        return {
            TimeSlot(each.date, each.time)
            for appointments in self.by_citizen.values()
            for each in appointments
            if each.status != "cancelled"
        }

    def _find(self, appointment_id: str) -> Appointment:
        for appointments in self.by_citizen.values():
            for each in appointments:
                if each.id == appointment_id:
                    return _as_of_now(each)
        raise NotFound(self.system, "unknown_appointment", "no such appointment")

    def _still_to_come(self, appointment_id: str) -> Appointment:
        appointment = self._find(appointment_id)
        if appointment.status == "cancelled":
            raise Refused(self.system, "already_cancelled", "the appointment is cancelled")
        if appointment.status == "held":
            raise Refused(self.system, "already_held", "the appointment has begun")
        return appointment

    def _put(self, changed: Appointment) -> Receipt:
        for appointments in self.by_citizen.values():
            appointments[:] = [changed if each.id == changed.id else each for each in appointments]
        return Receipt(self._receipt_number("JOB"))


def appointment(appointment_id: str, date: dt.date, time: dt.time) -> Appointment:
    """Return a booked appointment with sane defaults."""
    return Appointment(
        id=appointment_id,
        date=date,
        time=time,
        duration_minutes=45,
        place="Jobcenter København",
        purpose="Samtale om job",
        caseworker=CASEWORKER,
        status="booked",
    )


def _as_of_now(appointment: Appointment) -> Appointment:
    """Return the appointment with the status that the clock gives it."""
    if appointment.status == "cancelled" or now() < appointment.starts_at:
        return appointment
    return replace(appointment, status="held")
