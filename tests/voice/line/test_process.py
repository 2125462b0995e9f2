"""The whole process on loopback: callers over AudioSocket, with stand-ins for the engines and the gateway."""

import asyncio
import uuid
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from tests.voice.line.fakes import FakeConversation, ScriptedMachine, ToneVoice, fake_ears
from voice.call import events
from voice.conversation import Ended, Welcome
from voice.line.caller import Caller
from voice.line.calls import CallsSettings
from voice.line.process import VoiceProcess
from voice.settings import VoiceSettings
from voice.synthesis.protocol import Speech
from voice.transports.audiosocket import HANG_UP, SOUND, UUID, Frames, frame

TOKEN = "a-token-of-the-operator"


def greeting_machine() -> ScriptedMachine:
    return ScriptedMachine(
        {
            events.Told: [[events.Say(1, Speech("goddag"))]],
            events.KeyPressed: [[events.Tell(Ended("goodbye")), events.HangUp()]],
        }
    )


class Running:
    def __init__(self, most: int = 60) -> None:
        self.conversations: dict[str, FakeConversation] = {}
        self.voice = ToneVoice()
        settings = VoiceSettings(TOKEN, port=0, web_port=0, calls=CallsSettings(most=most))
        self.process = VoiceProcess(settings, fake_ears(), self.voice, self._conversation, greeting_machine)

    def _conversation(self, call: str) -> FakeConversation:
        made = FakeConversation()
        made.tells(Welcome("da", "none", ()))
        self.conversations[call] = made
        return made

    @property
    def calls(self) -> int:
        return int(self.process.health()["calls"])

    async def caller(self, call: str | None = None) -> Caller:
        return await Caller("127.0.0.1", self.process.port, call or str(uuid.uuid4())).__aenter__()


async def eventually(condition: Any) -> None:
    for _ in range(4000):
        if condition():
            return
        await asyncio.sleep(0.005)
    raise AssertionError("it never came to that")


@pytest.fixture
async def running() -> AsyncIterator[Running]:
    made = Running()
    await made.process.start()
    yield made
    await made.process.stop()


async def test_a_caller_hears_the_greeting_and_is_gone_when_the_call_hangs_up(running: Running) -> None:
    caller = await running.caller()
    await eventually(lambda: caller.heard.last_sound_at is not None)
    caller.press("0")
    await asyncio.wait_for(caller.over.wait(), 10)
    (conversation,) = running.conversations.values()
    assert conversation.told == [Ended("goodbye")]
    await caller.__aexit__()
    await eventually(lambda: running.calls == 0)


async def test_a_caller_who_hangs_up_ends_the_call(running: Running) -> None:
    caller = await running.caller()
    await eventually(lambda: running.calls == 1)
    await caller.__aexit__()
    await eventually(lambda: running.calls == 0)
    (conversation,) = running.conversations.values()
    assert conversation.closed


async def test_fifteen_callers_at_once_all_hear_the_greeting_in_whole_frames(running: Running) -> None:
    callers = [await running.caller() for _ in range(15)]
    await eventually(lambda: all(caller.heard.last_sound_at is not None for caller in callers))
    await eventually(lambda: all(len(caller.heard.sound) > 16000 for caller in callers))
    assert running.calls == 15
    assert all(len(caller.heard.sound) % 320 == 0 for caller in callers)
    for caller in callers:
        await caller.__aexit__()
    await eventually(lambda: running.calls == 0)


async def test_a_second_line_with_the_same_uuid_is_let_go_and_the_first_goes_on(running: Running) -> None:
    call = str(uuid.uuid4())
    first = await running.caller(call)
    await eventually(lambda: running.calls == 1)
    second = await running.caller(call)
    await asyncio.wait_for(second.over.wait(), 10)
    before = len(first.heard.sound)
    await eventually(lambda: len(first.heard.sound) > before + 3200)
    assert not first.over.is_set()
    for caller in (first, second):
        await caller.__aexit__()


async def test_the_same_uuid_may_come_again_when_the_first_call_is_over(running: Running) -> None:
    call = str(uuid.uuid4())
    for _ in range(2):
        caller = await running.caller(call)
        await eventually(lambda: running.calls == 1)
        await caller.__aexit__()
        await eventually(lambda: running.calls == 0)


async def test_one_caller_too_many_hears_that_all_lines_are_busy() -> None:
    running = Running(most=1)
    running.voice.ms_a_char = 2.0
    await running.process.start()
    first = await running.caller()
    await eventually(lambda: running.calls == 1)
    second = await running.caller()
    await asyncio.wait_for(second.over.wait(), 10)
    assert second.heard.last_sound_at is not None
    assert any("så mange, der ringer" in text for text in running.voice.asked)
    assert running.calls == 1
    for caller in (first, second):
        await caller.__aexit__()
    await running.process.stop()


async def test_stopping_says_a_sentence_to_every_call_and_lets_go() -> None:
    running = Running()
    running.voice.ms_a_char = 2.0
    await running.process.start()
    callers = [await running.caller() for _ in range(3)]
    await eventually(lambda: running.calls == 3)
    await asyncio.wait_for(running.process.stop(), 15)
    for caller in callers:
        await asyncio.wait_for(caller.over.wait(), 5)
        await caller.__aexit__()
    assert sum("genstartet" in text for text in running.voice.asked) == 3
    assert all(Ended("stopped") in made.told for made in running.conversations.values())


async def test_rubbish_on_one_connection_does_not_touch_another_call(running: Running) -> None:
    caller = await running.caller()
    await eventually(lambda: running.calls == 1)
    for rubbish in (b"\x01", frame(UUID, b"x" * 16) + b"\xff" * 50_000, b"GET / HTTP/1.0\r\n\r\n"):
        _, writer = await asyncio.open_connection("127.0.0.1", running.process.port)
        writer.write(rubbish)
        writer.close()
    before = len(caller.heard.sound)
    await eventually(lambda: len(caller.heard.sound) > before + 3200)
    await caller.__aexit__()


async def test_health_and_metrics_tell_of_the_process_and_nothing_of_a_call(running: Running) -> None:
    call = str(uuid.uuid4())
    caller = await running.caller(call)
    await eventually(lambda: running.calls == 1)
    base = f"http://127.0.0.1:{running.process.web_port}"
    async with aiohttp.ClientSession() as session:
        async with session.get(base + "/healthz") as answer:
            health = await answer.json()
        async with session.get(base + "/metrics") as answer:
            metrics = await answer.text()
    assert health["status"] == "ok"
    assert (health["engines"], health["voice"], health["calls"]) == (["fake"], "tone", 1)
    assert "indgang_voice_calls_open 1.0" in metrics
    assert call not in metrics + str(health)
    await caller.__aexit__()


@pytest.mark.parametrize(("header", "status"), [(None, 401), ("Bearer wrong-token-of-someone", 403)])
async def test_a_browser_comes_only_by_way_of_the_gateway(
    running: Running, header: str | None, status: int
) -> None:
    url = f"http://127.0.0.1:{running.process.web_port}/ws/voice?call={uuid.uuid4()}&rate=16000"
    async with aiohttp.ClientSession() as session:
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            await session.ws_connect(url, headers={"Authorization": header} if header else {})
    assert refused.value.status == status


async def test_a_browsers_call_is_a_call_like_any_other(running: Running) -> None:
    call = str(uuid.uuid4())
    url = f"http://127.0.0.1:{running.process.web_port}/ws/voice?call={call}&rate=16000"
    async with (
        aiohttp.ClientSession() as session,
        session.ws_connect(url, headers={"Authorization": f"Bearer {TOKEN}"}) as socket,
    ):
        kinds = set()
        while kinds != {"sound", "caption"}:
            message = await socket.receive(timeout=10)
            if message.type is aiohttp.WSMsgType.BINARY:
                assert len(message.data) == 640
                kinds |= {"sound"} if any(message.data) else set()
            elif message.type is aiohttp.WSMsgType.TEXT and message.json()["type"] == "caption":
                kinds.add("caption")
    await eventually(lambda: running.calls == 0)


async def test_hanging_up_reaches_the_far_end_as_a_frame(running: Running) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", running.process.port)
    writer.write(frame(UUID, uuid.uuid4().bytes))
    await eventually(lambda: running.calls == 1)
    writer.write(frame(0x03, b"0"))
    kinds = [kind for kind, _ in Frames().feed(await asyncio.wait_for(reader.read(-1), 10))]
    assert set(kinds[:-1]) == {SOUND}
    assert kinds[-1] == HANG_UP
    writer.close()
