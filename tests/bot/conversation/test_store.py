"""The store: numbers without holes, one statement at a time, nothing lost by closing."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.conversation.store import ConversationStore, NewConversation

NOW = "2026-11-21T10:00:00+01:00"


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[ConversationStore]:
    store = ConversationStore(tmp_path / "state" / "conversations.sqlite3")
    await store.open()
    for name in ("a", "b"):
        await store.begin(NewConversation(name, name.encode(), b"session", True, "chat", "da", 100.0))
    yield store
    await store.close()


async def test_messages_written_at_once_get_numbers_in_order_without_holes(store: ConversationStore) -> None:
    written = await asyncio.gather(
        *(store.append(conversation, "citizen", NOW, text=str(n)) for n in range(50) for conversation in "ab")
    )
    assert sorted(message.seq for message in written[0::2]) == list(range(1, 51))
    kept = await store.messages("a")
    assert [message.seq for message in kept] == list(range(1, 51))
    assert [message.text for message in kept] == [message.text for message in written[0::2]]
    assert [message.seq for message in await store.messages("b", after=48)] == [49, 50]
    assert await store.last_seq("b") == 50


async def test_what_was_written_is_there_for_the_next_process(
    store: ConversationStore, tmp_path: Path
) -> None:
    await store.append("a", "assistant", NOW, part={"type": "text", "text": "Ja, hvad er din adresse? 😀"})
    await store.save_turn("a", [{"intent": "x", "state": "open"}], "address", "en", closed=False)
    await store.bind("a", "citizen", 200.0)
    await store.set_pending_event("a", "login_done")
    other = ConversationStore(tmp_path / "state" / "conversations.sqlite3")
    await other.open()
    found = await other.get("a")
    assert found == await store.get("a")
    assert found is not None
    assert found.errands == ({"intent": "x", "state": "open"},)
    assert (found.state, found.expects, found.language) == ("bot", "address", "en")
    assert (found.citizen, found.identity_seen, found.pending_event) == ("citizen", 200.0, "login_done")
    assert await other.messages("a") == await store.messages("a")
    await other.close()


async def test_a_conversation_that_ended_stays_ended(store: ConversationStore) -> None:
    await store.save_turn("a", [], None, "da", closed=True)
    await store.save_turn("a", [], None, "da", closed=False)
    found = await store.get("a")
    assert found is not None
    assert found.state == "closed"


@pytest.mark.parametrize(("at", "seen"), [(999.0, 999.0), (1000.0, 100.0)])
async def test_activity_keeps_a_login_fresh_but_never_wakes_a_stale_one(
    store: ConversationStore, at: float, seen: float
) -> None:
    await store.bind("a", "citizen", 100.0)
    touched = await store.touch("a", at, idle_seconds=900.0)
    assert touched is not None
    assert (touched.identity_seen, touched.last_active) == (seen, at)


async def test_a_login_ends_once(store: ConversationStore) -> None:
    await store.bind("a", "citizen", 100.0)
    assert await store.stale_logins(seen_before=99.0) == []
    assert await store.stale_logins(seen_before=100.0) == ["a"]
    assert await store.unbind("a") is True
    assert await store.unbind("a") is False
    assert await store.stale_logins(seen_before=1e9) == []


async def test_only_the_latest_try_is_the_answer(store: ConversationStore) -> None:
    asked = await store.append("a", "citizen", NOW, text="Hej", client_id="c", answer="waiting")
    first = await store.start_answer("a", asked.seq)
    await store.append("a", "assistant", NOW, part={"type": "text", "text": "Beklager"}, reply=first)
    await store.finish_answer("a", asked.seq, "unanswered")
    second = await store.start_answer("a", asked.seq)
    assert await store.interrupted() == [("a", asked.seq)]
    await store.append("a", "assistant", NOW, part={"type": "text", "text": "Hej"}, reply=second)
    await store.finish_answer("a", asked.seq, "answered")
    assert await store.parts_of_answer("a", asked.seq) == [{"type": "text", "text": "Hej"}]
    assert await store.interrupted() == []
    found = await store.message_of_client("a", "c")
    assert found is not None
    assert (found.seq, found.answer) == (asked.seq, "answered")
    assert await store.message_of_client("b", "c") is None


async def test_a_session_moves_with_all_its_conversations(store: ConversationStore) -> None:
    await store.touch("b", 300.0, 900.0)
    newest = await store.newest_of_session(b"session")
    assert newest is not None
    assert newest.id == "b"
    await store.move_session(b"session", b"other")
    assert await store.newest_of_session(b"session") is None
    for name in ("a", "b"):
        moved = await store.get(name)
        assert moved is not None
        assert moved.session_hash == b"other"


async def test_secrets_do_not_show_when_a_conversation_is_printed(store: ConversationStore) -> None:
    await store.bind("a", "7c1b7f0e", 100.0)
    shown = repr(await store.get("a"))
    assert "7c1b7f0e" not in shown
    assert "session" not in shown.replace("session_hash", "")
