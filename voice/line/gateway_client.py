"""One call's conversation over the gateway's WebSocket. Frames: ``voice/conversation.py``.

    tell() ──► queue (bounded) ──► socket ──► gateway          Lost is told once, then tried again with
    incoming() ◄── queue ◄────────────────────                 growing waits; Welcome(resumed) ends that

What is told while the gateway is lost waits in line, oldest first. When the line is full, measurements and
states go before anything that was said.
"""

import asyncio
import time
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from dataclasses import dataclass, field

import aiohttp

from voice.conversation import (
    CallState,
    FromConversation,
    Lost,
    Measured,
    ToConversation,
    Welcome,
)
from voice.line.frames import read_frame, write_frame
from voice.line.logs import call_name, log_error, log_event

_REPLACED = 4409
"""Close code: another socket has taken over this call."""


@dataclass(frozen=True)
class GatewaySettings:
    """How the gateway is reached."""

    url: str = "http://127.0.0.1:8080"
    """Without a slash at the end."""
    token: str = field(default="", repr=False)
    """The operator's."""
    connect_seconds: float = 3.0
    """Longest wait for a socket."""
    first_wait_seconds: float = 0.25
    """Before the second try; doubles with each further one."""
    longest_wait_seconds: float = 4.0
    heartbeat_seconds: float = 10.0
    """How often the socket is pinged: a gateway that does not answer by then is lost."""
    most_waiting: int = 200
    """Things told that may wait in line."""
    goodbye_seconds: float = 1.0
    """How long the last things told may take to get there when the call is over."""
    frame_bytes: int = 1024 * 1024
    """Largest frame from the gateway."""


class GatewayConversation:
    """A ``Conversation``."""

    def __init__(
        self,
        call: str,
        session: aiohttp.ClientSession,
        settings: GatewaySettings,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """``session`` is shared by all calls and stays open."""
        self._call, self._session, self._settings = call, session, settings
        self._monotonic = monotonic
        self._to_tell: deque[ToConversation] = deque()
        self._something = asyncio.Event()
        self._all_told = asyncio.Event()
        self._all_told.set()
        self._incoming: asyncio.Queue[FromConversation | None] = asyncio.Queue()
        self._closing = self._stopped = False
        self._lost = False
        self._running = asyncio.create_task(self._run(), name="gateway")

    async def incoming(self) -> AsyncIterator[FromConversation]:
        """See ``Conversation.incoming``. ``Lost`` comes first where the gateway cannot be reached."""
        while (what := await self._incoming.get()) is not None:
            yield what

    async def tell(self, what: ToConversation) -> None:
        """See ``Conversation.tell``."""
        if self._closing:
            return
        if len(self._to_tell) >= self._settings.most_waiting:
            self._make_room()
        self._to_tell.append(what)
        self._all_told.clear()
        self._something.set()

    async def told(self) -> bool:
        """Wait until everything has been sent, ``goodbye_seconds`` at most; return whether it was."""
        try:
            await asyncio.wait_for(self._all_told.wait(), self._settings.goodbye_seconds)
        except asyncio.TimeoutError:
            return False
        return True

    async def close(self) -> None:
        """See ``Conversation.close``. Waits a moment for what was told last."""
        if self._closing:
            return
        self._closing = True
        if not self._lost:
            await self.told()
        self._stopped = True
        # More than once: Python 3.10's wait_for loses a cancellation that meets its end (bpo-37658).
        while not self._running.done():
            self._running.cancel()
            await asyncio.wait({self._running}, timeout=0.1)
        self._incoming.put_nowait(None)

    # ── Inside ──────────────────────────────────────────────────────────────────────────────────

    def _make_room(self) -> None:
        least = (Measured, CallState)
        place = next((at for at, what in enumerate(self._to_tell) if isinstance(what, least)), 0)
        del self._to_tell[place]

    async def _run(self) -> None:
        wait = self._settings.first_wait_seconds
        while not self._stopped:
            try:
                came, code = await self._one_socket()
            except Exception as error:
                # Whatever it was: a call without this task would stay mute, and nobody would know.
                log_error("line_failed", error, call=call_name(self._call))
                came, code = False, None
            if code == _REPLACED:
                log_event("line_replaced", call=call_name(self._call))
                self._tell_lost()
                return
            self._tell_lost()
            if came:
                wait = self._settings.first_wait_seconds
            await asyncio.sleep(wait)
            wait = min(2.0 * wait, self._settings.longest_wait_seconds)

    def _tell_lost(self) -> None:
        if not self._lost and not self._closing:
            self._lost = True
            log_event("gateway_lost", call=call_name(self._call))
            self._incoming.put_nowait(Lost())

    async def _one_socket(self) -> tuple[bool, int | None]:
        """Serve one socket; return whether the gateway said welcome on it, and its close code."""
        settings = self._settings
        url = f"{settings.url}/api/calls/{self._call}/line"
        opening = self._session.ws_connect(
            url,
            headers={"Authorization": f"Bearer {settings.token}"},
            heartbeat=settings.heartbeat_seconds,
            max_msg_size=settings.frame_bytes,
            timeout=aiohttp.ClientWSTimeout(ws_close=settings.goodbye_seconds),
        )
        try:
            socket = await asyncio.wait_for(opening, settings.connect_seconds)
        except aiohttp.WSServerHandshakeError as error:
            log_event("gateway_refused", status=error.status, call=call_name(self._call))
            return False, None
        except (aiohttp.ClientError, OSError, asyncio.TimeoutError):
            return False, None
        sending = asyncio.create_task(self._send(socket))
        try:
            return await self._receive(socket), socket.close_code
        finally:
            sending.cancel()
            (sent,) = await asyncio.gather(sending, return_exceptions=True)
            if isinstance(sent, Exception) and not isinstance(sent, aiohttp.ClientError | OSError):
                log_error("sending_failed", sent, call=call_name(self._call))
            with suppress(aiohttp.ClientError, OSError, asyncio.TimeoutError):
                await socket.close()

    async def _receive(self, socket: "aiohttp.ClientWebSocketResponse[bool]") -> bool:
        welcomed = False
        async for message in socket:
            if message.type is not aiohttp.WSMsgType.TEXT:
                continue
            what = read_frame(message.data)
            if what is None:
                continue
            if isinstance(what, Welcome):
                welcomed, self._lost = True, False
            self._incoming.put_nowait(what)
        return welcomed

    async def _send(self, socket: "aiohttp.ClientWebSocketResponse[bool]") -> None:
        """Send what waits. A thing stays in line until the socket took it; a say has an id."""
        while True:
            while self._to_tell:
                what = self._to_tell[0]
                try:
                    text = write_frame(what)
                except Exception as error:
                    # It would stand before everything else for ever.
                    log_error("not_told", error, call=call_name(self._call))
                    self._to_tell.popleft()
                    continue
                await socket.send_str(text)
                if self._to_tell and self._to_tell[0] is what:
                    self._to_tell.popleft()
            self._all_told.set()
            self._something.clear()
            await self._something.wait()
