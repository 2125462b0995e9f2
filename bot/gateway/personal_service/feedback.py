"""What citizens say of the service: kept as events of their own, without saying whose conversation it was."""

from dataclasses import dataclass
from typing import Any

from bot.conversation.models import Conversation, JsonObject
from bot.conversation.parts import MisshapenError
from bot.gateway.clock import Clock
from bot.gateway.personal_service.store import ServiceStore
from bot.gateway.personal_service.transaction import Transaction
from bot.gateway.text import clean
from bot.gateway.tokens import hashed

MOST_CHARS = 1000
_THE_PAGES = 0


@dataclass(frozen=True)
class Feedback:
    """One answer to "kunne du bruge svaret?"."""

    useful: bool | None
    rating: int | None = None
    """1 to 5."""
    text: str | None = None


def feedback_of(value: JsonObject) -> Feedback:
    """Read what was sent, cleaned and masked. Raises ``MisshapenError``, ``ApiError``."""
    useful, rating, text = value.get("useful"), value.get("rating"), value.get("text")
    if not (useful is None or isinstance(useful, bool)):
        raise MisshapenError("useful must be true, false or null")
    if not (rating is None or _is_rating(rating)):
        raise MisshapenError("the rating must be a whole number from 1 to 5")
    if not (text is None or isinstance(text, str)):
        raise MisshapenError("the text must be a string")
    if useful is None and rating is None and not (text or "").strip():
        raise MisshapenError("there is nothing in it")
    return Feedback(useful, rating, clean(text, MOST_CHARS) if text and text.strip() else None)


class FeedbackBox:
    """Keeps feedback."""

    def __init__(self, store: ServiceStore, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def put(self, conversation: Conversation, feedback: Feedback) -> None:
        """Keep the page's answer. The same conversation's earlier one gives way: people think again."""
        async with self._store.transaction() as change:
            event = await self._given(change, conversation, _THE_PAGES)
            if event is not None:
                await change.rows("DELETE FROM service_events WHERE n = ?", event)
            await self._write(change, conversation, feedback, _THE_PAGES)

    async def put_once(self, conversation: Conversation, feedback: Feedback, n: Any) -> None:
        """Keep the dialogue's ``n``-th answer, from 1; it is told again with every turn and counts once.

        Raises ``MisshapenError``.
        """
        if not isinstance(n, int) or isinstance(n, bool) or n < 1:
            raise MisshapenError("n must be a whole number from 1")
        async with self._store.transaction() as change:
            if await self._given(change, conversation, n) is None:
                await self._write(change, conversation, feedback, n)

    async def _given(self, change: Transaction, conversation: Conversation, n: int) -> int | None:
        rows = await change.rows(
            "SELECT event FROM feedback_given WHERE conversation = ? AND n = ?", hashed(conversation.id), n
        )
        return rows[0][0] if rows else None

    async def _write(
        self, change: Transaction, conversation: Conversation, feedback: Feedback, n: int
    ) -> None:
        event = await change.event(
            self._clock.wall(),
            "feedback",
            channel=conversation.channel,
            useful=feedback.useful,
            rating=feedback.rating,
            comment=feedback.text,
        )
        await change.rows(
            "INSERT OR REPLACE INTO feedback_given VALUES (?, ?, ?)", hashed(conversation.id), n, event
        )


def _is_rating(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= 5
