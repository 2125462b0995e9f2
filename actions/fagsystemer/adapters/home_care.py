"""The care record (`cura`) over HTTP."""

from collections.abc import Callable
from typing import Any

from actions.fagsystemer.adapters.http_client import HttpSystem
from actions.fagsystemer.adapters.shapes import Fields, items
from actions.fagsystemer.adapters.wire import confirm, parse_receipt, parse_slots, slot_body
from actions.fagsystemer.booking import TimeSlot
from actions.fagsystemer.home_care import Department, HomeCareCase, Visit, VisitStatus
from actions.fagsystemer.receipt import Receipt


def parse_visit(fields: Fields) -> Visit:
    """Read one visit."""
    return Visit(
        id=fields.text("id"),
        date=fields.date("date"),
        time=fields.time("time"),
        carer=fields.text("carer"),
        task=fields.text("task"),
        status=fields.one_of("status", VisitStatus),
    )


def parse_case(fields: Fields) -> HomeCareCase:
    """Read whose case it is; a missing department is not taken for none."""
    department = None if fields.is_null("department") else fields.one_of("department", Department)
    return HomeCareCase(department, fields.flag("under_65"), fields.flag("only_nursing"))


class HttpHomeCare:
    """`HomeCare` against the care record's HTTP service."""

    def __init__(self, http: HttpSystem) -> None:
        self._http = http

    async def visits(self, citizen: str) -> list[Visit]:
        """See `HomeCare.visits`."""
        visits = await self._http.read(
            "/visits", lambda answer: items(answer, parse_visit), {"citizen": citizen}
        )
        return sorted(visits, key=lambda visit: visit.starts_at)

    async def case(self, citizen: str) -> HomeCareCase:
        """See `HomeCare.case`."""
        return await self._http.read("/case", lambda answer: parse_case(Fields(answer)), {"citizen": citizen})

    async def free_times(self, visit_id: str) -> list[TimeSlot]:
        """See `HomeCare.free_times`."""
        return await self._http.read("/visits/{id}/free-times", parse_slots, id=visit_id)

    async def cancel_visit(self, visit_id: str, reason: str, key: str) -> Receipt:
        """See `HomeCare.cancel_visit`."""
        shows = _receipt_showing(visit_id, "the visit cancelled", lambda visit: visit.status == "cancelled")
        return await self._http.write(
            "POST", "/visits/{id}/cancel", {"reason": reason}, shows, key, id=visit_id
        )

    async def restore_visit(self, visit_id: str, key: str) -> Receipt:
        """See `HomeCare.restore_visit`."""
        shows = _receipt_showing(visit_id, "the visit restored", lambda visit: visit.status != "cancelled")
        return await self._http.write("POST", "/visits/{id}/restore", {}, shows, key, id=visit_id)

    async def move_visit(self, visit_id: str, slot: TimeSlot, key: str) -> Receipt:
        """See `HomeCare.move_visit`."""
        shows = _receipt_showing(
            visit_id, "the visit moved", lambda visit: TimeSlot(visit.date, visit.time) == slot
        )
        return await self._http.write("POST", "/visits/{id}/move", slot_body(slot), shows, key, id=visit_id)


def _receipt_showing(visit_id: str, what: str, is_so: Callable[[Visit], bool]) -> Callable[[Any], Receipt]:
    """Return a reader of `{"receipt", "visit"}` that wants to see the act in the visit."""

    def parse(answer: Any) -> Receipt:
        visit = parse_visit(Fields(answer).object("visit"))
        confirm(visit.id == visit_id and is_so(visit), what)
        return parse_receipt(answer)

    return parse
