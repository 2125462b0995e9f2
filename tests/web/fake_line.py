"""The voice line as the page meets it on ``/ws/voice``: records what is heard and told, speaks on demand."""

import asyncio
import json
from array import array
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

FRAME_SAMPLES = 320
"""20 ms at 16 kHz."""


@dataclass
class Call:
    """One talk."""

    socket: web.WebSocketResponse
    hello: dict[str, Any]
    told: list[dict[str, Any]] = field(default_factory=list)
    """Text frames after hello, without the counts of frames that have come."""
    got: int = 0
    """How many frames the page says that it has got."""
    pcm: "array[int]" = field(default_factory=lambda: array("h"))
    """Everything that was heard, silence included."""
    frame_bytes: set[int] = field(default_factory=set)
    closed: asyncio.Event = field(default_factory=asyncio.Event)

    async def say(self, **frame: Any) -> None:
        await self.socket.send_json(frame)

    async def state(self, state: str) -> None:
        await self.say(type="state", state=state)

    async def caption(self, who: str, text: str, *, final: bool = False, number: int = 1) -> None:
        await self.say(type="caption", who=who, text=text, final=final, id=number)

    async def speak(self, pcm: "array[int]") -> None:
        """Send sound, 20 ms each 20 ms."""
        for start in range(0, len(pcm), FRAME_SAMPLES):
            await self.socket.send_bytes(pcm[start : start + FRAME_SAMPLES].tobytes())
            await asyncio.sleep(0.02)

    def loudest(self) -> int:
        """The largest sample heard so far, and forget what was heard."""
        heard, self.pcm = self.pcm, array("h")
        return max((abs(sample) for sample in heard), default=0)

    async def until(self, holds: Callable[[], bool]) -> None:
        """Wait until something holds of what has come."""

        async def wait() -> None:
            while not holds():
                await asyncio.sleep(0.01)

        await asyncio.wait_for(wait(), 15)


class FakeLine:
    """Answers ``/ws/voice``. Change the switches while it runs."""

    def __init__(self, knows: Callable[[dict[str, Any]], bool]) -> None:
        self._knows = knows
        self.calls: list[Call] = []
        self.running = True
        self.came = asyncio.Event()

    async def call(self) -> Call:
        """Wait for the newest talk."""
        await asyncio.wait_for(self.came.wait(), 15)
        return self.calls[-1]

    async def serve(self, request: web.Request) -> web.StreamResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        hello = json.loads((await socket.receive()).data)
        if not self._knows(hello):
            await _refuse(socket, "conversation_not_found", "Samtalen findes ikke.", 4401)
            return socket
        if not self.running:
            await _refuse(socket, "voice_unavailable", "Talelinjen er lukket lige nu. Skriv i stedet.", 1013)
            return socket
        call = Call(socket, hello)
        self.calls.append(call)
        self.came.set()
        await socket.send_json({"type": "welcome", "call": "c", "rate": 16000})
        await call.state("greeting")
        async for message in socket:
            if message.type is WSMsgType.BINARY:
                call.frame_bytes.add(len(message.data))
                call.pcm.frombytes(message.data)
            elif message.type is WSMsgType.TEXT:
                frame = json.loads(message.data)
                if frame["type"] == "got":
                    call.got = frame["frames"]
                else:
                    call.told.append(frame)
        call.closed.set()
        return socket


async def _refuse(socket: web.WebSocketResponse, code: str, text: str, close: int) -> None:
    await socket.send_json({"type": "error", "code": code, "text": text})
    await socket.close(code=close)
