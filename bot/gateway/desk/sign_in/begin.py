"""``GET /desk/login``: from the desk to the broker."""

from urllib.parse import urlsplit

from aiohttp import web

from bot.gateway.desk.sign_in.pages import LOGIN, page, to_the_desk
from bot.gateway.desk.sign_in.signed_in import SIGN_IN, SignIn
from bot.gateway.desk.sign_in.store import Flow
from bot.gateway.login.errors import LoginError, report_failure
from bot.gateway.tokens import hashed, new_token

_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


async def begin(request: web.Request) -> web.StreamResponse:
    """Redirect to the broker, in a flow that only this browser can finish.

    ``?prompt=login`` asks for another employee than the one who is signed in, here or at the broker.
    """
    sign_in = request.app[SIGN_IN]
    if elsewhere := _public_address(sign_in, request):
        return web.Response(status=302, headers={"Location": elsewhere, "Cache-Control": "no-store"})
    another = request.query.get("prompt") == "login"
    if not another and sign_in.employee(request) is not None:
        return to_the_desk()
    if wait := sign_in.limiter.take(request.remote or "", sign_in.monotonic()):
        answer: web.Response = page("too_many")
        answer.headers["Retry-After"] = str(wait)
        return answer
    prompt = "login" if another or sign_in.cookies.signed_out(request) else None
    state, nonce, verifier = (new_token() + new_token() for _ in range(3))
    try:
        address = await sign_in.broker.login_address(
            state=state, nonce=nonce, verifier=verifier, prompt=prompt
        )
    except LoginError as failure:
        report_failure("sign_in_not_begun", failure)
        return page(failure.reason)
    answer = web.Response(status=302, headers={"Location": address, "Cache-Control": "no-store"})
    browser = sign_in.cookies.mark_browser(request, answer)
    now = sign_in.now()
    flow = Flow(hashed(browser), nonce, verifier, now)
    # Late ones are kept for a while, so that they are told apart from made-up ones.
    sign_in.store.begin(state, flow, forget_before=now - 2 * sign_in.settings.flow_seconds)
    return answer


def _public_address(sign_in: SignIn, request: web.Request) -> str | None:
    """Return where to begin instead, if this machine was asked by another of its names: cookies differ."""
    public = urlsplit(sign_in.settings.public_url).hostname
    try:
        host = urlsplit(f"//{request.host}").hostname
    except ValueError:
        return None
    if host != public and host in _LOOPBACK and public in _LOOPBACK:
        return f"{sign_in.settings.public_url}{LOGIN}"
    return None
