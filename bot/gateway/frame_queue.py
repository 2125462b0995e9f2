"""Frames on their way to one socket."""

import asyncio

from bot.conversation.models import JsonObject


class FrameQueue:
    """Bounded: a page that cannot keep up is closed, comes back, and is told what it missed."""

    def __init__(self, most: int) -> None:
        self._frames: asyncio.Queue[JsonObject | None] = asyncio.Queue(most)

    def put(self, frame: JsonObject) -> None:
        """Queue a frame; with ``most`` queued already, end instead."""
        try:
            self._frames.put_nowait(frame)
        except asyncio.QueueFull:
            self.end()

    def end(self) -> None:
        """Tell the socket to close, dropping what is still queued."""
        while not self._frames.empty():
            self._frames.get_nowait()
        self._frames.put_nowait(None)

    async def next(self) -> JsonObject | None:
        """Return the next frame, or ``None`` when the socket is to close."""
        return await self._frames.get()
