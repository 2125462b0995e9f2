"""Puts personal service together, and keeps its time."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import partial

from actions.fagsystemer.contact_centre import ContactCentre
from bot.conversation.store import ConversationStore
from bot.gateway.beside import beside, every
from bot.gateway.clock import Clock
from bot.gateway.live import LiveConversations
from bot.gateway.personal_service.board import Board
from bot.gateway.personal_service.feedback import FeedbackBox
from bot.gateway.personal_service.outbox import Outbox
from bot.gateway.personal_service.patience import have_waited_long
from bot.gateway.personal_service.places import Places
from bot.gateway.personal_service.queues import QueueBook
from bot.gateway.personal_service.service import PersonalService
from bot.gateway.personal_service.settings import PersonalServiceSettings
from bot.gateway.personal_service.store import ServiceStore
from bot.gateway.personal_service.switches import Switches
from bot.gateway.personal_service.turn_side import TurnSide
from bot.gateway.transcript import Transcript

SayNobodyCame = Callable[[str], Awaitable[object]]
"""Has the dialogue offer the citizen something else than waiting, by conversation."""


class PersonalServiceHouse:
    """All parts of personal service in one gateway."""

    def __init__(
        self,
        settings: PersonalServiceSettings,
        conversations: ConversationStore,
        transcript: Transcript,
        lives: LiveConversations,
        queues: QueueBook,
        centre: ContactCentre,
        clock: Clock,
    ) -> None:
        self._settings = settings
        self._clock = clock
        self.store = ServiceStore(settings.database)
        self.board = Board(queues, clock.wall)
        self.service = PersonalService(
            self.store, self.board, transcript, lives, clock, settings.max_chars, settings.absent_seconds
        )
        self.switches = Switches(self.store, lives, self.board.shown)
        self.box = FeedbackBox(self.store, clock)
        self.turn_side = TurnSide(
            self.service,
            self.switches,
            self.box,
            conversations,
            transcript,
            clock,
            settings.identity_idle_seconds,
        )
        self.outbox = Outbox(self.store, conversations, centre, clock)
        self.outbox.told = self.service.contact_told
        self.service.something_to_deliver = self.outbox.wake
        # Who hears of it is set later, so it is looked up each time.
        self.places = Places(
            self.board,
            lives,
            lambda frame: self.service.tell_desk(frame),
            lambda live: self.service.tell_standing(live),
        )
        self.service.queues_changed = self.places.changed
        self.on_tick: Callable[[], Awaitable[None]] = _nothing
        """What the desk does each time; it sets it."""

    @asynccontextmanager
    async def running(self, nobody_came: SayNobodyCame) -> AsyncIterator[None]:
        """Open everything; keep the time until the block ends."""
        await self.store.open()
        await self.service.open()
        await self.switches.open()
        each_tick = partial(every, self._settings.tick_seconds, failed="personal_service_tick_failed")
        works = (
            self.outbox.run(),
            self.places.run(),
            # Each by itself: Rasa answers the offers, the contact centre has the call-backs; neither may
            # keep a banner up while it is slow.
            each_tick(self._look),
            each_tick(lambda: self._offer(nobody_came)),
            each_tick(lambda: self.on_tick()),
        )
        async with beside(*works):
            yield

    async def close(self) -> None:
        """Let go of the database, when nothing is under way any more."""
        await self.store.close()

    async def tick(self, nobody_came: SayNobodyCame) -> None:
        """Do what time asks for."""
        await self._look()
        await self._offer(nobody_came)
        await self.on_tick()

    async def _look(self) -> None:
        self.switches.expire()
        self.places.look()
        self.board.drop_old()

    async def _offer(self, nobody_came: SayNobodyCame) -> None:
        at = self._clock.wall()
        async for conversation in have_waited_long(self.store, self.board, self._settings, at):
            await nobody_came(conversation)


async def _nothing() -> None:
    return None
