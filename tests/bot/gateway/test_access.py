"""Who may open a conversation."""

import pytest

from tests.bot.gateway.house import Chat, House


@pytest.mark.parametrize("more", ["", "/messages", "/logout"])
async def test_without_a_token_nothing_opens(house: House, more: str) -> None:
    chat = await house.begin()
    method = "POST" if more else "GET"
    answer = await house.call(method, chat.path + more, json={"text": "Hej"})
    assert (answer.status, answer.code) == (401, "no_token")
    assert answer.headers["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize("token", ["wrong", "", "x" * 5000, "æøå", "a b", "' OR 1=1 --"])
async def test_a_wrong_token_opens_nothing(house: House, token: str) -> None:
    chat = await house.begin()
    headers = {"Authorization": f"Bearer {token}".encode("latin-1").decode("latin-1")}
    answer = await house.call("GET", chat.path, headers=headers)
    assert (answer.status, answer.code) == (401, "wrong_token")


async def test_another_kind_of_authorization_opens_nothing(house: House) -> None:
    chat = await house.begin()
    for header in (chat.token, f"Basic {chat.token}", "Bearer"):
        answer = await house.call("GET", chat.path, headers={"Authorization": header})
        assert (answer.status, answer.code) == (401, "wrong_token")


async def test_someone_elses_conversation_looks_like_none_at_all(house: House) -> None:
    mine, other = await house.begin(), await house.begin()
    await other.say("Hemmeligt")
    bearer = {"Authorization": f"Bearer {mine.token}"}
    for method, more in (("GET", ""), ("POST", "/messages"), ("POST", "/logout")):
        theirs = await house.call(method, other.path + more, headers=bearer, json={"text": "Hej"})
        nobodys = await house.call(
            method, "/api/conversations/nobody" + more, headers=bearer, json={"text": "Hej"}
        )
        assert theirs == nobodys or (theirs.status, theirs.json) == (nobodys.status, nobodys.json)
        assert (theirs.status, theirs.code) == (404, "conversation_not_found")
    assert house.rasa.texts == ["Hemmeligt"]


async def test_an_unknown_token_does_not_show_which_conversations_exist(house: House) -> None:
    chat = await house.begin()
    bearer = {"Authorization": "Bearer unknown"}
    real = await house.call("GET", chat.path, headers=bearer)
    invented = await house.call("GET", "/api/conversations/nobody", headers=bearer)
    assert (real.status, real.json) == (invented.status, invented.json)


async def test_a_conversation_opens_for_a_day_after_the_last_message(house: House) -> None:
    chat = await house.begin()
    house.time.forward(23 * 3600)
    await chat.say("Hej")
    house.time.forward(23 * 3600)
    assert (await chat.call("GET")).status == 200
    house.time.forward(3600)
    answer = await chat.call("GET")
    assert (answer.status, answer.code) == (410, "conversation_expired")


async def begun_in_browser(house: House) -> tuple[Chat, str]:
    async with house.http.post("/api/conversations", headers={"Origin": house.url}) as response:
        cookie = response.cookies["indgang"]
        assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/")
        return Chat(house, await response.json()), f"indgang={cookie.value}"


async def test_the_browsers_cookie_opens_its_conversation_from_our_page_only(house: House) -> None:
    chat, cookie = await begun_in_browser(house)
    body = {"text": "Hej"}
    ours = {"Cookie": cookie, "Origin": house.url}
    assert (await house.call("POST", f"{chat.path}/messages", json=body, headers=ours)).status == 200
    assert (await house.call("GET", chat.path, headers={"Cookie": cookie})).status == 200
    for headers in (
        {"Cookie": cookie},
        {"Cookie": cookie, "Origin": "https://evil.example"},
        {"Cookie": cookie, "Origin": "null"},
    ):
        answer = await house.call("POST", f"{chat.path}/messages", json=body, headers=headers)
        assert (answer.status, answer.code) == (403, "wrong_origin")
        answer = await house.call("POST", f"{chat.path}/logout", headers=headers)
        assert (answer.status, answer.code) == (403, "wrong_origin")
    assert house.rasa.texts == ["Hej"]


async def test_a_cookie_that_was_tampered_with_is_no_cookie(house: House) -> None:
    chat, cookie = await begun_in_browser(house)
    flipped = cookie[:-1] + ("0" if cookie[-1] != "0" else "1")
    for bad in (flipped, cookie.split(".")[0], "indgang=", "indgang=.", "indgang=æ.ø"):
        answer = await house.call("GET", chat.path, headers={"Cookie": bad})
        assert (answer.status, answer.code) == (401, "no_token")


async def test_one_browsers_cookie_does_not_open_anothers_conversation(house: House) -> None:
    (mine, _), (_, their_cookie) = await begun_in_browser(house), await begun_in_browser(house)
    answer = await house.call("GET", mine.path, headers={"Cookie": their_cookie})
    assert (answer.status, answer.code) == (404, "conversation_not_found")


async def test_a_page_of_someone_elses_cannot_begin_a_conversation(house: House) -> None:
    answer = await house.call("POST", "/api/conversations", headers={"Origin": "https://evil.example"})
    assert (answer.status, answer.code) == (403, "wrong_origin")
    assert "Set-Cookie" not in answer.headers


async def test_a_socket_opens_by_cookie_with_or_without_naming_the_conversation(house: House) -> None:
    chat, cookie = await begun_in_browser(house)
    for hello in ({"conversation": chat.id}, {}):
        async with house.http.ws_connect(
            "/ws/chat", headers={"Cookie": cookie, "Origin": house.url}
        ) as socket:
            await socket.send_json({"type": "hello", "last_seq": 0, **hello})
            assert (await socket.receive_json())["conversation"]["id"] == chat.id
    async with house.http.ws_connect("/ws/chat", headers={"Cookie": cookie}) as socket:
        await socket.send_json({"type": "hello", "conversation": chat.id})
        assert (await socket.receive_json())["code"] == "wrong_origin"


async def test_a_browser_keeps_its_session_over_several_conversations(house: House) -> None:
    first, cookie = await begun_in_browser(house)
    headers = {"Origin": house.url, "Cookie": cookie}
    async with house.http.post("/api/conversations", headers=headers) as response:
        assert "indgang" not in response.cookies
        second = Chat(house, await response.json())
    for chat in (first, second):
        assert (await house.call("GET", chat.path, headers={"Cookie": cookie})).status == 200


async def test_one_address_cannot_begin_conversations_without_end(house: House) -> None:
    await house.restart(new_burst=3, new_per_second=1.0)
    for _ in range(3):
        await house.begin()
    answer = await house.call("POST", "/api/conversations")
    assert (answer.status, answer.code, answer.headers["Retry-After"]) == (429, "too_many", "1")
    house.time.forward(1)
    await house.begin()
