"""The chat over HTTP, for scripts, tests and pages that cannot hold a socket open."""

import asyncio
import json
import re
from datetime import datetime
from typing import Any, cast

from aiohttp import web

from bot.conversation.models import Conversation, JsonObject, Language
from bot.gateway.answers import json_answer
from bot.gateway.conversations import Conversations
from bot.gateway.errors import ApiError
from bot.gateway.keys import ACCESS, CONVERSATIONS, COOKIES, LOGIN, SETTINGS
from bot.gateway.turns import TurnResult
from nlu.clock import COPENHAGEN

_CLIENT_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


def setup(app: web.Application) -> None:
    """Add ``/api/conversations…``."""
    app.router.add_post("/api/conversations", begin)
    app.router.add_get("/api/conversations/{conversation}", read)
    app.router.add_post("/api/conversations/{conversation}/messages", say)
    app.router.add_post("/api/conversations/{conversation}/logout", log_out)


async def begin(request: web.Request) -> web.Response:
    """Begin a conversation: ``{"language"?}`` → 201 with id, token, greeting parts, and a session cookie."""
    access, cookies = request.app[ACCESS], request.app[COOKIES]
    access.require_origin_if_any(request)
    body = await read_json_object(request, may_be_empty=True)
    language = body.get("language", "da")
    if language not in ("da", "en"):
        raise ApiError("bad_request")
    known = cookies.session_hash(request)
    fresh = cookies.new() if known is None else None
    # Browsers put an origin on every post of a page; scripts do not.
    browser = "Origin" in request.headers
    conversations = request.app[CONVERSATIONS]
    begun = await conversations.begin(
        cast(Language, language), request.remote or "", fresh.hash if fresh else known, browser=browser
    )
    stored = await _stored(conversations, begun.id)
    response = json_answer(
        {
            "id": begun.id,
            "token": begun.token,
            "parts": [message.part for message in begun.messages],
            **conversations.turns.standing(stored),
            "language": stored.language,
            "max_chars": request.app[SETTINGS].max_chars,
            "expires_at": datetime.fromtimestamp(begun.expires_at, COPENHAGEN).isoformat(timespec="seconds"),
        },
        status=201,
    )
    if fresh is not None:
        cookies.give(response, fresh)
    return response


async def read(request: web.Request) -> web.Response:
    """Return how the conversation stands and its transcript, or with ``?after=seq`` the rest of it."""
    stored = await _allowed(request)
    after = request.query.get("after", "0")
    if not (after.isascii() and after.isdecimal() and len(after) < 10):
        raise ApiError("bad_request")
    conversations = request.app[CONVERSATIONS]
    messages = await conversations.transcript.read(stored.id, int(after))
    return json_answer(
        {
            "id": stored.id,
            **conversations.turns.standing(stored),
            "language": stored.language,
            "messages": [message.to_json() for message in messages],
        }
    )


async def say(request: web.Request) -> web.Response:
    """Send ``{"text", "client_id"?}`` and wait for the parts that answer it."""
    stored = await _allowed(request)
    conversations = request.app[CONVERSATIONS]
    conversations.allow_message(stored.id)
    text, client_id = said_in(await read_json_object(request))
    turn = await conversations.say(stored.id, text, client_id)
    return await _answered(conversations, stored.id, await asyncio.shield(turn))


async def log_out(request: web.Request) -> web.Response:
    """End the login here and at the broker. Harmless when nobody is logged in."""
    stored = await _allowed(request)
    conversations = request.app[CONVERSATIONS]
    result = await conversations.log_out(stored.id)
    await request.app[LOGIN].end_broker_session(stored.id)
    return await _answered(conversations, stored.id, result)


def said_in(body: JsonObject) -> tuple[str, str | None]:
    """Return text and client id of a message. Raises ``ApiError``."""
    text, client_id = body.get("text"), body.get("client_id")
    if text is None:
        raise ApiError("empty_text")
    if not isinstance(text, str):
        raise ApiError("bad_request")
    if client_id is not None and not (isinstance(client_id, str) and _CLIENT_ID.fullmatch(client_id)):
        raise ApiError("bad_client_id")
    return text, client_id


async def _allowed(request: web.Request) -> Conversation:
    return await request.app[ACCESS].of_request(request, request.match_info["conversation"])


async def _answered(conversations: Conversations, conversation: str, result: TurnResult) -> web.Response:
    standing = conversations.turns.standing(await _stored(conversations, conversation))
    body = {"parts": result.parts, **standing}
    if result.code is not None:
        body["code"] = result.code
    return json_answer(body)


async def _stored(conversations: Conversations, conversation: str) -> Conversation:
    stored = await conversations.store.get(conversation)
    if stored is None:
        raise ApiError("conversation_not_found")
    return stored


async def read_json_object(request: web.Request, *, may_be_empty: bool = False) -> JsonObject:
    """Read the body of a request, bounded in size and time. Raises ``ApiError``."""
    settings = request.app[SETTINGS]
    if (request.content_length or 0) > settings.max_body_bytes:
        raise ApiError("too_long")
    try:
        raw = await asyncio.wait_for(request.read(), settings.body_seconds)
    except asyncio.TimeoutError:
        raise ApiError("too_slow") from None
    except web.RequestPayloadError:
        raise ApiError("bad_json") from None
    if may_be_empty and not raw.strip():
        return {}
    return json_object(raw)


def json_object(raw: str | bytes) -> JsonObject:
    """Read one JSON object. Raises ``ApiError`` ``bad_json``."""
    try:
        body: Any = json.loads(raw)
    except (ValueError, RecursionError):
        raise ApiError("bad_json") from None
    if not isinstance(body, dict):
        raise ApiError("bad_json")
    return body
