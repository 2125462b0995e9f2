"""Conversations are durable, masked, and do not grow without bound."""

import sqlite3

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, BotUttered, SlotSet, UserUttered

from bot.rasa.tracker_store import FOLD_ABOVE_EVENTS, ConversationTrackerStore

DOMAIN = Domain.from_yaml(
    """
version: "3.1"
intents: [hilsen]
slots:
  agenda: {type: any, influence_conversation: false, mappings: [{type: custom}]}
actions: [action_conduct]
"""
)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "deep" / "conversations.sqlite"


@pytest.fixture
def store(path):
    return ConversationTrackerStore(DOMAIN, path=str(path))


async def says(store, text, agenda=None, sender="borger"):
    tracker = await store.get_or_create_tracker(sender)
    tracker.update(
        UserUttered(text, {"name": "hilsen"}, parse_data={"text": text, "errands": [{"text": text}]})
    )
    tracker.update(SlotSet("agenda", agenda or {"last": text}))
    tracker.update(BotUttered("hej"))
    tracker.update(ActionExecuted("action_listen"))
    await store.save(tracker)
    return tracker


async def test_a_conversation_survives_a_restart(store, path):
    tracker = await says(store, "hej", {"errands": ["bioposer"]})
    reopened = await ConversationTrackerStore(DOMAIN, path=str(path)).retrieve("borger")
    assert reopened.get_slot("agenda") == {"errands": ["bioposer"]}
    assert [event.type_name for event in reopened.events] == [event.type_name for event in tracker.events]


async def test_an_unknown_conversation_is_none(store):
    assert await store.retrieve("ingen") is None


async def test_personal_numbers_never_reach_the_file(store, path):
    await says(store, "mit cpr er 010190-1234", {"text": "010190-1234"})
    with sqlite3.connect(path) as database:
        stored = "".join(body for (body,) in database.execute("SELECT body FROM events"))
    assert "hej" in stored
    assert "010190-1234" not in stored
    assert "0101901234" not in stored


async def test_a_telephone_number_that_a_citizen_gives_never_reaches_the_file(store, path):
    tracker = await says(store, "hej")
    phone = {"entity": "phone", "value": "20000001", "text": "20 00 00 01"}
    tracker.update(UserUttered("ja, på 20 00 00 01", entities=[phone]))
    tracker.update(BotUttered("Livslinien har 70 201 201"))
    await store.save(tracker)
    with sqlite3.connect(path) as database:
        stored = "".join(body for (body,) in database.execute("SELECT body FROM events"))
    assert "20 00 00 01" not in stored
    assert "20000001" not in stored
    assert "70 201 201" in stored


async def test_only_the_owner_may_read_the_file(store, path):
    assert path.stat().st_mode & 0o077 == 0


async def test_a_long_conversation_is_folded_and_keeps_its_agenda(store, path):
    for number in range(FOLD_ABOVE_EVENTS):
        await says(store, f"besked {number}", {"number": number})
    for each in (store, ConversationTrackerStore(DOMAIN, path=str(path))):
        tracker = await each.retrieve("borger")
        assert len(tracker.events) <= FOLD_ABOVE_EVENTS + 4
        assert tracker.get_slot("agenda") == {"number": FOLD_ABOVE_EVENTS - 1}
        assert tracker.latest_message.text == f"besked {FOLD_ABOVE_EVENTS - 1}"
    await says(store, "og videre", {"number": -1})
    assert (await ConversationTrackerStore(DOMAIN, path=str(path)).retrieve("borger")).get_slot("agenda") == {
        "number": -1
    }


async def test_a_turn_that_broke_half_way_leaves_no_trace(store):
    await says(store, "hej")
    broken = await store.retrieve("borger")
    broken.update(UserUttered("halvt"))
    assert (await store.retrieve("borger")).latest_message.text == "hej"


async def test_a_deleted_conversation_is_gone(store):
    await says(store, "hej")
    await store.delete("borger")
    assert await store.retrieve("borger") is None
    assert await store.keys() == []
