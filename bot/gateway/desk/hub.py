"""The desks that are open now: who sits there, which queues they answer for, what they look at."""

from collections.abc import Callable

from bot.conversation.models import JsonObject, Message
from bot.gateway.frame_queue import FrameQueue
from bot.gateway.live import Listener, LiveConversation

_QUEUE_FRAMES = 1024
_CASE_FRAMES = frozenset({"note", "citizen_typing"})
"""Frames for those only who look at the case."""


class Desk(FrameQueue):
    """One open page of one employee; when it comes back it is told everything."""

    def __init__(self, employee: str) -> None:
        super().__init__(_QUEUE_FRAMES)
        self.employee = employee
        self.queues: frozenset[str] | None = None
        """Queues that the employee answers for; None for all."""
        self.watched: dict[str, tuple[LiveConversation, Watcher]] = {}

    def serves(self, queue: str) -> bool:
        """Say whether the employee answers for a queue."""
        return self.queues is None or queue in self.queues


class Watcher(Listener):
    """Hears one conversation for a desk."""

    def __init__(self, desk: Desk, case: str, after_seq: int) -> None:
        super().__init__(after_seq)
        self._desk = desk
        self._case = case
        self._heard = after_seq

    def put(self, frame: JsonObject, message: Message | None = None) -> None:
        """Pass messages on; what else the citizen's page is told is not for the desk."""
        if message is not None and message.seq > self._heard:
            self._heard = message.seq
            self._desk.put({"type": "message", "case": self._case, "message": desk_message(message)})


class Hub:
    """All open desks."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._desks: list[Desk] = []
        self._left: dict[str, float] = {}
        self._began = now()

    def join(self, desk: Desk) -> None:
        """A page is open."""
        self._desks.append(desk)

    def leave(self, desk: Desk) -> None:
        """A page is closed."""
        if desk in self._desks:
            self._desks.remove(desk)
            self._left[desk.employee] = self._now()
        for live, watcher in desk.watched.values():
            live.leave(watcher)
        desk.watched.clear()

    def tell(self, frame: JsonObject) -> None:
        """Send a frame to every desk that may have it."""
        for desk in list(self._desks):
            if frame["type"] not in _CASE_FRAMES or frame["case"] in desk.watched:
                desk.put(frame)

    def end_all(self) -> None:
        """Close every page; they come back."""
        for desk in list(self._desks):
            desk.end()

    def staff(self, queue: str) -> int:
        """Return how many employees answer for a queue now."""
        return len({desk.employee for desk in self._desks if desk.serves(queue)})

    def absent_seconds(self, employee: str) -> float:
        """Return for how long an employee has had no page open, counted from the start of this process."""
        if any(desk.employee == employee for desk in self._desks):
            return 0.0
        return self._now() - self._left.get(employee, self._began)


def desk_message(message: Message) -> JsonObject:
    """Return a line of the transcript as the desk is told it: no one-time login link of the citizen's."""
    public = message.to_json()
    if message.part is not None and message.part.get("type") == "login":
        public["part"] = {key: value for key, value in message.part.items() if key != "url"}
    return public
