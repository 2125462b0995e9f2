"""Fixtures for tests of the adapters."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import replace

import pytest

from actions.fagsystemer import Fagsystemer, FagsystemSettings, connect
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
