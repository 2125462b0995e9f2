"""One call: what happens reaches the machine, what it wants is done, and everything is given back."""

import asyncio
import itertools
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.voice.line.fakes import (
    FRAME,
    FakeConversation,
    FakeEar,
    FakeRecogniser,
    FakeTransport,
    ScriptedMachine,
    Time,
    ToneVoice,
    quiet,
    until,
)
from voice.call import events
from voice.conversation import Ended, Measured, Spoken, Welcome
from voice.line.clock import FrameClock
from voice.line.ears import EarsInThreads
from voice.line.metrics import LineMetrics
from voice.line.session import House, Session, SessionSettings
from voice.synthesis.protocol import Speech
from voice.transports.protocol import Gone, Key, Sound, Talk, Typed

WELCOME = Welcome("da", "none", ())


class Line:
    """A session with everything around it in the test's hand; time moves when the test says so."""

    def __init__(self, machine: ScriptedMachine, settings: SessionSettings | None = None) -> None:
        self.time = Time()
        self.clock = FrameClock(monotonic=self.time)
        self.voice, self.ear = ToneVoice(), FakeEar()
        self.pool = ThreadPoolExecutor(1)
        self.machine, self.transport, self.conversation = machine, FakeTransport(), FakeConversation()
        self.metrics = LineMetrics()
        house = House(
            EarsInThreads(FakeRecogniser(lambda: self.ear), self.pool),
            self.voice,
            self.clock,
            self.metrics,
            settings or SessionSettings(tail_ms=0.0),
            self.time,
        )
        self.session = Session(house, self.transport, self.conversation, machine)
        self.task = asyncio.create_task(self.session.run())

    async def passes(self, ms: float) -> None:
        for _ in range(int(ms / 20)):
            self.time.move(20)
            self.clock.advance()
            for _ in range(15):
                await asyncio.sleep(0)

    async def began(self) -> None:
        await until(lambda: self.clock.calls == 1)

    async def over(self) -> None:
        await asyncio.wait_for(self.task, 10)


@pytest.fixture
async def line() -> AsyncIterator[Line]:
    made = Line(ScriptedMachine())
    await made.began()
    yield made
    made.transport.comes(Gone("hung_up"))
    await made.over()
    made.pool.shutdown()


async def test_everything_the_caller_does_reaches_the_machine(line: Line) -> None:
    for what in (Key("5"), Typed("hej"), Talk(True)):
        line.transport.comes(what)
    line.conversation.tells(WELCOME)
    await until(lambda: len(line.machine.events) >= 4)
    assert line.machine.got(events.KeyPressed) == [events.KeyPressed("5")]
    assert line.machine.got(events.TextTyped) == [events.TextTyped("hej")]
    assert line.machine.got(events.TalkButton) == [events.TalkButton(True)]
    assert line.machine.got(events.Told) == [events.Told(WELCOME)]


async def test_a_frame_leaves_every_twenty_milliseconds_whether_or_not_anything_is_said(line: Line) -> None:
    await line.passes(400)
    assert line.transport.sent == [bytes(FRAME)] * 21, "one at the beginning, and one each 20 ms"


async def test_time_passes_for_the_machine_at_least_every_hundred_milliseconds(line: Line) -> None:
    await line.passes(2000)
    times = [
        t for event, t in zip(line.machine.events, line.machine.times, strict=True) if event == events.Tick()
    ]
    assert len(times) >= 19
    assert max(b - a for a, b in itertools.pairwise(times)) <= 100.1


async def test_what_is_said_is_heard_shown_and_told_of(line: Line) -> None:
    line.machine.script[events.Told] = [[events.Say(1, Speech("Goddag"))]]
    line.conversation.tells(WELCOME)
    await until(lambda: bool(line.voice.asked))
    await line.passes(300)
    assert line.machine.got(events.SpeechStarted) == [events.SpeechStarted(1)]
    assert line.machine.got(events.SpeechEnded) == [events.SpeechEnded(1)]
    assert any(frame != bytes(FRAME) for frame in line.transport.sent)
    shown = [(c["text"], c["final"]) for c in line.transport.captions if c["type"] == "caption"]
    assert shown == [("Goddag", False), ("Goddag", True)]


async def test_the_end_of_a_turn_is_answered_by_what_was_heard(line: Line) -> None:
    line.machine.script[events.KeyPressed] = [[events.ListenFor("yes_no"), events.EndUtterance()]]
    line.transport.comes(Sound(quiet(200)))
    line.transport.comes(Key("1"))
    for _ in range(2000):
        if line.machine.got(events.UtteranceHeard):
            break
        await asyncio.sleep(0.001)
    (heard,) = line.machine.got(events.UtteranceHeard)
    assert heard.utterance.text == "ja"
    assert line.ear.listened_for == [("yes_no", ())]


async def test_a_line_without_sound_is_told_of_again_and_again_and_a_sound_ends_that(line: Line) -> None:
    await line.passes(4900)
    assert line.machine.got(events.Trouble) == []
    await line.passes(200)
    assert line.machine.got(events.Trouble) == [events.Trouble("no_media")]
    await line.passes(5000)
    assert len(line.machine.got(events.Trouble)) == 2
    line.transport.comes(Sound(quiet(20)))
    await line.passes(4900)
    assert len(line.machine.got(events.Trouble)) == 2


async def test_a_sentence_that_cannot_be_made_is_told_of(line: Line) -> None:
    line.voice.fails.add("umulig")
    line.machine.script[events.KeyPressed] = [[events.Say(1, Speech("umulig"))]]
    line.transport.comes(Key("1"))
    await until(lambda: bool(line.voice.asked))
    await line.passes(100)
    assert line.machine.got(events.Trouble) == [events.Trouble("synthesis_failed")]


async def test_the_record_of_what_was_cut_short_holds_what_was_heard(line: Line) -> None:
    text = "Vi sender bioposer til dig, og de er hos dig inden for fire dage."
    line.machine.script[events.Told] = [[events.Say(1, Speech(text))]]
    line.machine.script[events.KeyPressed] = [
        [events.DropSpeech(), events.Tell(Spoken(text, 0.0, 300.0, interrupted=True))]
    ]
    line.conversation.tells(WELCOME)
    await until(lambda: bool(line.voice.asked))
    await line.passes(320)
    line.transport.comes(Key("0"))
    await until(lambda: bool(line.conversation.told))
    (told,) = line.conversation.told
    assert isinstance(told, Spoken)
    assert text.startswith(told.text)
    assert 5 < len(told.text) < 40
    assert {"type": "stop"} in line.transport.captions


async def test_measured_times_are_counted_and_passed_on(line: Line) -> None:
    line.machine.script[events.KeyPressed] = [[events.Tell(Measured("first_sound", 640.0))]]
    line.transport.comes(Key("1"))
    await until(lambda: bool(line.conversation.told))
    assert line.conversation.told == [Measured("first_sound", 640.0)]
    assert b'indgang_voice_seconds_sum{what="first_sound"} 0.64' in line.metrics.text(0, 0)


async def test_when_the_call_hangs_up_the_gateway_knows_before_the_line_is_free() -> None:
    machine = ScriptedMachine({events.KeyPressed: [[events.Tell(Ended("goodbye")), events.HangUp()]]})
    line = Line(machine)
    await line.began()
    line.transport.comes(Key("1"))
    await line.over()
    assert line.conversation.told == [Ended("goodbye")]
    assert line.conversation.closed
    assert line.transport.hung_up == 1
    assert line.clock.calls == 0
    line.pool.shutdown()
    assert line.ear.closed


async def test_a_machine_that_breaks_ends_its_own_call_and_the_gateway_is_told() -> None:
    machine = ScriptedMachine()
    machine.breaks_at = events.KeyPressed
    line = Line(machine)
    await line.began()
    line.transport.comes(Key("1"))
    await line.over()
    assert line.conversation.told == [Ended("broken")]
    assert line.transport.hung_up == 1
    assert b'indgang_voice_calls_total{end="broken"} 1.0' in line.metrics.text(0, 0)
    line.pool.shutdown()


async def test_a_conversation_that_never_closes_does_not_keep_the_line() -> None:
    class Stuck(FakeConversation):
        async def close(self) -> None:
            await asyncio.Event().wait()

    line = Line(ScriptedMachine(), SessionSettings(tail_ms=0.0, closing_ms=30.0))
    line.session._conversation = Stuck()
    await line.began()
    line.transport.comes(Gone("hung_up"))
    await line.over()
    assert line.transport.hung_up == 1
    line.pool.shutdown()


async def test_a_process_that_stops_says_so_and_lets_go() -> None:
    line = Line(ScriptedMachine({events.Told: [[events.Say(1, Speech("x" * 400))]]}))
    await line.began()
    line.conversation.tells(WELCOME)
    await until(lambda: bool(line.voice.asked))
    await line.passes(100)
    line.session.let_go("Farvel så længe")
    await line.passes(400)
    await line.over()
    assert line.voice.asked[-1] == "Farvel så længe"
    assert line.conversation.told == [Ended("stopped")]
    line.pool.shutdown()


async def test_a_farewell_that_cannot_be_said_does_not_keep_the_process() -> None:
    line = Line(ScriptedMachine())
    await line.began()
    line.voice.hangs.add("Farvel")
    line.session.let_go("Farvel")
    await line.passes(6100)
    await line.over()
    assert line.transport.hung_up == 1
    line.pool.shutdown()
