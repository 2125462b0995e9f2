"""A page on the voice process's listener, over a real socket on loopback."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Awaitable, Callable

import aiohttp
import pytest
import pytest_asyncio
from aiohttp import WSMsgType, web

from voice.transports.browser import BrowserSettings, BrowserTransport, handle
from voice.transports.protocol import Gone, Incoming, Key, Sound, Talk, Transport, Typed

CALL = "6f1e9b2c-0c1d-4a53-9a75-0d6f0a1b2c3d"
FRAME = bytes(640)
Run = Callable[[Transport], Awaitable[None]]


class House:
    """A listener with one handler, and what the last call did."""

    def __init__(self) -> None:
        self.run: Run = self.keep
        self.settings = BrowserSettings()
        self.transport: BrowserTransport | None = None
        self.heard: list[Incoming] = []
        self.begun = asyncio.Event()
        self.over = asyncio.Event()
        self.url = ""

    async def keep(self, line: Transport) -> None:
        """Fetch everything until the caller is gone."""
        async for event in line.incoming():
            self.heard.append(event)

    async def serve(self, request: web.Request) -> web.StreamResponse:
        async def start(line: Transport) -> None:
            assert isinstance(line, BrowserTransport)
            self.transport = line
            self.begun.set()
            await self.run(line)

        try:
            return await handle(request, start, self.settings)
        finally:
            self.over.set()


@pytest_asyncio.fixture
async def house() -> AsyncIterator[House]:
    house = House()
    app = web.Application()
    app.router.add_get("/ws/voice", house.serve)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    house.url = f"http://127.0.0.1:{runner.addresses[0][1]}/ws/voice"
    yield house
    await runner.cleanup()


@pytest_asyncio.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


async def over(house: House) -> list[Incoming]:
    await asyncio.wait_for(house.over.wait(), 5)
    return house.heard


async def test_sound_keys_text_and_the_button_reach_the_call_in_order(
    house: House, session: aiohttp.ClientSession
) -> None:
    async with session.ws_connect(f"{house.url}?call={CALL.upper()}&rate=16000") as page:
        await page.send_json({"type": "mode", "mode": "push"})
        await page.send_json({"type": "talk", "held": True})
        await page.send_bytes(b"\x01\x02" * 320)
        await page.send_json({"type": "talk", "held": False})
        await page.send_json({"type": "key", "digit": "1"})
        await page.send_json({"type": "text", "text": "Byvej 54"})
        await page.send_json({"type": "bye"})
        heard = await over(house)
    assert heard == [
        Talk(held=True),
        Sound(b"\x01\x02" * 320),
        Talk(held=False),
        Key("1"),
        Typed("Byvej 54"),
        Gone("hung_up"),
    ]
    assert house.transport is not None
    assert (house.transport.call, house.transport.rate_hz, house.transport.mode) == (CALL, 16_000, "push")


async def test_frames_and_captions_reach_the_page_in_order(
    house: House, session: aiohttp.ClientSession
) -> None:
    async def run(line: Transport) -> None:
        await line.show({"type": "state", "state": "speaking"})
        await line.send(b"\x05\x00" * 320)
        await line.show({"type": "caption", "who": "assistant", "text": "Hej på dig", "final": True, "id": 1})
        await line.hang_up()

    house.run = run
    async with session.ws_connect(f"{house.url}?call={CALL}") as page:
        got = [message async for message in page]
    assert [
        message.data if message.type is WSMsgType.BINARY else json.loads(message.data) for message in got
    ] == [
        {"type": "state", "state": "speaking"},
        b"\x05\x00" * 320,
        {"type": "caption", "who": "assistant", "text": "Hej på dig", "final": True, "id": 1},
    ]
    assert page.close_code == aiohttp.WSCloseCode.OK


@pytest.mark.parametrize(
    "query", ["", "call=", "call=17", f"call={CALL}&rate=44100", f"call={CALL}&rate=x", "rate=16000"]
)
async def test_a_query_that_makes_no_sense_is_refused(
    house: House, session: aiohttp.ClientSession, query: str
) -> None:
    with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
        await session.ws_connect(f"{house.url}?{query}")
    assert refused.value.status == 400


async def test_a_plain_request_is_refused(house: House, session: aiohttp.ClientSession) -> None:
    async with session.get(f"{house.url}?call={CALL}") as answer:
        assert answer.status == 400


async def test_garbage_and_frames_that_are_too_large_are_passed_over(
    house: House, session: aiohttp.ClientSession
) -> None:
    async with session.ws_connect(f"{house.url}?call={CALL}") as page:
        for text in ("{", "[]", '{"type":"text","text":7}', '{"type":"key","digit":"x"}', "\x00" * 5000):
            await page.send_str(text)
        await page.send_bytes(b"")
        await page.send_bytes(b"\x01")
        await page.send_bytes(bytes(house.settings.sound_bytes + 2))
        await page.send_bytes(FRAME)
        await page.send_json({"type": "bye"})
        assert await over(house) == [Sound(FRAME), Gone("hung_up")]


async def test_a_frame_beyond_all_measure_ends_the_call(house: House, session: aiohttp.ClientSession) -> None:
    async with session.ws_connect(f"{house.url}?call={CALL}") as page:
        await page.send_bytes(bytes(house.settings.frame_bytes + 1))
        assert await over(house) == [Gone("error")]


async def test_a_page_that_closes_has_hung_up(house: House, session: aiohttp.ClientSession) -> None:
    async with session.ws_connect(f"{house.url}?call={CALL}"):
        await asyncio.wait_for(house.begun.wait(), 5)
    assert await over(house) == [Gone("hung_up")]


async def test_a_page_whose_network_is_cut_is_lost(house: House, session: aiohttp.ClientSession) -> None:
    page = await session.ws_connect(f"{house.url}?call={CALL}")
    await asyncio.wait_for(house.begun.wait(), 5)
    wire = page.get_extra_info("socket")
    assert wire is not None
    connection = page._response.connection
    assert connection is not None
    assert connection.transport is not None
    connection.transport.abort()
    assert await over(house) == [Gone("lost")]


async def test_a_call_that_fails_closes_the_line_and_its_words_are_not_logged(
    house: House, session: aiohttp.ClientSession, caplog: pytest.LogCaptureFixture
) -> None:
    async def run(line: Transport) -> None:
        raise ValueError("hun sagde 010190-1234")

    house.run = run
    with caplog.at_level(logging.DEBUG):
        async with session.ws_connect(f"{house.url}?call={CALL}") as page:
            await page.receive()
            assert page.close_code == aiohttp.WSCloseCode.INTERNAL_ERROR
        await over(house)
    assert "ValueError" in caplog.text
    assert "010190" not in caplog.text


async def test_sending_to_a_page_that_is_gone_is_harmless(
    house: House, session: aiohttp.ClientSession
) -> None:
    async def run(line: Transport) -> None:
        async for event in line.incoming():
            house.heard.append(event)
        await line.send(FRAME)
        await line.show({"type": "stop"})
        await line.hang_up()
        await line.hang_up()

    house.run = run
    async with session.ws_connect(f"{house.url}?call={CALL}") as page:
        await page.close()
    assert await over(house) == [Gone("hung_up")]


async def test_a_page_that_does_not_read_costs_frames_and_no_time(
    house: House, session: aiohttp.ClientSession
) -> None:
    sent = asyncio.Event()
    most = 0

    async def run(line: Transport) -> None:
        nonlocal most
        assert isinstance(line, BrowserTransport)
        for _ in range(200_000):  # more than all buffers on the way hold
            await line.send(FRAME)
            most = max(most, line._unsent())
        sent.set()

    house.run = run
    reader, writer = await asyncio.open_connection("127.0.0.1", int(house.url.split(":")[2].split("/")[0]))
    writer.write(
        f"GET /ws/voice?call={CALL} HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n".encode()
    )
    await asyncio.wait_for(sent.wait(), 30)
    assert 0 < most <= house.settings.unsent_ms * 32 + 2 * len(FRAME)
    writer.transport.abort()
    del reader


async def test_a_page_that_tells_what_it_got_is_never_far_behind(
    house: House, session: aiohttp.ClientSession
) -> None:
    """However much the buffers on the way hold: what may be under way is limited by what the page has got."""
    go_on = asyncio.Event()

    async def run(line: Transport) -> None:
        await line.send(FRAME)
        await go_on.wait()
        for _ in range(500):
            await line.send(FRAME)
        await line.hang_up()

    house.run = run
    async with session.ws_connect(f"{house.url}?call={CALL}") as page:
        await page.receive()
        await page.send_json({"type": "got", "frames": 1_000_000})
        await asyncio.wait_for(house.begun.wait(), 5)
        assert house.transport is not None
        while house.transport._got is None:
            await asyncio.sleep(0)
        go_on.set()
        frames = [message async for message in page if message.type is WSMsgType.BINARY]
    assert len(frames) == 76  # 1.5 s, and the one after which it is 1.5 s


async def test_a_page_that_takes_no_captions_either_is_let_go(house: House) -> None:
    async def run(line: Transport) -> None:
        caption = {"type": "caption", "who": "assistant", "text": "x" * 10_000, "final": True, "id": 1}
        for _ in range(10_000):
            await asyncio.wait_for(line.show(caption), 5)
            if line_is_over(line):
                return
        raise AssertionError("never let go")

    def line_is_over(line: Transport) -> bool:
        assert isinstance(line, BrowserTransport)
        return line._inbox._gone

    house.run = run
    _, writer = await asyncio.open_connection("127.0.0.1", int(house.url.split(":")[2].split("/")[0]))
    writer.write(
        f"GET /ws/voice?call={CALL} HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n".encode()
    )
    await over(house)
    writer.transport.abort()
