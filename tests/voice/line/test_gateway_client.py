"""The line's end of the gateway's socket, against a real server that comes and goes."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from tests.voice.line.fakes import CALL
from voice.conversation import (
    CallState,
    Done,
    Ended,
    Failed,
    FromConversation,
    Happened,
    IdentityChanged,
    Lost,
    Measured,
    Part,
    Say,
    Spoken,
    TransferTo,
    Welcome,
)
from voice.line.gateway_client import GatewayConversation, GatewaySettings

TOKEN = "a-token-of-the-operator"
WELCOME = {"type": "welcome", "conversation": "c", "language": "da", "identity": "pending", "parts": []}


class Gateway:
    """A gateway that says welcome and notes what it is told."""

    def __init__(self) -> None:
        self.told: list[dict[str, Any]] = []
        self.sockets: list[web.WebSocketResponse] = []
        self.asked_for: list[tuple[str, str | None]] = []
        self.refuses = 0
        self.says_welcome = True
        self._runner: web.AppRunner | None = None
        self.port = 0

    async def start(self) -> None:
        app = web.Application()
        app.router.add_get("/api/calls/{call}/line", self._line)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self.port)
        await site.start()
        self.port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        for socket in self.sockets:
            await socket.close(code=1012)
        if self._runner is not None:
            await self._runner.cleanup()

    async def _line(self, request: web.Request) -> web.StreamResponse:
        self.asked_for.append((request.match_info["call"], request.headers.get("Authorization")))
        if self.refuses:
            raise web.HTTPForbidden
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self.sockets.append(socket)
        if self.says_welcome:
            await socket.send_json({**WELCOME, "resumed": len(self.sockets) > 1})
        async for message in socket:
            self.told.append(json.loads(message.data))
        return socket


@pytest.fixture
async def gateway() -> AsyncIterator[Gateway]:
    made = Gateway()
    await made.start()
    yield made
    await made.stop()


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as made:
        yield made


def settings(gateway: Gateway, **others: Any) -> GatewaySettings:
    quick = {"first_wait_seconds": 0.01, "longest_wait_seconds": 0.05, "goodbye_seconds": 5.0}
    return GatewaySettings(f"http://127.0.0.1:{gateway.port}", TOKEN, **{**quick, **others})


class Line:
    """The client, with what it was told."""

    def __init__(self, gateway: Gateway, session: aiohttp.ClientSession, **others: Any) -> None:
        self.conversation = GatewayConversation(CALL, session, settings(gateway, **others))
        self.came: list[FromConversation] = []
        self.listening = asyncio.create_task(self._listen())

    async def _listen(self) -> None:
        async for what in self.conversation.incoming():
            self.came.append(what)

    async def until(self, condition: Any) -> None:
        for _ in range(2000):
            if condition():
                return
            await asyncio.sleep(0.005)
        raise AssertionError(f"it never came to that; came: {self.came}")

    async def close(self) -> None:
        await self.conversation.close()
        await asyncio.wait_for(self.listening, 5)


async def test_the_line_comes_with_the_operators_token_and_is_welcomed(
    gateway: Gateway, session: aiohttp.ClientSession
) -> None:
    line = Line(gateway, session)
    await line.until(lambda: line.came)
    assert line.came == [Welcome("da", "pending", ())]
    assert gateway.asked_for == [(CALL, f"Bearer {TOKEN}")]
    await line.close()


async def test_everything_that_is_told_arrives_in_order(
    gateway: Gateway, session: aiohttp.ClientSession
) -> None:
    line = Line(gateway, session)
    told = [
        CallState("listening"),
        Say("7", "byvej 54", 0.8, 100.0, 900.0),
        Spoken("Ja", 1000.0, 1200.0, interrupted=True),
        Happened("wants_person", {"by": "key"}),
        Measured("first_sound", 512.0),
        Ended("hung_up"),
    ]
    for what in told:
        await line.conversation.tell(what)
    await line.close()
    assert [frame["type"] for frame in gateway.told] == [
        "state",
        "say",
        "spoken",
        "happened",
        "measured",
        "ended",
    ]
    say = gateway.told[1]
    assert (say["id"], say["text"], say["confidence"], say["engine"]) == ("7", "byvej 54", 0.8, "vosk")
    assert gateway.told[2]["interrupted"] is True
    assert gateway.told[3] == {"type": "happened", "name": "wants_person", "by": "key"}


async def test_everything_the_gateway_tells_is_understood_and_rubbish_is_left_out(
    gateway: Gateway, session: aiohttp.ClientSession
) -> None:
    line = Line(gateway, session)
    await line.until(lambda: gateway.sockets)
    socket = gateway.sockets[0]
    for frame in (
        "no json",
        "[1]",
        '{"type": 7}',
        '{"type": "part", "id": "1"}',
        '{"type": "part", "id": "1", "part": {"type": "text", "text": "Ja"}}',
        '{"type": "done", "id": "1", "expects": "address", "state": "bot", "choices": ["A", 3]}',
        '{"type": "failed", "id": "2", "code": "rasa_down", "text": "Desværre"}',
        '{"type": "identity", "state": "approved"}',
        '{"type": "identity", "state": "king"}',
        '{"type": "transfer", "target": "borgerservice", "queue": "bs", "text": ""}',
    ):
        await socket.send_str(frame)
    await line.until(lambda: len(line.came) >= 7)
    assert line.came[1:] == [
        Part("1", {"type": "text", "text": "Ja"}),
        Done("1", "address", "bot", "da", ("A",)),
        Failed("2", "rasa_down", "Desværre"),
        IdentityChanged("approved"),
        IdentityChanged("none"),
        TransferTo("borgerservice", "bs"),
    ]
    await line.close()


async def test_a_gateway_that_goes_and_comes_back_is_lost_once_and_resumed(
    gateway: Gateway, session: aiohttp.ClientSession
) -> None:
    line = Line(gateway, session)
    await line.until(lambda: line.came)
    await gateway.stop()
    await line.until(lambda: Lost() in line.came)
    await line.conversation.tell(Say("1", "hvad nu", 0.9, 0.0, 1.0))
    await asyncio.sleep(0.2)  # Several tries fail meanwhile.
    await gateway.start()
    await line.until(lambda: len(line.came) == 3)
    assert line.came == [Welcome("da", "pending", ()), Lost(), Welcome("da", "pending", (), resumed=True)]
    await line.until(lambda: gateway.told)
    assert gateway.told[0]["text"] == "hvad nu"
    await line.close()


async def test_a_gateway_that_was_never_there_is_lost_once(session: aiohttp.ClientSession) -> None:
    gateway = Gateway()
    gateway.port = 9  # Discard: nobody listens.
    line = Line(gateway, session)
    await line.until(lambda: line.came)
    await asyncio.sleep(0.1)
    assert line.came == [Lost()]
    await asyncio.wait_for(line.close(), 5)


async def test_a_token_that_is_refused_is_a_lost_gateway(
    gateway: Gateway, session: aiohttp.ClientSession
) -> None:
    gateway.refuses = 1
    line = Line(gateway, session)
    await line.until(lambda: len(gateway.asked_for) >= 2)
    assert line.came == [Lost()]
    gateway.refuses = 0
    await line.until(lambda: len(line.came) == 2)
    assert isinstance(line.came[1], Welcome)
    await line.close()


async def test_a_line_that_was_replaced_does_not_fight_for_the_call(
    gateway: Gateway, session: aiohttp.ClientSession
) -> None:
    line = Line(gateway, session)
    await line.until(lambda: line.came)
    await gateway.sockets[0].close(code=4409)
    await line.until(lambda: Lost() in line.came)
    await asyncio.sleep(0.2)
    assert len(gateway.asked_for) == 1
    await line.close()


async def test_what_waits_for_a_lost_gateway_is_bounded_and_words_are_kept_longest(
    session: aiohttp.ClientSession,
) -> None:
    gateway = Gateway()
    gateway.port = 9
    line = Line(gateway, session, most_waiting=5)
    for number in range(20):
        await line.conversation.tell(Measured("turn", float(number)))
        if number % 5 == 0:
            await line.conversation.tell(Say(str(number), "ord", 1.0, 0.0, 1.0))
    waiting = list(line.conversation._to_tell)
    assert len(waiting) == 5
    assert [what.id for what in waiting if isinstance(what, Say)] == ["0", "5", "10", "15"]
    await line.close()


async def test_closing_ends_it_at_whatever_moment_it_comes(session: aiohttp.ClientSession) -> None:
    gateway = Gateway()
    gateway.port = 9
    for turns in range(60):
        conversation = GatewayConversation(CALL, session, settings(gateway, first_wait_seconds=0.0))
        for _ in range(turns):
            await asyncio.sleep(0)
        await asyncio.wait_for(conversation.close(), 10)
        assert conversation._running.done()


async def test_an_error_of_our_own_costs_one_socket_and_not_the_call(
    gateway: Gateway, session: aiohttp.ClientSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    def bites(data: str) -> FromConversation | None:
        monkeypatch.undo()
        raise RuntimeError("nobody foresaw this")

    monkeypatch.setattr("voice.line.gateway_client.read_frame", bites)
    line = Line(gateway, session)
    await line.until(lambda: any(isinstance(what, Welcome) for what in line.came))
    assert isinstance(line.came[0], Lost)
    assert len(gateway.sockets) == 2
    await line.close()


async def test_what_cannot_be_written_does_not_stand_before_the_rest(
    gateway: Gateway, session: aiohttp.ClientSession
) -> None:
    line = Line(gateway, session)
    await line.until(lambda: line.came)
    await line.conversation.tell(Happened("odd", {"what": object()}))
    await line.conversation.tell(Say("id-2", "hej", 0.9, 0.0, 900.0))
    await line.until(lambda: gateway.told)
    assert gateway.told[0]["text"] == "hej"
    await line.close()
