"""Calls over HTTP, for the exchange and whoever looks after it. Reached from the machine itself only."""

from collections.abc import Awaitable, Callable

from aiohttp import web

from bot.gateway.answers import json_answer
from bot.gateway.api import read_json_object
from bot.gateway.calls.keys import CALLS, OPERATOR
from bot.gateway.calls.names import call_uuid, caller_number


async def announce(request: web.Request) -> web.Response:
    """Say who calls: ``{"caller"?: "+45…"}`` → ``{id, state, caller}``. The same again is harmless."""
    request.app[OPERATOR].require(request)
    call = call_uuid(request.match_info["call"])
    body = await read_json_object(request, may_be_empty=True)
    number = caller_number(body.get("caller"))
    record = await request.app[CALLS].announce(call, number)
    known = "anonymous" if number is None else "known"
    return json_answer({"id": record.id, "state": record.state, "caller": known})


async def read(request: web.Request) -> web.Response:
    """Return the record of a call: how it stands, what was said and how long it took."""
    request.app[OPERATOR].require(request)
    return json_answer(await request.app[CALLS].shown(call_uuid(request.match_info["call"])))


async def next_step(request: web.Request) -> web.Response:
    """Return ``hangup`` or ``dial:<target>`` as plain text.

    No token is asked for, so that a dialplan needs no secret here: it tells a target's name and nothing
    else, and needs the call's UUID. From the first ``dial`` on the telephone counts as ringing.
    ``hangup`` also for a UUID that is not known.
    """
    step = await request.app[CALLS].next_step(call_uuid(request.match_info["call"]))
    return web.Response(text=step, content_type="text/plain")


async def picked_up(request: web.Request) -> web.Response:
    """Note that a person answers the telephone. Harmless for any other call; so are the two below."""
    return await _told(request, request.app[CALLS].endings.answered)


async def nobody(request: web.Request) -> web.Response:
    """Note that nobody answered: the caller comes back to the line next."""
    return await _told(request, request.app[CALLS].endings.not_answered)


async def hung_up(request: web.Request) -> web.Response:
    """Note that the caller is gone."""
    return await _told(request, request.app[CALLS].endings.hung_up)


async def _told(request: web.Request, note: Callable[[str], Awaitable[None]]) -> web.Response:
    request.app[OPERATOR].require(request)
    await note(call_uuid(request.match_info["call"]))
    return web.Response(status=204)
