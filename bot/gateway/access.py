"""Who may use a conversation: the holder of its token, or the browser session it belongs to."""

import re

from aiohttp import web

from bot.conversation.models import Conversation
from bot.conversation.store import ConversationStore
from bot.gateway.conversations import Conversations
from bot.gateway.errors import ApiError
from bot.gateway.tokens import SessionCookies, hashed, same

_BEARER = re.compile(r"Bearer +([A-Za-z0-9_-]{1,200})", re.IGNORECASE)


class Access:
    """Opens conversations to those who may have them.

    A wrong token is told from a right one for another conversation (401, 404), and that is all: whether a
    conversation exists is never shown to someone who may not open it.
    """

    def __init__(
        self, conversations: Conversations, cookies: SessionCookies, origins: frozenset[str]
    ) -> None:
        self._conversations = conversations
        self._store: ConversationStore = conversations.store
        self._cookies = cookies
        self._origins = origins

    async def of_request(self, request: web.Request, conversation: str) -> Conversation:
        """Return the conversation that an API request may use. Raises ``ApiError``."""
        header = request.headers.get("Authorization")
        if header is not None:
            match = _BEARER.fullmatch(header.strip())
            if match is None:
                raise ApiError("wrong_token")
            return await self.by_token(conversation, match[1])
        return await self.by_cookie(request, conversation)

    async def by_token(self, conversation: str, token: str) -> Conversation:
        """Return the conversation if this is its token. Raises ``ApiError``."""
        stored = await self._store.get(conversation)
        token_hash = hashed(token)
        if stored is not None and same(stored.token_hash, token_hash):
            return self._unexpired(stored)
        raise ApiError("conversation_not_found" if await self._store.has_token(token_hash) else "wrong_token")

    async def by_cookie(self, request: web.Request, conversation: str | None) -> Conversation:
        """Return the conversation, or the browser's newest one, by the session cookie. Raises ``ApiError``.

        A browser sends its cookie for any page that asks, so the page must be ours; only a read may lack the
        ``Origin`` that browsers put on everything else.
        """
        session_hash = self._cookies.session_hash(request)
        if session_hash is None:
            raise ApiError("no_token")
        upgrade = "upgrade" in request.headers.get("Connection", "").lower()
        if request.headers.get("Origin") is not None or request.method != "GET" or upgrade:
            self.require_origin(request)
        if conversation is None:
            stored = await self._store.newest_of_session(session_hash)
        else:
            stored = await self._store.get(conversation)
        if stored is None or not same(stored.session_hash, session_hash):
            raise ApiError("conversation_not_found")
        return self._unexpired(stored)

    def require_origin(self, request: web.Request) -> None:
        """Raise ``ApiError`` unless the request says that it comes from a page of ours."""
        if request.headers.get("Origin") not in self._origins:
            raise ApiError("wrong_origin")

    def require_origin_if_any(self, request: web.Request) -> None:
        """Raise ``ApiError`` if a page of someone else's sent the request; scripts send no ``Origin``."""
        if "Origin" in request.headers:
            self.require_origin(request)

    def _unexpired(self, conversation: Conversation) -> Conversation:
        if self._conversations.has_expired(conversation):
            raise ApiError("conversation_expired")
        return conversation
