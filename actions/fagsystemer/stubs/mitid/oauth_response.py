"""Forms in and errors out, as the OAuth endpoints that machines call expect them."""

from collections.abc import Awaitable, Callable
from functools import wraps

from aiohttp import web
from authlib.oauth2.rfc6749.errors import InvalidRequestError, OAuth2Error

Handler = Callable[[web.Request], Awaitable[web.Response]]

NO_STORE = {"Cache-Control": "no-store", "Pragma": "no-cache"}


async def plain_form(request: web.Request) -> dict[str, str]:
    """Return the form's fields. Raises ``InvalidRequestError`` for a repeated one (RFC 6749 section 3.2)."""
    form = await request.post()
    if len(form) != len(set(form)):
        raise InvalidRequestError(description="A parameter is repeated")
    return {name: value for name, value in form.items() if isinstance(value, str)}


def oauth_errors(handler: Handler) -> Handler:
    """Turn an ``OAuth2Error`` of the handler into its JSON answer (RFC 6749 section 5.2)."""

    @wraps(handler)
    async def answer(request: web.Request) -> web.Response:
        try:
            return await handler(request)
        except OAuth2Error as error:
            headers = dict(NO_STORE)
            if error.status_code == 401:
                headers["WWW-Authenticate"] = 'Basic realm="mitid"'
            return web.json_response(dict(error.get_body()), status=error.status_code, headers=headers)

    return answer
