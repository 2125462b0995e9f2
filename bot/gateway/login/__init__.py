"""Login with MitID through any OpenID Connect broker, for conversations that the gateway keeps."""

import time
from collections.abc import AsyncIterator, Callable
from urllib.parse import urlencode

from aiohttp import web

from bot.gateway.login import pages
from bot.gateway.login.begin import begin
from bot.gateway.login.broker import Broker
from bot.gateway.login.callback import callback
from bot.gateway.login.errors import LoginError, report_failure
from bot.gateway.login.protocol import ConversationGoneError, FailureReason, LoginConversations
from bot.gateway.login.sessions import BrokerSessions
from bot.gateway.login.settings import LoginSettings, login_settings_from_env
from bot.gateway.login.state import LOGIN, LoginState
from bot.gateway.login.store import LoginStore

__all__ = [
    "ConversationGoneError",
    "FailureReason",
    "Login",
    "LoginConversations",
    "LoginSettings",
    "login_settings_from_env",
    "setup",
]


class Login:
    """What the gateway asks of the login, beside the routes."""

    def __init__(self, state: LoginState) -> None:
        self._state = state

    def login_url(self, conversation: str) -> str:
        """Return a new one-time link ``{public_url}/login?ticket=…`` bound to the conversation."""
        ticket = self._state.store.issue_ticket(conversation, self._state.now())
        return f"{self._state.settings.public_url}/login?{urlencode({'ticket': ticket})}"

    async def end_broker_session(self, conversation: str) -> None:
        """End the citizen's session at the broker, if there is one.

        A broker that does not answer costs ``broker_timeout_seconds`` at most and is not raised: the citizen
        is logged out here all the same.
        """
        id_token = self._state.sessions.take(conversation)
        if id_token is None:
            return
        try:
            await self._state.broker.end_session(id_token)
        except LoginError as failure:
            report_failure("broker_session_not_ended", failure)


def setup(
    app: web.Application,
    conversations: LoginConversations,
    settings: LoginSettings,
    *,
    now: Callable[[], float] = time.time,
) -> Login:
    """Add ``/login``, ``/login/callback``, ``/login/done`` and their stylesheet; return the handle.

    ``now`` gives seconds since 1970.
    """
    state = LoginState(
        settings,
        conversations,
        LoginStore(settings.state_dir / "login.sqlite"),
        Broker(settings, now),
        BrokerSessions(now),
        now,
    )
    app[LOGIN] = state
    app.cleanup_ctx.append(_open_store)
    app.add_routes(
        [
            # No HEAD: a link preview must not spend the citizen's ticket.
            web.get("/login", begin, allow_head=False),
            web.get("/login/callback", callback, allow_head=False),
            web.get("/login/done", pages.done),
            web.get("/login/style.css", pages.style),
        ]
    )
    return Login(state)


async def _open_store(app: web.Application) -> AsyncIterator[None]:
    login = app[LOGIN]
    login.store.open()
    yield
    await login.broker.close()
    login.store.close()
