"""The jobcenter's calendar (`jobcenter`) over HTTP."""

from collections.abc import Callable
from typing import Any

from actions.fagsystemer.adapters.http_client import HttpSystem
from actions.fagsystemer.adapters.shapes import Fields, items
from actions.fagsystemer.adapters.wire import confirm, parse_receipt, parse_slots, slot_body
from actions.fagsystemer.booking import TimeSlot
from actions.fagsystemer.jobcenter import Appointment, AppointmentStatus, Caseworker
from actions.fagsystemer.receipt import Receipt


def parse_appointment(fields: Fields) -> Appointment:
    """Read one appointment."""
    caseworker = fields.object("caseworker")
    return Appointment(
        id=fields.text("id"),
        date=fields.date("date"),
        time=fields.time("time"),
        duration_minutes=fields.whole_number("duration_minutes"),
        place=fields.text("place"),
        purpose=fields.text("purpose"),
        caseworker=Caseworker(name=caseworker.text("name"), email=caseworker.text("email")),
        status=fields.one_of("status", AppointmentStatus),
    )


class HttpJobcenter:
    """`Jobcenter` against the calendar's HTTP service."""

    def __init__(self, http: HttpSystem) -> None:
        self._http = http

    async def appointments(self, citizen: str) -> list[Appointment]:
        """See `Jobcenter.appointments`."""
        appointments = await self._http.read(
            "/appointments", lambda answer: items(answer, parse_appointment), {"citizen": citizen}
        )
        return sorted(appointments, key=lambda appointment: appointment.starts_at)

    async def free_times(self, appointment_id: str) -> list[TimeSlot]:
        """See `Jobcenter.free_times`."""
        return await self._http.read("/appointments/{id}/free-times", parse_slots, id=appointment_id)

    async def cancel(self, appointment_id: str, reason: str, key: str) -> Receipt:
        """See `Jobcenter.cancel`."""
        shows = _receipt_showing(appointment_id, "it cancelled", lambda it: it.status == "cancelled")
        return await self._http.write(
            "POST", "/appointments/{id}/cancel", {"reason": reason}, shows, key, id=appointment_id
        )

    async def change_reason(self, appointment_id: str, reason: str, key: str) -> Receipt:
        """See `Jobcenter.change_reason`."""
        shows = _receipt_showing(appointment_id, "it cancelled", lambda it: it.status == "cancelled")
        return await self._http.write(
            "PUT", "/appointments/{id}/reason", {"reason": reason}, shows, key, id=appointment_id
        )

    async def restore(self, appointment_id: str, key: str) -> Receipt:
        """See `Jobcenter.restore`."""
        shows = _receipt_showing(appointment_id, "it restored", lambda it: it.status != "cancelled")
        return await self._http.write("POST", "/appointments/{id}/restore", {}, shows, key, id=appointment_id)

    async def move(self, appointment_id: str, slot: TimeSlot, key: str) -> Receipt:
        """See `Jobcenter.move`."""
        shows = _receipt_showing(appointment_id, "it moved", lambda it: TimeSlot(it.date, it.time) == slot)
        return await self._http.write(
            "POST", "/appointments/{id}/move", slot_body(slot), shows, key, id=appointment_id
        )


def _receipt_showing(
    appointment_id: str, what: str, is_so: Callable[[Appointment], bool]
) -> Callable[[Any], Receipt]:
    """Return a reader of `{"receipt", "appointment"}` that wants to see the act in the appointment."""

    def parse(answer: Any) -> Receipt:
        appointment = parse_appointment(Fields(answer).object("appointment"))
        confirm(appointment.id == appointment_id and is_so(appointment), what)
        return parse_receipt(answer)

    return parse
