"""Calls on their way to a person: it rings, somebody answers, nobody does, or the caller gives up.

What the exchange does is kept with the call, and the case at the desk follows it: it rings there at the same
time, and a case whose caller is gone does not wait on.
"""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.conversation.models import JsonObject, Message
from bot.gateway.calls.models import CallRecord, Outcome
from bot.gateway.calls.store import CallStore
from bot.gateway.calls.texts import call_text
from bot.gateway.clock import Clock
from bot.gateway.errors import ApiError
from bot.gateway.live import Listener, LiveConversation
from bot.gateway.logs import log_event
from bot.gateway.personal_service.models import ASSISTANT, Case
from bot.gateway.personal_service.wiring import PersonalServiceHouse


@dataclass(frozen=True)
class _Ring:
    """A telephone that rings for a case."""

    call: str
    since: float
    """Seconds since 1970."""
    live: LiveConversation
    """Held, so that there is something to listen to while nobody is on the line."""
    watch: "_Watch"


class _Watch(Listener):
    """Hears of the employee who takes the case."""

    def __init__(self, taken: Callable[[], None]) -> None:
        super().__init__(after_seq=0)
        self._taken = taken

    def put(self, frame: JsonObject, message: Message | None = None) -> None:
        if frame["type"] == "state" and frame["state"] == "with_person":
            self._taken()

    def end(self) -> None:
        """The gateway is going down; the next one finds the call in the store."""


class Transfers:
    """All transfers under way. ``open`` before use, after the cases."""

    def __init__(
        self,
        store: CallStore,
        people: PersonalServiceHouse,
        lives: Callable[[str], LiveConversation],
        clock: Clock,
        ringing_seconds: float,
    ) -> None:
        self._store = store
        self._people = people
        self._lives = lives
        self._clock = clock
        self._longest = ringing_seconds
        self._rings: dict[str, _Ring] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    async def open(self) -> None:
        """Find the telephones that rang when the last gateway stopped."""
        for record in await self._store.open_calls():
            if record.transferring and record.dialled_at is not None:
                await self._ring(record, record.dialled_at, tell=False)

    async def close(self) -> None:
        """Write down what has been heard of."""
        while self._tasks:
            await asyncio.gather(*self._tasks, return_exceptions=True)
        for ring in self._rings.values():
            ring.live.leave(ring.watch)
        self._rings.clear()

    def rings(self, case: str) -> bool:
        """Say whether a telephone rings for a case now."""
        return case in self._rings

    def case_of(self, conversation: str | None) -> Case | None:
        """Return the open case of a call's conversation."""
        return None if conversation is None else self._people.board.open_of(conversation)

    # What happens to a transfer

    async def dialled(self, record: CallRecord) -> None:
        """The exchange dials now. The same again changes nothing."""
        if not record.transferring or record.dialled_at is not None:
            return
        at = self._clock.wall()
        await self._store.change(record.id, dialled_at=at)
        await self._ring(record, at, tell=True)

    async def answered(self, call: str) -> None:
        """Somebody answers: at the telephone, or by taking the case at the desk."""
        await self._settled(call, "answered")

    async def not_answered(self, call: str) -> None:
        """Nobody answered, and the caller is still there. A case that was taken at the desk waits again."""
        record = await self._settled(call, "failed")
        case = self.case_of(record.conversation) if record is not None else None
        if case is None or case.ownership.state != "with_person" or case.person is None:
            return
        await self._note(case, call, "not_picked_up")
        try:
            await self._people.service.not_picked_up(case.id, case.person)
        except ApiError:
            return  # The employee has ended it in this very moment.

    async def given_up(self, call: str) -> None:
        """The caller has hung up before anybody answered."""
        await self._settled(call, "hung_up")

    async def caller_left(self, call: str, conversation: str | None, why: str) -> None:
        """Nobody can be put through any more: a case that still waits is taken back, with a note of why.

        ``why`` is one of the notes in ``texts.yml``, group ``desk``.
        """
        case = self.case_of(conversation)
        if conversation is None or case is None or not case.is_waiting:
            return
        await self._note(case, call, why)
        try:
            await self._people.service.withdraw(conversation, tell=False)
        except ApiError:
            return  # Somebody has taken it in this very moment, and has the note.

    async def contact_of(self, conversation: str) -> str | None:
        """Return what the contact centre calls the open case; None while it has not been told of it."""
        case = self.case_of(conversation)
        if case is None:
            return None
        known = await self._people.store.contact_ids(case.id)
        return case.packet.contact_id or (known[-1] if known else None)

    async def called_back(self, conversation: str, call_back: str) -> None:
        """A call-back has been ordered: it ends the wait."""
        await self._people.service.call_back_ordered(conversation, f"call_back:{call_back}")

    async def shown(self, record: CallRecord) -> JsonObject | None:
        """Return the transfer of a call in its public shape."""
        if record.target is None:
            return None
        case: JsonObject | None = None
        if record.case_id is not None:
            try:
                known = await self._people.service.case(record.case_id)
            except ApiError:
                known = None
            if known is not None:
                stands = known.ownership
                case = {
                    "id": known.id,
                    "state": stands.state,
                    "queue": stands.queue,
                    "outcome": stands.outcome,
                }
        return {
            "target": record.target,
            "queue": record.queue,
            "outcome": record.outcome,
            "ringing": record.case_id is not None and self.rings(record.case_id),
            "case": case,
        }

    # Time

    async def sweep(self, answered_seconds: float) -> None:
        """Stop what has rung for too long, and take back cases whose caller is gone unnoticed."""
        now = self._clock.wall()
        for case_id, ring in list(self._rings.items()):
            if now - ring.since >= self._longest:
                self._stop(case_id)
        for case in self._people.board.all():
            if not case.is_waiting or case.call is None or self.rings(case.id):
                continue
            record = await self._store.get(case.call)
            if record is not None and not record.gone:
                continue
            talks = record is not None and record.outcome == "answered"
            if not talks or now - (record.ended_at or record.at if record else 0.0) >= answered_seconds:
                await self.caller_left(case.call, case.conversation, "answered" if talks else "gone")

    # How it is done

    async def _ring(self, record: CallRecord, since: float, *, tell: bool) -> None:
        case = self.case_of(record.conversation)
        if case is None or self._clock.wall() - since >= self._longest:
            return
        if not case.is_waiting:
            # Taken before the telephone rang: it rings for the one who has it, and nobody else need look.
            await self._store.change(record.id, outcome="answered")
            return
        live = self._lives(case.conversation)
        watch = _Watch(lambda: self._spawn_taken(record.id))
        live.join(watch)
        self._rings[case.id] = _Ring(record.id, since, live, watch)
        if tell:
            self._tell(case.id, "ringing")

    async def _settled(self, call: str, outcome: Outcome) -> CallRecord | None:
        record = await self._store.get(call)
        if record is None or not record.transferring:
            return None
        changes: JsonObject = {"outcome": outcome}
        if outcome == "failed":
            changes["dialled_at"] = None
        if record.outcome != "answered" or outcome == "failed":
            await self._store.change(call, **changes)
        for case_id, ring in list(self._rings.items()):
            if ring.call == call:
                self._stop(case_id)
        return replace(record, outcome=outcome)

    def _spawn_taken(self, call: str) -> None:
        task = asyncio.get_running_loop().create_task(self._taken(call))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _taken(self, call: str) -> None:
        try:
            await self.answered(call)
        except Exception as error:
            log_event("transfer_not_noted", level=logging.ERROR, error=error)

    def _stop(self, case_id: str) -> None:
        ring = self._rings.pop(case_id, None)
        if ring is not None:
            ring.live.leave(ring.watch)
            self._tell(case_id, "case")

    def _tell(self, case_id: str, kind: str) -> None:
        case = self._people.board.get(case_id)
        if case is not None:
            self._people.service.tell_desk({"type": kind, "case": self._people.board.case_json(case)})

    async def _note(self, case: Case, call: str, why: str) -> None:
        # The same id again is the same note: nothing is told twice, whoever notices it first.
        await self._people.service.add_note(case.id, ASSISTANT, call_text("desk", why), f"{call[:13]}-{why}")
