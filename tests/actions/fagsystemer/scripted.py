"""A real HTTP server on loopback that answers as a test has written down, and remembers what it was asked."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer

Step = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True)
class Seen:
    """One request as the server got it."""

    method: str
    path: str
    """Path and query as they came over the wire, still quoted."""
    key: str | None
    """The idempotency key."""
    body: Any
    """The parsed JSON body; None when there was none."""


def answers(payload: Any, status: int = 200) -> Step:
    """Answer with JSON."""
    return says(json.dumps(payload).encode(), status)


def says(raw: bytes, status: int = 200) -> Step:
    """Answer with these very bytes."""

    async def step(_: web.Request) -> web.StreamResponse:
        return web.Response(body=raw, status=status, content_type="application/json")

    return step


def refuses(code: str, status: int = 409) -> Step:
    """Answer with an error as the contract writes it."""
    return answers({"error": {"code": code, "text": "Nej."}}, status)


async def drops(request: web.Request) -> web.StreamResponse:
    """Cut the connection without an answer."""
    assert request.transport is not None
    request.transport.abort()
    return web.Response()


async def redirects(_: web.Request) -> web.StreamResponse:
    """Send the caller to a login page."""
    raise web.HTTPFound("/login")


async def cuts_off(request: web.Request) -> web.StreamResponse:
    """Begin an answer and cut the connection in the middle of it."""
    response = web.StreamResponse(headers={"Content-Length": "1000"})
    await response.prepare(request)
    await response.write(b'{"receipt": ')
    assert request.transport is not None
    request.transport.abort()
    return response


class Scripted:
    """The server: each request gets the next step of the script, the last step over and over."""

    def __init__(self, *script: Step) -> None:
        self.script = list(script)
        self.seen: list[Seen] = []
        self._test_is_over = asyncio.Event()
        self._arrivals: asyncio.Queue[Seen] = asyncio.Queue()
        app = web.Application()
        app.router.add_route("*", "/{rest:.*}", self._handle)
        self._server = TestServer(app)

    async def hangs(self, _: web.Request) -> web.StreamResponse:
        """Say nothing until the test is over."""
        await self._test_is_over.wait()
        return web.Response()

    async def next_request(self) -> Seen:
        """Wait for a request that nobody has waited for."""
        return await self._arrivals.get()

    @property
    def url(self) -> str:
        """Base address, without a slash at the end."""
        return str(self._server.make_url("")).rstrip("/")

    async def __aenter__(self) -> "Scripted":
        await self._server.start_server()
        return self

    async def __aexit__(self, *_: object) -> None:
        self._test_is_over.set()
        await self._server.close()

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        raw = await request.read()
        seen = Seen(
            method=request.method,
            path=request.raw_path,
            key=request.headers.get("Idempotency-Key"),
            body=json.loads(raw) if raw else None,
        )
        self.seen.append(seen)
        self._arrivals.put_nowait(seen)
        step = self.script.pop(0) if len(self.script) > 1 else self.script[0]
        return await step(request)
