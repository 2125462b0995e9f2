"""What the line is to be told, in order; a frame stays until a socket has sent it."""

import asyncio
from collections import deque

from bot.conversation.models import JsonObject

REPLACED = 4409
"""Close code: another socket has taken over this call."""
COME_BACK = 1012
"""Close code: the gateway restarts, or the line could not keep up (RFC 6455 registry: service restart)."""
OVER = 1000


class Outlet:
    """Frames of one call. Sockets come and go; the newest one sends."""

    def __init__(self, most: int = 1000) -> None:
        self._frames: deque[JsonObject] = deque()
        self._most = most
        self._changed = asyncio.Event()
        self._closing: int | None = None
        self.generation = 0
        """Which socket of this call is the newest, from 1."""

    def attach(self, welcome: JsonObject) -> int:
        """Begin with a new socket: ``welcome`` goes first, then what the last one did not send."""
        self.generation += 1
        self._closing = None
        self._frames.appendleft(welcome)
        self._changed.set()
        return self.generation

    def put(self, frame: JsonObject) -> None:
        """Tell the line. One that takes nothing more is closed; it will come back, or the call is over."""
        if len(self._frames) >= self._most:
            self._frames.clear()
            self.close(COME_BACK)
        self._frames.append(frame)
        self._changed.set()

    def close(self, code: int) -> None:
        """Close the socket when it has sent what is waiting."""
        self._closing = code
        self._changed.set()

    async def first(self, generation: int) -> JsonObject | int:
        """Return the next frame for the socket, or the code to close it with. Call ``sent`` after sending."""
        while True:
            if generation != self.generation:
                return REPLACED
            if self._frames:
                return self._frames[0]
            if self._closing is not None:
                return self._closing
            self._changed.clear()
            await self._changed.wait()

    def sent(self, generation: int) -> None:
        """The frame that ``first`` gave is on its way; the next socket sends a replaced one's again."""
        if generation == self.generation and self._frames:
            self._frames.popleft()
