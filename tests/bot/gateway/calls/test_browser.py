"""A citizen speaks in the browser: the chat's own conversation, and frames that pass through untouched."""

import asyncio
import dataclasses
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import ClientWebSocketResponse, WSMsgType, web
from aiohttp.test_utils import TestServer

from tests.bot.gateway.calls.phone import AS_OPERATOR, Line, calls_of, dialogue, greeted, heard, record
from tests.bot.gateway.house import Chat, House, Json


class Voice:
    """The voice process's listener for browsers."""

    def __init__(self) -> None:
        self.sockets: list[web.WebSocketResponse] = []
        self.queries: list[dict[str, str]] = []
        self.headers: list[str | None] = []
        self.got: asyncio.Queue[str | bytes | int | None] = asyncio.Queue()
        """What came, and the close code last."""

    async def start(self, house: House) -> None:
        app = web.Application()
        app.router.add_get("/ws/voice", self._serve)
        port = int(house.settings.calls.voice_url.split(":")[2].split("/")[0])
        self._server = TestServer(app, port=port)
        await self._server.start_server()

    async def stop(self) -> None:
        for socket in self.sockets:
            await socket.close()
        await self._server.close()

    async def _serve(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self.sockets.append(socket)
        self.queries.append(dict(request.query))
        self.headers.append(request.headers.get("Authorization"))
        async for message in socket:
            self.got.put_nowait(message.data)
        self.got.put_nowait(socket.close_code)
        return socket


@pytest.fixture
async def voice(house: House) -> AsyncIterator[Voice]:
    voice = Voice()
    await voice.start(house)
    yield voice
    await voice.stop()


async def page(house: House, chat: Chat, **hello: Any) -> ClientWebSocketResponse[Any]:
    socket = await house.http.ws_connect("/ws/voice")
    begin = {"type": "hello", "conversation": chat.id, "token": chat.token, "rate": 16000}
    await socket.send_json({**begin, **hello})
    return socket


async def welcomed(house: House, chat: Chat) -> tuple[ClientWebSocketResponse[Any], str]:
    socket = await page(house, chat)
    welcome = await socket.receive_json(timeout=5)
    assert welcome["type"] == "welcome"
    return socket, welcome["call"]


async def closed(socket: ClientWebSocketResponse[Any]) -> tuple[list[Json], int | None]:
    frames = []
    while (message := await socket.receive(timeout=5)).type is WSMsgType.TEXT:
        frames.append(message.json())
    return frames, socket.close_code


async def test_frames_pass_both_ways_untouched(house: House, voice: Voice) -> None:
    socket, call = await welcomed(house, await house.begin())
    assert voice.queries == [{"call": call, "rate": "16000"}]
    assert voice.headers == [AS_OPERATOR["Authorization"]]
    sound = bytes(range(256)) * 2
    await socket.send_bytes(sound)
    await socket.send_str('{"type": "talk", "held": true}')
    assert [await voice.got.get(), await voice.got.get()] == [sound, '{"type": "talk", "held": true}']
    await voice.sockets[0].send_bytes(sound)
    await voice.sockets[0].send_str('{"type": "stop"}')
    assert (await socket.receive_bytes(timeout=5), await socket.receive_str(timeout=5)) == (
        sound,
        '{"type": "stop"}',
    )


async def test_the_call_is_the_chats_own_conversation(house: House, voice: Voice) -> None:
    house.rasa.script = dialogue
    chat = await house.begin()
    _, call = await welcomed(house, chat)
    line = Line(await house.http.ws_connect(f"/api/calls/{call}/line", headers=AS_OPERATOR))
    welcome = await line.next()
    assert [part["speech"] for part in welcome["parts"]] == ["Jeg lytter. Hvad kan jeg hjælpe dig med?"]
    assert heard(await line.says("Hej")) == ["Svar på: Hej"]
    assert await chat.transcript() == ["citizen: Hej", "assistant: Svar på: Hej"]
    assert house.rasa.turns[0]["metadata"]["channel"] == "chat"
    assert (await record(house, call))["channel"] == "browser"


async def test_what_is_written_in_the_chat_is_answered_on_the_line_too(house: House, voice: Voice) -> None:
    chat = await house.begin()
    _, call = await welcomed(house, chat)
    line = await greeted(house, call)
    await chat.say("Skrevet")
    frames = await line.answer(None)
    assert heard(frames) == ["Svar på: Skrevet"]


async def test_a_login_is_the_pages_and_the_line_sends_nobody_to_an_app(house: House, voice: Voice) -> None:
    house.rasa.script = dialogue
    chat = await house.begin()
    _, call = await welcomed(house, chat)
    line = await greeted(house, call)
    (part, done) = await line.says("Hvornår kommer hun?")
    assert part["part"] == {"type": "text", "text": "Log ind"}
    assert done["expects"] == "login"
    assert (await record(house, call))["identity"] == "none"
    stored = (await chat.read())["messages"][-1]["part"]
    assert stored["type"] == "login"
    assert "ticket=" in stored["url"]


async def test_hanging_up_in_the_browser_does_not_log_out_of_the_chat(house: House, voice: Voice) -> None:
    chat = await house.begin()
    await calls_of(house)._services.login.bind_identity(chat.id, "a-citizen")
    _, call = await welcomed(house, chat)
    line = await greeted(house, call)
    await line.send(type="ended", reason="hung_up")
    await line.closed()
    assert (await chat.read())["identity"] == {"level": "mitid"}


async def test_a_person_in_the_chat_is_not_dialled(house: House, voice: Voice) -> None:
    house.rasa.script = dialogue
    chat = await house.begin()
    _, call = await welcomed(house, chat)
    line = await greeted(house, call)
    assert (await line.says("Stil mig om"))[-1]["state"] == "waiting_for_person"
    assert heard(await line.says("Hej")) == ["Svar på: Hej"]
    assert (await record(house, call))["transfer"] is None


async def test_when_speech_does_not_run_the_page_is_told_plainly(house: House) -> None:
    frames, code = await closed(await page(house, await house.begin()))
    assert code == 1013
    assert frames[0]["code"] == "voice_unavailable"
    assert "skrive til mig" in frames[0]["text"]
    assert await calls_of(house)._store.open_calls() == []


async def test_when_the_voice_process_dies_the_page_is_let_go(house: House, voice: Voice) -> None:
    socket, _ = await welcomed(house, await house.begin())
    transport = voice.sockets[0]._req.transport
    transport.abort()
    assert (await closed(socket))[1] == 1013


async def test_the_voice_process_hangs_up(house: House, voice: Voice) -> None:
    socket, _ = await welcomed(house, await house.begin())
    await voice.sockets[0].close(code=1000)
    assert (await closed(socket))[1] == 1000


async def test_the_page_hangs_up(house: House, voice: Voice) -> None:
    socket, _ = await welcomed(house, await house.begin())
    await socket.close()
    assert await voice.got.get() == 1000


async def test_a_second_window_takes_over(house: House, voice: Voice) -> None:
    chat = await house.begin()
    first, _ = await welcomed(house, chat)
    second, _ = await welcomed(house, chat)
    assert (await closed(first))[1] == 4409
    await second.send_str("her")
    while await voice.got.get() != "her":
        pass


async def test_only_so_many_browsers_speak_at_once(house: House, voice: Voice) -> None:
    await house.restart(calls=dataclasses.replace(house.settings.calls, browsers_at_once=1))
    speaking, _ = await welcomed(house, await house.begin())
    frames, code = await closed(await page(house, await house.begin()))
    assert (frames[0]["code"], code) == ("voice_unavailable", 1013)
    assert not speaking.closed


@pytest.mark.parametrize(
    ("hello", "code"),
    [
        ({"token": "wrong"}, "wrong_token"),
        ({"token": None}, "no_token"),
        ({"token": 7}, "wrong_token"),
        ({"conversation": 7}, "bad_request"),
        ({"rate": 44100}, "bad_request"),
        ({"rate": "16000"}, "bad_request"),
        ({"type": "message"}, "bad_request"),
    ],
)
async def test_nobody_speaks_in_anothers_conversation(
    house: House, voice: Voice, hello: Json, code: str
) -> None:
    frames, closing = await closed(await page(house, await house.begin(), **hello))
    assert (frames[0]["code"], closing) == (code, 4401)
    assert voice.queries == []


async def test_sound_before_hello_is_refused(house: House, voice: Voice) -> None:
    socket = await house.http.ws_connect("/ws/voice")
    await socket.send_bytes(b"\x00" * 640)
    assert (await closed(socket))[1] == 4401


async def test_another_page_cannot_speak_here(house: House, voice: Voice) -> None:
    answer = await house.call("GET", "/ws/voice", headers={"Origin": "https://evil.example"})
    assert (answer.status, answer.code) == (403, "wrong_origin")


async def test_whoever_says_no_hello_is_let_go(house: House, voice: Voice) -> None:
    await house.restart(hello_seconds=0.01)
    socket = await house.http.ws_connect("/ws/voice")
    assert (await closed(socket))[1] == 1008


async def test_a_restart_of_the_gateway_tells_the_page_to_come_back(house: House, voice: Voice) -> None:
    socket, _ = await welcomed(house, await house.begin())
    restarting = asyncio.create_task(house.restart())
    assert (await closed(socket))[1] == 1012
    await restarting
