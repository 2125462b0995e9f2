"""``/ws/desk``: everything that happens, told to an employee's page as it happens."""

import asyncio
import contextlib

from aiohttp import WSCloseCode, WSMsgType, web

from bot.conversation.models import JsonObject
from bot.gateway.api import json_object
from bot.gateway.desk.api import overview
from bot.gateway.desk.hub import Desk, Watcher, desk_message
from bot.gateway.desk.keys import DESK
from bot.gateway.errors import ApiError, told
from bot.gateway.keys import CONVERSATIONS, SETTINGS
from bot.gateway.logs import log_event
from bot.gateway.personal_service.models import Person

_MOST_WATCHED = 40
_MOST_BYTES = 1 << 16
_NOT_SIGNED_IN = 4401
_LOOK_SECONDS = 20.0


class _GoneError(Exception):
    """The page is gone."""


async def desk_socket(request: web.Request) -> web.StreamResponse:
    """Serve one page from hello to close."""
    parts, settings = request.app[DESK], request.app[SETTINGS]
    parts.sign_in.require_origin(request)
    socket = web.WebSocketResponse(
        heartbeat=settings.heartbeat_seconds, max_msg_size=_MOST_BYTES, timeout=1.0
    )
    await socket.prepare(request)
    employee = parts.sign_in.employee(request, act=False)
    if employee is None:
        with contextlib.suppress(ConnectionError):
            await socket.send_json({"type": "error", **ApiError("not_signed_in").to_json()})
            await socket.close(code=_NOT_SIGNED_IN)
        return socket
    await _Page(request, socket, Person(employee.id, employee.name)).serve()
    return socket


class _Page:
    def __init__(self, request: web.Request, socket: web.WebSocketResponse, person: Person) -> None:
        self._request = request
        self._parts = request.app[DESK]
        self._conversations = request.app[CONVERSATIONS]
        self._socket = socket
        self._person = person
        self._desk = Desk(person.id)

    async def serve(self) -> None:
        try:
            hello = await asyncio.wait_for(self._frame(), self._request.app[SETTINGS].hello_seconds)
            if hello.get("type") != "hello":
                raise ApiError("bad_request")
            self._desk.queues = _queues_in(hello)
        except (asyncio.TimeoutError, ApiError):
            await self._socket.close(code=WSCloseCode.POLICY_VIOLATION)
            return
        except _GoneError:
            return
        hub = self._parts.hub
        hub.join(self._desk)
        log_event("desk_opened")
        try:
            self._welcome()
            self._staff_changed()
            await self._talk()
        except ConnectionError:
            pass
        finally:
            hub.leave(self._desk)
            log_event("desk_closed", code=self._socket.close_code)
            self._staff_changed()

    def _welcome(self) -> None:
        board = self._parts.board
        # In one go with joining: what happens from now on comes behind it.
        self._desk.put(
            {
                "type": "welcome",
                **overview(self._parts, self._person, board.shown.now()),
                "cases": [board.case_json(case) for case in board.all()],
                # The contact centre's, which may be slow or away: the desk does not wait for it.
                "call_backs": None,
            }
        )

    async def _tell_call_backs(self) -> None:
        found = await self._parts.call_backs.everything_or_none()
        self._desk.put({"type": "call_backs", "call_backs": found})

    async def _talk(self) -> None:
        sending = asyncio.create_task(self._send())
        looking = asyncio.create_task(self._end_with_the_session())
        asking = asyncio.create_task(self._tell_call_backs())
        try:
            while True:
                try:
                    await self._take(await self._frame())
                except _GoneError:
                    return
                except Exception as error:
                    self._desk.put({"type": "error", **told(error).to_json()})
        finally:
            for task in (asking, looking, sending):
                task.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await task

    async def _end_with_the_session(self) -> None:
        """Close the page when its employee has signed out elsewhere, or has done nothing for too long."""
        while self._signed_in():  # noqa: ASYNC110 - the session is another process's row, it signals nothing
            await asyncio.sleep(_LOOK_SECONDS)
        self._desk.end()

    def _signed_in(self) -> bool:
        return self._parts.sign_in.employee(self._request, act=False) is not None

    async def _send(self) -> None:
        with contextlib.suppress(ConnectionError):
            while (frame := await self._desk.next()) is not None:
                await self._socket.send_json(frame)
            code = WSCloseCode.SERVICE_RESTART if self._signed_in() else _NOT_SIGNED_IN
            await self._socket.close(code=code)

    async def _take(self, frame: JsonObject) -> None:
        if frame.get("type") != "ping":
            self._parts.allow(self._person.id)
        match frame.get("type"):
            case "watch":
                await self._watch(_case_in(frame), frame.get("last_seq", 0))
            case "unwatch":
                self._unwatch(_case_in(frame))
            case "typing":
                self._parts.service.person_types(_case_in(frame), self._person, on=frame.get("on") is True)
            case "serve":
                self._desk.queues = _queues_in(frame)
                self._staff_changed()
            case "ping":
                self._desk.put({"type": "pong"})
            case _:
                raise ApiError("bad_request")

    async def _watch(self, case_id: str, last_seq: object) -> None:
        if not isinstance(last_seq, int) or isinstance(last_seq, bool) or not 0 <= last_seq < 10**9:
            raise ApiError("bad_request")
        case = await self._parts.service.case(case_id)
        self._unwatch(case.id)
        if len(self._desk.watched) >= _MOST_WATCHED:
            raise ApiError("too_many_sockets")
        live = self._conversations.live(case.conversation)
        async with live.writing:
            messages = await self._conversations.store.messages(case.conversation, last_seq)
            watcher = Watcher(self._desk, case.id, messages[-1].seq if messages else last_seq)
            live.join(watcher)
            self._desk.watched[case.id] = (live, watcher)
            notes = await self._parts.service.notes(case.id)
            self._desk.put(
                {
                    "type": "watched",
                    "case": case.id,
                    "messages": [desk_message(message) for message in messages],
                    "notes": [note.to_json() for note in notes],
                }
            )

    def _unwatch(self, case: str) -> None:
        watched = self._desk.watched.pop(case, None)
        if watched is not None:
            live, watcher = watched
            live.leave(watcher)

    def _staff_changed(self) -> None:
        """Who is at work decides how long the citizens wait."""
        queues = {case.ownership.queue for case in self._parts.board.all() if case.is_waiting}
        self._parts.service.queues_changed(queues)

    async def _frame(self) -> JsonObject:
        message = await self._socket.receive()
        if message.type is WSMsgType.TEXT:
            return json_object(message.data)
        if message.type is WSMsgType.BINARY:
            raise ApiError("bad_json")
        raise _GoneError


def _case_in(frame: JsonObject) -> str:
    case = frame.get("case")
    if not isinstance(case, str):
        raise ApiError("bad_request")
    return case


def _queues_in(frame: JsonObject) -> frozenset[str] | None:
    """Return the queues that the page answers for; None, for all of them, when it does not say."""
    queues = frame.get("queues")
    if queues is None:
        return None
    if not isinstance(queues, list) or not all(isinstance(queue, str) for queue in queues):
        raise ApiError("bad_request")
    return frozenset(queues)
