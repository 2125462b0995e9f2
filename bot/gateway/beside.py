"""Work that goes on beside a block, and ends with it."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from typing import Any

from bot.gateway.logs import log_event


@contextlib.asynccontextmanager
async def beside(*works: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """Run the works until the block ends; then each is stopped, and waited for."""
    tasks = [asyncio.create_task(work) for work in works]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task


async def every(seconds: float, work: Callable[[], Awaitable[None]], failed: str) -> None:
    """Do the work again and again; a failure is logged as ``failed`` and the next time is another."""
    while True:
        await asyncio.sleep(seconds)
        try:
            await work()
        except Exception as error:
            log_event(failed, level=logging.ERROR, error=error)
