"""A scripted Rasa on loopback: answers turns with lines of JSON, or with trouble."""

import asyncio
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer

from tests.ports import kept_port

Json = dict[str, Any]


@dataclass(frozen=True)
class Raw:
    """Bytes sent as they are, in place of a line of JSON."""

    data: bytes


@dataclass(frozen=True)
class Wait:
    """Nothing more is sent until the event is set."""

    until: asyncio.Event


class HangUp:
    """The connection is cut."""


@dataclass(frozen=True)
class Refuse:
    """An HTTP status in place of a stream; only as the first step."""

    status: int


Step = Json | Raw | Wait | HangUp | Refuse
Script = Callable[[Json], Iterable[Step]]


def part(text: str, **more: Any) -> Json:
    """Return the line of a text part."""
    return {"part": {"type": "text", "text": text, **more}}


def done(**changes: Any) -> Json:
    """Return the line that ends a turn."""
    return {"done": {"errands": [], "expects": None, "state": "bot", "language": "da", **changes}}


def echo(turn: Json) -> list[Step]:
    """Say what came in, and be done."""
    return [part(f"Svar på: {turn.get('text') or turn.get('event')}"), done()]


class FakeRasa:
    """One Rasa for one test. Set ``script`` to a function from the request to the steps of the answer."""

    def __init__(self) -> None:
        self.script: Script = echo
        self.turns: list[Json] = []
        """Every request body, in the order of arrival."""
        self.most_at_once = 0
        """The most turns of one conversation that were under way together."""
        self._under_way: dict[str, int] = {}
        self._server: TestServer | None = None

    @property
    def texts(self) -> list[str]:
        """The citizen's messages, in the order of arrival."""
        return [turn["text"] for turn in self.turns if "text" in turn]

    @property
    def events(self) -> list[str]:
        """The events told, in order."""
        return [turn["event"] for turn in self.turns if "event" in turn]

    async def start(self, port: int | None = None) -> str:
        """Listen, on a port of our own if none is given; return the address."""
        app = web.Application()
        app.router.add_get("/", self._ready)
        app.router.add_post("/webhooks/indgang/turn", self._turn)
        self._server = TestServer(app, port=kept_port() if port is None else port)
        await self._server.start_server()
        return str(self._server.make_url("")).rstrip("/")

    async def stop(self) -> None:
        """Stop listening, dropping what is under way."""
        if self._server is not None:
            await self._server.close()
            self._server = None

    async def _ready(self, _: web.Request) -> web.Response:
        return web.Response(text="Hello from Rasa")

    async def _turn(self, request: web.Request) -> web.StreamResponse:
        turn = await request.json()
        self.turns.append(turn)
        sender = turn["sender"]
        self._under_way[sender] = self._under_way.get(sender, 0) + 1
        self.most_at_once = max(self.most_at_once, self._under_way[sender])
        try:
            return await self._play(request, list(self.script(turn)))
        finally:
            self._under_way[sender] -= 1

    async def _play(self, request: web.Request, steps: list[Step]) -> web.StreamResponse:
        if steps and isinstance(steps[0], Refuse):
            return web.Response(status=steps[0].status, text="Traceback (most recent call last)")
        response = web.StreamResponse(headers={"Content-Type": "application/x-ndjson"})
        await response.prepare(request)
        for step in steps:
            if isinstance(step, HangUp):
                if request.transport is not None:
                    request.transport.abort()
                break
            if isinstance(step, Wait):
                await step.until.wait()
            elif isinstance(step, Raw):
                await response.write(step.data)
            elif isinstance(step, dict):
                await response.write(json.dumps(step).encode() + b"\n")
        return response
