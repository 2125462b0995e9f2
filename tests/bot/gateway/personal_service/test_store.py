"""The store of personal service, when whoever uses it is stopped in the middle."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.conversation.store import ConversationStore
from bot.gateway.personal_service.store import ServiceStore


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[ServiceStore]:
    path = tmp_path / "conversations.sqlite3"
    conversations, store = ConversationStore(path), ServiceStore(path)
    await conversations.open()
    await store.open()
    yield store
    await store.close()
    await conversations.close()


async def test_stopped_at_any_moment_a_transaction_stops_and_leaves_none_open(store: ServiceStore) -> None:
    async def change() -> None:
        async with store.transaction():
            await asyncio.sleep(0)

    ends = set()
    # Further turns of the loop before each stop: the database's thread is met before, in and after its work.
    for turns in [*range(40)] * 8:
        changing = asyncio.create_task(change())
        for _ in range(turns):
            await asyncio.sleep(0)
        changing.cancel()
        ends |= {type(end) for end in await asyncio.gather(changing, return_exceptions=True)}
    assert ends <= {asyncio.CancelledError, type(None)}
    assert asyncio.CancelledError in ends
    await asyncio.wait_for(change(), 5)


async def test_a_transaction_that_cannot_be_undone_ends_with_what_ended_it(store: ServiceStore) -> None:
    async def change() -> None:
        async with store.transaction():
            await store.close()
            await asyncio.Event().wait()

    changing = asyncio.create_task(change())
    await asyncio.wait({changing}, timeout=0.2)
    changing.cancel()
    await asyncio.gather(changing, return_exceptions=True)
    assert changing.cancelled()
