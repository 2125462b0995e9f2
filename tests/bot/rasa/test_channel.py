"""The turn protocol: what may come in, what a slash is worth, and that a message is handled once."""

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rasa.core.channels.channel import UserMessage
from rasa.core.tracker_store import InMemoryTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, BotUttered, UserUttered

from actions.dialogue.agenda import Agenda
from bot.rasa.channel import OneTurnAtATime, PartStream, harmless, read_turn, summary_of


@given(st.text(max_size=200))
def test_no_text_can_become_a_command(text):
    assert not harmless(text).strip().startswith("/")
    assert harmless(text)


@pytest.mark.parametrize("text", ["/restart", "  //restart", "\n/ /restart", "\u00a0/restart"])
def test_a_command_is_left_as_its_words(text):
    assert harmless(text) == "restart"


@pytest.mark.parametrize(
    "body",
    [
        None, [], "hej", {}, {"sender": ""}, {"sender": 7, "text": "hej"}, {"sender": "a"},
        {"sender": "a", "text": 7}, {"sender": "a", "event": "restart"},
        {"sender": "a", "text": "x", "metadata": 3}, {"sender": "a", "text": "x", "message_id": 5},
        {"sender": "a", "event": "login_failed", "reason": '"}{"x'},
    ],
)  # fmt: skip
def test_a_turn_of_another_shape_is_refused(body):
    with pytest.raises(ValueError, match=r"."):
        read_turn(body)


def test_only_an_event_becomes_a_command():
    assert read_turn({"sender": "a", "event": "login_done"}).text == "/event_login_done"
    assert read_turn({"sender": "a", "text": "/event_login_done"}).text == "event_login_done"


def test_nobody_there_is_an_event_and_what_a_citizen_writes_never_is():
    assert read_turn({"sender": "a", "event": "person_missing"}).text == "/event_person_missing"
    assert read_turn({"sender": "a", "text": "/event_person_missing"}).text == "event_person_missing"


def test_a_turn_without_a_person_tells_nothing_of_one():
    assert set(summary_of(Agenda())) == {"errands", "expects", "state", "language"}


def test_the_packet_and_the_verdict_are_told_every_turn_the_rest_once():
    agenda = Agenda(handed_over=True, handover={"id": "h-1"}, feedback={"n": 1, "useful": True})
    agenda.call_back = {
        "id": "c-1",
        "receipt": "K-1",
        "queue": "affald",
        "ends_with": "01",
        "handover": "h-1",
    }
    agenda.news = ["withdrawn", "call_back"]
    told = summary_of(agenda)
    assert told["withdrawn"] is True
    assert told["call_back"] == {"id": "c-1", "receipt": "K-1", "queue": "affald"}
    agenda.heed("bot")
    told = summary_of(agenda)
    assert {"withdrawn", "call_back"} & set(told) == set()
    assert (told["handover"], told["feedback"]) == ({"id": "h-1"}, {"n": 1, "useful": True})
    assert told["state"] == "bot"


@pytest.mark.parametrize(
    ("state", "before", "after"),
    [("bot", True, False), ("waiting_for_person", False, True), (None, True, True), (None, False, False),
     ("with_person", True, True)],
)  # fmt: skip
def test_the_gateway_knows_whether_the_citizen_waits(state, before, after):
    agenda = Agenda(handed_over=before)
    assert agenda.has_to_heed(state) is (before is not after)
    agenda.heed(state)
    assert agenda.handed_over is after


class Rasa:
    """Stands where Rasa stands: stores what was said, as the processor does."""

    def __init__(self):
        self.trackers = InMemoryTrackerStore(Domain.empty())
        self.handled = []
        self.at_once = 0

    async def on_new_message(self, message):
        self.at_once += 1
        assert self.at_once == 1, "two turns of one conversation at once"
        await asyncio.sleep(0)
        tracker = await self.trackers.get_or_create_tracker(message.sender_id)
        tracker.update(UserUttered(message.text, message_id=message.message_id))
        await message.output_channel.send_text_message(message.sender_id, f"svar på {message.text}")
        tracker.update(BotUttered(f"svar på {message.text}"))
        tracker.update(ActionExecuted("action_listen"))
        await self.trackers.save(tracker)
        self.handled.append(message.text)
        self.at_once -= 1


async def turn(rasa, turns, text, message_id):
    stream = PartStream()
    message = UserMessage(text, stream, "borger", message_id=message_id)
    assert await turns.run(rasa.on_new_message, message, stream, rasa.trackers)
    said = [stream.queue.get_nowait() for _ in range(stream.queue.qsize())]
    assert said[-1] is None
    return [part["text"] for part in said[:-1]]


async def test_a_message_sent_again_is_answered_again_and_handled_once():
    rasa, turns = Rasa(), OneTurnAtATime()
    first = await turn(rasa, turns, "bestil bioposer", "m1")
    assert await turn(rasa, turns, "bestil bioposer", "m1") == first
    assert rasa.handled == ["bestil bioposer"]


async def test_ten_messages_at_once_are_handled_one_by_one_in_order():
    rasa, turns = Rasa(), OneTurnAtATime()
    answers = await asyncio.gather(*(turn(rasa, turns, str(n), f"m{n}") for n in range(10)))
    assert rasa.handled == [str(n) for n in range(10)]
    assert answers == [[f"svar på {n}"] for n in range(10)]


async def test_a_turn_that_breaks_ends_its_stream_and_logs_no_words(caplog):
    async def breaks(message):
        raise RuntimeError("hemmeligt: 010190-1234")

    stream, rasa = PartStream(), Rasa()
    message = UserMessage("x", stream, "borger")
    assert not await OneTurnAtATime().run(breaks, message, stream, rasa.trackers)
    assert stream.queue.get_nowait() is None
    assert "hemmeligt" not in caplog.text
