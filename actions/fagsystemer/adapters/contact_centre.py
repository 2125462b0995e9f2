"""The contact centre (`kontaktcenter`) over HTTP."""

from typing import Any

from actions.fagsystemer.adapters.http_client import HttpSystem
from actions.fagsystemer.adapters.shapes import Fields, ShapeError, items
from actions.fagsystemer.adapters.wire import parse_receipt
from actions.fagsystemer.contact_centre import Handover, HandoverReceipt, OpeningHours, Place, Queue
from actions.fagsystemer.errors import NotFound
from actions.fagsystemer.receipt import Receipt


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

    async def request_call_back(self, queue_id: str, phone: str, reason: str, key: str) -> Receipt:
        """See `ContactCentre.request_call_back`."""
        body = {"queue": queue_id, "phone": phone, "reason": reason}
        return await self._http.write("POST", "/callbacks", body, parse_receipt, key)

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
    }
