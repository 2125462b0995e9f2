"""AudioSocket over a real socket: calls as Asterisk makes them, and everything that is none."""

import asyncio
import random
import struct
import uuid
from collections.abc import AsyncIterator

import pytest

from voice.transports.audiosocket import (
    ERROR,
    HANG_UP,
    KEY,
    SOUND,
    SOUND_16K,
    UUID,
    AudioSocketCall,
    AudioSocketServer,
    AudioSocketSettings,
    Frames,
    frame,
)
from voice.transports.protocol import Gone, Incoming, Key, Sound, Transport

CALL = uuid.UUID("3f0c0d9e-5d7e-4c1a-9d7f-0a1b2c3d4e5f")
HELLO = frame(UUID, CALL.bytes)


class Exchange:
    """The server, and what came in by it."""

    def __init__(self) -> None:
        self.calls: list[Transport] = []
        self.came: list[Incoming] = []
        self.over = asyncio.Event()
        self.port = 0

    async def hold(self, transport: Transport) -> None:
        self.calls.append(transport)
        async for what in transport.incoming():
            self.came.append(what)
        self.over.set()

    async def dial(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        return await asyncio.open_connection("127.0.0.1", self.port)

    async def say(self, *frames: bytes) -> None:
        """Send these bytes on a connection of their own, close it, and wait until the call is over."""
        _, writer = await self.dial()
        writer.write(b"".join(frames))
        writer.close()
        await asyncio.wait_for(self.over.wait(), 5)


@pytest.fixture
async def exchange() -> AsyncIterator[Exchange]:
    made = Exchange()
    server = AudioSocketServer(made.hold, AudioSocketSettings(uuid_seconds=0.3))
    made.port = await server.start("127.0.0.1", 0)
    yield made
    await server.stop()


async def closed_by_the_server(reader: asyncio.StreamReader) -> bool:
    try:
        return await asyncio.wait_for(reader.read(100), 5) == b""
    except ConnectionError:
        return True


async def test_a_call_has_its_uuid_its_sound_its_keys_and_an_end(exchange: Exchange) -> None:
    sound = bytes(range(256)) + bytes(64)
    await exchange.say(HELLO, frame(SOUND, sound), frame(KEY, b"#"), frame(HANG_UP))
    assert [call.call for call in exchange.calls] == [str(CALL)]
    assert exchange.calls[0].rate_hz == 8000
    assert exchange.came == [Sound(sound), Key("#"), Gone("hung_up")]


async def test_a_connection_that_breaks_off_is_a_caller_who_was_lost(exchange: Exchange) -> None:
    await exchange.say(HELLO, frame(SOUND, bytes(320)), frame(SOUND, bytes(320))[:100])
    assert exchange.came == [Sound(bytes(320)), Gone("lost")]


async def test_an_error_of_the_other_side_ends_the_call(exchange: Exchange) -> None:
    await exchange.say(HELLO, frame(ERROR, b"\x01"), frame(SOUND, bytes(320)))
    assert exchange.came == [Gone("error")]


async def test_sound_at_sixteen_kilohertz_is_taken_at_eight(exchange: Exchange) -> None:
    await exchange.say(HELLO, frame(SOUND_16K, struct.pack("<4h", 100, 300, -100, -300)))
    assert exchange.came == [Sound(struct.pack("<2h", 200, -200)), Gone("lost")]


@pytest.mark.parametrize(
    "odd",
    [
        frame(0x42, b"what is this"),
        frame(UUID, CALL.bytes),
        frame(UUID, b"short"),
        frame(KEY, b""),
        frame(KEY, b"12"),
        frame(KEY, b"\xff"),
        frame(KEY, b"x"),
        frame(SOUND, b""),
        frame(SOUND, b"\x01"),
        frame(0x7F, bytes(65535)),
    ],
    ids=[
        "unknown",
        "uuid again",
        "short uuid",
        "no key",
        "two keys",
        "binary",
        "letter",
        "empty",
        "byte",
        "huge",
    ],
)
async def test_frames_that_mean_nothing_are_skipped(exchange: Exchange, odd: bytes) -> None:
    await exchange.say(HELLO, odd, frame(KEY, b"7"))
    assert exchange.came == [Key("7"), Gone("lost")]


async def test_an_odd_number_of_bytes_loses_half_a_sample_and_nothing_else(exchange: Exchange) -> None:
    await exchange.say(HELLO, frame(SOUND, bytes(321)), frame(SOUND, b"\x01\x02"))
    assert exchange.came == [Sound(bytes(320)), Sound(b"\x01\x02"), Gone("lost")]


async def test_a_call_may_come_a_byte_at_a_time(exchange: Exchange) -> None:
    _, writer = await exchange.dial()
    for byte in HELLO + frame(KEY, b"4") + frame(HANG_UP):
        writer.write(bytes([byte]))
        await writer.drain()
    await asyncio.wait_for(exchange.over.wait(), 5)
    assert exchange.came == [Key("4"), Gone("hung_up")]
    writer.close()


@pytest.mark.parametrize(
    "first",
    [
        frame(SOUND, bytes(320)),
        frame(UUID, b"fifteen bytes.."),
        b"GET / HTTP/1.1\r\nHost: x\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(600),
        frame(HANG_UP),
    ],
    ids=["sound", "short uuid", "http", "tls", "hang up"],
)
async def test_who_does_not_begin_with_a_uuid_is_let_go(exchange: Exchange, first: bytes) -> None:
    reader, writer = await exchange.dial()
    writer.write(first)
    assert await closed_by_the_server(reader)
    assert exchange.calls == []
    writer.close()


async def test_who_says_nothing_is_let_go(exchange: Exchange) -> None:
    reader, writer = await exchange.dial()
    writer.write(HELLO[:7])
    assert await closed_by_the_server(reader)
    assert exchange.calls == []
    writer.close()


async def test_random_bytes_harm_nobody_and_calls_are_taken_afterwards(exchange: Exchange) -> None:
    chance = random.Random(11)
    for number in range(60):
        _, writer = await exchange.dial()
        rubbish = chance.randbytes(chance.randint(0, 3000))
        writer.write(rubbish if number % 2 else HELLO + rubbish)
        writer.close()
    exchange.over.clear()
    exchange.came.clear()
    reader, writer = await exchange.dial()
    writer.write(HELLO + frame(KEY, b"1"))
    while Key("1") not in exchange.came:
        await asyncio.sleep(0.005)
    writer.close()
    assert reader is not None


async def test_sound_that_comes_faster_than_anyone_speaks_is_thrown_away(exchange: Exchange) -> None:
    await exchange.say(HELLO, frame(SOUND, bytes(16000)) * 60)  # a minute at once
    seconds = sum(len(what.pcm) for what in exchange.came if isinstance(what, Sound)) / 16000
    assert seconds <= 3.0
    assert exchange.came[-1] == Gone("lost")


async def test_what_is_sent_arrives_in_frames_and_hanging_up_is_told(exchange: Exchange) -> None:
    reader, writer = await exchange.dial()
    writer.write(HELLO)
    while not exchange.calls:
        await asyncio.sleep(0.005)
    call = exchange.calls[0]
    await call.send(b"\x01\x02" * 160)
    await call.show({"type": "stop"})
    await call.hang_up()
    await call.hang_up()
    await call.send(bytes(320))
    got = await asyncio.wait_for(reader.read(-1), 5)
    assert list(Frames().feed(got)) == [(SOUND, b"\x01\x02" * 160), (HANG_UP, b"")]
    await asyncio.wait_for(exchange.over.wait(), 5)
    assert exchange.came == [Gone("hung_up")]
    writer.close()


async def test_a_far_end_that_reads_nothing_loses_frames_and_holds_nobody_up(exchange: Exchange) -> None:
    _, writer = await exchange.dial()
    writer.write(HELLO)
    while not exchange.calls:
        await asyncio.sleep(0.005)
    call = exchange.calls[0]
    assert isinstance(call, AudioSocketCall)
    for number in range(60_000):
        await call.send(bytes(320))
        if number % 100 == 0:
            await asyncio.sleep(0)
    assert call.dropped > 10_000
    writer.transport.abort()
    await asyncio.wait_for(exchange.over.wait(), 5)


async def test_no_more_connections_are_taken_than_allowed() -> None:
    exchange = Exchange()
    server = AudioSocketServer(exchange.hold, AudioSocketSettings(most_connections=3))
    exchange.port = await server.start("127.0.0.1", 0)
    open_ones = [await exchange.dial() for _ in range(3)]
    while len(server._open) < 3:
        await asyncio.sleep(0.005)
    reader, writer = await exchange.dial()
    assert await closed_by_the_server(reader)
    for _, other in [*open_ones, (reader, writer)]:
        other.close()
    await server.stop()
