"""The employees' sign-in to the service desk: OpenID Connect with PKCE, a role, and sessions of our own."""

import time
from collections.abc import AsyncIterator, Callable

from aiohttp import web

from bot.gateway.desk.sign_in.begin import begin
from bot.gateway.desk.sign_in.callback import callback
from bot.gateway.desk.sign_in.employee import Employee
from bot.gateway.desk.sign_in.settings import DeskSettings, desk_settings_from_env
from bot.gateway.desk.sign_in.sign_out import sign_out
from bot.gateway.desk.sign_in.signed_in import SIGN_IN, SignIn

__all__ = ["SIGN_IN", "DeskSettings", "Employee", "SignIn", "desk_settings_from_env", "setup"]


def setup(
    app: web.Application,
    settings: DeskSettings,
    *,
    now: Callable[[], float] = time.time,
    monotonic: Callable[[], float] = time.monotonic,
) -> SignIn:
    """Add ``/desk/login``, ``/desk/callback`` and ``/desk/logout``; return the handle.

    The pages use the stylesheet of ``bot.gateway.login``. ``now`` gives seconds since 1970,
    ``monotonic`` seconds that are never set back.
    """
    sign_in = SignIn(settings, now, monotonic)
    app[SIGN_IN] = sign_in
    app.cleanup_ctx.append(_open_store)
    app.add_routes(
        [
            # No HEAD: a link preview must not begin or finish anything.
            web.get("/desk/login", begin, allow_head=False),
            web.get("/desk/callback", callback, allow_head=False),
            web.post("/desk/logout", sign_out),
        ]
    )
    return sign_in


async def _open_store(app: web.Application) -> AsyncIterator[None]:
    sign_in = app[SIGN_IN]
    sign_in.store.open()
    yield
    await sign_in.broker.close()
    sign_in.store.close()
