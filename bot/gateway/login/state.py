"""The login's parts in one handle, kept on the application."""

from collections.abc import Callable
from dataclasses import dataclass

from aiohttp import web

from bot.gateway.login.broker import Broker
from bot.gateway.login.protocol import Beginning, LoginConversations
from bot.gateway.login.sessions import BrokerSessions
from bot.gateway.login.settings import LoginSettings
from bot.gateway.login.store import LoginStore


@dataclass(frozen=True)
class LoginState:
    """Everything that a login handler needs."""

    settings: LoginSettings
    conversations: LoginConversations
    store: LoginStore
    broker: Broker
    sessions: BrokerSessions
    now: Callable[[], float]
    """Seconds since 1970, by the real clock."""

    async def may_log_in(self, conversation: str, beginning: Beginning, request: web.Request) -> bool:
        """Say whether this client may log the conversation in.

        A conversation in a browser is logged in by that browser alone. Otherwise someone could send a
        neighbour the link of his own chat and read the neighbour's answers there.
        """
        return beginning == "api" or await self.conversations.carries_session(conversation, request)


LOGIN = web.AppKey("login", LoginState)
