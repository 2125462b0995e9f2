"""Fixtures for tests of the adapters."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer

from actions.fagsystemer import Fagsystemer, FagsystemSettings, connect
from actions.fagsystemer.stubs.app import SINK, create_app
from tests.actions.fagsystemer.scripted import Scripted, Step

PATIENT = FagsystemSettings(retry_wait_seconds=0)
"""Waits long enough for a busy machine, and repeats at once."""

HASTY = replace(PATIENT, timeout_seconds=0.1)
"""For tests in which the answer never comes."""

Stage = Callable[..., Awaitable[tuple[Scripted, Fagsystemer]]]


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    """Give a function that starts a scripted server and connects to it: `await stage(step, step, …)`."""
    async with AsyncExitStack() as stack:

        async def start(*script: Step, settings: FagsystemSettings = PATIENT) -> tuple[Scripted, Fagsystemer]:
            server = await stack.enter_async_context(Scripted(*script))
            fagsystemer = connect(replace(settings, url=server.url))
            stack.push_async_callback(fagsystemer.close)
            return server, fagsystemer

        yield start


class Stubs:
    """The stubs on free ports of this machine."""

    def __init__(self, client: TestClient, smtp_port: int) -> None:  # type: ignore[type-arg]
        self.client = client
        self._smtp_port = smtp_port

    def settings(self, of: FagsystemSettings = PATIENT) -> FagsystemSettings:
        """Return settings that lead here."""
        return replace(of, url=str(self.client.make_url("")).rstrip("/"), smtp_port=self._smtp_port)

    async def look(self, path: str) -> Any:
        """Read as a test reads: through every fault."""
        return await (await self.client.get(path, headers={"X-Test-Read": "1"})).json()

    async def break_(self, system: str, mode: str, ms: int | None = None) -> None:
        """Break a system, or heal it with `none`."""
        body = {"mode": mode} if ms is None else {"mode": mode, "ms": ms}
        assert (await self.client.put(f"/_faults/{system}", json=body)).status == 200


@pytest.fixture
def set_clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Give a function that sets the clock; it stands at half past eight on Monday 23 November 2026."""

    def set_to(moment: str) -> None:
        monkeypatch.setenv("INDGANG_NOW", moment)

    set_to("2026-11-23T08:30")
    return set_to


@pytest.fixture
async def stubs(tmp_path: Path, set_clock: Callable[[str], None]) -> AsyncIterator[Stubs]:
    """Run the stubs with their seed and no faults."""
    app = create_app(tmp_path)
    async with TestClient(TestServer(app)) as client:
        yield Stubs(client, app[SINK].port)
