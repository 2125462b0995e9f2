"""The chat over a WebSocket: the page's own way in. Frames are described in the README beside this file."""

import asyncio
import contextlib

from aiohttp import WSCloseCode, WSMsgType, web

from bot.conversation.models import Conversation, JsonObject, Message
from bot.gateway.api import json_object, said_in
from bot.gateway.errors import ApiError, told
from bot.gateway.keys import ACCESS, CONVERSATIONS, METRICS, SETTINGS
from bot.gateway.live import Listener, LiveConversation
from bot.gateway.logs import log_event
from bot.gateway.personal_service.keys import PERSONAL_SERVICE
from bot.gateway.settings import GatewaySettings
from bot.gateway.tokens import log_name

_MAX_FRAME_BYTES = 1 << 20
_GOODBYE_SECONDS = 1.0
_REFUSED = 4401


def setup(app: web.Application) -> None:
    """Add ``/ws/chat``."""
    app.router.add_get("/ws/chat", chat)


async def chat(request: web.Request) -> web.StreamResponse:
    """Serve one socket from hello to close."""
    request.app[ACCESS].require_origin_if_any(request)
    settings = request.app[SETTINGS]
    # Larger frames than a request body: a text that is too long gets an answer, not a closed socket.
    socket = web.WebSocketResponse(
        heartbeat=settings.heartbeat_seconds, max_msg_size=_MAX_FRAME_BYTES, timeout=_GOODBYE_SECONDS
    )
    await socket.prepare(request)
    with request.app[METRICS].open_sockets.track_inprogress():
        await _Chat(request, socket, settings).serve()
    return socket


class _Chat:
    def __init__(
        self, request: web.Request, socket: web.WebSocketResponse, settings: GatewaySettings
    ) -> None:
        self._request = request
        self._socket = socket
        self._settings = settings
        self._conversations = request.app[CONVERSATIONS]

    async def serve(self) -> None:
        try:
            conversation, live, messages, listener = await asyncio.wait_for(
                self._enter(), self._settings.hello_seconds
            )
        except asyncio.TimeoutError:
            await self._socket.close(code=WSCloseCode.POLICY_VIOLATION)
            return
        except _SocketClosedError:
            return
        except Exception as error:
            await self._refuse(told(error))
            return
        log_event("socket_opened", conversation=log_name(conversation.id))
        try:
            await self._welcome(conversation, live, messages)
            await self._talk(conversation.id, listener)
        except ConnectionError:
            pass  # The citizen is gone; what was said waits in the transcript.
        finally:
            live.leave(listener)
            log_event("socket_closed", conversation=log_name(conversation.id), code=self._socket.close_code)

    async def _enter(self) -> tuple[Conversation, LiveConversation, list[Message], Listener]:
        """Wait for hello; return what was missed and a listener for what follows. Raises ``ApiError``."""
        hello = await self._frame()
        conversation = await self._opened(hello)
        last_seq = hello.get("last_seq", 0)
        if not isinstance(last_seq, int) or not 0 <= last_seq < 10**9:
            raise ApiError("bad_request")
        live = self._conversations.live(conversation.id)
        messages, listener = await self._conversations.transcript.follow(
            live, last_seq, self._settings.sockets_per_conversation
        )
        return conversation, live, messages, listener

    async def _opened(self, hello: JsonObject) -> Conversation:
        access = self._request.app[ACCESS]
        conversation, token = hello.get("conversation"), hello.get("token")
        if hello.get("type") != "hello" or not isinstance(conversation, str | None):
            raise ApiError("bad_request")
        if token is None:
            return await access.by_cookie(self._request, conversation)
        if not isinstance(token, str) or conversation is None:
            raise ApiError("wrong_token")
        return await access.by_token(conversation, token)

    async def _welcome(
        self, conversation: Conversation, live: LiveConversation, messages: list[Message]
    ) -> None:
        await self._socket.send_json(
            {
                "type": "welcome",
                "conversation": {
                    "id": conversation.id,
                    **self._conversations.turns.standing(conversation),
                    "language": conversation.language,
                    "max_chars": self._settings.max_chars,
                },
                "messages": [message.to_json() for message in messages],
            }
        )
        if live.typing:
            await self._socket.send_json({"type": "typing", "on": True})

    async def _talk(self, conversation: str, listener: Listener) -> None:
        sending = asyncio.create_task(self._send(listener))
        try:
            while True:
                await self._step(conversation, listener)
        except _SocketClosedError:
            pass
        finally:
            sending.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await sending

    async def _send(self, listener: Listener) -> None:
        with contextlib.suppress(ConnectionError):
            while (frame := await listener.next()) is not None:
                await self._socket.send_json(frame)
            await self._socket.close(code=WSCloseCode.SERVICE_RESTART)

    async def _step(self, conversation: str, listener: Listener) -> None:
        client_id: object = None
        try:
            frame = await self._frame()
            client_id = frame.get("client_id")
            await self._take(conversation, frame, listener)
        except _SocketClosedError:
            raise
        except Exception as error:
            self._tell_error(listener, told(error), client_id)

    async def _take(self, conversation: str, frame: JsonObject, listener: Listener) -> None:
        match frame.get("type"):
            case "message":
                self._conversations.allow_message(conversation)
                text, client_id = said_in(frame)
                await self._conversations.say(conversation, text, client_id)
            case "withdraw":
                await self._request.app[PERSONAL_SERVICE].service.withdraw(conversation, tell=True)
            case "typing":
                on = frame.get("on") is True
                self._request.app[PERSONAL_SERVICE].service.citizen_types(conversation, on=on)
            case "ping":
                listener.put({"type": "pong"})
            case _:
                raise ApiError("bad_request")

    def _tell_error(self, listener: Listener, error: ApiError, client_id: object) -> None:
        self._request.app[METRICS].errors.labels(error.code).inc()
        frame: JsonObject = {"type": "error", **error.to_json()}
        if isinstance(client_id, str):
            frame["client_id"] = client_id[:64]
        if error.retry_after_seconds is not None:
            frame["retry_after_seconds"] = error.retry_after_seconds
        listener.put(frame)

    async def _refuse(self, error: ApiError) -> None:
        self._request.app[METRICS].errors.labels(error.code).inc()
        with contextlib.suppress(ConnectionError):
            await self._socket.send_json({"type": "error", **error.to_json()})
            await self._socket.close(code=_REFUSED)

    async def _frame(self) -> JsonObject:
        message = await self._socket.receive()
        if message.type is WSMsgType.TEXT:
            return json_object(message.data)
        if message.type is WSMsgType.BINARY:
            raise ApiError("bad_json")
        raise _SocketClosedError


class _SocketClosedError(Exception):
    """The socket is closed."""
