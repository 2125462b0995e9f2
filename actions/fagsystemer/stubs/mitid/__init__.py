"""A demonstration broker: real OpenID Connect and CIBA, fictitious citizens and employees.

Citizens log in as with MitID, employees as with the municipality's own sign-in: two clients of one broker.

``setup`` hangs it on the stubs' application under ``/mitid``; ``reset`` forgets every login.
"""

import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path

from aiohttp import web

from actions.fagsystemer.stubs.mitid import (
    app_page,
    authorize,
    ciba,
    discovery,
    login,
    rendering,
    session,
    token_endpoint,
)
from actions.fagsystemer.stubs.mitid.broker import BROKER, Broker
from actions.fagsystemer.stubs.mitid.keys import SigningKeys
from actions.fagsystemer.stubs.mitid.settings import BrokerSettings, broker_settings_from_env
from actions.fagsystemer.stubs.mitid.store import BrokerStore
from actions.fagsystemer.stubs.mitid.tokens import TokenMint

__all__ = ["BrokerSettings", "reset", "setup"]


def setup(
    app: web.Application,
    db_path: Path,
    public_url: str | None,
    *,
    settings: BrokerSettings | None = None,
    now: Callable[[], float] = time.time,
) -> None:
    """Add the broker's routes under ``/mitid``.

    ``db_path`` is an SQLite file of the broker's own: no other code may write to it; it is made when
    missing, and the shared client secrets lie beside it. ``public_url`` is the stubs' address without a
    trailing slash (``http://127.0.0.1:8090``); ``None`` takes it from each request. ``now`` gives seconds
    since 1970.
    """
    settings = settings or broker_settings_from_env(db_path.parent)
    store = BrokerStore(db_path)
    keys = SigningKeys(store, settings.key_seconds)
    mint = TokenMint(settings, store, keys)
    app[BROKER] = Broker(settings, store, keys, mint, now, public_url)
    app.cleanup_ctx.append(_open_store)
    app.add_routes(
        [
            web.get("/mitid/.well-known/openid-configuration", discovery.metadata),
            web.get("/mitid/openapi.json", discovery.openapi),
            web.get("/mitid/jwks", discovery.jwks),
            web.get("/mitid/authorize", authorize.authorize, allow_head=False),
            web.post("/mitid/login", login.decide),
            web.get("/mitid/wait", login.wait, allow_head=False),
            web.post("/mitid/token", token_endpoint.token),
            web.get("/mitid/userinfo", session.userinfo),
            web.post("/mitid/userinfo", session.userinfo),
            web.get("/mitid/end-session", session.end_session, allow_head=False),
            web.post("/mitid/end-session", session.end_session),
            web.post("/mitid/backchannel", ciba.begin),
            web.get("/mitid/app", app_page.show),
            web.post("/mitid/app", app_page.answer),
            web.get("/mitid/style.css", rendering.style),
        ]
    )


async def reset(app: web.Application) -> None:
    """Forget every pending login, code and token. The signing key stays."""
    app[BROKER].store.forget_logins()


async def _open_store(app: web.Application) -> AsyncIterator[None]:
    store = app[BROKER].store
    store.open()
    yield
    store.close()
