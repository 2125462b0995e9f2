"""Rasa is ready when it has answered: its first turn is some ten times slower than the next ones.

``GET /webhooks/indgang_ready/`` answers 503 until a conversation that nobody has was held and forgotten, then
200. It runs in Rasa's process, beside the real channel, and asks nothing that could be an act. The action
server must be there: what is slow the first time is on both sides.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import aiohttp
from rasa.core.channels.channel import InputChannel, UserMessage
from rasa.core.tracker_store import TrackerStore
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.rasa.channel import PartStream
from bot.supervisor.settings import house_settings_from_env

logger = logging.getLogger(__name__)

NAME = "indgang_ready"
SENDER = "warm-up"
"""A conversation's id is random; no citizen has this one."""
_CHANNEL = "indgang"
"""What the turns claim to come by, so that the same code answers them."""

OnNewMessage = Callable[[UserMessage], Awaitable[Any]]


@dataclass(frozen=True)
class WarmUpSettings:
    """What is asked, and how long it is tried."""

    sentences: tuple[str, ...] = (
        "Hvornår har Borgerservice åbent?",
        "Hvordan fornyer jeg mit pas, og hvor afleverer jeg gammel maling?",
        "Hvornår bliver mit affald hentet?",
    )
    """Questions about several subjects; none of them is an order, or calls a person."""
    channels: tuple[str, ...] = ("voice", "chat")
    """Each sentence is asked by each of them."""
    patience_seconds: float = 30.0
    """A Rasa that cannot be warmed by then is ready all the same: a slow first turn is no fault."""


class WarmUp:
    """Holds the conversation once. ``ready`` is asked again and again; time in seconds is passed in."""

    def __init__(self, settings: WarmUpSettings | None = None) -> None:
        self._settings = settings or WarmUpSettings()
        self._began: float | None = None
        self._trying: asyncio.Task[bool] | None = None
        self._warm = False

    def ready(self, try_once: Callable[[], Awaitable[bool]], now: float) -> bool:
        """Return whether turns are quick by now; starts the next try where none is under way."""
        if self._warm:
            return True
        self._began = now if self._began is None else self._began
        if self._trying is not None and self._trying.done():
            self._warm, self._trying = self._trying.result(), None
        if now - self._began >= self._settings.patience_seconds:
            self._warm = True
        if not self._warm and self._trying is None:
            self._trying = asyncio.ensure_future(self._safely(try_once))
        return self._warm

    async def _safely(self, try_once: Callable[[], Awaitable[bool]]) -> bool:
        try:
            return await try_once()
        except Exception as error:
            logger.warning("not warmed up: %s", type(error).__name__)
            return False

    async def converse(self, on_new_message: OnNewMessage, trackers: TrackerStore) -> bool:
        """Hold the conversation, and forget it whatever comes of it; return whether all was answered."""
        answered = True
        # Before anything is said: what cannot be forgotten must not be held.
        await _forgotten(trackers)
        try:
            for channel in self._settings.channels:
                for text in self._settings.sentences:
                    answered = await self._turn(on_new_message, text, channel) and answered
                await _forgotten(trackers)
        finally:
            await _forgotten(trackers)
        return answered

    async def _turn(self, on_new_message: OnNewMessage, text: str, channel: str) -> bool:
        said = PartStream()
        told: dict[str, Any] = {
            "citizen": None,
            "channel": channel,
            "language": "da",
            "state": "bot",
            "topics_off": [],
        }
        await on_new_message(
            UserMessage(text, output_channel=said, sender_id=SENDER, input_channel=_CHANNEL, metadata=told)
        )
        return said.said > 0


class WarmChannel(InputChannel):  # type: ignore[misc]
    """No conversations come in here but the one that nobody has."""

    def __init__(self, actions_health: str | None = None) -> None:
        """``actions_health``: answers below 400 once the action server is there; None: the house's own."""
        self._actions_health = actions_health or house_settings_from_env().url("actions") + "/health"

    @classmethod
    def name(cls) -> str:
        return NAME

    def blueprint(self, on_new_message: OnNewMessage) -> Blueprint:
        """Serve the one route."""
        routes = Blueprint(NAME, type(self).__name__)
        warm_up = WarmUp()

        @routes.get("/")  # type: ignore[untyped-decorator]
        async def ready(request: Request) -> HTTPResponse:
            agent = request.app.ctx.agent

            async def try_once() -> bool:
                if agent is None or not agent.is_ready() or not await self._actions_answer():
                    return False
                return await warm_up.converse(on_new_message, agent.tracker_store)

            is_ready = warm_up.ready(try_once, time.monotonic())
            return response.json({"ready": is_ready}, status=200 if is_ready else 503)

        return routes

    async def _actions_answer(self) -> bool:
        try:
            limit = aiohttp.ClientTimeout(1.0)
            async with (
                aiohttp.ClientSession(timeout=limit) as session,
                session.get(self._actions_health) as answer,
            ):
                return answer.status < 400
        except (aiohttp.ClientError, OSError, asyncio.TimeoutError):
            return False


async def _forgotten(trackers: TrackerStore) -> None:
    # Rasa wraps the store in one that guards against failures and passes on little.
    await getattr(trackers, "_tracker_store", trackers).delete(SENDER)
