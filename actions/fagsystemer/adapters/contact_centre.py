"""The contact centre (`kontaktcenter`) over HTTP."""

from typing import Any

from actions.fagsystemer.adapters.http_client import HttpSystem
from actions.fagsystemer.adapters.shapes import Fields, ShapeError, items
from actions.fagsystemer.adapters.wire import confirm, parse_receipt
from actions.fagsystemer.contact_centre import (
    CallBack,
    CallBackReceipt,
    CallBackStatus,
    Handover,
    HandoverReceipt,
    HandoverStatus,
    OpeningHours,
    Outcome,
    Place,
    Queue,
)
from actions.fagsystemer.errors import NotFound


class HttpContactCentre:
    """`ContactCentre` against the contact centre's HTTP service."""

    def __init__(self, http: HttpSystem) -> None:
        self._http = http

    async def queues(self) -> list[Queue]:
        """See `ContactCentre.queues`."""
        return await self._http.read("/queues", lambda answer: items(answer, parse_queue))

    async def queue(self, queue_id: str) -> Queue:
        """See `ContactCentre.queue`."""
        return await self._http.read("/queues/{id}", lambda answer: parse_queue(Fields(answer)), id=queue_id)

    async def hand_over(self, handover: Handover, key: str) -> HandoverReceipt:
        """See `ContactCentre.hand_over`."""
        return await self._http.write("POST", "/handoffs", handover_body(handover), parse_handover, key)

    async def set_handover_status(self, handover_id: str, status: HandoverStatus, key: str) -> None:
        """See `ContactCentre.set_handover_status`."""

        def parse(answer: Any) -> None:
            shown = Fields(answer).object("handoff").text("status")
            confirm(shown == status, f"the conversation as {status}")

        await self._http.write("PUT", "/handoffs/{id}/status", {"status": status}, parse, key, id=handover_id)

    async def request_call_back(
        self, queue_id: str, phone: str, reason: str, key: str, handoff: str | None = None
    ) -> CallBackReceipt:
        """See `ContactCentre.request_call_back`."""
        body = {"queue": queue_id, "phone": phone, "reason": reason, "handoff": handoff}
        return await self._http.write("POST", "/callbacks", body, _parse_ordered, key)

    async def call_backs(self) -> list[CallBack]:
        """See `ContactCentre.call_backs`."""
        return await self._http.read("/callbacks", lambda answer: items(answer, parse_call_back))

    async def settle_call_back(
        self, call_back_id: str, status: HandoverStatus, outcome: Outcome | None, key: str
    ) -> CallBack:
        """See `ContactCentre.settle_call_back`."""

        def parse(answer: Any) -> CallBack:
            settled = parse_call_back(Fields(answer).object("callback"))
            confirm((settled.status, settled.outcome) == (status, outcome), f"the call-back as {status}")
            return settled

        body = {"status": status, "outcome": outcome}
        return await self._http.write("PUT", "/callbacks/{id}/status", body, parse, key, id=call_back_id)

    async def place(self, place_id: str) -> Place:
        """See `ContactCentre.place`."""
        places = await self._http.read("/places", lambda answer: items(answer, parse_place))
        for place in places:
            if place.id == place_id:
                return place
        raise NotFound("kontaktcenter", "unknown_place", "no place of that id")


def parse_queue(fields: Fields) -> Queue:
    """Read one queue."""
    return Queue(
        id=fields.text("id"),
        name=fields.text("name"),
        owner=fields.text("owner"),
        phone=fields.text_or_none("phone"),
        is_open=fields.flag("is_open"),
        opens_at=fields.moment_or_none("opens_at"),
        closes_at=fields.moment_or_none("closes_at"),
        wait_minutes=fields.whole_number_or_none("wait_minutes"),
        hours=tuple(fields.items("hours", _parse_hours)),
    )


def _parse_hours(fields: Fields) -> OpeningHours:
    weekday = fields.whole_number("weekday")
    if weekday > 6:
        raise ShapeError("weekday is above 6")
    return OpeningHours(weekday=weekday, opens=fields.time("from"), closes=fields.time("to"))


def parse_handover(answer: Any) -> HandoverReceipt:
    """Read `{"receipt", "handoff"}`."""
    handoff = Fields(answer).object("handoff")
    return HandoverReceipt(
        id=handoff.text("id"),
        receipt=parse_receipt(answer).number,
        position=handoff.whole_number_or_none("position"),
        wait_minutes=handoff.whole_number_or_none("wait_minutes"),
    )


def _parse_ordered(answer: Any) -> CallBackReceipt:
    """Read `{"receipt", "callback"}`."""
    call_back = parse_call_back(Fields(answer).object("callback"))
    confirm(call_back.receipt == parse_receipt(answer).number, "one receipt")
    return CallBackReceipt(call_back.receipt, call_back.id)


def parse_call_back(fields: Fields) -> CallBack:
    """Read one call-back."""
    created_at = fields.moment_or_none("created_at")
    if created_at is None:
        raise ShapeError("created_at is missing")
    return CallBack(
        id=fields.text("id"),
        receipt=fields.text("receipt"),
        queue=fields.text("queue"),
        phone=fields.text("phone"),
        reason=fields.text_or_none("reason") or "",
        created_at=created_at,
        status=fields.one_of("status", CallBackStatus),
        outcome=fields.one_of("outcome", Outcome) if fields.is_set("outcome") else None,
        handoff=fields.text_or_none("handoff"),
    )


def parse_place(fields: Fields) -> Place:
    """Read one place."""
    return Place(
        id=fields.text("id"),
        name=fields.text("name"),
        address_text=fields.text("address_text"),
        hours_text=fields.text("hours_text"),
        source=fields.text("source"),
        url=fields.text_or_none("url"),
    )


def handover_body(handover: Handover) -> dict[str, Any]:
    """Write a handover as the contact centre takes it."""
    return {
        "conversation": handover.conversation,
        "channel": handover.channel,
        "queue": handover.queue,
        "language": handover.language,
        "identity_level": handover.identity_level,
        "priority": handover.priority,
        "topics": [
            {
                "intent": topic.intent,
                "title": topic.title,
                "state": topic.state,
                "summary": topic.summary,
                "facts": dict(topic.facts),
            }
            for topic in handover.topics
        ],
        "transcript": [{"from": line.speaker, "text": line.text} for line in handover.transcript],
        "reason": handover.reason,
        "failed": list(handover.failed),
        "call": handover.call,
    }
