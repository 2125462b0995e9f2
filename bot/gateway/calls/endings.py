"""How calls end: the line lets go, the exchange tells what became of them, or nobody tells any more."""

from collections.abc import Callable

from bot.gateway.calls.models import CallRecord
from bot.gateway.calls.services import Services

_PUT_THROUGH = frozenset({"transfer", "transferred", "person"})
"""Reasons of the line for letting go of a caller who is still there, and is to be put through."""


class Endings:
    """Notes every end of a call once, and with it the end of what made it somebody's."""

    def __init__(self, services: Services, is_live: Callable[[str], bool]) -> None:
        """``is_live`` says whether a call is on the line."""
        self._services = services
        self._store = services.store
        self._transfers = services.transfers
        self._is_live = is_live

    # The exchange tells

    async def answered(self, call: str) -> None:
        """A telephone was picked up. Harmless for a call that is not being put through."""
        record = await self._store.get(call)
        if record is not None and record.transferring:
            await self._transfers.answered(call)
            await self._gone(record)
            if not self._is_live(call) and record.ended_at is None:
                await self._store.change(call, state="closed", ended_at=self._services.clock.wall())

    async def not_answered(self, call: str) -> None:
        """Nobody picked up; the caller is about to come back to the assistant. Harmless as above."""
        await self._transfers.not_answered(call)

    async def hung_up(self, call: str) -> None:
        """The caller is gone from the exchange, whatever the line has said. The same again is harmless."""
        record = await self._store.get(call)
        if record is None:
            return
        await self._transfers.given_up(call)
        if self._is_live(call):
            return  # The line tells the rest itself, or is lost.
        why = "answered" if record.outcome == "answered" else "gave_up" if record.transferring else "gone"
        if record.ended_at is not None:
            await self._gone(record)
        await self._transfers.caller_left(call, record.conversation, why)

    # The line tells, or nobody

    async def let_go(self, call: str, reason: str) -> None:
        """The line has let go of a call: to be put through, or for good."""
        record = await self._store.get(call)
        if record is None:
            return
        if record.transferring and reason in _PUT_THROUGH:
            await self._transfers.dialled(record)
        elif record.transferring and reason == "hung_up" and record.dialled_at is None:
            await self._transfers.given_up(call)
        # Written last: the exchange may look as soon as the call is closed, and must find it settled.
        record = await self._store.get(call) or record
        now = self._services.clock.wall()
        await self._store.change(call, state="closed", ended_at=now, end_reason=reason)
        if not record.transferring:
            await self._gone(record)
            if record.channel == "phone" and record.outcome != "answered":
                await self._transfers.caller_left(call, record.conversation, "gone")

    async def _gone(self, record: CallRecord) -> None:
        await self._store.change(record.id, gone=True)
        await self._forget(record)

    async def _forget(self, record: CallRecord) -> None:
        self._services.callers.forget(record.id)
        if record.channel != "phone" or record.conversation is None:
            return
        # The receiver is down: nobody may go on in this caller's name, not even under the same UUID.
        if await self._services.conversations.store.unbind(record.conversation):
            await self._services.conversations.store.set_pending_event(record.conversation, "logged_out")
            await self._services.end_broker_session(record.conversation)

    async def look_after(self, record: CallRecord, seconds: float) -> None:
        """A call that was let go ``seconds`` ago, and of which the exchange has said nothing since."""
        settings = self._services.settings
        if record.transferring and record.dialled_at is None:
            if seconds >= settings.resume_seconds:
                # The exchange never asked where to: there was no caller any more.
                await self.hung_up(record.id)
        elif seconds >= settings.transfer_seconds:
            await self._transfers.answered(record.id)
            await self._gone(record)
