"""Waiting for something, but not for ever: what comes of it, and that a stop is never lost."""

import asyncio

import pytest

from voice.patience import within


async def test_what_is_done_in_time_is_returned() -> None:
    async def work() -> str:
        await asyncio.sleep(0)
        return "done"

    assert await within(5.0, work()) == "done"


async def test_what_is_not_done_in_time_is_stopped_and_said() -> None:
    stopped = asyncio.Event()

    async def work() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            stopped.set()

    with pytest.raises(asyncio.TimeoutError):
        await within(0.001, work())
    assert stopped.is_set()


async def test_what_goes_wrong_is_raised() -> None:
    async def work() -> None:
        raise LookupError

    with pytest.raises(LookupError):
        await within(5.0, work())


@pytest.mark.parametrize("turns", range(6))
async def test_stopped_in_any_moment_it_stops_and_so_does_the_work(turns: int) -> None:
    something = asyncio.Event()
    work = asyncio.ensure_future(something.wait())
    waiting = asyncio.create_task(within(5.0, work))
    for _ in range(3):
        await asyncio.sleep(0)
    something.set()
    for _ in range(turns):
        await asyncio.sleep(0)
    was_done = waiting.done()
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    assert waiting.cancelled() != was_done
    assert work.done()
