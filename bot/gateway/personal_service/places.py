"""Tells how the queues stand after changes: once for many of them, and each citizen only what is news."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from bot.conversation.models import JsonObject
from bot.gateway.live import LiveConversation, LiveConversations
from bot.gateway.logs import log_event
from bot.gateway.personal_service.board import Board
from bot.gateway.personal_service.models import Case

Standing = tuple[int | None, int | None, bool, bool]
"""Place, minutes, whether the queue is open, whether somebody sits there."""


class Places:
    """With hundreds in a queue every take moves all of them: what happens during a round is one round more.

    ::

        changed ──▶ waits ──round──▶ desk: the queues; each citizen whose place is another
                      ▲                │
                      └── changed ─────┘
    """

    def __init__(
        self,
        board: Board,
        lives: LiveConversations,
        tell_desk: Callable[[JsonObject], None],
        tell_standing: Callable[[LiveConversation], Awaitable[None]],
    ) -> None:
        self._board = board
        self._lives = lives
        self._tell_desk = tell_desk
        self._tell_standing = tell_standing
        self._changed: set[str] = set()
        self._wake = asyncio.Event()
        self._told: dict[str, Standing] = {}
        self._open: dict[str, bool] = {}
        self._away: set[str] = set()

    def changed(self, queues: set[str]) -> None:
        """Someone has come, gone or begun work there."""
        self._changed |= queues
        self._wake.set()

    async def run(self) -> None:
        """Tell until cancelled."""
        while True:
            await self._wake.wait()
            self._wake.clear()
            try:
                await self.tell()
            except Exception as error:
                log_event("places_not_told", level=logging.ERROR, error=error)

    def look(self) -> None:
        """Notice what time alone has changed: a queue opens or closes, an employee has been away for long."""
        hours = {queue: self._board.queues.is_open(queue) for queue in self._board.queues.ids()}
        turned = {queue for queue, is_open in hours.items() if self._open.get(queue, is_open) != is_open}
        self._open = hours
        if turned:
            self.changed(turned)
        away = {case.id for case in self._board.all() if self._board.is_away(case)}
        for case_id in away ^ self._away:
            if (case := self._board.get(case_id)) is not None:
                self._tell_desk({"type": "case", "case": self._board.case_json(case)})
        self._away = away

    async def tell(self) -> None:
        """Tell what has changed since the last round."""
        queues, self._changed = self._changed, set()
        self._tell_desk({"type": "queues", "queues": self._board.queues_json()})
        for queue in queues:
            open_now, staffed = self._board.queues.is_open(queue), self._board.staff(queue) > 0
            for case, place, minutes in self._board.places(queue):
                await self._tell(case, (place, minutes, open_now, staffed))
        gone = [
            case for case in self._told if (known := self._board.get(case)) is None or not known.is_waiting
        ]
        for case_id in gone:
            del self._told[case_id]

    async def _tell(self, case: Case, standing: Standing) -> None:
        live = self._lives.present(case.conversation)
        if live is None:
            # Whoever comes back is told everything first, and what was told before counts no more.
            self._told.pop(case.id, None)
        elif self._told.get(case.id) != standing:
            self._told[case.id] = standing
            await self._tell_standing(live)
