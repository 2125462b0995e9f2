"""Rasa is down, slow, or talks nonsense: the citizen is told the truth and can go on."""

import asyncio

import pytest

from tests.bot.gateway.fake_rasa import FakeRasa, HangUp, Raw, Refuse, Script, Step, Wait, done, part
from tests.bot.gateway.house import House


async def test_without_rasa_the_citizen_is_told_so_and_the_message_is_kept(house: House) -> None:
    await house.rasa.stop()
    chat = await house.begin()
    answer = await chat.say("Bestil bioposer", client_id="m-1")
    assert answer.status == 200
    assert answer.json["code"] == "assistant_unavailable"
    (told,) = answer.json["parts"]
    assert (told["type"], told["code"]) == ("text", "assistant_unavailable")
    assert "ude af drift" in told["text"]
    assert (await chat.transcript())[0] == "citizen: Bestil bioposer"


async def test_when_rasa_is_back_the_same_message_is_answered(house: House) -> None:
    address = house.settings.rasa_url
    await house.rasa.stop()
    chat = await house.begin()
    await chat.say("Bestil bioposer", client_id="m-1")
    await house.rasa.start(port=int(address.rsplit(":", 1)[1]))
    answer = await chat.say("Bestil bioposer", client_id="m-1")
    assert answer.texts == ["Svar på: Bestil bioposer"]


async def test_the_gateway_starts_without_rasa(house: House) -> None:
    await house.rasa.stop()
    await house.restart()
    assert (await house.begin()).begun["parts"]


async def test_in_english_the_trouble_is_told_in_english(house: House) -> None:
    await house.rasa.stop()
    chat = await house.begin(json={"language": "en"})
    assert "cannot answer" in (await chat.say("Hello")).texts[0]


async def test_a_slow_rasa_is_not_waited_for_without_end(house: House) -> None:
    never = asyncio.Event()
    house.rasa.script = lambda turn: [part("Et øjeblik"), Wait(never), done()]
    await house.restart(turn_seconds=0.1)
    answer = await (await house.begin()).say("Hej")
    assert answer.json["code"] == "assistant_slow"
    assert answer.texts[0] == "Et øjeblik"
    assert "ikke et svar i tide" in answer.texts[1]
    never.set()


GARBAGE: list[list[Step]] = [
    [],
    [part("Hej")],
    [Raw(b"<html>502 Bad Gateway</html>\n")],
    [Raw(b"{}\n")],
    [Raw(b"[1, 2]\n")],
    [Raw(b"\xff\xfe\n")],
    [Raw(b"[" * 5000 + b"\n")],
    [Raw(b"x" * 2_000_000)],
    [{"part": "hej"}],
    [{"part": {"text": "uden type"}}],
    [{"part": {"type": "text", "text": 5}}],
    [{"part": {"type": "link", "text": "Se her", "url": "javascript:alert(1)"}}],
    [{"done": "ja"}],
    [done(errands=[{"intent": "x", "state": "flying"}])],
    [done(state="with_person")],
    [done(language="xx")],
    [done(expects=5)],
]


@pytest.mark.parametrize("steps", GARBAGE)
async def test_nonsense_from_rasa_never_reaches_the_citizen(house: House, steps: list[Step]) -> None:
    house.rasa.script = lambda turn: steps
    chat = await house.begin()
    answer = await chat.say("Hej")
    assert answer.status == 200
    assert answer.json["code"] == "assistant_garbled"
    assert "der skete en fejl" in answer.texts[-1]
    assert "javascript" not in str(answer.json)
    assert answer.json["state"] == "waiting_for_person"
    house.rasa.script = FakeRasa().script
    assert (await chat.say("Igen")).texts == ["Svar på: Igen"]


@pytest.mark.parametrize(
    ("script", "code"),
    [
        (lambda turn: [Refuse(500)], "assistant_failed"),
        (lambda turn: [Refuse(404)], "assistant_failed"),
        (lambda turn: [{"error": {"code": "turn_failed"}}], "assistant_failed"),
        (lambda turn: [{"error": None}], "assistant_failed"),
        (lambda turn: [HangUp()], "assistant_unavailable"),
        (lambda turn: [part("Hej"), HangUp()], "assistant_unavailable"),
    ],
)
async def test_a_turn_that_fails_is_told_without_details(house: House, script: Script, code: str) -> None:
    house.rasa.script = script
    answer = await (await house.begin()).say("Hej")
    assert (answer.status, answer.json["code"]) == (200, code)
    assert "Traceback" not in str(answer.json)


async def test_what_was_said_before_the_trouble_stays(house: House) -> None:
    house.rasa.script = lambda turn: [part("Jeg har bestilt poser"), HangUp()]
    chat = await house.begin()
    await chat.say("Bestil")
    assert (await chat.transcript())[:2] == ["citizen: Bestil", "assistant: Jeg har bestilt poser"]


async def test_lines_after_the_end_of_a_turn_are_left_alone(house: House) -> None:
    house.rasa.script = lambda turn: [part("Hej"), done(), part("Spøgelse")]
    assert (await (await house.begin()).say("Hej")).texts == ["Hej"]


async def test_blank_lines_are_no_trouble(house: House) -> None:
    house.rasa.script = lambda turn: [Raw(b"\n\n"), part("Hej"), Raw(b"\n"), done()]
    assert (await (await house.begin()).say("Hej")).texts == ["Hej"]
