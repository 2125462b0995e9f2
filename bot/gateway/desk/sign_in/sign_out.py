"""``POST /desk/logout``: out of the desk, and out of the broker."""

from aiohttp import web

from bot.gateway.desk.sign_in.pages import to_the_desk
from bot.gateway.desk.sign_in.signed_in import SIGN_IN


async def sign_out(request: web.Request) -> web.StreamResponse:
    """End the session here and at the broker, and go back to the desk. Raises ``ApiError``.

    Harmless when nobody is signed in any more.
    """
    sign_in = request.app[SIGN_IN]
    sign_in.require_origin(request)
    secret = sign_in.cookies.session(request)
    id_token = None if secret is None else sign_in.store.end(secret)
    if id_token is not None:
        await sign_in.end_broker_session(id_token)
    answer = to_the_desk()
    sign_in.cookies.drop_session(answer)
    return answer
