"""The cases as they stand now, in memory, and what follows from all of them: places, waits, counts."""

from collections.abc import Callable

from bot.conversation.models import Conversation, JsonObject
from bot.gateway.personal_service.models import Case
from bot.gateway.personal_service.queues import QueueBook
from bot.gateway.personal_service.shown_clock import ShownClock
from bot.gateway.personal_service.waiting import USUAL_HANDLING_SECONDS, in_order, position, wait_minutes
from nlu.clock import now

KEPT_SECONDS = 3600.0
"""How long a case that has ended is still shown."""


class Board:
    """What is known of all open cases. It is told of every change and asks nobody."""

    def __init__(self, queues: QueueBook, now: Callable[[], float]) -> None:
        self.queues = queues
        self._now = now
        self.shown = ShownClock(now)
        self._cases: dict[str, Case] = {}
        self._open: dict[str, Case] = {}
        self._unread: dict[str, int] = {}
        self._handling: dict[str, float] = {}
        self.staff: Callable[[str], int] = lambda _: 0
        """How many people are at work for a queue; the desk sets it."""
        self.absent: Callable[[str], bool] = lambda _: False
        """Whether an employee has had no page open for so long that a colleague may take over."""
        self.ringing: Callable[[str], bool] = lambda _: False
        """Whether a call rings at the employees' now, by case; the calls set it."""

    def put(self, case: Case) -> None:
        """Note how a case stands. One that was read before its latest change is passed over."""
        shown = self._cases.get(case.id)
        if shown is not None and shown.ownership.version > case.ownership.version:
            return
        self._cases[case.id] = case
        if case.ownership.is_open:
            self._open[case.conversation] = case
        elif (known := self._open.get(case.conversation)) is not None and known.id == case.id:
            del self._open[case.conversation]
            self._unread.pop(case.id, None)

    def drop_old(self) -> None:
        """Forget what ended long ago."""
        before = self._now() - KEPT_SECONDS
        old = [
            case.id for case in self._cases.values() if case.ended_at is not None and case.ended_at < before
        ]
        for case in old:
            del self._cases[case]

    def get(self, case: str) -> Case | None:
        """Return a case that is open or ended lately."""
        return self._cases.get(case)

    def open_of(self, conversation: str) -> Case | None:
        """Return the open case of a conversation."""
        return self._open.get(conversation)

    def all(self) -> list[Case]:
        """Return every case, the oldest first."""
        return sorted(self._cases.values(), key=lambda case: case.opened_at)

    def waiting_in(self, queue: str) -> list[Case]:
        """Return who waits in a queue, the next one first."""
        return in_order(self._open.values(), queue)

    def places(self, queue: str) -> list[tuple[Case, int, int | None]]:
        """Return everyone who waits in a queue with place and expected minutes, the next one first."""
        minutes = self._minutes(queue)
        return [(case, place, minutes(place)) for place, case in enumerate(self.waiting_in(queue), 1)]

    def _minutes(self, queue: str) -> Callable[[int], int | None]:
        if not self.queues.is_open(queue):
            return lambda _: None
        people, handling = self.staff(queue), self._handling.get(queue, USUAL_HANDLING_SECONDS)
        return lambda place: wait_minutes(place, people, handling)

    def is_away(self, case: Case) -> bool:
        """Say whether whoever has the case has been gone for so long that a colleague may take over."""
        owner = case.ownership.person
        return case.ownership.state == "with_person" and owner is not None and self.absent(owner)

    def count_unread(self, case: str, more: int | None) -> None:
        """Add citizen's messages that nobody has answered; None: they have been."""
        self._unread[case] = 0 if more is None else self._unread.get(case, 0) + more

    def learn_handling(self, queue: str, seconds: float | None) -> None:
        """Note how long the queue's conversations have taken lately."""
        if seconds is not None:
            self._handling[queue] = seconds

    def wait_of(self, case: Case) -> tuple[int | None, int | None]:
        """Return place in the queue and expected minutes."""
        place = position(self._open.values(), case)
        queue = case.ownership.queue
        return place, None if place is None else self._minutes(queue)(place)

    def waits(self) -> JsonObject:
        """Return the minutes that a newcomer would wait, by queue that is open and staffed."""
        found: JsonObject = {}
        for queue in self.queues.ids():
            people = self.staff(queue)
            if people and self.queues.is_open(queue):
                handling = self._handling.get(queue, USUAL_HANDLING_SECONDS)
                found[queue] = wait_minutes(len(self.waiting_in(queue)) + 1, people, handling)
        return found

    def standing(self, conversation: Conversation) -> JsonObject:
        """Return what the citizen is told: ``waiting`` and ``person``."""
        case = self._open.get(conversation.id)
        waiting: JsonObject | None = None
        person: JsonObject | None = None
        if case is not None and conversation.state == "waiting_for_person":
            queue = case.ownership.queue
            place, minutes = self.wait_of(case)
            opens = self.queues.opens_at(queue)
            waiting = {
                "queue": queue,
                "queue_name": self.queues.name(queue),
                "position": place or 1,
                "wait_minutes": minutes,
                "is_open": self.queues.is_open(queue),
                "opens_at": opens.isoformat() if opens else None,
                "staffed": self.staff(queue) > 0,
                "as_of": now().isoformat(timespec="seconds"),
            }
        elif case is not None and case.person is not None and conversation.state == "with_person":
            person = {"name": case.person.first_name}
        return {"waiting": waiting, "person": person}

    def case_json(self, case: Case) -> JsonObject:
        """Return what the desk is told of a case."""
        stands, queue = case.ownership, case.ownership.queue
        place, minutes = self.wait_of(case)
        return {
            "id": case.id,
            "version": stands.version,
            "conversation": case.conversation,
            "channel": case.channel,
            "call": case.call,
            "ringing": self.ringing(case.id),
            "state": stands.state,
            "queue": queue,
            "queue_name": self.queues.name(queue),
            "department": self.queues.department(queue),
            "hypercare": self.queues.hypercare(queue),
            "priority": case.packet.priority,
            "reason": case.packet.reason,
            "language": case.language,
            "identity": case.identity,
            "topics": [topic.to_json() for topic in case.packet.topics],
            "failed": list(case.packet.failed),
            "receipt": case.packet.receipt,
            "person": case.person.to_json() if case.person else None,
            "away": self.is_away(case),
            "opened_at": self._iso(case.opened_at),
            "taken_at": self._iso(case.taken_at),
            "ended_at": self._iso(case.ended_at),
            "outcome": stands.outcome,
            "position": place,
            "wait_minutes": minutes,
            "unread": self._unread.get(case.id, 0),
        }

    def queues_json(self) -> list[JsonObject]:
        """Return what the desk is told of every queue."""
        return [self._queue_json(queue) for queue in self.queues.ids()]

    def _queue_json(self, queue: str) -> JsonObject:
        waiting = self.waiting_in(queue)
        opens, closes = self.queues.opens_at(queue), self.queues.closes_at(queue)
        longest = max((self._now() - case.queued_at for case in waiting), default=None)
        return {
            "id": queue,
            "name": self.queues.name(queue),
            "department": self.queues.department(queue),
            "is_open": self.queues.is_open(queue),
            "opens_at": opens.isoformat() if opens else None,
            "closes_at": closes.isoformat() if closes else None,
            "waiting": len(waiting),
            "longest_wait_seconds": None if longest is None else max(0, round(longest)),
            "staffed": self.staff(queue) > 0,
            "hypercare": self.queues.hypercare(queue),
        }

    def _iso(self, seconds: float | None) -> str | None:
        return None if seconds is None else self.shown.at(seconds).isoformat(timespec="seconds")
