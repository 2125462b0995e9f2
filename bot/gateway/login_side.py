"""The conversations as the MitID login sees them (``bot.gateway.login.protocol.LoginConversations``)."""

from contextvars import ContextVar

from aiohttp import web

from bot.conversation.client import Event
from bot.conversation.models import Conversation
from bot.gateway.clock import Clock
from bot.gateway.conversations import Conversations
from bot.gateway.login.protocol import Beginning, ConversationGoneError, FailureReason, LoginEvent
from bot.gateway.texts import notice
from bot.gateway.tokens import SessionCookies, same

CURRENT_REQUEST: ContextVar[web.Request] = ContextVar("current_request")
"""The request being answered; the middleware sets it."""


class LoginSide:
    """Lets the login look up, identify and go on with conversations."""

    def __init__(self, conversations: Conversations, cookies: SessionCookies, clock: Clock) -> None:
        self._conversations = conversations
        self._store = conversations.store
        self._cookies = cookies
        self._clock = clock

    async def begun_by(self, conversation: str) -> Beginning | None:
        """Say who began it; ``None`` when it is unknown, closed or too old."""
        stored = await self._open(conversation)
        if stored is None:
            return None
        return "browser" if stored.browser else "api"

    async def carries_session(self, conversation: str, request: web.Request) -> bool:
        """Say whether the request carries the session cookie of the conversation."""
        stored = await self._store.get(conversation)
        return stored is not None and same(stored.session_hash, self._cookies.session_hash(request))

    async def bind_identity(self, conversation: str, citizen: str) -> None:
        """Raise the conversation to level ``mitid``. Whoever else was logged in is logged out first."""
        stored = await self._open(conversation)
        if stored is None:
            raise ConversationGoneError
        if stored.citizen != citizen:
            await self._conversations.log_out(conversation, "changed")
        await self._store.bind(conversation, citizen, self._clock.wall())
        live = self._conversations.live(conversation)
        text = notice("logged_in", stored.language)
        await self._conversations.transcript.write(live, "system", text=text)
        await self._conversations.turns.tell_standing(live)

    async def rotate_session(self, conversation: str, response: web.StreamResponse) -> None:
        """Replace the session id of the browser that began the conversation.

        One begun by a script has a session too, but it is only renewed for whoever shows its cookie: the
        link may have been followed by a browser that must not get at the conversation.
        """
        stored = await self._store.get(conversation)
        if stored is None or stored.session_hash is None:
            return
        request = CURRENT_REQUEST.get(None)
        if stored.browser or (request is not None and await self.carries_session(conversation, request)):
            session = self._cookies.new()
            await self._store.move_session(stored.session_hash, session.hash)
            self._cookies.give(response, session)

    async def run_event(
        self, conversation: str, event: LoginEvent, reason: FailureReason | None = None
    ) -> None:
        """Run the event as a turn; its parts land in the conversation."""
        if await self._open(conversation) is not None:
            await self._conversations.happen(conversation, Event(event, reason))

    async def _open(self, conversation: str) -> Conversation | None:
        stored = await self._store.get(conversation)
        if stored is None or stored.state == "closed" or self._conversations.has_expired(stored):
            return None
        return stored
