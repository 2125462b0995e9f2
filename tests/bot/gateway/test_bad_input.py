"""Whatever is sent, there is a clear answer; nothing is lost and nothing leaks."""

import asyncio
import json

import pytest

from tests.bot.gateway.fake_rasa import echo
from tests.bot.gateway.house import House

DANISH = ("æ", "ø", "å", " din ", "samtale", "Prøv", "Skriv")


@pytest.mark.parametrize("text", ["", "   ", "\n\t\n", "\x00\x07", "\u200b\u200e\ufeff", "\u0301", None])
async def test_an_empty_message_is_asked_for_again(house: House, text: str | None) -> None:
    chat = await house.begin()
    answer = await chat.say(text)
    assert (answer.status, answer.code) == (400, "empty_text")
    assert any(word in answer.json["error"]["text"] for word in DANISH)
    assert house.rasa.turns == []
    assert await chat.transcript() == []


@pytest.mark.parametrize("length", [2001, 9000, 100_000])
async def test_a_message_that_is_too_long_is_refused_whatever_its_length(house: House, length: int) -> None:
    chat = await house.begin()
    answer = await chat.say("x" * length)
    assert (answer.status, answer.code) == (413, "too_long")
    assert (await chat.say("Hej")).texts == ["Svar på: Hej"]


async def test_the_longest_message_there_may_be_is_answered(house: House) -> None:
    chat = await house.begin()
    assert (await chat.say("😀" * 2000)).status == 200
    assert house.rasa.texts == ["😀" * 2000]


@pytest.mark.parametrize("text", ["😀", "👩‍👩‍👧‍👦", "❤️", "?", "5"])
async def test_a_message_of_one_sign_is_a_message(house: House, text: str) -> None:
    answer = await (await house.begin()).say(text)
    assert answer.status == 200
    assert house.rasa.texts == [text]


async def test_control_characters_are_taken_away_and_the_rest_is_kept(house: House) -> None:
    chat = await house.begin()
    await chat.say("Hej\x00 \x1b[31mdu\x7f\x9f\r\nlinje to\ttab \u202eomvendt\ud800")
    assert house.rasa.texts == ["Hej [31mdu\nlinje to\ttab omvendt"]


async def test_letters_come_through_in_one_form(house: House) -> None:
    await (await house.begin()).say("Ba\u030adhavnsvej")
    assert house.rasa.texts == ["Bådhavnsvej"]


@pytest.mark.parametrize(
    "text",
    [
        "/restart",
        '/aflys_jobcentertid{"date": "i dag"}',
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "'; DROP TABLE messages; --",
        "{{7*7}} ${7*7} %s %n",
        "\\u0000 \\n",
    ],
)
async def test_commands_and_markup_are_only_text(house: House, text: str) -> None:
    house.rasa.script = lambda turn: [{"part": {"type": "text", "text": turn["text"]}}, *echo(turn)[1:]]
    chat = await house.begin()
    answer = await chat.say(text)
    assert answer.texts == [text]
    assert answer.headers["Content-Type"].startswith("application/json")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "event" not in house.rasa.turns[0]


async def test_personal_numbers_are_hidden_before_anyone_sees_them(house: House) -> None:
    chat = await house.begin()
    await chat.say("Mit cpr er 010190-1234 og kortet 4571 2345 6789 0111", client_id="c1")
    told, kept = house.rasa.texts[0], (await chat.transcript())[0]
    for seen in (told, kept):
        assert "1234" not in seen
        assert "skjult" in seen
    # The same message again is still the same message.
    again = await chat.say("Mit cpr er 010190-1234 og kortet 4571 2345 6789 0111", client_id="c1")
    assert again.status == 200
    assert len(house.rasa.turns) == 1


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b'{"text": "hej"',
        b"[]",
        b'"hej"',
        b"null",
        b"\xff\xfe\x00",
        b"text=hej",
        b"[" * 20_000,
        b'{"text": ' + b"9" * 6000 + b"}",
    ],
)
async def test_a_body_that_is_no_json_object_is_refused(house: House, body: bytes) -> None:
    chat = await house.begin()
    answer = await chat.call("POST", "/messages", data=body, headers={"Content-Type": "application/json"})
    assert (answer.status, answer.code) == (400, "bad_json")


@pytest.mark.parametrize("body", [{"text": 5}, {"text": ["hej"]}, {"text": {"a": 1}}, {"text": True}])
async def test_a_text_that_is_no_string_is_refused(house: House, body: dict[str, object]) -> None:
    answer = await (await house.begin()).call("POST", "/messages", json=body)
    assert (answer.status, answer.code) == (400, "bad_request")


@pytest.mark.parametrize("client_id", ["", "a b", "x" * 65, 7, ["a"], "æ"])
async def test_a_client_id_of_another_shape_is_refused(house: House, client_id: object) -> None:
    answer = await (await house.begin()).say("Hej", client_id=client_id)
    assert (answer.status, answer.code) == (400, "bad_client_id")


async def test_a_body_beyond_all_measure_is_refused_unread(house: House) -> None:
    answer = await (await house.begin()).call("POST", "/messages", data=b"x" * 1_000_000)
    assert (answer.status, answer.code) == (413, "too_long")


async def test_a_compressed_body_that_is_no_such_thing_is_refused(house: House) -> None:
    chat = await house.begin()
    answer = await chat.call("POST", "/messages", data=b"nothing", headers={"Content-Encoding": "gzip"})
    assert (answer.status, answer.code) == (400, "bad_json")


@pytest.mark.parametrize("after", ["-1", "x", "1e3", "9" * 30, "²"])
async def test_a_place_in_the_transcript_that_is_no_number_is_refused(house: House, after: str) -> None:
    answer = await (await house.begin()).call("GET", f"?after={after}")
    assert (answer.status, answer.code) == (400, "bad_request")


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/api/nothing", 404),
        ("DELETE", "/api/conversations", 405),
        ("PUT", "/healthz", 405),
        ("GET", "/assets/../../../etc/passwd", 404),
        ("GET", "/assets/%2e%2e/%2e%2e/gateway.key", 404),
        ("GET", "/gateway.key", 404),
    ],
)
async def test_an_address_that_is_not_there_says_so_in_danish(
    house: House, method: str, path: str, status: int
) -> None:
    answer = await house.call(method, path)
    assert answer.status == status
    assert answer.json["error"]["text"]


async def test_ten_messages_at_once_are_answered_one_by_one_in_order(house: House) -> None:
    chat = await house.begin()
    texts = [f"besked {number}" for number in range(10)]
    # Pipelined by starting each before the next: arrival follows the order of starting on one machine.
    answers = await asyncio.gather(*(chat.say(text) for text in texts))
    assert all(answer.status == 200 for answer in answers)
    assert [answer.texts for answer in answers] == [[f"Svar på: {text}"] for text in texts]
    assert house.rasa.most_at_once == 1
    transcript = await chat.transcript()
    asked = [line.removeprefix("citizen: ") for line in transcript if line.startswith("citizen")]
    answered = [
        line.removeprefix("assistant: Svar på: ") for line in transcript if line.startswith("assistant")
    ]
    assert sorted(asked) == texts
    assert asked == answered == house.rasa.texts


async def test_whoever_sends_without_end_is_asked_to_wait_and_may_then_go_on(house: House) -> None:
    chat, other = await house.begin(), await house.begin()
    answers = [await chat.say("Hej") for _ in range(house.settings.message_burst + 1)]
    assert [answer.status for answer in answers[:-1]] == [200] * house.settings.message_burst
    assert (answers[-1].status, answers[-1].code) == (429, "too_many")
    assert int(answers[-1].headers["Retry-After"]) >= 1
    assert (await other.say("Hej")).status == 200
    house.time.forward(int(answers[-1].headers["Retry-After"]))
    assert (await chat.say("Hej")).status == 200


async def test_an_unforeseen_error_leaves_as_a_danish_sentence(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    chat = await house.begin()

    async def broken(*_: object) -> None:
        raise RuntimeError("secret detail of the inside")

    from bot.gateway.keys import CONVERSATIONS

    monkeypatch.setattr(house.app[CONVERSATIONS].store, "start_answer", broken)
    answer = await chat.say("Hej")
    assert (answer.status, answer.code) == (500, "internal_error")
    assert "secret" not in json.dumps(answer.json)
