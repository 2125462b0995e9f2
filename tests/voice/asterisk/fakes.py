"""The two that the exchange talks to, without what is behind them: a voice line and a gateway."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Callable

import numpy as np
from aiohttp import web

from tests.voice.asterisk.sound import tone
from voice.asterisk.sounds import RATE_HZ, Pcm

TOKEN = "operator-of-the-tests"
_UUID, _KEY, _SOUND, _HANG_UP = 0x01, 0x03, 0x10, 0x00
_FRAME_BYTES = 320
_FRAME_SECONDS = 0.02


class Leg:
    """One connection of the exchange to the line."""

    def __init__(self, call: str, writer: asyncio.StreamWriter) -> None:
        self.call = call
        self.keys = ""
        self._writer = writer
        self._received = bytearray()
        self.over = asyncio.Event()
        self.changed = asyncio.Condition()
        self._playing: asyncio.Task[None] | None = None

    @property
    def heard(self) -> Pcm:
        return np.frombuffer(bytes(self._received[: len(self._received) // 2 * 2]), "<i2").astype(np.int16)

    def plays(self, hz: float) -> None:
        """Send a tone from now on, 20 ms at a time."""
        self._playing = asyncio.create_task(self._play(hz))

    async def hears(self, what: Callable[[Pcm], bool], seconds: float = 20.0) -> None:
        await self._until(lambda: what(self.heard), seconds, "sound")

    async def gets_keys(self, keys: str, seconds: float = 20.0) -> None:
        await self._until(lambda: self.keys == keys, seconds, f"keys {keys}, got {self.keys}")

    async def hangs_up(self) -> None:
        """Let go of the call with a word."""
        self._writer.write(bytes([_HANG_UP, 0, 0]))
        await self._writer.drain()
        self.dies()

    def dies(self) -> None:
        """Let go of the call without a word, as a process that was killed does."""
        if self._playing is not None:
            self._playing.cancel()
        self._writer.close()

    async def listen(self, reader: asyncio.StreamReader) -> None:
        try:
            while True:
                kind, payload = await _frame(reader)
                async with self.changed:
                    if kind == _SOUND:
                        self._received += payload
                    elif kind == _KEY:
                        self.keys += payload.decode()
                    self.changed.notify_all()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            self.over.set()
            self.dies()

    async def _play(self, hz: float) -> None:
        frames = tone(hz, 10.0).astype("<i2").tobytes()
        loop, number = asyncio.get_running_loop(), 0
        begun = loop.time()
        while not self.over.is_set():
            at = number * _FRAME_BYTES % len(frames)
            self._writer.write(
                bytes([_SOUND]) + _FRAME_BYTES.to_bytes(2, "big") + frames[at : at + _FRAME_BYTES]
            )
            number += 1
            await asyncio.sleep(max(0.0, begun + number * _FRAME_SECONDS - loop.time()))

    async def _until(self, true: Callable[[], bool], seconds: float, what: str) -> None:
        async with self.changed:
            try:
                await asyncio.wait_for(self.changed.wait_for(true), seconds)
            except asyncio.TimeoutError:
                heard = len(self.heard) / RATE_HZ
                raise TimeoutError(f"The line waited for {what}; {heard:.1f} s of sound came") from None


class FakeLine:
    """An AudioSocket server."""

    def __init__(self) -> None:
        self.port = 0
        self.legs: list[Leg] = []
        self._new: asyncio.Queue[Leg] = asyncio.Queue()
        self._server: asyncio.Server | None = None

    async def start(self, port: int) -> None:
        self._server = await asyncio.start_server(self._take, "127.0.0.1", port)

    async def stop(self) -> None:
        for leg in self.legs:
            leg.dies()
        if self._server is not None:
            self._server.close()
            await self._server.wait_closed()
            self._server = None

    async def next_leg(self, seconds: float = 20.0) -> Leg:
        """Return the next connection of the exchange."""
        return await asyncio.wait_for(self._new.get(), seconds)

    async def _take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        kind, payload = await _frame(reader)
        assert kind == _UUID, f"the first frame is of kind {kind}"
        leg = Leg(str(uuid.UUID(bytes=payload)), writer)
        self.legs.append(leg)
        self._new.put_nowait(leg)
        await leg.listen(reader)


async def _frame(reader: asyncio.StreamReader) -> tuple[int, bytes]:
    header = await reader.readexactly(3)
    return header[0], await reader.readexactly(int.from_bytes(header[1:], "big"))


class FakeGateway:
    """Knows who calls, and says what comes next."""

    def __init__(self) -> None:
        self.callers: dict[str, str | None] = {}
        self.refused = 0
        self.token = TOKEN
        self.next: dict[str, str] = {}
        """What comes next, by call; ``hangup`` where nothing is set."""
        self.states: dict[str, str] = {}
        """The state in the record, by call; ``closed`` where nothing is set."""
        self._told: list[tuple[str, str]] = []
        self._changed = asyncio.Condition()
        self._runner: web.AppRunner | None = None

    async def start(self, port: int) -> None:
        app = web.Application()
        app.router.add_put("/api/calls/{call}", self._announce)
        app.router.add_get("/api/calls/{call}", self._record)
        app.router.add_get("/api/calls/{call}/next", self._next)
        app.router.add_post("/api/calls/{call}/{what}", self._take_note)
        self._runner = web.AppRunner(app)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", port).start()

    async def stop(self) -> None:
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    def told(self, call: str) -> list[str]:
        """Return what the exchange has told of a call, in order."""
        return [what for about, what in self._told if about == call]

    async def is_told(self, call: str, *what: str, seconds: float = 20.0) -> None:
        """Wait until exactly this has been told of a call. Raises ``TimeoutError``."""
        async with self._changed:
            try:
                await asyncio.wait_for(self._changed.wait_for(lambda: self.told(call) == list(what)), seconds)
            except asyncio.TimeoutError:
                raise TimeoutError(f"The gateway waited for {what}, was told {self.told(call)}") from None

    def _allowed(self, request: web.Request) -> bool:
        allowed = request.headers.get("Authorization") == f"Bearer {self.token}"
        self.refused += not allowed
        return allowed

    async def _announce(self, request: web.Request) -> web.Response:
        if not self._allowed(request):
            return web.Response(status=401)
        self.callers[request.match_info["call"]] = (await request.json()).get("caller")
        return web.json_response({"state": "announced"})

    async def _record(self, request: web.Request) -> web.Response:
        if not self._allowed(request):
            return web.Response(status=401)
        state = self.states.get(request.match_info["call"], "closed")
        return web.json_response(
            {"state": state, "turns": [{"who": "citizen", "text": 'Det "siger" jeg, æøå'}]}
        )

    async def _take_note(self, request: web.Request) -> web.Response:
        if not self._allowed(request):
            return web.Response(status=401)
        async with self._changed:
            self._told.append((request.match_info["call"], request.match_info["what"]))
            self._changed.notify_all()
        return web.Response(status=204)

    async def _next(self, request: web.Request) -> web.Response:
        return web.Response(text=self.next.get(request.match_info["call"], "hangup"))
