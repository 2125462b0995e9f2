"""The chat over a WebSocket: streaming, coming back, and bad frames."""

import asyncio

import pytest
from aiohttp import WSServerHandshakeError

from tests.bot.gateway.fake_rasa import Wait, done, echo, part
from tests.bot.gateway.house import House


async def test_a_socket_is_welcomed_with_the_conversation_so_far(house: House) -> None:
    chat = await house.begin()
    socket = await house.socket(chat)
    welcome = await socket.next()
    assert welcome["type"] == "welcome"
    assert welcome["conversation"] == {
        "id": chat.id,
        "state": "bot",
        "errands": [],
        "expects": None,
        "identity": {"level": "none"},
        "waiting": None,
        "person": None,
        "banner": None,
        "language": "da",
        "max_chars": 2000,
    }
    assert [message["seq"] for message in welcome["messages"]] == [1, 2]


async def test_parts_come_as_they_are_said_between_typing_on_and_off(house: House) -> None:
    go_on = asyncio.Event()
    house.rasa.script = lambda turn: [part("Først"), Wait(go_on), part("Sidst"), done(expects="free")]
    socket = await house.socket(await house.begin())
    await socket.until("welcome")
    await socket.send(type="message", client_id="m-1", text="Hej")
    said = (await socket.next())["message"]
    assert (said["from"], said["client_id"], said["text"], said["seq"]) == ("citizen", "m-1", "Hej", 3)
    assert await socket.next() == {"type": "typing", "on": True}
    assert (await socket.next())["message"]["part"]["text"] == "Først"
    go_on.set()
    assert (await socket.next())["message"]["part"]["text"] == "Sidst"
    assert await socket.next() == {"type": "typing", "on": False}
    state = await socket.next()
    assert state == {
        "type": "state",
        "state": "bot",
        "errands": [],
        "expects": "free",
        "identity": {"level": "none"},
        "waiting": None,
        "person": None,
        "banner": None,
    }


async def test_every_window_sees_the_same_conversation(house: House) -> None:
    chat = await house.begin()
    sockets = [await house.socket(chat, last_seq=2) for _ in range(3)]
    for socket in sockets:
        await socket.until("welcome")
    await sockets[0].send(type="message", text="Hej")
    await chat.say("Igen")
    seen = [await socket.messages(4) for socket in sockets]
    assert seen[0] == seen[1] == seen[2]
    assert [message["seq"] for message in seen[0]] == [3, 4, 5, 6]


async def test_ten_messages_at_once_are_taken_in_and_then_answered_one_by_one_in_order(house: House) -> None:
    go_on = asyncio.Event()
    house.rasa.script = lambda turn: [Wait(go_on), *echo(turn)]
    socket = await house.socket(await house.begin(), last_seq=2)
    texts = [f"besked {number}" for number in range(10)]
    for text in texts:
        await socket.send(type="message", text=text, client_id=text.replace(" ", "-"))
    asked = await socket.messages(10)
    assert [message["text"] for message in asked] == texts
    await socket.send(type="ping")
    await socket.until("pong")
    go_on.set()
    answered = await socket.messages(10)
    assert [message["part"]["text"] for message in answered] == [f"Svar på: {text}" for text in texts]
    assert [message["seq"] for message in asked + answered] == list(range(3, 23))
    assert house.rasa.most_at_once == 1


async def test_one_who_comes_back_gets_what_was_missed_and_nothing_twice(house: House) -> None:
    go_on = asyncio.Event()
    house.rasa.script = lambda turn: [part("Et"), Wait(go_on), part("To"), part("Tre"), done()]
    chat = await house.begin()
    first = await house.socket(chat, last_seq=2)
    await first.until("welcome")
    await first.send(type="message", text="Hej", client_id="m-1")
    seen = await first.messages(2)
    await first.socket.close()
    second = await house.socket(chat, last_seq=seen[-1]["seq"])
    assert (await second.next())["messages"] == []
    assert await second.next() == {"type": "typing", "on": True}
    # The page does not know whether its message arrived, so it sends it again.
    await second.send(type="message", text="Hej", client_id="m-1")
    go_on.set()
    seen += await second.messages(2)
    assert [message["seq"] for message in seen] == [3, 4, 5, 6]
    assert [m.get("text") or m["part"]["text"] for m in seen] == ["Hej", "Et", "To", "Tre"]
    third = await house.socket(chat, last_seq=4)
    assert [message["seq"] for message in (await third.next())["messages"]] == [5, 6]
    assert len(house.rasa.turns) == 1


async def test_a_turn_ends_though_the_citizen_has_left(house: House) -> None:
    go_on = asyncio.Event()
    house.rasa.script = lambda turn: [part("Et"), Wait(go_on), part("To"), done()]
    chat = await house.begin()
    socket = await house.socket(chat, last_seq=2)
    await socket.send(type="message", text="Hej")
    await socket.messages(2)
    await socket.socket.close()
    follower = await house.socket(chat, last_seq=4)
    await follower.until("welcome")
    go_on.set()
    assert (await follower.messages(1))[0]["part"]["text"] == "To"
    assert await chat.transcript() == ["citizen: Hej", "assistant: Et", "assistant: To"]


async def test_a_place_beyond_the_end_is_taken_for_the_end(house: House) -> None:
    chat = await house.begin()
    socket = await house.socket(chat, last_seq=1000)
    assert (await socket.next())["messages"] == []
    await chat.say("Hej")
    assert [message["seq"] for message in await socket.messages(2)] == [3, 4]


async def test_a_ping_is_answered(house: House) -> None:
    socket = await house.socket(await house.begin())
    await socket.send(type="ping")
    assert await socket.until("pong") == {"type": "pong"}


@pytest.mark.parametrize(
    ("text", "code"),
    [("", "empty_text"), ("  ", "empty_text"), ("x" * 100_000, "too_long"), (7, "bad_request")],
)
async def test_a_bad_message_gets_an_error_with_its_number_and_the_socket_lives(
    house: House, text: object, code: str
) -> None:
    socket = await house.socket(await house.begin(), last_seq=2)
    await socket.send(type="message", text=text, client_id="m-1")
    error = await socket.until("error")
    assert (error["code"], error["client_id"]) == (code, "m-1")
    assert error["text"]
    await socket.send(type="message", text="Hej")
    assert (await socket.messages(2))[1]["part"]["text"] == "Svar på: Hej"


@pytest.mark.parametrize("frame", ["", "{", "[]", "null", '"hej"', "5", "[" * 10_000])
async def test_a_frame_that_cannot_be_read_gets_an_error_and_the_socket_lives(
    house: House, frame: str
) -> None:
    socket = await house.socket(await house.begin())
    await socket.until("welcome")
    await socket.socket.send_str(frame)
    assert (await socket.next())["code"] == "bad_json"
    await socket.socket.send_bytes(b"\x00\xff")
    assert (await socket.next())["code"] == "bad_json"
    await socket.send(type="dance")
    assert (await socket.next())["code"] == "bad_request"
    await socket.send(type="ping")
    assert (await socket.next())["type"] == "pong"


@pytest.mark.parametrize(
    ("hello", "code"),
    [
        ({"token": "wrong"}, "wrong_token"),
        ({"token": 5}, "wrong_token"),
        ({"token": None}, "no_token"),
        ({"conversation": "someone-elses"}, "conversation_not_found"),
        ({"conversation": 5}, "bad_request"),
        ({"last_seq": -1}, "bad_request"),
        ({"last_seq": "all"}, "bad_request"),
        ({"type": "message", "text": "Hej"}, "bad_request"),
    ],
)
async def test_a_wrong_hello_is_told_why_and_shown_out(
    house: House, hello: dict[str, object], code: str
) -> None:
    socket = await house.socket(await house.begin(), **hello)  # type: ignore[arg-type]
    error = await socket.next()
    assert (error["type"], error["code"]) == ("error", code)
    assert await socket.closed() == 4401


async def test_a_socket_that_says_nothing_is_shown_out(house: House) -> None:
    await house.restart(hello_seconds=0.05)
    async with house.http.ws_connect("/ws/chat") as socket:
        await socket.receive(timeout=5)
        assert socket.close_code == 1008


async def test_a_socket_more_than_there_may_be_is_told_so(house: House) -> None:
    await house.restart(sockets_per_conversation=2)
    chat = await house.begin()
    first, _ = [await house.socket(chat) for _ in range(2)]
    await first.until("welcome")
    third = await house.socket(chat)
    assert (await third.next())["code"] == "too_many_sockets"
    await first.send(type="ping")
    assert (await first.until("pong"))["type"] == "pong"


async def test_a_page_of_someone_elses_may_not_open_a_socket(house: House) -> None:
    with pytest.raises(WSServerHandshakeError) as refused:
        await house.http.ws_connect("/ws/chat", headers={"Origin": "https://evil.example"})
    assert refused.value.status == 403
    async with house.http.ws_connect("/ws/chat", headers={"Origin": house.url}) as socket:
        await socket.send_json({"type": "ping"})
        assert (await socket.receive_json())["code"] == "bad_request"


async def test_messages_faster_than_allowed_are_refused_by_number(house: House) -> None:
    await house.restart(message_burst=2)
    socket = await house.socket(await house.begin(), last_seq=2)
    for number in range(3):
        await socket.send(type="message", text="Hej", client_id=f"m-{number}")
    error = await socket.until("error")
    assert (error["code"], error["client_id"]) == ("too_many", "m-2")
    assert error["retry_after_seconds"] >= 1


async def test_a_restart_closes_sockets_so_that_pages_come_back(house: House) -> None:
    chat = await house.begin()
    socket = await house.socket(chat)
    await socket.until("welcome")
    leaving = asyncio.create_task(socket.closed())
    await house.restart()
    assert await leaving == 1012
    assert [m["seq"] for m in (await (await house.socket(chat)).next())["messages"]] == [1, 2]
