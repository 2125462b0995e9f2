"""Run one turn: tell Rasa what happened, keep and show each part as it comes, and note how it ended."""

import contextlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Literal, Protocol

from bot.conversation.client import (
    AssistantError,
    AssistantFailedError,
    Event,
    TurnClient,
    TurnContext,
    Utterance,
)
from bot.conversation.models import Conversation, JsonObject, Message, State
from bot.conversation.parts import TurnDone
from bot.conversation.store import ConversationStore, Reply
from bot.gateway.clock import Clock
from bot.gateway.live import LiveConversation
from bot.gateway.logs import log_event
from bot.gateway.metrics import Metrics
from bot.gateway.texts import notice
from bot.gateway.tokens import log_name
from bot.gateway.transcript import Transcript

LogoutReason = Literal["citizen", "idle", "changed"]
OwnParts = Callable[[], Awaitable[list[JsonObject]]]
"""Does what was asked, without Rasa, and gives the answer."""


@dataclass(frozen=True)
class TurnResult:
    """What came of a turn."""

    parts: list[JsonObject]
    """As citizens see them, in order."""
    code: str | None = None
    """Why it was not answered to its end; ``None`` when it was."""


class PersonalSide(Protocol):
    """What a turn has to do with people."""

    @property
    def topics_off(self) -> tuple[str, ...]:
        """Enquiries that are left to people for now."""
        ...

    @property
    def waits(self) -> JsonObject:
        """Minutes that a newcomer would wait, by queue that somebody answers for."""
        ...

    def standing(self, conversation: Conversation) -> JsonObject:
        """Return what the citizen is told about waiting and persons."""
        ...

    async def after_turn(self, live: LiveConversation, done: TurnDone, told: State, turn: str) -> None:
        """Carry out what the dialogue wants of people.

        ``told`` is what it was told of the conversation's state, ``turn`` names the turn, also when it is
        repeated.
        """
        ...

    async def assistant_failed(self, live: LiveConversation, code: str) -> None:
        """A message was not answered: open the conversation to people."""
        ...

    async def unsaid(self, live: LiveConversation, part: JsonObject) -> None:
        """A part came too late, since a person has the conversation: the person must know of it."""
        ...


class Turns:
    """Turns of all conversations. Every public method takes its place in the conversation's own queue."""

    def __init__(
        self,
        store: ConversationStore,
        client: TurnClient,
        transcript: Transcript,
        metrics: Metrics,
        clock: Clock,
        identity_idle_seconds: float,
        personal: PersonalSide,
    ) -> None:
        self._personal = personal
        self._store = store
        self._client = client
        self._transcript = transcript
        self._metrics = metrics
        self._clock = clock
        self._idle = identity_idle_seconds
        self.tell_of_call: Callable[[str], JsonObject] = lambda _: {}
        """What Rasa is told about the call that a conversation belongs to; the calls set it."""

    async def answer(self, live: LiveConversation, message: Message, said: str) -> TurnResult:
        """Answer a citizen's message, which is kept without telephone numbers while ``said`` may hold one.

        Never raises ``AssistantError``: what went wrong is told in a part.
        """
        async with live.turn:
            await self._end_stale_login(live)
            reply = await self._store.start_answer(live.id, message.seq)
            result = await self._answer(live, message, said, reply)
            await self._store.finish_answer(live.id, message.seq, "unanswered" if result.code else "answered")
            await self.tell_standing(live)
            return result

    async def answer_here(self, live: LiveConversation, message: Message, parts: OwnParts) -> TurnResult:
        """Answer a citizen's message with parts of the gateway's own making."""
        async with live.turn:
            reply = await self._store.start_answer(live.id, message.seq)
            shown = [await self._say(live, part, reply) for part in await parts()]
            await self._store.finish_answer(live.id, message.seq, "answered")
            await self.tell_standing(live)
            return TurnResult([part for part in shown if part is not None])

    async def _answer(self, live: LiveConversation, message: Message, said: str, reply: Reply) -> TurnResult:
        conversation = await self._stored(live)
        if conversation.state == "closed":
            part = {"type": "text", "text": notice("closed", conversation.language)}
            told = await self._transcript.write(live, "assistant", part=part, reply=reply)
            return TurnResult([told.part or part])
        if conversation.state == "with_person":
            return TurnResult([])  # The person reads it at the desk and answers.
        if conversation.pending_event == "logged_out":
            # Before the message: Rasa must have forgotten the citizen when it understands what comes next.
            await self._catch_up(live, Event("logged_out"), reply)
        utterance = Utterance(said, f"{live.id}:{message.seq}")
        result = await self._run(live, utterance, reply, on_failure=None)
        if conversation.pending_event == "login_done" and not result.code:
            # After the message: a question that the login leads to must not take this message for its answer.
            more = await self._catch_up(live, Event("login_done"), reply)
            return TurnResult(result.parts + more.parts)
        return result

    async def happen(self, live: LiveConversation, event: Event) -> TurnResult:
        """Tell Rasa of an event; if it cannot be told now, it will be with the next message."""
        async with live.turn:
            result = await self._happen(live, event)
            await self.tell_standing(live)
            return result

    async def end_login(self, live: LiveConversation, reason: LogoutReason) -> TurnResult:
        """End the login at once, then tell the citizen and Rasa. Nothing happens when nobody is logged in."""
        if not await self._store.unbind(live.id):
            return TurnResult([])
        code = "logged_out_idle" if reason == "idle" else "logged_out"
        text = notice(code, (await self._stored(live)).language)
        await self._transcript.write(live, "system", text=text)
        await self.tell_standing(live)
        return await self.happen(live, Event("logged_out", reason))

    async def end_login_if_stale(self, live: LiveConversation) -> None:
        """End the login if the citizen has been silent for too long."""
        async with live.turn:
            await self._end_stale_login(live)

    async def tell_standing(self, live: LiveConversation) -> None:
        """Send the listeners how the conversation stands."""
        live.tell({"type": "state", **self.standing(await self._stored(live))})

    def standing(self, conversation: Conversation) -> JsonObject:
        """Return how the conversation stands, in its public shape."""
        return {
            "state": conversation.state,
            "errands": list(conversation.errands),
            "expects": conversation.expects,
            "identity": {"level": "mitid" if self._citizen(conversation) else "none"},
            **self._personal.standing(conversation),
        }

    def _citizen(self, conversation: Conversation) -> str | None:
        seen = conversation.identity_seen
        return conversation.citizen if seen is not None and self._clock.wall() - seen < self._idle else None

    async def _end_stale_login(self, live: LiveConversation) -> None:
        conversation = await self._stored(live)
        if conversation.identity_seen is None or self._citizen(conversation):
            return
        if await self._store.unbind(live.id):
            text = notice("logged_out_idle", conversation.language)
            await self._transcript.write(live, "system", text=text)
            await self._happen(live, Event("logged_out", "idle"))
            await self.tell_standing(live)

    async def _happen(self, live: LiveConversation, event: Event) -> TurnResult:
        on_failure = {"login_done": "login_unanswered", "login_failed": "login_failed"}.get(event.name, "")
        result = await self._run(live, event, None, on_failure=on_failure)
        # A failed login has been told of by now. The other two change what Rasa may do, so they must arrive.
        pending = event.name if result.code and event.name != "login_failed" else None
        await self._store.set_pending_event(live.id, pending)
        return result

    async def _catch_up(self, live: LiveConversation, event: Event, reply: Reply) -> TurnResult:
        result = await self._run(live, event, reply, on_failure="")
        if not result.code:
            await self._store.set_pending_event(live.id, None)
        return result

    async def _run(
        self,
        live: LiveConversation,
        happening: Utterance | Event,
        reply: Reply | None,
        *,
        on_failure: str | None,
    ) -> TurnResult:
        """Run it through Rasa. ``on_failure`` names the notice to show, ``None`` the one of the error's own
        code, and an empty string none."""
        conversation = await self._stored(live)
        context = TurnContext(
            live.id,
            self._citizen(conversation),
            conversation.channel,
            conversation.language,
            self.tell_of_call(live.id),
            conversation.state,
            self._personal.topics_off,
            self._personal.waits,
        )
        parts: list[JsonObject] = []
        code: str | None = None
        began = self._clock.monotonic()
        live.set_typing(conversation.state != "with_person")
        turn_name = str(reply.to) if reply else f"after-{await self._store.last_seq(live.id)}"
        try:
            async with contextlib.aclosing(self._client.turn(context, happening)) as turn:
                async for said in turn:
                    if isinstance(said, TurnDone):
                        await self._store.save_turn(
                            live.id,
                            said.errands,
                            said.expects,
                            said.language,
                            closed=said.state == "closed",
                        )
                        await self._personal.after_turn(live, said, conversation.state, turn_name)
                    elif (shown := await self._say(live, said, reply)) is not None:
                        parts.append(shown)
        except AssistantError as error:
            code = None if _nothing_to_say(happening, error) else error.code
            if code is not None and on_failure != "":
                text = notice(on_failure or code, conversation.language)
                failure = {"type": "text", "text": text, "code": code}
                if (shown := await self._say(live, failure, reply)) is not None:
                    parts.append(shown)
            if code is not None and isinstance(happening, Utterance):
                await self._personal.assistant_failed(live, code)
        finally:
            live.set_typing(False)
        self._observe(live, happening, len(parts), code, self._clock.monotonic() - began)
        return TurnResult(parts, code)

    async def _say(self, live: LiveConversation, part: JsonObject, reply: Reply | None) -> JsonObject | None:
        """Say it, unless a person has come in the meantime: then None, and the person is told."""
        shown = await self._transcript.write_unless("with_person", live, "assistant", part=part, reply=reply)
        if shown is None:
            await self._personal.unsaid(live, part)
            return None
        return shown.part or part

    async def _stored(self, live: LiveConversation) -> Conversation:
        conversation = await self._store.get(live.id)
        if conversation is None:
            raise LookupError("a live conversation is not in the store")
        return conversation

    def _observe(
        self,
        live: LiveConversation,
        happening: Utterance | Event,
        parts: int,
        code: str | None,
        seconds: float,
    ) -> None:
        kind = happening.name if isinstance(happening, Event) else "message"
        outcome = code or "answered"
        self._metrics.turns.labels(kind, outcome).inc()
        self._metrics.turn_seconds.observe(seconds)
        log_event(
            "turn",
            conversation=log_name(live.id),
            kind=kind,
            outcome=outcome,
            parts=parts,
            ms=round(seconds * 1000, 1),
        )


def _nothing_to_say(happening: Utterance | Event, error: AssistantError) -> bool:
    """Rasa counts a turn without words as failed; for an event that is an answer like any other."""
    return (
        isinstance(happening, Event)
        and isinstance(error, AssistantFailedError)
        and error.reason == "no_answer"
    )
