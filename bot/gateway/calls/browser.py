"""``/ws/voice``: a citizen speaks in the browser. The gateway says who it is, and passes frames both ways.

The page says ``hello`` first, as on ``/ws/chat``; the call is joined to that conversation, so what is said
and answered stands in the chat too, and a login is the page's. Then sound and captions pass through
untouched, to and from the voice process on loopback. Nothing of the sound is kept here.
"""

import asyncio
import contextlib
import uuid

import aiohttp
from aiohttp import WSCloseCode, WSMsgType, web

from bot.conversation.models import Conversation
from bot.gateway.api import json_object
from bot.gateway.calls.keys import CALLS, SERVICES
from bot.gateway.calls.outlet import REPLACED
from bot.gateway.errors import ApiError, told
from bot.gateway.keys import ACCESS, METRICS
from bot.gateway.logs import log_event
from bot.gateway.tokens import log_name

_REFUSED = 4401
_GOODBYE_SECONDS = 1.0
_RATES = (8000, 16000)
_ON_THE_LINE = web.AppKey("browsers_on_the_line", dict[str, "asyncio.Future[int]"])
"""By conversation: set to the code that its page is to be closed with."""
_SESSION = web.AppKey("voice_session", aiohttp.ClientSession)


def setup(app: web.Application) -> None:
    """Add ``/ws/voice``."""
    app[_ON_THE_LINE] = {}
    app.router.add_get("/ws/voice", speak)
    app.cleanup_ctx.append(_with_session)
    app.on_shutdown.append(_close_all)


async def speak(request: web.Request) -> web.StreamResponse:
    """Serve one browser from hello to close.

    Close codes: 4401 refused, 4409 another window has taken over, 1013 speech does not run now, 1012 come
    back; else what the voice process closes with.
    """
    request.app[ACCESS].require_origin_if_any(request)
    services = request.app[SERVICES]
    page = web.WebSocketResponse(
        heartbeat=services.house.heartbeat_seconds,
        max_msg_size=services.settings.frame_bytes,
        timeout=_GOODBYE_SECONDS,
        compress=False,
    )
    await page.prepare(request)
    try:
        conversation, rate = await asyncio.wait_for(_enter(request, page), services.house.hello_seconds)
    except asyncio.TimeoutError:
        await page.close(code=WSCloseCode.POLICY_VIOLATION)
        return page
    except Exception as error:
        await _refuse(request, page, told(error), _REFUSED)
        return page
    on_the_line = request.app[_ON_THE_LINE]
    older = on_the_line.get(conversation.id)
    if older is None and len(on_the_line) >= services.settings.browsers_at_once:
        await _refuse(request, page, ApiError("voice_unavailable"), WSCloseCode.TRY_AGAIN_LATER)
        return page
    closing = on_the_line[conversation.id] = asyncio.get_running_loop().create_future()
    if older is not None and not older.done():
        # One window speaks at a time: two microphones in one room would hear each other.
        older.set_result(REPLACED)
    try:
        await _speak(request, page, conversation, rate, closing)
    finally:
        if on_the_line.get(conversation.id) is closing:
            del on_the_line[conversation.id]
    return page


async def _enter(request: web.Request, page: web.WebSocketResponse) -> tuple[Conversation, int]:
    """Wait for ``{"type": "hello", "conversation", "token", "rate"}``. Raises ``ApiError``."""
    message = await page.receive()
    if message.type is not WSMsgType.TEXT:
        raise ApiError("bad_json")
    hello = json_object(message.data)
    name, token, rate = hello.get("conversation"), hello.get("token"), hello.get("rate", 16000)
    if hello.get("type") != "hello" or rate not in _RATES or not isinstance(name, str | None):
        raise ApiError("bad_request")
    access = request.app[ACCESS]
    if token is None:
        stored = await access.by_cookie(request, name)
    elif isinstance(token, str) and name is not None:
        stored = await access.by_token(name, token)
    else:
        raise ApiError("wrong_token")
    if stored.state == "closed":
        raise ApiError("conversation_closed")
    return stored, int(rate)


async def _speak(
    request: web.Request,
    page: web.WebSocketResponse,
    conversation: Conversation,
    rate: int,
    closing: "asyncio.Future[int]",
) -> None:
    settings = request.app[SERVICES].settings
    call = str(uuid.uuid4())
    await request.app[CALLS].bind(call, conversation.id)
    try:
        voice = await request.app[_SESSION].ws_connect(
            settings.voice_url,
            params={"call": call, "rate": str(rate)},
            headers={"Authorization": f"Bearer {settings.operator_token}"},
            heartbeat=request.app[SERVICES].house.heartbeat_seconds,
            max_msg_size=settings.frame_bytes,
            timeout=aiohttp.ClientWSTimeout(ws_close=_GOODBYE_SECONDS),
        )
    except (aiohttp.ClientError, OSError, asyncio.TimeoutError):
        await request.app[CALLS].unbind(call)
        await _refuse(request, page, ApiError("voice_unavailable"), WSCloseCode.TRY_AGAIN_LATER)
        return
    log_event("browser_speaks", conversation=log_name(conversation.id))
    with contextlib.suppress(ConnectionError):
        await page.send_json({"type": "welcome", "call": call, "rate": rate})
    await _pass_on(page, voice, closing)
    log_event("browser_silent", conversation=log_name(conversation.id), code=page.close_code)


async def _pass_on(
    page: web.WebSocketResponse,
    voice: aiohttp.ClientWebSocketResponse[bool],
    closing: "asyncio.Future[int]",
) -> None:
    """Pass frames both ways until one side is gone or ``closing`` is set; then let go of the other."""
    there = asyncio.create_task(_one_way(page, voice))
    back = asyncio.create_task(_one_way(voice, page))
    try:
        await asyncio.wait((there, back, closing), return_when=asyncio.FIRST_COMPLETED)
    finally:
        voice_went_first = back.done()
        code = closing.result() if closing.done() else WSCloseCode.OK
        for task in (there, back):
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task
        with contextlib.suppress(ConnectionError, aiohttp.ClientError):
            hung_up = page.close_code in (None, WSCloseCode.OK, WSCloseCode.GOING_AWAY, 1005)
            await voice.close(code=WSCloseCode.OK if hung_up else WSCloseCode.INTERNAL_ERROR)
        with contextlib.suppress(ConnectionError):
            await page.close(code=_told_page(voice.close_code) if voice_went_first else code)


async def _one_way(
    source: web.WebSocketResponse | aiohttp.ClientWebSocketResponse[bool],
    target: web.WebSocketResponse | aiohttp.ClientWebSocketResponse[bool],
) -> None:
    with contextlib.suppress(ConnectionError, aiohttp.ClientError):
        while True:
            message = await source.receive()
            if message.type is WSMsgType.BINARY:
                await target.send_bytes(message.data)
            elif message.type is WSMsgType.TEXT:
                await target.send_str(message.data)
            else:
                return


def _told_page(code: int | None) -> int:
    """Return the code for the page: a voice process that vanished is one that does not run."""
    return code if code is not None and (code in (1000, 1001, 1011, 1012, 1013) or code >= 4000) else 1013


async def _refuse(request: web.Request, page: web.WebSocketResponse, error: ApiError, code: int) -> None:
    request.app[METRICS].errors.labels(error.code).inc()
    with contextlib.suppress(ConnectionError):
        await page.send_json({"type": "error", **error.to_json()})
        await page.close(code=code)


async def _with_session(app: web.Application):  # type: ignore[no-untyped-def]
    timeout = aiohttp.ClientTimeout(total=None, sock_connect=app[SERVICES].settings.voice_connect_seconds)
    app[_SESSION] = aiohttp.ClientSession(timeout=timeout, cookie_jar=aiohttp.DummyCookieJar())
    yield
    await app[_SESSION].close()


async def _close_all(app: web.Application) -> None:
    for closing in app[_ON_THE_LINE].values():
        if not closing.done():
            closing.set_result(WSCloseCode.SERVICE_RESTART)
