"""What a citizen can do about people: stop waiting, say whether it helped, see what everyone is told."""

from aiohttp import web

from bot.conversation.parts import MisshapenError
from bot.gateway.answers import json_answer
from bot.gateway.api import read_json_object
from bot.gateway.errors import ApiError
from bot.gateway.keys import ACCESS, CONVERSATIONS
from bot.gateway.personal_service.feedback import feedback_of
from bot.gateway.personal_service.keys import PERSONAL_SERVICE


def routes() -> list[web.RouteDef]:
    """Return the citizen's own routes."""
    conversation = "/api/conversations/{conversation}"
    return [
        web.post(f"{conversation}/withdraw", withdraw),
        web.post(f"{conversation}/feedback", give_feedback),
        web.get("/api/banner", banner, allow_head=False),
    ]


async def withdraw(request: web.Request) -> web.Response:
    """Stop waiting for a person. Harmless when nobody waits; 409 ``not_possible`` when a person is there."""
    stored = await request.app[ACCESS].of_request(request, request.match_info["conversation"])
    await request.app[PERSONAL_SERVICE].service.withdraw(stored.id, tell=True)
    conversations = request.app[CONVERSATIONS]
    now = await conversations.store.get(stored.id)
    return json_answer(conversations.turns.standing(now or stored))


async def give_feedback(request: web.Request) -> web.Response:
    """Take ``{"useful": bool, "rating"?: 1..5, "text"?}``."""
    stored = await request.app[ACCESS].of_request(request, request.match_info["conversation"])
    request.app[CONVERSATIONS].allow_message(stored.id)
    body = await read_json_object(request)
    if not isinstance(body.get("useful"), bool):
        raise ApiError("bad_request")
    try:
        feedback = feedback_of(body)
    except MisshapenError:
        raise ApiError("bad_request") from None
    await request.app[PERSONAL_SERVICE].box.put(stored, feedback)
    return web.Response(status=204)


async def banner(request: web.Request) -> web.Response:
    """Return what every citizen is told at the moment."""
    now = request.app[PERSONAL_SERVICE].switches.banner
    return json_answer({"banner": now.to_json() if now else None})
