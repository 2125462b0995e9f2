"""One caller's way to a person: when the call is to be put through, where to, and how the wait ends."""

import asyncio

from bot.conversation.models import State
from bot.gateway.calls.services import Services
from bot.gateway.personal_service.models import Case


class PersonWish:
    """The wish for a person in one telephone call."""

    def __init__(self, services: Services, call: str, conversation: str) -> None:
        self._services = services
        self._call = call
        self._conversation = conversation
        self._one = asyncio.Lock()

    async def due(
        self, state: State, told: str | None, *, failed: bool, asked_for: bool
    ) -> tuple[str, str] | None:
        """Note that the call goes to a person; return target and queue, None when it does not.

        It does when the caller has been ``told`` of a queue, when an employee has taken the case, and when
        the assistant ``failed`` so that the message was left to people, or a person was ``asked_for`` in
        vain. A new case is enough by itself while its queue is open: outside the hours the dialogue offers a
        call-back.
        """
        if state not in ("waiting_for_person", "with_person"):
            return None
        async with self._one:
            record = await self._services.store.get(self._call)
            if record is None or record.transferring or record.outcome == "answered":
                return None
            case = self._services.transfers.case_of(self._conversation)
            is_new = case is None or case.id != record.case_id
            if state == "waiting_for_person" and not (
                (is_new or asked_for) if failed else (told is not None or (is_new and self._is_open(case)))
            ):
                return None
            queue = told or (case.ownership.queue if case is not None else "")
            target = self._services.settings.targets.of(queue)
            await self._services.store.change(
                self._call,
                queue=queue or target,
                target=target,
                outcome=None,
                dialled_at=None,
                case_id=case.id if case is not None else None,
            )
        self._services.metrics.transfers.labels(target).inc()
        return target, queue or target

    async def contact(self) -> str | None:
        """Return what the contact centre calls the case; None where it does not know of it."""
        return await self._services.transfers.contact_of(self._conversation)

    async def ended(self, outcome: str, call_back: str | None) -> None:
        """Nobody waits any longer: a call-back was ordered, or ``outcome`` says why there is none."""
        if call_back is not None:
            await self._services.transfers.called_back(self._conversation, call_back)
        else:
            await self._services.transfers.caller_left(self._call, self._conversation, outcome)

    def _is_open(self, case: Case | None) -> bool:
        return case is not None and self._services.people.board.queues.is_open(case.ownership.queue)
