"""A running stub service on a free port, with the clock standing at a Monday morning."""

from collections.abc import AsyncIterator, Callable
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from actions.fagsystemer.stubs.app import SINK, create_app

MONDAY = "2026-11-23T08:30"

Answer = tuple[int, Any]


class Service:
    """A client that returns ``(status, JSON)`` and gives every write a key of its own."""

    def __init__(self, client: TestClient[web.Request, web.Application]) -> None:
        self.client = client
        self._keys = count(1)

    @property
    def smtp_port(self) -> int:
        app = self.client.app
        assert app is not None
        return app[SINK].port

    async def get(self, path: str, **query: str) -> Answer:
        async with self.client.get(path, params=query) as response:
            return response.status, await response.json()

    async def read(self, path: str, **query: str) -> Any:
        """Return what a read that must succeed answers."""
        status, answer = await self.get(path, **query)
        assert status == 200, answer
        return answer

    async def post(self, path: str, body: Any = None, key: str | None = None) -> Answer:
        return await self._write("POST", path, body, key)

    async def put(self, path: str, body: Any = None, key: str | None = None) -> Answer:
        return await self._write("PUT", path, body, key)

    async def _write(self, method: str, path: str, body: Any, key: str | None) -> Answer:
        headers = {"Idempotency-Key": key or f"key-{next(self._keys)}"}
        async with self.client.request(method, path, json=body or {}, headers=headers) as response:
            return response.status, await response.json()

    async def fault(self, system: str, mode: str, **more: int) -> None:
        status, answer = await self.put(f"/_faults/{system}", {"mode": mode, **more})
        assert status == 200, answer

    async def seed(self, citizen: str, **records: Any) -> Answer:
        return await self.put("/_seed", {"citizen": citizen, **records})


SetClock = Callable[[str], None]
Start = Callable[[], Any]


@pytest.fixture
def set_clock(monkeypatch: pytest.MonkeyPatch) -> SetClock:
    def put(moment: str) -> None:
        monkeypatch.setenv("INDGANG_NOW", moment)

    put(MONDAY)
    return put


@pytest.fixture
async def start(tmp_path: Path, set_clock: SetClock) -> AsyncIterator[Start]:
    """Start the service on the test's one folder; what was started is stopped at the end."""
    running: list[TestClient[web.Request, web.Application]] = []

    async def begin() -> Service:
        client = TestClient(TestServer(create_app(tmp_path)))
        await client.start_server()
        running.append(client)
        return Service(client)

    yield begin
    for client in running:
        await client.close()


@pytest.fixture
async def service(start: Start) -> Service:
    running: Service = await start()
    return running
