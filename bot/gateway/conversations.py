"""Conversations as the public side uses them: begin, say, log out."""

import asyncio
import contextlib
from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Any

from actions.dialogue.privacy import hide_numbers
from bot.conversation.client import Event
from bot.conversation.models import Channel, Conversation, Language, Message
from bot.conversation.store import ConversationStore, NewConversation
from bot.gateway.clock import Clock
from bot.gateway.errors import ApiError, told
from bot.gateway.limits import RateLimiter
from bot.gateway.live import LiveConversation, LiveConversations
from bot.gateway.metrics import Metrics
from bot.gateway.settings import GatewaySettings
from bot.gateway.text import clean
from bot.gateway.texts import greeting, notice
from bot.gateway.tokens import hashed, new_id, new_token
from bot.gateway.transcript import Transcript
from bot.gateway.turns import LogoutReason, OwnParts, TurnResult, Turns


@dataclass(frozen=True)
class Begun:
    """A new conversation and the only copy of its token."""

    id: str
    token: str
    messages: list[Message]
    expires_at: float
    """Seconds since 1970, if nothing is written until then."""


class Conversations:
    """All conversations. Turns run in tasks of their own: a citizen who hangs up does not stop one."""

    def __init__(
        self,
        settings: GatewaySettings,
        store: ConversationStore,
        transcript: Transcript,
        turns: Turns,
        metrics: Metrics,
        clock: Clock,
        lives: LiveConversations,
    ) -> None:
        self._settings = settings
        self._metrics = metrics
        self._clock = clock
        self._live = lives
        self._tasks: set[asyncio.Task[Any]] = set()
        self._message_rate = RateLimiter(settings.message_burst, settings.messages_per_second)
        self._new_rate = RateLimiter(settings.new_burst, settings.new_per_second)
        self.store = store
        self.transcript = transcript
        self.turns = turns

    async def begin(
        self,
        language: Language,
        address: str,
        session_hash: bytes | None,
        *,
        browser: bool,
        channel: Channel = "chat",
    ) -> Begun:
        """Begin a conversation with its greeting. ``address`` is only counted, never kept."""
        self._check_rate(self._new_rate, address)
        conversation, token = new_id(), new_token()
        at = self._clock.wall()
        await self.store.begin(
            NewConversation(conversation, hashed(token), session_hash, browser, channel, language, at)
        )
        live = self._live.get(conversation)
        parts = greeting(language, channel)
        messages = [await self.transcript.write(live, "assistant", part=part) for part in parts]
        self._metrics.conversations.labels(channel).inc()
        return Begun(conversation, token, messages, at + self._settings.conversation_idle_seconds)

    def live(self, conversation: str) -> LiveConversation:
        """Return the live side of a conversation that exists."""
        return self._live.get(conversation)

    def has_expired(self, conversation: Conversation) -> bool:
        """Say whether it has been silent for too long to be opened again."""
        return self._clock.wall() - conversation.last_active >= self._settings.conversation_idle_seconds

    def allow_message(self, conversation: str) -> None:
        """Raise ``ApiError`` ``too_many`` when the conversation sends faster than it may."""
        self._check_rate(self._message_rate, conversation)

    async def say(self, conversation: str, text: str, client_id: str | None) -> asyncio.Task[TurnResult]:
        """Take in a message and return the turn that answers it; wait for it or leave it.

        The same ``client_id`` again returns the same answer without a second turn, unless the first try was
        not answered: then it is tried again. A telephone number reaches the dialogue and is not kept, but for
        a person who may have been given it. Raises ``ApiError``.
        """
        text = clean(text, self._settings.max_chars)
        live = self._live.get(conversation)
        async with live.intake:
            stored = await self.store.touch(
                conversation, self._clock.wall(), self._settings.identity_idle_seconds
            )
            message = await self.store.message_of_client(conversation, client_id) if client_id else None
            kept = hide_numbers(text) if stored is None or stored.state != "with_person" else text
            if message is not None:
                if message.text not in (kept, text):
                    raise ApiError("client_id_reused")
                if (under_way := live.answering.get(message.seq)) is not None:
                    return under_way
                if message.answer == "answered":
                    return self._spawn(self._said_before(conversation, message))
            if stored is None or stored.state == "closed":
                raise ApiError("conversation_closed")
            if message is None:
                message = await self._taken_in(live, kept, client_id)
            task = self._spawn(self._answer(live, message, text))
            seq = message.seq
            live.answering[seq] = task
            task.add_done_callback(lambda _: live.answering.pop(seq, None))
            return task

    async def answer_here(
        self, conversation: str, text: str, client_id: str, parts: OwnParts
    ) -> asyncio.Task[TurnResult]:
        """Take in a message that the gateway answers itself, in its turn; Rasa never hears of it.

        ``text`` is clean already. Say the same ``client_id`` again by ``say``. Raises ``ApiError``.
        """
        live = self._live.get(conversation)
        async with live.intake:
            stored = await self.store.touch(
                conversation, self._clock.wall(), self._settings.identity_idle_seconds
            )
            if stored is None or stored.state == "closed":
                raise ApiError("conversation_closed")
            message = await self._taken_in(live, text, client_id)
            return self._spawn(self.turns.answer_here(live, message, parts))

    async def _taken_in(self, live: LiveConversation, text: str, client_id: str | None) -> Message:
        """Keep a citizen's message. Raises ``ApiError`` when the conversation has been closed meanwhile."""
        message = await self.transcript.write_unless(
            "closed", live, "citizen", text=text, client_id=client_id, answer="waiting"
        )
        if message is None:
            raise ApiError("conversation_closed")
        return message

    async def _answer(self, live: LiveConversation, message: Message, said: str) -> TurnResult:
        try:
            return await self.turns.answer(live, message, said)
        except Exception as error:
            # Sockets do not wait for the turn, so they are told here. Sending the message again tries again.
            shown = told(error)
            live.tell({"type": "error", **shown.to_json(), "client_id": message.client_id})
            raise shown from error

    async def _said_before(self, conversation: str, message: Message) -> TurnResult:
        parts = await self.store.parts_of_answer(conversation, message.seq)
        return TurnResult(self.transcript.shown_parts(conversation, parts))

    async def happen(self, conversation: str, event: Event) -> TurnResult:
        """Tell Rasa of an event, as a turn in the conversation's queue."""
        return await asyncio.shield(self._spawn(self.turns.happen(self._live.get(conversation), event)))

    async def log_out(self, conversation: str, reason: LogoutReason = "citizen") -> TurnResult:
        """End the login, whatever else is under way; the citizen and Rasa are told."""
        return await asyncio.shield(self._spawn(self.turns.end_login(self._live.get(conversation), reason)))

    async def end_stale_logins(self) -> None:
        """End every login whose citizen has been silent for too long."""
        before = self._clock.wall() - self._settings.identity_idle_seconds
        for conversation in await self.store.stale_logins(before):
            await self.turns.end_login_if_stale(self._live.get(conversation))

    async def apologise_for_interruptions(self) -> None:
        """After a restart: tell whoever was waiting that no answer will come by itself."""
        for conversation, seq in await self.store.interrupted():
            stored = await self.store.get(conversation)
            language: Language = stored.language if stored else "da"
            part = {"type": "text", "text": notice("interrupted", language), "code": "interrupted"}
            await self.transcript.write_unless(
                "with_person", self._live.get(conversation), "assistant", part=part
            )
            await self.store.finish_answer(conversation, seq, "unanswered")

    def close_listeners(self) -> None:
        """Close every socket; pages come back by themselves and go on where they were."""
        self._live.end_all()

    async def finish(self) -> None:
        """Let the turns under way end, for a while, then stop them."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=self._settings.shutdown_seconds)
        for task in list(self._tasks):
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError, Exception):
                await task

    def _spawn(self, work: Coroutine[Any, Any, TurnResult]) -> asyncio.Task[TurnResult]:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task: asyncio.Task[TurnResult]) -> None:
        self._tasks.discard(task)
        if not task.cancelled():
            task.exception()  # Told where it arose; asyncio would log it once more.

    def _check_rate(self, limiter: RateLimiter, key: str) -> None:
        if wait_seconds := limiter.take(key, self._clock.monotonic()):
            raise ApiError("too_many", retry_after_seconds=wait_seconds)
