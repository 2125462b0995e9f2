"""What goes out to one caller: sound that may be lost, captions that come in order, each at its own pace.

The clock never waits. A line that cannot take a frame in time loses the oldest one, so what is heard stays in
time; a screen that is slow never holds up the sound.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from typing import Any

from voice.line.logs import call_name, log_error
from voice.transports.protocol import Transport

_FRAMES = 3
_CAPTIONS = 200


class Outbox:
    """One call's outbox."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport
        self._frames: deque[bytes] = deque()
        self._captions: deque[dict[str, Any]] = deque()
        self._new_frame, self._new_caption = asyncio.Event(), asyncio.Event()
        self.dropped = 0
        """Frames that the line could not take."""

    def sound(self, frame: bytes) -> None:
        """Send a frame as soon as the line takes it."""
        if len(self._frames) >= _FRAMES:
            self._frames.popleft()
            self.dropped += 1
        self._frames.append(frame)
        self._new_frame.set()

    def show(self, caption: dict[str, Any]) -> None:
        """Show a caption after those before it."""
        if len(self._captions) >= _CAPTIONS:
            self._captions.popleft()
        self._captions.append(caption)
        self._new_caption.set()

    async def send_sound(self) -> None:
        """Send frames until cancelled."""
        while True:
            while self._frames:
                await self._guarded(self._transport.send, self._frames.popleft())
            self._new_frame.clear()
            await self._new_frame.wait()

    async def send_captions(self) -> None:
        """Show captions until cancelled."""
        while True:
            while self._captions:
                await self._guarded(self._transport.show, self._captions.popleft())
            self._new_caption.clear()
            await self._new_caption.wait()

    async def _guarded(self, send: Callable[[Any], Any], what: Any) -> None:
        try:
            await send(what)
        except Exception as error:
            # The transport tells that the caller is gone; until then there is nobody to tell.
            log_error("not_sent", error, call=call_name(self._transport.call))
