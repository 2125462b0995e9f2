"""A contact centre in memory."""

import datetime as dt
from dataclasses import replace

from actions.fagsystemer.contact_centre import (
    CallBack,
    CallBackReceipt,
    Handover,
    HandoverReceipt,
    HandoverStatus,
    OpeningHours,
    Outcome,
    Place,
    Queue,
)
from actions.fagsystemer.errors import NotFound, Refused
from actions.routing import routing
from nlu.clock import now
from tests.actions.fakes.base import Fake

WAIT_MINUTES = 4
HOURS = tuple(OpeningHours(weekday, dt.time(8, 0), dt.time(16, 0)) for weekday in range(5))


class FakeContactCentre(Fake):
    """`ContactCentre` in memory: every queue of the routing table, all open with a wait of four minutes."""

    system = "kontaktcenter"

    def __init__(self) -> None:
        super().__init__()
        closes_at = now().replace(hour=16, minute=0, second=0, microsecond=0)
        self.by_id: dict[str, Queue] = {
            queue_id: Queue(
                id=queue_id,
                name=queue_id.replace("_", " ").capitalize(),
                owner="KFF",
                phone=None,
                is_open=True,
                opens_at=None,
                closes_at=closes_at,
                wait_minutes=WAIT_MINUTES,
                hours=HOURS,
            )
            for queue_id in routing().book.by_id
        }
        self.places: dict[str, Place] = {
            place_id: Place(
                id=place_id,
                name=name,
                address_text="Byvej 1, 2700 Brønshøj",
                hours_text="Mandag-fredag kl. 10-14",
                source="demo",
                url="https://www.kk.dk",
            )
            for place_id, name in (
                ("hjaelpemiddelcentret", "Hjælpemiddelcentret"),
                ("borgerservice", "Borgerservice"),
            )
        }
        self.handovers: list[Handover] = []
        """Every handover, the newest last."""
        self.handover_status: dict[str, str] = {}
        """`waiting`, `taken` or `closed` by the handover's id."""
        self.asked_call_backs: list[tuple[str, str, str]] = []
        """Queue, phone and reason of every call back asked for."""
        self.call_back_by_id: dict[str, CallBack] = {}

    def close(self, queue_id: str) -> None:
        """Close a queue until tomorrow at eight."""
        tomorrow = now() + dt.timedelta(days=1)
        self.by_id[queue_id] = replace(
            self.by_id[queue_id],
            is_open=False,
            opens_at=tomorrow.replace(hour=8, minute=0, second=0, microsecond=0),
            closes_at=None,
            wait_minutes=None,
        )

    async def queues(self) -> list[Queue]:
        """See `ContactCentre.queues`."""
        self._arrives("queues")
        return list(self.by_id.values())

    async def queue(self, queue_id: str) -> Queue:
        """See `ContactCentre.queue`."""
        self._arrives("queue", queue_id=queue_id)
        return self._find(queue_id)

    async def hand_over(self, handover: Handover, key: str) -> HandoverReceipt:
        """See `ContactCentre.hand_over`."""
        self._arrives("hand_over", handover=handover, key=key)

        def act() -> HandoverReceipt:
            queue = self._queue_to_join(handover.queue)
            self.handovers.append(handover)
            handover_id = f"handoff-{len(self.handovers)}"
            self.handover_status[handover_id] = "waiting"
            return HandoverReceipt(
                id=handover_id,
                receipt=self._receipt_number("KON"),
                position=len(self.handovers),
                wait_minutes=queue.wait_minutes,
            )

        return self._once(key, ("hand_over", repr(handover)), act)

    async def set_handover_status(self, handover_id: str, status: HandoverStatus, key: str) -> None:
        """See `ContactCentre.set_handover_status`."""
        self._arrives("set_handover_status", handover_id=handover_id, status=status, key=key)

        def act() -> None:
            if handover_id not in self.handover_status:
                raise NotFound(self.system, "unknown_handoff", "no such handover")
            self._next(self.handover_status[handover_id], status)
            self.handover_status[handover_id] = status

        self._once(key, ("handover_status", handover_id, status), act)

    async def request_call_back(
        self, queue_id: str, phone: str, reason: str, key: str, handoff: str | None = None
    ) -> CallBackReceipt:
        """See `ContactCentre.request_call_back`."""
        self._arrives(
            "request_call_back", queue_id=queue_id, phone=phone, reason=reason, key=key, handoff=handoff
        )

        def act() -> CallBackReceipt:
            self._queue_to_join(queue_id)
            if handoff is not None and handoff not in self.handover_status:
                raise Refused(self.system, "unknown_handoff", "no such handover")
            self.asked_call_backs.append((queue_id, phone, reason))
            ordered = CallBackReceipt(self._receipt_number("KON"), f"call-back-{len(self.asked_call_backs)}")
            self.call_back_by_id[ordered.id] = CallBack(
                id=ordered.id,
                receipt=ordered.number,
                queue=queue_id,
                phone=f"+45{''.join(filter(str.isdigit, phone))[-8:]}",
                reason=reason,
                created_at=now(),
                status="waiting",
                outcome=None,
                handoff=handoff,
            )
            return ordered

        return self._once(key, ("call_back", queue_id, phone, reason, handoff), act)

    async def call_backs(self) -> list[CallBack]:
        """See `ContactCentre.call_backs`."""
        self._arrives("call_backs")
        return list(self.call_back_by_id.values())

    async def settle_call_back(
        self, call_back_id: str, status: HandoverStatus, outcome: Outcome | None, key: str
    ) -> CallBack:
        """See `ContactCentre.settle_call_back`."""
        self._arrives("settle_call_back", call_back_id=call_back_id, status=status, outcome=outcome, key=key)

        def act() -> CallBack:
            if call_back_id not in self.call_back_by_id:
                raise NotFound(self.system, "unknown_callback", "no such call-back")
            if outcome is not None and status != "closed":
                raise Refused(self.system, "invalid_input", "an outcome before the end")
            self._next(self.call_back_by_id[call_back_id].status, status)
            settled = replace(self.call_back_by_id[call_back_id], status=status, outcome=outcome)
            self.call_back_by_id[call_back_id] = settled
            return settled

        return self._once(key, ("settle", call_back_id, status, outcome), act)

    async def place(self, place_id: str) -> Place:
        """See `ContactCentre.place`."""
        self._arrives("place", place_id=place_id)
        if place_id not in self.places:
            raise NotFound(self.system, "unknown_place", "no such place")
        return self.places[place_id]

    def _next(self, before: str, after: str) -> None:
        """Refuse what has already happened."""
        if before == "closed" or before == after:
            raise Refused(self.system, f"already_{before}", "somebody was first")

    def _find(self, queue_id: str) -> Queue:
        if queue_id not in self.by_id:
            raise NotFound(self.system, "unknown_queue", "no such queue")
        return self.by_id[queue_id]

    def _queue_to_join(self, queue_id: str) -> Queue:
        if queue_id not in self.by_id:
            raise Refused(self.system, "unknown_queue", "no such queue")
        return self.by_id[queue_id]
