"""A call while it lasts: what the line says goes into the conversation, what comes of it goes back."""

import asyncio
import contextlib
import secrets
from collections.abc import Coroutine
from typing import Any

from actions.dialogue.privacy import hide_numbers
from bot.conversation.models import Conversation, JsonObject
from bot.gateway.calls.approval import Approval
from bot.gateway.calls.frames import Said
from bot.gateway.calls.models import CallRecord, CallTurn, Identity
from bot.gateway.calls.outlet import Outlet
from bot.gateway.calls.own_answers import OwnAnswers
from bot.gateway.calls.own_number import with_own_number
from bot.gateway.calls.person_wish import PersonWish
from bot.gateway.calls.services import Services
from bot.gateway.calls.spoken_part import spoken_part
from bot.gateway.calls.teller import Teller
from bot.gateway.calls.texts import call_text
from bot.gateway.errors import ApiError, told
from bot.gateway.text import clean
from bot.gateway.tokens import hashed
from bot.gateway.turns import TurnResult


class LiveCall:
    """One call on the line, through lost sockets, until it has ended."""

    def __init__(self, services: Services, record: CallRecord, conversation: str, leg: int) -> None:
        number = services.callers.number(record.id) if record.channel == "phone" else None
        self._services = services
        self._conversations = services.conversations
        self._live = services.conversations.live(conversation)
        self._tasks: set[asyncio.Task[None]] = set()
        self._identities: asyncio.Queue[Identity | None] = asyncio.Queue()
        self._answers: dict[str, int | None] = {}
        self._person = PersonWish(services, record.id, conversation)
        self._own = OwnAnswers(
            services.systems,
            record.id,
            number,
            f"{services.house.public_url}/?chat=1",
            self._person,
        )
        self._offer_fell = False
        """The offer of a call-back was passed over: nobody waits, unless a person is asked for again."""
        self.id, self.channel, self.leg = record.id, record.channel, leg
        self.conversation = conversation
        self.lost_at: float | None = None
        """When the line was lost, by the monotonic clock; None while it is there."""
        self.outlet = Outlet()
        self.teller = Teller(self.outlet, self._adapted)
        self.teller.settled = lambda: self.spawn(self.complete(None))
        self.teller.taken = lambda: self.spawn(self._put_through())
        self.teller.login_shown = lambda: self.approval.ask()
        self.approval = Approval(
            conversation,
            number,
            services.back_channel,
            services.login,
            services.sessions,
            changed=self._identity_is,
            awaited=self._login_is_awaited,
            allowed=self._may_ask,
            most=services.settings.approvals_per_call,
        )

    @property
    def told(self) -> JsonObject:
        """What the dialogue is told of this call with every turn."""
        if self.channel != "phone":
            return {}
        return {**self.approval.told, "reachable": self._own.reachable, "call": self.id}

    async def listen(self) -> None:
        """Hear the conversation from here on."""
        # First of all: one that is stopped while it waits to listen is left like any other.
        self._writing = asyncio.get_running_loop().create_task(self._safely(self._write_identities()))
        await self._conversations.transcript.attend(self._live, self.teller, None)

    async def leave(self) -> None:
        """Let go of the conversation; turns under way go on to their end."""
        self._live.leave(self.teller)
        await self.approval.stop()
        self._identities.put_nowait(None)
        await self._writing
        for task in list(self._tasks):
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task

    # What the caller says

    async def say(self, said: Said) -> None:
        """Take in what was said; the answer comes by itself. Raises ``ApiError``."""
        text = clean(said.text, self._services.house.max_chars)
        known = await self._services.store.text_said(self.id, self.leg, said.id)
        if known is not None and known not in (hide_numbers(text), call_text("call_back", "hidden")):
            await self._begin_leg()
        if said.id in self._answers:
            return await self._say_again(said.id)
        client_id = self._client_id(said.id)
        before = await self._conversations.store.message_of_client(self.conversation, client_id)
        if before is None:
            self._conversations.allow_message(self.conversation)
        self._answers[said.id] = None
        try:
            if before is None:
                turn = await self._take_in(said, text, client_id)
            else:
                # The gateway has been restarted since: the answer is told as a whole.
                self.teller.hold(before.seq, said.id)
                turn = await self._conversations.say(self.conversation, before.text or "", client_id)
        except BaseException:
            del self._answers[said.id]
            raise
        self.spawn(self._finish(said.id, turn))

    async def _begin_leg(self) -> None:
        """Other words under an id that was used: the line was started anew, and counts from the beginning."""
        self.leg += 1
        self._answers.clear()
        await self._services.store.change(self.id, leg=self.leg)

    async def _take_in(self, said: Said, text: str, client_id: str) -> asyncio.Task[TurnResult]:
        self.teller.expect(client_id, said.id)
        unknown = self.approval.state not in ("approved", "pending")
        own = None
        if self.channel == "phone":
            offered = self._own.offer is not None
            own = self._own.taken(text, self.teller.link, unknown=unknown)
            self._offer_fell |= offered and own is None
        await self._record(said, hide_numbers(text if own is None else own.text))
        if own is not None:
            return await self._conversations.answer_here(self.conversation, own.text, client_id, own.parts)
        meant = self.teller.meant(text, keyed=said.engine == "keys")
        meant = with_own_number(meant, self._own.number, self.teller.choices_send)
        return await self._conversations.say(self.conversation, meant, client_id)

    async def _record(self, said: Said, text: str) -> None:
        turn = CallTurn(
            "citizen",
            text,
            said.start_ms,
            said.end_ms,
            said=said.id,
            confidence=said.confidence,
            language=said.language,
            engine=said.engine,
            leg=self.leg,
        )
        await self._services.store.add_turn(self.id, turn)

    async def _say_again(self, said: str) -> None:
        """The same id again: an answer under way comes anyway; one told on a lost socket is told again."""
        told_on = self._answers[said]
        if told_on is None:
            return
        if told_on < self.outlet.generation:
            store = self._conversations.store
            message = await store.message_of_client(self.conversation, self._client_id(said))
            if message is not None:
                self.teller.tell_all(said, await store.parts_of_answer(self.conversation, message.seq))
        await self.complete(said)

    async def _finish(self, said: str, turn: asyncio.Task[TurnResult]) -> None:
        try:
            result = await asyncio.shield(turn)
        except Exception as error:
            self._answers.pop(said, None)
            return self.teller.failed(said, told(error).code)
        self.teller.release(said, result.parts)
        if result.code is not None:
            # Said again under the same id, it is tried again.
            self._answers.pop(said, None)
            return await self._failed(said, result.code)
        await self.complete(said)

    async def complete(self, said: str | None) -> None:
        """Tell that an answer is complete and what is expected now; and to let go when it led to a person."""
        # Written before it is told: the exchange may ask as soon as the line has heard of it.
        stored, transfer = await self._settled()
        standing: JsonObject = {"state": stored.state, "expects": stored.expects}
        if self._own.offer is not None:
            standing = {"state": "bot", "expects": self._own.offer.asked}
        self.teller.language = stored.language
        if said is not None:
            self._answers[said] = self.outlet.generation
        self.teller.done(said, standing)
        if transfer is not None:
            self.tell_transfer(*transfer)

    async def _failed(self, said: str | None, code: str) -> None:
        """Tell that there is no answer, and that a person takes over where the message was left to people."""
        _, transfer = await self._settled(failed=True, asked_for=said is None)
        self.teller.failed(said, code, call_text("failed_over") if transfer is not None else None)
        if transfer is not None:
            self.tell_transfer(*transfer)

    async def _settled(
        self, *, failed: bool = False, asked_for: bool = False
    ) -> tuple[Conversation, tuple[str, str] | None]:
        """Return how the conversation stands after an answer, and where the call goes if it goes on."""
        stored = await self.stored()
        transfer = await self._transfer_due(stored, failed=failed, asked_for=asked_for)
        if transfer is not None:
            self._offer_fell, self._own.offer = False, None
        elif self._offer_fell and stored.expects is None:
            # Nobody answered, and the caller wants something else than a call-back: nobody waits for a ring.
            self._offer_fell = False
            await self._person.ended("asked_else", None)
            stored = await self.stored()
        return stored, transfer

    def _client_id(self, said: str) -> str:
        # A conversation may hold several calls, and a call may come back: each counts its own ids.
        return f"{self.id[:13]}-{self.leg}-{said}"

    # A person

    async def wants_person(self) -> None:
        """The caller has pressed zero, or has not been heard for too long. Raises ``ApiError``."""
        self._offer_fell |= self._own.offer is not None
        self._own.offer = None
        self._conversations.allow_message(self.conversation)
        client_id = f"{self.id[:13]}-{self.leg}-zero-{secrets.token_hex(4)}"
        self.teller.expect_unasked(client_id)
        turn = await self._conversations.say(self.conversation, call_text("wants_person"), client_id)
        self.spawn(self._finish_unasked(turn))

    async def _finish_unasked(self, turn: asyncio.Task[TurnResult]) -> None:
        """The answer's parts come by themselves, since nothing was said under an id; silence is told here."""
        try:
            result = await asyncio.shield(turn)
        except ApiError as error:
            return self.teller.failed(None, error.code)
        if result.code is not None:
            await self._failed(None, result.code)
        elif not result.parts:
            await self.complete(None)

    async def _put_through(self) -> None:
        """An employee has taken the case while the caller is with the assistant: they must get to talk."""
        stored, transfer = await self._settled()
        if transfer is not None:
            self.teller.done(None, {"state": stored.state, "expects": None})
            self.tell_transfer(*transfer)

    async def _transfer_due(
        self, stored: Conversation, *, failed: bool = False, asked_for: bool = False
    ) -> tuple[str, str] | None:
        """See ``PersonWish.due``; noted before the line is told."""
        if self.channel != "phone":
            return None
        told, self.teller.queue = self.teller.queue, None
        return await self._person.due(stored.state, told, failed=failed, asked_for=asked_for)

    def tell_transfer(self, target: str, queue: str) -> None:
        """Tell the line to let go, so that the exchange can dial ``target``."""
        self.outlet.put({"type": "transfer", "target": target, "queue": queue, "text": call_text("transfer")})

    async def offer_call_back(self, queue: str) -> None:
        """Nobody answered the transfer: offer that they call back."""
        await self._tell_by_itself([self._own.offer_call_back(queue)])

    async def send_sms(self, url: str | None) -> None:
        """Send a link that was offered in this call, by default the last one, or else the way to the page.

        The line has said that it will be sent: it is told only what went otherwise.
        """
        outcome, part = await self._own.send_sms(self.teller.link_to(url))
        if outcome != "sent":
            await self._tell_by_itself([part])

    async def _tell_by_itself(self, parts: list[JsonObject]) -> None:
        for part in parts:
            await self._conversations.transcript.write_unless(
                "with_person", self._live, "assistant", part=part
            )
        await self.complete(None)

    # Identity

    def _identity_is(self, state: Identity) -> None:
        self.outlet.put({"type": "identity", "state": state})
        self._services.metrics.approvals.labels(state).inc()
        self._identities.put_nowait(state)

    async def _write_identities(self) -> None:
        """Keep the record up with what the line has been told, in the same order."""
        while (state := await self._identities.get()) is not None:
            await self._services.store.change(self.id, identity=state)

    async def _login_is_awaited(self) -> bool:
        """Say whether an errand waits for the login, when the turn under way, if any, is over."""
        async with self._live.turn:
            stored = await self.stored()
        return any(errand["state"] == "waiting_login" for errand in stored.errands)

    def _may_ask(self, number: str) -> bool:
        key = hashed(number).hex()
        return self._services.approvals.take(key, self._services.clock.monotonic()) == 0

    def _adapted(self, part: JsonObject) -> JsonObject:
        return spoken_part(part, self.channel, reachable=self._own.reachable, code=self.approval.code)

    async def stored(self) -> Conversation:
        """Return the conversation. Raises ``ApiError`` when it is gone."""
        stored = await self._conversations.store.get(self.conversation)
        if stored is None:
            raise ApiError("conversation_not_found")
        return stored

    def spawn(self, work: Coroutine[Any, Any, None]) -> None:
        """Do something beside; what goes wrong is logged, and told to the line."""
        task = asyncio.get_running_loop().create_task(self._safely(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _safely(self, work: Coroutine[Any, Any, None]) -> None:
        try:
            await work
        except Exception as error:
            self.teller.failed(None, told(error).code)
