"""Waiting for something, but not for ever."""

import asyncio
from collections.abc import Awaitable
from typing import TypeVar

Result = TypeVar("Result")


async def within(seconds: float, work: Awaitable[Result]) -> Result:
    """Return what the work comes to; what is not done in time is stopped. Raises ``asyncio.TimeoutError``.

    For tasks that somebody stops and waits for: ``asyncio.wait_for`` of Python 3.10 forgets that its caller
    was cancelled where the work ends in the same moment (bpo-37658, bpo-42130), and the task runs on.
    """
    doing = asyncio.ensure_future(work)
    late = False
    try:
        await asyncio.wait({doing}, timeout=seconds)
        late = not doing.done()
    finally:
        if not doing.done():
            doing.cancel()
            await asyncio.wait({doing})
        if not doing.cancelled():
            doing.exception()  # Whoever was cancelled meanwhile does not ask for it.
    if late and doing.cancelled():
        raise asyncio.TimeoutError
    return doing.result()
