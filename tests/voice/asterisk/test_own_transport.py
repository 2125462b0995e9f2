"""Asterisk and the project's own AudioSocket server understand each other."""

from __future__ import annotations

import asyncio

import numpy as np

from tests.voice.asterisk.fakes import FakeGateway
from tests.voice.asterisk.scene import Phones, RunningExchange
from tests.voice.asterisk.sound import FRAME_SAMPLES, hears, tone
from voice.transports.audiosocket import AudioSocketServer
from voice.transports.protocol import FRAME_MS, Gone, Incoming, Key, Sound, Transport

CALLER_HZ, LINE_HZ = 440.0, 1000.0


class Holder:
    """Holds one call: plays a tone, and keeps what comes."""

    def __init__(self) -> None:
        self.calls: asyncio.Queue[Transport] = asyncio.Queue()
        self.came: list[Incoming] = []
        self.gone = asyncio.Event()

    async def hold(self, transport: Transport) -> None:
        self.calls.put_nowait(transport)
        playing = asyncio.create_task(self._play(transport))
        async for what in transport.incoming():
            self.came.append(what)
        playing.cancel()
        self.gone.set()

    async def _play(self, transport: Transport) -> None:
        frames = tone(LINE_HZ, 1.0).astype("<i2").tobytes()
        loop, number = asyncio.get_running_loop(), 0
        begun = loop.time()
        while True:
            at = number * FRAME_SAMPLES * 2 % len(frames)
            await transport.send(frames[at : at + FRAME_SAMPLES * 2])
            number += 1
            await asyncio.sleep(max(0.0, begun + number * FRAME_MS / 1000 - loop.time()))


async def test_sound_keys_uuid_and_hang_up_cross_the_real_transport(
    exchange: RunningExchange, gateway: FakeGateway, phones: Phones
) -> None:
    holder = Holder()
    server = AudioSocketServer(holder.hold)
    await server.start("127.0.0.1", exchange.settings.line_port)
    try:
        caller = await phones("+4520000001")
        await caller.calls(exchange.settings.sip_port)
        transport = await asyncio.wait_for(holder.calls.get(), 10)
        assert gateway.callers == {transport.call: "+4520000001"}
        await caller.says(tone(CALLER_HZ, 2.0), "tone.wav")
        await caller.hears(hears(LINE_HZ, 2.5))
        await caller.presses("10#")
        await caller.hears(hears(LINE_HZ, 4.0))
        await caller.hangs_up()
        await asyncio.wait_for(holder.gone.wait(), 5)
    finally:
        await server.stop()
    assert [what.digit for what in holder.came if isinstance(what, Key)] == list("10#")
    # Asterisk's AudioSocket() closes the connection without a hang-up frame: either reason is right here.
    assert isinstance(holder.came[-1], Gone)
    sound = b"".join(what.pcm for what in holder.came if isinstance(what, Sound))
    assert hears(CALLER_HZ, 1.8)(np.frombuffer(sound, "<i2").astype(np.int16))
