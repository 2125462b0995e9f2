"""The outbox stops when it is told to, whatever comes at that moment."""

import asyncio
from pathlib import Path

import pytest

from bot.conversation.store import ConversationStore
from bot.gateway.clock import Clock
from bot.gateway.personal_service.outbox import Outbox
from bot.gateway.personal_service.store import ServiceStore
from tests.actions.fakes import fake_fagsystemer


async def test_woken_and_stopped_at_once_it_stops(tmp_path: Path) -> None:
    path = tmp_path / "conversations.sqlite3"
    conversations, store = ConversationStore(path), ServiceStore(path)
    await conversations.open()
    await store.open()
    outbox = Outbox(store, conversations, fake_fagsystemer().contact_centre, Clock())
    looked = asyncio.Event()
    due = store.due

    async def seen(at: float) -> list[tuple[int, str, str, str]]:
        looked.set()
        return await due(at)  # type: ignore[return-value]

    store.due = seen  # type: ignore[method-assign, assignment]
    running = asyncio.create_task(outbox.run())
    await looked.wait()
    while len(asyncio.all_tasks()) < 3:  # Until it waits to be woken.
        await asyncio.sleep(0)
    outbox.wake()
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asyncio.wait_for(asyncio.shield(running), 2)
    await store.close()
    await conversations.close()
