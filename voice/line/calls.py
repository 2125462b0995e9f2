"""All calls of the process: each is let in, held by a session of its own, and let go at the end."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from dataclasses import dataclass

from voice.call.events import Effect, Event
from voice.conversation import Conversation, FromConversation, Lost, ToConversation
from voice.line.farewells import farewell
from voice.line.logs import call_name, log_error, log_event
from voice.line.session import CallMachine, House, Session
from voice.transports.protocol import Transport


@dataclass(frozen=True)
class CallsSettings:
    """How many calls are held."""

    most: int = 60
    """Calls at once. Beyond that a caller hears that all lines are busy."""
    most_told_busy: int = 20
    """Callers who are told so at once; the rest is let go without a word."""
    stop_seconds: float = 6.5
    """How long calls may take to hear the last sentence when the process stops."""


class Calls:
    """Starts calls and keeps count of them."""

    def __init__(
        self,
        house: House,
        conversation: Callable[[str], Conversation],
        machine: Callable[[], CallMachine],
        settings: CallsSettings | None = None,
    ) -> None:
        """``conversation``: opens one for a call's UUID. ``machine``: makes a new call's state machine."""
        self._house, self._conversation, self._machine = house, conversation, machine
        self._settings = settings or CallsSettings()
        self._sessions: dict[str, Session] = {}
        self._told_busy = 0
        self._stopping = False
        self._all_gone = asyncio.Event()

    @property
    def open(self) -> int:
        """How many calls are held."""
        return len(self._sessions)

    async def hold(self, transport: Transport) -> None:
        """Hold a call to its end. One that cannot be held is told so, or let go; nothing is raised.

        Another line with the UUID of a call that is held is let go at once: the first one has the caller.
        """
        call = transport.call
        if self._stopping or call in self._sessions:
            self._refuse(call, "stopping" if self._stopping else "same_call")
            await transport.hang_up()
        elif len(self._sessions) >= self._settings.most:
            self._refuse(call, "busy")
            await self._tell_busy(transport)
        else:
            await self._hold(transport)

    async def stop(self) -> None:
        """Let go of every call, with a sentence; returns when all are gone, or after ``stop_seconds``."""
        self._stopping = True
        for session in self._sessions.values():
            session.let_go(farewell("stopping"))
        if self._sessions:
            self._all_gone.clear()
            with suppress(asyncio.TimeoutError):
                await asyncio.wait_for(self._all_gone.wait(), self._settings.stop_seconds)

    async def _hold(self, transport: Transport) -> None:
        conversation = self._conversation(transport.call)
        session: Session | None = None
        try:
            session = Session(self._house, transport, conversation, self._machine())
            self._sessions[transport.call] = session
            await session.run()
        except Exception as error:
            log_error("call_not_held", error, call=call_name(transport.call))
            await conversation.close()
            await transport.hang_up()
        finally:
            if session is not None and self._sessions.get(transport.call) is session:
                del self._sessions[transport.call]
            if not self._sessions:
                self._all_gone.set()

    async def _tell_busy(self, transport: Transport) -> None:
        if self._told_busy >= self._settings.most_told_busy:
            await transport.hang_up()
            return
        self._told_busy += 1
        try:
            session = Session(self._house, transport, _Nobody(), _Mute())
            session.let_go(farewell("busy"))
            await session.run()
        finally:
            self._told_busy -= 1

    def _refuse(self, call: str, why: str) -> None:
        self._house.metrics.refused(why)
        log_event("call_refused", call=call_name(call), why=why)


class _Nobody:
    """The conversation of a call that is only told that it cannot be held."""

    async def incoming(self) -> AsyncIterator[FromConversation]:
        while await asyncio.Event().wait():  # for ever
            yield Lost()

    async def tell(self, what: ToConversation) -> None:
        return

    async def close(self) -> None:
        return


class _Mute:
    """The machine of such a call."""

    def handle(self, event: Event, now_ms: float) -> list[Effect]:
        return []
