"""The line's socket: one conversation a call, parts tied to what was said, nothing lost or doubled."""

import asyncio

from bot.gateway.keys import CONVERSATIONS
from tests.bot.gateway.calls.phone import (
    AS_OPERATOR,
    CALL,
    announce,
    calls_of,
    dialogue,
    greeted,
    heard,
    pick_up,
    record,
)
from tests.bot.gateway.fake_rasa import HangUp, Wait, done, part
from tests.bot.gateway.house import House


async def test_the_greeting_says_that_it_is_a_robot_and_asks_last(house: House) -> None:
    welcome = await (await pick_up(house)).next()
    assert welcome["type"] == "welcome"
    assert (welcome["language"], welcome["identity"], welcome["resumed"]) == ("da", "none", False)
    texts = [part["text"] for part in welcome["parts"]]
    assert "robot" in texts[0]
    assert texts[-1] == "Hvad kan jeg hjælpe dig med?"


async def test_what_is_said_is_answered_under_its_id_in_the_voice_channel(house: House) -> None:
    line = await greeted(house)
    frames = await line.says("Hvad koster det?", id="u-7")
    assert frames == [
        {"type": "part", "id": "u-7", "part": {"type": "text", "text": "Svar på: Hvad koster det?"}},
        {
            "type": "done",
            "id": "u-7",
            "expects": None,
            "state": "bot",
            "language": "da",
            "choices": [],
        },
    ]
    (turn,) = house.rasa.turns
    of_the_call = ("citizen", "channel", "language", "login", "reachable", "call")
    assert [turn["metadata"][name] for name in of_the_call] == [None, "voice", "da", "none", False, CALL]
    assert CALL not in turn["sender"]


async def test_parts_come_as_they_are_made(house: House) -> None:
    go_on = asyncio.Event()
    house.rasa.script = lambda turn: [part("Først"), Wait(go_on), part("Så"), done()]
    line = await greeted(house)
    await line.send(type="say", id="1", text="Hej", confidence=1, start_ms=0, end_ms=1)
    assert heard([await line.next()]) == ["Først"]
    go_on.set()
    assert heard(await line.answer("1")) == ["Så"]


async def test_the_choices_of_the_open_question_come_with_the_answer_and_stand_for_what_they_send(
    house: House,
) -> None:
    house.rasa.script = dialogue
    line = await greeted(house)
    assert (await line.says("Hvilken dag?"))[-1]["choices"] == ["I morgen", "Torsdag"]
    await line.says("torsdag!")
    assert house.rasa.texts[-1] == "på torsdag"


async def test_a_key_chooses_by_number(house: House) -> None:
    house.rasa.script = dialogue
    line = await greeted(house)
    await line.says("Hvilken dag?")
    await line.says("1", engine="keys")
    assert house.rasa.texts[-1] == "den i morgen"


async def test_the_same_id_twice_is_one_turn(house: House) -> None:
    go_on = asyncio.Event()
    house.rasa.script = lambda turn: [part("Kun én gang"), Wait(go_on), done()]
    line = await greeted(house)
    for _ in range(2):
        await line.send(type="say", id="1", text="Bestil", confidence=1, start_ms=0, end_ms=1)
    assert heard([await line.next()]) == ["Kun én gang"]
    go_on.set()
    assert heard(await line.answer("1")) == []
    assert heard(await line.says("Bestil", id="1")) == []
    assert house.rasa.texts == ["Bestil"]
    assert len((await record(house))["turns"]) == 1


async def test_a_line_that_was_lost_goes_on_where_it_was(house: House) -> None:
    go_on = asyncio.Event()
    house.rasa.script = lambda turn: [part("Først"), Wait(go_on), part("Så"), done()]
    line = await greeted(house)
    await line.send(type="say", id="1", text="Hej", confidence=1, start_ms=0, end_ms=1)
    await line.until("part")
    line.socket._response.connection.transport.abort()
    await line.socket.close()
    go_on.set()
    line = await pick_up(house)
    welcome = await line.next()
    assert (welcome["resumed"], welcome["parts"]) == (True, [])
    assert heard(await line.answer("1")) == ["Så"]
    assert len(house.rasa.turns) == 1


async def test_an_answer_told_on_a_lost_line_is_told_again_when_it_is_said_again(house: House) -> None:
    line = await greeted(house)
    await line.says("Hej", id="1")
    await line.socket.close()
    line = await greeted(house)
    await line.until("done")
    assert heard(await line.says("Hej", id="1")) == ["Svar på: Hej"]
    assert house.rasa.texts == ["Hej"]


async def test_a_line_that_was_started_anew_may_count_from_the_beginning(house: House) -> None:
    line = await greeted(house)
    await line.says("Hej", id="1")
    line = await greeted(house)
    await line.until("done")
    assert heard(await line.says("Noget andet", id="1")) == ["Svar på: Noget andet"]
    await house.restart()
    line = await greeted(house)
    await line.until("done")
    assert heard(await line.says("Et tredje", id="1")) == ["Svar på: Et tredje"]
    told = await record(house)
    assert [turn["text"] for turn in told["turns"]] == ["Hej", "Noget andet", "Et tredje"]
    assert told["legs"] == 3


async def test_a_newer_socket_takes_the_call_over(house: House) -> None:
    old = await greeted(house)
    new = await greeted(house)
    assert await old.closed() == 4409
    await new.until("done")
    assert heard(await new.says("Hej")) == ["Svar på: Hej"]


async def test_after_a_restart_of_the_gateway_the_call_goes_on(house: House) -> None:
    line = await greeted(house)
    await line.says("Hej", id="1")
    conversation = (await record(house))["conversation"]
    await house.restart()
    line = await pick_up(house)
    welcome = await line.next()
    assert (welcome["resumed"], welcome["conversation"]) == (True, conversation)
    await line.until("done")
    assert heard(await line.says("Hej", id="1")) == ["Svar på: Hej"]
    assert heard(await line.says("Mere", id="2")) == ["Svar på: Mere"]
    assert house.rasa.texts == ["Hej", "Mere"]
    told = await record(house)
    assert [turn["text"] for turn in told["turns"]] == ["Hej", "Mere"]


async def test_a_turn_that_a_restart_broke_is_tried_again(house: House) -> None:
    house.rasa.script = lambda turn: [Wait(asyncio.Event())]
    line = await greeted(house)
    await line.send(type="say", id="1", text="Hej", confidence=1, start_ms=0, end_ms=1)
    while not house.rasa.turns:
        await asyncio.sleep(0)
    await house.restart()
    house.rasa.script = lambda turn: [part("Nu"), done()]
    line = await greeted(house)
    assert heard(await line.says("Hej", id="1")) == ["Nu"]


async def test_trouble_is_told_in_words_for_the_ear(house: House) -> None:
    house.rasa.script = lambda turn: [HangUp()]
    line = await greeted(house)
    (frame,) = await line.says("Hej", id="1")
    assert (frame["type"], frame["code"]) == ("failed", "assistant_unavailable")
    assert "medarbejder" in frame["text"]
    assert (await line.next())["type"] == "transfer", "a person takes over at once"
    house.rasa.script = lambda turn: [part("Nu går det"), done()]
    assert heard(await line.says("Hej", id="1")) == ["Nu går det"], "the same id tries again"


async def test_frames_without_sense_are_answered_and_end_nothing(house: House) -> None:
    line = await greeted(house)
    await line.socket.send_str("{")
    assert (await line.next())["code"] == "bad_json"
    for frame in (
        {"type": "say", "id": "x"},
        {"type": "say", "id": "x", "text": 3},
        {"type": "say", "id": ["x"], "text": "hej"},
        {"type": "say", "id": "x", "text": "hej", "start_ms": "nu"},
        {"type": "state", "state": "asleep"},
        {"type": "measured", "name": "first_sound", "ms": -1},
        {"type": "measured", "name": "Robert'); DROP TABLE calls", "ms": 1},
    ):
        await line.send(**frame)
        assert (await line.next())["code"] == "bad_request", frame
    await line.send(type="from_the_future", what=1)
    await line.socket.send_bytes(b"\x00\x01")
    assert (await line.says("", id="1"))[-1]["code"] == "empty_text"
    assert (await line.says("x" * 2001, id="2"))[-1]["code"] == "too_long"
    assert heard(await line.says("Hej")) == ["Svar på: Hej"]


async def test_a_line_that_sends_too_fast_is_told_so(house: House) -> None:
    line = await greeted(house)
    codes = [(await line.says("Hej"))[-1].get("code") for _ in range(house.settings.message_burst + 1)]
    assert codes[-1] == "too_many"
    assert set(codes[:-1]) == {None}


async def test_the_record_tells_who_said_what_and_when_and_survives(house: House) -> None:
    line = await greeted(house)
    await line.send(type="state", state="speaking")
    await line.send(
        type="spoken", text="Hej, du taler med en robot", start_ms=0, end_ms=900, interrupted=True
    )
    await line.says("Mit CPR-nummer er 010190-1234", engine="parakeet")
    await line.send(type="measured", name="first_sound", ms=412.34)
    await line.send(type="measured", name="first_sound", ms=500)
    await line.send(type="happened", name="recording_consent")
    await line.says("Tak")
    await house.restart()
    told = await record(house)
    first, second, _ = told["turns"]
    assert first == {
        "who": "assistant",
        "text": "Hej, du taler med en robot",
        "start_ms": 0,
        "end_ms": 900,
        "confidence": None,
        "interrupted": True,
    }
    assert second["text"] == "Mit CPR-nummer er [CPR-nummer skjult]"
    assert (second["who"], second["start_ms"], second["end_ms"]) == ("citizen", 1000, 1400)
    assert (second["confidence"], second["engine"]) == (0.9, "parakeet")
    assert told["latencies"] == {"first_sound": [412.3, 500.0]}
    assert (told["state"], told["recording_consent"]) == ("speaking", True)


async def test_a_call_that_has_ended_is_closed_and_the_uuid_may_be_used_again(house: House) -> None:
    line = await greeted(house)
    await line.says("Hej")
    first = (await record(house))["conversation"]
    await line.send(type="ended", reason="hung_up")
    await line.closed()
    told = await record(house)
    assert (told["state"], told["ended"]) == ("closed", "hung_up")
    line = await pick_up(house)
    assert (await line.next())["resumed"] is False
    told = await record(house)
    assert told["conversation"] != first
    assert told["turns"] == []


async def test_a_lost_line_that_does_not_come_back_ends_the_call(house: House) -> None:
    line = await greeted(house)
    await line.socket.close()
    while not calls_of(house).is_lost(CALL):
        await asyncio.sleep(0)
    house.time.forward(house.settings.calls.resume_seconds - 1)
    await calls_of(house).sweep()
    assert (await record(house))["ended"] is None
    house.time.forward(1)
    await calls_of(house).sweep()
    assert (await record(house))["ended"] == "line_lost"


async def test_a_call_that_a_restart_cut_off_ends_when_it_does_not_come_back(house: House) -> None:
    await greeted(house)
    await house.restart()
    await calls_of(house).sweep()
    assert (await record(house))["ended"] is None
    house.time.forward(house.settings.calls.resume_seconds)
    await calls_of(house).sweep()
    assert (await record(house))["ended"] == "line_lost"


async def test_two_calls_do_not_hear_each_other(house: House) -> None:
    other = CALL.replace("3c2e", "4d3f")
    one, two = await greeted(house), await greeted(house, other)
    assert heard(await one.says("Et", id="1")) == ["Svar på: Et"]
    assert heard(await two.says("To", id="1")) == ["Svar på: To"]
    senders = {turn["sender"] for turn in house.rasa.turns}
    assert len(senders) == 2


async def test_a_plain_request_is_no_line(house: House) -> None:
    answer = await house.call("GET", f"/api/calls/{CALL}/line", headers=AS_OPERATOR)
    assert answer.status == 400
    assert (await house.call("GET", f"/api/calls/{CALL}", headers=AS_OPERATOR)).status == 404


async def test_metrics_count_calls_and_name_nobody(house: House) -> None:
    await announce(house, "+4520000001")
    line = await greeted(house)
    await line.send(type="measured", name="first_sound", ms=400)
    await line.send(type="measured", name="made_up_name", ms=400)
    await line.says("Hej")
    await line.send(type="ended", reason="hung_up")
    await line.closed()
    async with house.http.get("/metrics") as response:
        text = await response.text()
    assert 'indgang_calls_total{channel="phone",reason="hung_up"} 1.0' in text
    assert 'indgang_call_step_seconds_count{step="first_sound"} 1.0' in text
    assert "made_up_name" not in text
    assert "20000001" not in text
    assert CALL not in text


async def test_a_gateway_stopped_while_a_call_comes_back_lets_go_of_it(house: House) -> None:
    line = await greeted(house)
    conversation = (await record(house))["conversation"]
    await line.socket.close()
    await house.restart()
    calls, live = calls_of(house), house.app[CONVERSATIONS].live(conversation)
    # Something is being written into the conversation: the call waits to listen to it.
    async with live.writing:
        opening = asyncio.create_task(calls.open(CALL))
        while not calls.is_lost(CALL):
            await asyncio.sleep(0)
        opening.cancel()
        await asyncio.gather(opening, return_exceptions=True)
    assert opening.cancelled()
    await calls.close()
    assert not calls.is_lost(CALL)
