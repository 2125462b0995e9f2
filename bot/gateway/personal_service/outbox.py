"""Tell the contact centre what became of a hand-over. What it cannot hear now waits in the database."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from actions.fagsystemer.contact_centre import ContactCentre, Handover, HandoverTopic, TranscriptLine
from actions.fagsystemer.errors import FagsystemError, Refused, Unavailable, Uncertain
from bot.conversation.models import Message
from bot.conversation.store import ConversationStore
from bot.gateway.clock import Clock
from bot.gateway.logs import log_event
from bot.gateway.personal_service.models import Case
from bot.gateway.personal_service.store import ServiceStore
from bot.gateway.personal_service.transaction import DeliveryKind

_AGAIN_SECONDS = 15.0
_PAUSE_SECONDS = 5.0
_MOST_LINES = 60


class Outbox:
    """Delivers one thing after the other, each with a key that makes doing it again harmless."""

    def __init__(
        self, store: ServiceStore, conversations: ConversationStore, centre: ContactCentre, clock: Clock
    ) -> None:
        self._store = store
        self._conversations = conversations
        self._centre = centre
        self._clock = clock
        self._due = asyncio.Event()
        self.told: Callable[[str], Awaitable[None]] = _nothing
        """Called with the id of a case that the contact centre has just been given."""

    def wake(self) -> None:
        """There is something to deliver."""
        self._due.set()

    async def run(self) -> None:
        """Deliver until cancelled."""
        while True:
            try:
                await self.deliver()
            except Exception as error:
                log_event("outbox_failed", level=logging.ERROR, error=error)
            self._due.clear()
            # Not wait_for: woken and cancelled at once, Python 3.10's forgets the cancelling (bpo-42130).
            woken = asyncio.ensure_future(self._due.wait())
            try:
                await asyncio.wait({woken}, timeout=_PAUSE_SECONDS)
            finally:
                woken.cancel()

    async def deliver(self) -> None:
        """Deliver everything that is due now."""
        while due := await self._store.due(self._clock.wall()):
            for n, case_id, kind, key in due:
                case = await self._store.case(case_id)
                try:
                    if case is not None:
                        await self._one(case, kind, key)
                except (Unavailable, Uncertain):
                    await self._store.postpone(n, self._clock.wall() + _AGAIN_SECONDS)
                    continue
                except (Refused, FagsystemError) as error:
                    # It will never be taken: another try would be refused as well.
                    log_event("contact_centre_refused", level=logging.WARNING, kind=kind, error=error)
                await self._store.delivered(n)

    async def _one(self, case: Case, kind: DeliveryKind, key: str) -> None:
        if kind == "hand_over":
            transcript = await self._conversations.messages(case.conversation)
            receipt = await self._centre.hand_over(_handover(case, transcript), key)
            await self._store.set_contact(case.id, receipt.id, receipt.receipt)
            return await self.told(case.id)
        for contact_id in await self._store.contact_ids(case.id):
            await self._centre.set_handover_status(contact_id, kind, f"{key}-{contact_id}")


def _handover(case: Case, transcript: list[Message]) -> Handover:
    packet = case.packet
    return Handover(
        conversation=case.conversation,
        channel=case.channel,
        queue=case.ownership.queue,
        language=case.language,
        identity_level=case.identity,
        priority=packet.priority,
        topics=tuple(
            HandoverTopic(topic.intent, topic.title, topic.state, topic.summary, topic.facts)
            for topic in packet.topics
        ),
        transcript=tuple(
            TranscriptLine("citizen" if line.sender == "citizen" else "assistant", _text(line))
            for line in transcript[-_MOST_LINES:]
            if line.sender in ("citizen", "assistant")
        ),
        reason=packet.reason,
        failed=packet.failed,
        call=case.call,
    )


def _text(line: Message) -> str:
    return line.text or str((line.part or {}).get("text") or "")


async def _nothing(_: str) -> None:
    return None
