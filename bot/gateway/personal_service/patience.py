"""Who has waited so long that something else should be offered: nobody sits there, or it takes long."""

from collections.abc import AsyncIterator
from dataclasses import replace

from bot.gateway.personal_service.board import Board
from bot.gateway.personal_service.settings import PersonalServiceSettings
from bot.gateway.personal_service.store import ServiceStore


async def have_waited_long(
    store: ServiceStore, board: Board, settings: PersonalServiceSettings, at: float
) -> AsyncIterator[str]:
    """Yield the chats whose citizen should be asked, each case once for as long as it is in a queue.

    ``at``: seconds since 1970. A caller is asked by the line, and nobody while the queue is closed: then they
    were told so at once. Noted one by one, as they are asked: a restart on the way leaves the rest for the
    next round.
    """
    for case in board.all():
        queue = case.ownership.queue
        if not case.is_waiting or case.channel != "chat" or case.asked_at is not None:
            continue
        limit = settings.long_wait_seconds if board.staff(queue) else settings.missing_seconds
        if at - case.queued_at < limit or not board.queues.is_open(queue):
            continue
        async with store.transaction() as change:
            stored = await change.case(case.id)
            if stored is None or not stored.is_waiting:
                continue
            stored = replace(stored, asked_at=at)
            await change.write(stored)
        board.put(stored)
        yield stored.conversation
