"""Calls that cannot even begin cost nothing and nobody else."""

from concurrent.futures import ThreadPoolExecutor

from tests.voice.line.fakes import (
    FakeConversation,
    FakeRecogniser,
    FakeTransport,
    ScriptedMachine,
    ToneVoice,
)
from voice.line.calls import Calls
from voice.line.clock import FrameClock
from voice.line.ears import EarsInThreads
from voice.line.metrics import LineMetrics
from voice.line.session import House
from voice.transports.protocol import Gone


def house() -> House:
    ears = EarsInThreads(FakeRecogniser(), ThreadPoolExecutor(1))
    return House(ears, ToneVoice(), FrameClock(), LineMetrics())


async def test_a_call_without_a_machine_is_let_go_and_its_conversation_closed() -> None:
    def no_machine() -> ScriptedMachine:
        raise RuntimeError("phrases are broken")

    conversation = FakeConversation()
    calls = Calls(house(), lambda _: conversation, no_machine)
    transport = FakeTransport()
    await calls.hold(transport)
    assert transport.hung_up == 1
    assert conversation.closed
    assert calls.open == 0


async def test_after_stopping_nobody_is_let_in() -> None:
    calls = Calls(house(), lambda _: FakeConversation(), ScriptedMachine)
    await calls.stop()
    transport = FakeTransport()
    await calls.hold(transport)
    assert transport.hung_up == 1
    assert transport.sent == []


async def test_a_call_that_is_over_is_no_longer_counted() -> None:
    conversation = FakeConversation()
    calls = Calls(house(), lambda _: conversation, ScriptedMachine)
    transport = FakeTransport()
    transport.comes(Gone("hung_up"))
    await calls.hold(transport)
    assert calls.open == 0
    assert conversation.closed
