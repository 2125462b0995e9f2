"""Speech in the browser: the page's socket, as the gateway passes it on to ``/ws/voice``.

    page ──ws── gateway ──ws── handle ── BrowserTransport ── the call

Binary frames are int16 LE mono sound both ways, 20 ms each on the way out; text frames are JSON: from the
page as in ``browser_frames.py``, to the page as in ``captions.py``. The gateway has checked who the page is,
the voice process that it is the gateway who comes. Nothing of what passes here is kept or logged.
"""

import asyncio
import contextlib
import json
import logging
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from aiohttp import WSCloseCode, WSMessage, WSMsgType, web

from voice.transports.browser_frames import Bye, Got, Mode, ModeChosen, read_page_frame
from voice.transports.browser_inbox import Inbox
from voice.transports.protocol import FRAME_MS, Gone, Incoming, Talk, Transport

StartCall = Callable[[Transport], Awaitable[None]]
"""Runs a call from its greeting to its end."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class BrowserSettings:
    """Limits of one browser's line."""

    sound_bytes: int = 32_000
    """Largest frame of sound; a larger one is ignored. The page sends 640 to 1280 bytes."""
    frame_bytes: int = 256 * 1024
    """Largest frame that is read at all; a larger one closes the socket (1009)."""
    text_chars: int = 2_000
    """Longest written text, as in the chat."""
    ahead_ms: float = 1_000.0
    """Sound that may come at once after a pause of the network; more than that is dropped."""
    waiting_ms: float = 1_000.0
    """Sound that may wait for the call to fetch it; the oldest is dropped first."""
    others_at_once: int = 40
    """Keys, texts and presses of the button that may come at once; more are ignored."""
    others_per_second: float = 10.0
    """The same in the long run."""
    unsent_ms: float = 200.0
    """Our sound that may wait in this process; while more waits, frames are dropped."""
    unheard_ms: float = 1_500.0
    """Our sound that may be anywhere on the way to a page that tells what it has got. The buffers of kernels
    and proxies in between hold far more, and would turn a bad network into an ever later voice."""
    stuck_bytes: int = 128 * 1024
    """More than this unsent, captions and all: nobody reads at the other end, and the call is let go."""
    heartbeat_seconds: float = 10.0
    """How often the gateway is pinged."""
    goodbye_seconds: float = 1.0
    """How long its answer to our closing is waited for."""


async def handle(
    request: web.Request, start_call: StartCall, settings: BrowserSettings | None = None
) -> web.WebSocketResponse:
    """Serve ``/ws/voice?call=<uuid>&rate=<8000|16000>`` until the call is over.

    ``start_call`` gets the transport and returns when the call has ended; the socket is closed then. Raises
    ``HTTPBadRequest`` where the query makes no sense.
    """
    call, rate_hz = _asked_for(request)
    settings = settings or BrowserSettings()
    socket = web.WebSocketResponse(
        heartbeat=settings.heartbeat_seconds,
        max_msg_size=settings.frame_bytes,
        timeout=settings.goodbye_seconds,
        compress=False,  # Sound does not get smaller by it, only later.
    )
    if not socket.can_prepare(request).ok:
        raise web.HTTPBadRequest
    await socket.prepare(request)
    transport = BrowserTransport(socket, request.transport, call, rate_hz, settings)
    reading = asyncio.create_task(transport.read())
    code = WSCloseCode.OK
    try:
        await start_call(transport)
    except Exception as error:
        # Only its name: what it says may hold what the citizen said.
        _log.error("A call from a browser failed: %s", type(error).__name__)
        code = WSCloseCode.INTERNAL_ERROR
    finally:
        await transport.hang_up(code)
        reading.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await reading
    return socket


class BrowserTransport:
    """One page's line: a ``voice.transports.protocol.Transport``."""

    def __init__(
        self,
        socket: web.WebSocketResponse,
        wire: asyncio.Transport | None,
        call: str,
        rate_hz: int,
        settings: BrowserSettings,
    ) -> None:
        self.call = call
        self.rate_hz = rate_hz
        self.mode: Mode = "free"
        """How the citizen talks."""
        self._socket = socket
        self._wire = wire
        self._settings = settings
        self._inbox = Inbox(
            rate_hz,
            settings.ahead_ms,
            settings.waiting_ms,
            settings.others_at_once,
            settings.others_per_second,
        )
        if wire is not None:
            # Writing must never wait: whoever takes nothing is let go before this is reached.
            wire.set_write_buffer_limits(high=2 * settings.stuck_bytes + settings.frame_bytes)
        self._unsent_bytes = int(settings.unsent_ms * rate_hz * 2 / 1000)
        self._sent = 0
        self._got: int | None = None

    def incoming(self) -> AsyncIterator[Incoming]:
        """Yield what comes from the page; ends after ``Gone``."""
        return self._inbox.events()

    async def send(self, frame: bytes) -> None:
        """Send 20 ms of sound, or drop it where earlier sound has not got through yet."""
        if self._unsent() > self._unsent_bytes or self._unheard_ms() > self._settings.unheard_ms:
            return
        with contextlib.suppress(ConnectionError, RuntimeError):
            await self._socket.send_bytes(frame)
            self._sent += 1

    async def show(self, caption: dict[str, Any]) -> None:
        """Show a caption, part or state. A page that takes nothing any more is let go."""
        if self._unsent() > self._settings.stuck_bytes:
            self._cut()
            return
        with contextlib.suppress(ConnectionError, RuntimeError):
            await self._socket.send_str(json.dumps(caption, ensure_ascii=False))

    async def hang_up(self, code: int = WSCloseCode.OK) -> None:
        """Close the socket. Harmless when it is closed."""
        self._inbox.gone(Gone("hung_up"))
        with contextlib.suppress(ConnectionError, RuntimeError):
            await self._socket.close(code=code)

    async def read(self) -> None:
        """Take in frames until the page is gone."""
        clock = asyncio.get_running_loop().time
        gone: Gone | None = None
        try:
            while gone is None:
                message = await self._socket.receive()
                if message.type is WSMsgType.BINARY:
                    if len(message.data) <= self._settings.sound_bytes:
                        self._inbox.sound(message.data, clock())
                elif message.type is WSMsgType.TEXT:
                    gone = self._take(message.data, clock())
                else:
                    gone = _gone(message)
        finally:
            self._inbox.gone(gone or Gone("error"))

    def _take(self, text: str, now_seconds: float) -> Gone | None:
        """Take one text frame; return ``Gone`` where the citizen hangs up."""
        match read_page_frame(text, self._settings.text_chars):
            case Bye():
                return Gone("hung_up")
            case Got(frames):
                # A page cannot have got more than was sent, and claiming it would buy it nothing but delay.
                self._got = max(self._got or 0, min(frames, self._sent))
            case ModeChosen(mode):
                self.mode = mode
                if mode == "free":
                    self._inbox.event(Talk(held=False), now_seconds)
            case None:
                pass
            case event:
                self._inbox.event(event, now_seconds)
        return None

    def _unsent(self) -> int:
        return self._wire.get_write_buffer_size() if self._wire is not None else 0

    def _unheard_ms(self) -> float:
        return 0.0 if self._got is None else (self._sent - self._got) * FRAME_MS

    def _cut(self) -> None:
        self._inbox.gone(Gone("lost"))
        if self._wire is not None:
            self._wire.abort()


def _asked_for(request: web.Request) -> tuple[str, int]:
    rate = request.query.get("rate", "16000")
    try:
        call = str(uuid.UUID(request.query.get("call", "")))
    except ValueError:
        raise web.HTTPBadRequest(text="call is not a UUID") from None
    if rate not in ("8000", "16000"):
        raise web.HTTPBadRequest(text="rate is 8000 or 16000")
    return call, int(rate)


def _gone(message: WSMessage) -> Gone:
    """Return how the page went, by the last message of its socket."""
    if message.type is WSMsgType.CLOSE:
        clean = message.data in (WSCloseCode.OK, WSCloseCode.GOING_AWAY)
        return Gone("hung_up" if clean else "lost")
    return Gone("error" if message.type is WSMsgType.ERROR else "lost")
