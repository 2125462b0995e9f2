"""``/api/calls/{uuid}/line``: one WebSocket a call, opened by the line. Frames: ``voice/conversation.py``."""

import asyncio
import contextlib

from aiohttp import WSMsgType, web

from bot.gateway.api import json_object
from bot.gateway.calls import frames
from bot.gateway.calls.calls import Calls
from bot.gateway.calls.keys import CALLS, OPERATOR, SERVICES
from bot.gateway.calls.live_call import LiveCall
from bot.gateway.calls.models import CallTurn
from bot.gateway.calls.names import call_uuid
from bot.gateway.calls.services import Services
from bot.gateway.errors import ApiError, told
from bot.gateway.logs import log_event
from bot.gateway.text import clean
from bot.gateway.tokens import log_name

_GOODBYE_SECONDS = 1.0


async def line(request: web.Request) -> web.StreamResponse:
    """Serve one call's socket. A newer socket for the same call takes over from it (close code 4409)."""
    request.app[OPERATOR].require(request)
    call = call_uuid(request.match_info["call"])
    calls, services = request.app[CALLS], request.app[SERVICES]
    socket = web.WebSocketResponse(
        heartbeat=services.house.heartbeat_seconds,
        max_msg_size=services.settings.frame_bytes,
        timeout=_GOODBYE_SECONDS,
    )
    if not socket.can_prepare(request).ok:
        raise ApiError("bad_request")
    opened = await calls.open(call)
    await socket.prepare(request)
    live = opened.live
    log_event("line_opened", conversation=log_name(live.conversation), leg=live.leg)
    generation = live.outlet.attach(opened.welcome)
    live.lost_at = None
    sending = asyncio.create_task(_send(socket, live, generation))
    try:
        await _Line(calls, services, live, socket).serve()
    finally:
        sending.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await sending
        if generation == live.outlet.generation:
            calls.lost(live)
        log_event("line_closed", conversation=log_name(live.conversation), code=socket.close_code)
    return socket


async def _send(socket: web.WebSocketResponse, live: LiveCall, generation: int) -> None:
    with contextlib.suppress(ConnectionError):
        while isinstance(frame := await live.outlet.first(generation), dict):
            await socket.send_json(frame)
            live.outlet.sent(generation)
        await socket.close(code=frame)


class _Line:
    def __init__(
        self, calls: Calls, services: Services, live: LiveCall, socket: web.WebSocketResponse
    ) -> None:
        self._calls = calls
        self._services = services
        self._store = services.store
        self._live = live
        self._socket = socket

    async def serve(self) -> None:
        """Take frames until the socket closes or the call is over."""
        async for message in self._socket:
            if message.type is not WSMsgType.TEXT:
                continue
            said: str | None = None
            try:
                frame = json_object(message.data)
                said = frames.said_id(frame)
                if await self._take(frames.read_frame(frame)):
                    return
            except Exception as error:
                code = told(error).code
                self._services.metrics.errors.labels(code).inc()
                self._live.teller.failed(said, code)

    async def _take(self, what: frames.FromLine | None) -> bool:
        """Do what a frame asks; say whether the call is over. Raises ``ApiError``."""
        match what:
            case frames.Said():
                await self._live.say(what)
            case frames.Spoken():
                await self._spoken(what)
            case frames.Happened():
                await self._happened(what)
            case frames.Measured():
                await self._measured(what)
            case frames.StateIs():
                await self._store.change(self._live.id, state=what.state)
            case frames.Transferred():
                await self._calls.transferred(self._live, what.outcome)
            case frames.Ended():
                await self._calls.end(self._live, what.reason)
                return True
        return False

    async def _spoken(self, what: frames.Spoken) -> None:
        if self._services.turns.take(self._live.id, self._services.clock.monotonic()):
            return  # Only the record is poorer for it.
        text = clean(what.text, self._services.house.max_chars)
        turn = CallTurn(
            "assistant",
            text,
            what.start_ms,
            what.end_ms,
            interrupted=what.interrupted,
            leg=self._live.leg,
        )
        await self._store.add_turn(self._live.id, turn)

    async def _happened(self, what: frames.Happened) -> None:
        name = what.name
        match name:
            case "wants_person":
                await self._live.wants_person()
            case "sms_link":
                self._services.conversations.allow_message(self._live.conversation)
                await self._live.send_sms(what.url)
            case "recording_consent":
                await self._store.change(self._live.id, consent=what.given)
        counted = name if name in frames.HAPPENINGS else "other"
        log_event("call_happening", conversation=log_name(self._live.conversation), happening=counted)

    async def _measured(self, what: frames.Measured) -> None:
        if self._services.turns.take(f"{self._live.id} measured", self._services.clock.monotonic()):
            return
        await self._store.add_time(self._live.id, what.name, what.ms)
        step = what.name if what.name in frames.MEASURES else "other"
        self._services.metrics.call_seconds.labels(step).observe(what.ms / 1000)
