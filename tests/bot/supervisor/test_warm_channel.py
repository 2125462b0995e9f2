"""Rasa is called ready when its slow first turn is behind, and no trace of that turn is left."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from rasa.core.channels.channel import UserMessage
from rasa.core.tracker_store import FailSafeTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import UserUttered

from bot.rasa.tracker_store import ConversationTrackerStore
from bot.supervisor.rasa_files import READY_PATH, WARM_CHANNEL
from bot.supervisor.warm_channel import SENDER, WarmChannel, WarmUp, WarmUpSettings

SETTINGS = WarmUpSettings(("Hvornår har Borgerservice åbent?",), ("voice",), patience_seconds=30.0)


class Rasa:
    """Answers every message, unless told otherwise; its store is ours, wrapped as Rasa wraps it."""

    def __init__(self, folder: Path) -> None:
        self.store = ConversationTrackerStore(Domain.empty(), path=str(folder / "conversations.sqlite"))
        self.trackers = FailSafeTrackerStore(self.store)
        self.asked: list[UserMessage] = []
        self.mute = False
        self.breaks = False

    async def hear(self, message: UserMessage) -> None:
        self.asked.append(message)
        tracker = await self.trackers.get_or_create_tracker(message.sender_id)
        tracker.update(UserUttered(message.text))
        await self.trackers.save(tracker)
        if self.breaks:
            raise RuntimeError("the action server is not there")
        if not self.mute:
            await message.output_channel.send_text_message(message.sender_id, "Kl. 8.")

    async def try_once(self, warm_up: WarmUp) -> bool:
        return await warm_up.converse(self.hear, self.trackers)


async def settle() -> None:
    for _ in range(50):
        await asyncio.sleep(0)


def test_the_path_that_the_supervisor_asks_is_the_channels() -> None:
    assert f"{WarmChannel.__module__}.{WarmChannel.__qualname__}" == WARM_CHANNEL
    assert f"/webhooks/{WarmChannel.name()}/" == READY_PATH


async def test_it_is_ready_once_a_turn_was_answered_and_nothing_of_it_is_left(tmp_path: Path) -> None:
    rasa, warm_up = Rasa(tmp_path), WarmUp(SETTINGS)
    assert not warm_up.ready(lambda: rasa.try_once(warm_up), 0.0)
    await settle()
    assert warm_up.ready(lambda: rasa.try_once(warm_up), 0.1)
    assert await rasa.store.keys() == []
    assert [message.sender_id for message in rasa.asked] == [SENDER]


@pytest.mark.parametrize("trouble", ["mute", "breaks"])
async def test_an_unanswered_turn_is_tried_again_and_leaves_no_trace(trouble: str, tmp_path: Path) -> None:
    rasa, warm_up = Rasa(tmp_path), WarmUp(SETTINGS)
    setattr(rasa, trouble, True)
    for tenth in range(3):
        assert not warm_up.ready(lambda: rasa.try_once(warm_up), tenth / 10)
        await settle()
        assert await rasa.store.keys() == []
    setattr(rasa, trouble, False)
    assert not warm_up.ready(lambda: rasa.try_once(warm_up), 0.3)
    await settle()
    assert warm_up.ready(lambda: rasa.try_once(warm_up), 0.4)


async def test_one_try_at_a_time_however_often_it_is_asked() -> None:
    warm_up, begun, go_on = WarmUp(SETTINGS), 0, asyncio.Event()

    async def slow() -> bool:
        nonlocal begun
        begun += 1
        return await go_on.wait()

    for tenth in range(50):
        assert not warm_up.ready(slow, tenth / 10)
        await asyncio.sleep(0)
    go_on.set()
    await settle()
    assert warm_up.ready(slow, 5.0)
    assert begun == 1


async def test_what_cannot_be_warmed_is_ready_after_a_while_and_stays_so() -> None:
    warm_up = WarmUp(SETTINGS)

    async def never() -> bool:
        return False

    answers: list[Any] = []
    for second in range(0, 40, 5):
        answers.append(warm_up.ready(never, float(second)))
        await settle()
    assert answers == [False] * 6 + [True] * 2
