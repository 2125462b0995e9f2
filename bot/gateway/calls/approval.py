"""One call's approval in the MitID app: begun in the background, told to the line; then the errand goes on.

The number chooses whose app is asked. Until that person approves, the conversation is nobody's.
"""

import asyncio
import contextlib
import logging
import secrets
from collections.abc import Awaitable, Callable

from bot.conversation.models import JsonObject
from bot.gateway.calls.models import Identity
from bot.gateway.calls.texts import call_text
from bot.gateway.login.broker import BrokerLogin
from bot.gateway.login.ciba import BackChannelLogin, NotApproved
from bot.gateway.login.protocol import ConversationGoneError, FailureReason, LoginConversations
from bot.gateway.login.sessions import BrokerSessions
from bot.gateway.logs import log_event

_AGAIN = frozenset({"expired", "unavailable"})
"""After these the app may be asked once more. A refusal stands: nobody is to be worn down."""
_REASONS: dict[NotApproved, FailureReason] = {
    "refused": "refused",
    "expired": "timed_out",
    "unregistered": "broker_error",
    "unavailable": "broker_down",
}
Changed = Callable[[Identity], None]


class Approval:
    """How the approval of one call stands, and the way to it."""

    def __init__(
        self,
        conversation: str,
        number: str | None,
        back_channel: BackChannelLogin,
        login: LoginConversations,
        sessions: BrokerSessions,
        *,
        changed: Changed,
        awaited: Callable[[], Awaitable[bool]],
        allowed: Callable[[str], bool],
        most: int,
    ) -> None:
        self._conversation = conversation
        self._number = number
        self._back_channel = back_channel
        self._login = login
        self._sessions = sessions
        self._changed = changed
        self._awaited = awaited
        self._allowed = allowed
        self._left = most
        self._task: asyncio.Task[None] | None = None
        self.state: Identity = "none"
        self.code = ""
        """Two digits that the app shows and the line says; empty while nothing is asked."""

    @property
    def told(self) -> JsonObject:
        """What the dialogue is told: ``pending`` also where the app can still be asked."""
        return {"login": "pending" if self.state == "pending" or self.can_ask else self.state}

    @property
    def can_ask(self) -> bool:
        """Whether the app can be asked (again)."""
        fresh = self.state == "none" or self.state == "approved" or self.state in _AGAIN
        return self._number is not None and self._left > 0 and fresh

    def ask(self) -> None:
        """Ask the app, unless that is under way or there is nobody to ask; the answer comes by itself."""
        if self.state == "pending" or not self.can_ask or self._number is None:
            return
        self._left -= 1
        if not self._allowed(self._number):
            self._left = 0
            return self._become("unavailable")
        self.code = str(10 + secrets.randbelow(90))
        self._become("pending")
        self._task = asyncio.get_running_loop().create_task(self._followed(self._number))

    async def stop(self) -> None:
        """Stop waiting: the call is over."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
            self._task = None

    async def _followed(self, number: str) -> None:
        try:
            await self._follow(number)
        except Exception as error:
            log_event("phone_login_broke", level=logging.ERROR, error=error)
            if self.state == "pending":
                self._become("unavailable")

    async def _follow(self, number: str) -> None:
        answer = await self._back_channel.approve(number, call_text("login", "binding", code=self.code))
        self.code = ""
        if isinstance(answer, BrokerLogin):
            try:
                await self._login.bind_identity(self._conversation, answer.citizen)
            except ConversationGoneError:
                return self._become("unavailable")
            self._sessions.keep(self._conversation, answer.id_token)
            self._become("approved")
            if await self._awaited():
                await self._login.run_event(self._conversation, "login_done")
            return
        self._become(answer)
        if await self._awaited():
            await self._login.run_event(self._conversation, "login_failed", _REASONS[answer])

    def _become(self, state: Identity) -> None:
        self.state = state
        self._changed(state)
