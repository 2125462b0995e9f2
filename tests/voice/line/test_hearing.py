"""The ear is kept busy in order, never blocks the loop, and what it cannot follow is told of."""

import asyncio
import threading
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.voice.line.fakes import RATE, FakeEar, FakeRecogniser, quiet, until, utterance
from voice.call.events import Event, PartialHeard, Trouble, UtteranceHeard
from voice.line.ears import EarsInThreads
from voice.line.hearing import Hearing, HearingSettings
from voice.recognition.errors import EarGone
from voice.recognition.protocol import Expected, Partial, Utterance


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    pool = ThreadPoolExecutor(2)
    yield pool
    pool.shutdown()


AT_ONCE = HearingSettings(least_piece_ms=0.0)


class Rig:
    def __init__(
        self, pool: ThreadPoolExecutor, ear: FakeEar, settings: HearingSettings | None = None
    ) -> None:
        self.ear = ear
        self.told: list[Event] = []
        self.hearing = Hearing(
            EarsInThreads(FakeRecogniser(lambda: ear), pool), RATE, self.told.append, settings or AT_ONCE
        )
        self.task = asyncio.create_task(self.hearing.run())

    async def end(self) -> None:
        self.task.cancel()
        await asyncio.gather(self.task, return_exceptions=True)


async def eventually(condition: object) -> None:
    """Threads need real time; ten seconds of it before the test fails."""
    for _ in range(10_000):
        if condition():  # type: ignore[operator]
            return
        await asyncio.sleep(0.001)
    raise AssertionError("it never came to that")


@pytest.fixture
async def rigs(pool: ThreadPoolExecutor) -> AsyncIterator[list[Rig]]:
    made: list[Rig] = []
    yield made
    for rig in made:
        await rig.end()


async def test_sound_and_questions_reach_the_ear_in_order(pool: ThreadPoolExecutor, rigs: list[Rig]) -> None:
    rig = Rig(pool, FakeEar())
    rigs.append(rig)
    rig.hearing.sound(quiet(20), 20.0)
    rig.hearing.listen_for("yes_no", ("ja", "nej"))
    rig.hearing.sound(quiet(20), 40.0)
    rig.hearing.end_utterance()
    rig.hearing.sound(quiet(20), 60.0)
    await eventually(lambda: rig.ear.given_bytes == 3 * 320)
    assert rig.ear.log == ["hear", "listen_for", "hear", "end", "hear"]
    assert rig.ear.listened_for == [("yes_no", ("ja", "nej"))]


async def test_what_is_heard_is_told(pool: ThreadPoolExecutor, rigs: list[Rig]) -> None:
    rig = Rig(pool, FakeEar(answer="byvej", partials=["by"]))
    rigs.append(rig)
    rig.hearing.sound(quiet(1000), 1000.0)
    rig.hearing.end_utterance()
    await eventually(lambda: len(rig.told) == 2)
    assert rig.told[0] == PartialHeard("by")
    assert isinstance(rig.told[1], UtteranceHeard)
    assert rig.told[1].utterance.text == "byvej"
    assert rig.ear.budgets == [HearingSettings().second_thoughts_ms]


async def test_times_are_the_calls_although_the_line_lost_some_sound(
    pool: ThreadPoolExecutor, rigs: list[Rig]
) -> None:
    rig = Rig(pool, FakeEar())
    rigs.append(rig)
    rig.hearing.sound(quiet(500), 500.0)
    await eventually(lambda: rig.ear.given_bytes)
    rig.hearing.sound(quiet(500), 4000.0)  # three seconds went missing
    rig.hearing.end_utterance()
    await eventually(lambda: rig.told)
    heard = rig.told[0]
    assert isinstance(heard, UtteranceHeard)
    assert (heard.utterance.start_ms, heard.utterance.end_ms) == (3500.0, 4000.0)


async def test_a_recogniser_that_cannot_follow_is_told_of_once_and_catches_up(
    pool: ThreadPoolExecutor, rigs: list[Rig]
) -> None:
    go_on = threading.Event()
    ear = FakeEar(before_hearing=lambda: (go_on.wait(20), None)[1])
    rig = Rig(pool, ear)
    rigs.append(rig)
    rig.hearing.sound(quiet(20), 20.0)
    await until(lambda: rig.hearing.behind_ms == 0.0)
    for number in range(300):  # six seconds while it hangs
        rig.hearing.sound(quiet(20), 40.0 + 20 * number)
        assert rig.hearing.behind_ms <= 2000.0
    assert rig.told == [Trouble("recogniser_stalled")]
    assert rig.hearing.thrown_away_ms >= 4000.0
    go_on.set()
    rig.hearing.end_utterance()
    await eventually(lambda: any(isinstance(event, UtteranceHeard) for event in rig.told))
    assert ear.given_bytes <= 2100 * 16


async def test_an_ear_that_hangs_in_one_piece_of_work_is_told_of(
    pool: ThreadPoolExecutor, rigs: list[Rig]
) -> None:
    go_on = threading.Event()
    rig = Rig(pool, FakeEar(before_hearing=lambda: (go_on.wait(20), None)[1]))
    rigs.append(rig)
    rig.hearing.sound(quiet(20), 20.0)
    await until(lambda: rig.hearing.behind_ms == 0.0)
    rig.hearing.end_utterance()
    for ms in range(0, 6000, 100):
        rig.hearing.look(float(ms))
    assert rig.told == [Trouble("recogniser_stalled")]
    go_on.set()


async def test_a_recogniser_that_breaks_is_told_of_and_hearing_goes_on(
    pool: ThreadPoolExecutor, rigs: list[Rig]
) -> None:
    def breaks() -> None:
        ear.before_hearing = lambda: None
        raise RuntimeError("broken once")

    ear = FakeEar()
    ear.before_hearing = breaks
    rig = Rig(pool, ear)
    rigs.append(rig)
    rig.hearing.sound(quiet(20), 20.0)
    await eventually(lambda: rig.told)
    rig.hearing.sound(quiet(20), 40.0)
    rig.hearing.end_utterance()
    await eventually(lambda: len(rig.told) == 2)
    assert rig.told[0] == Trouble("recogniser_stalled")
    assert isinstance(rig.told[1], UtteranceHeard)


async def test_without_an_ear_every_question_is_answered_by_trouble(pool: ThreadPoolExecutor) -> None:
    def none() -> FakeEar:
        raise RuntimeError("no memory")

    told: list[Event] = []
    hearing = Hearing(EarsInThreads(FakeRecogniser(none), pool), RATE, told.append, AT_ONCE)
    task = asyncio.create_task(hearing.run())
    for _ in range(2):
        hearing.sound(quiet(20), 20.0)
        hearing.end_utterance()
    await eventually(lambda: len(told) == 2)
    assert told == [Trouble("recogniser_stalled")] * 2
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def test_the_ear_is_given_back_but_not_while_a_thread_still_uses_it(pool: ThreadPoolExecutor) -> None:
    at_work, go_on = threading.Event(), threading.Event()

    def works() -> None:
        at_work.set()
        go_on.wait(20)

    ear = FakeEar(before_hearing=works)
    rig = Rig(pool, ear)
    rig.hearing.sound(quiet(20), 20.0)
    await eventually(at_work.is_set)
    await rig.end()
    assert not ear.closed
    go_on.set()
    await eventually(lambda: ear.closed)


async def test_sound_is_gathered_but_a_question_does_not_wait(
    pool: ThreadPoolExecutor, rigs: list[Rig]
) -> None:
    rig = Rig(pool, FakeEar(), HearingSettings(least_piece_ms=100.0))
    rigs.append(rig)
    for number in range(12):
        rig.hearing.sound(quiet(20), 20.0 * number)
        await asyncio.sleep(0)
    await eventually(lambda: rig.ear.given_bytes >= 5 * 320)
    assert rig.ear.log.count("hear") <= 3
    rig.hearing.end_utterance()
    await eventually(lambda: bool(rig.told))
    assert rig.ear.given_bytes == 12 * 320, "all sound before the question was heard before it"


class GoneEars:
    """Ears whose process dies when it is told to; the next one is another."""

    engines = ("fake",)
    up = True

    def __init__(self) -> None:
        self.made: list[GoneEar] = []

    async def ear(self, rate_hz: int) -> "GoneEar":
        self.made.append(GoneEar())
        return self.made[-1]


class GoneEar:
    def __init__(self) -> None:
        self.gone = False
        self.says = ""
        self.given_ms = 0.0
        self.listened_for: list[str] = []

    def _look(self) -> None:
        if self.gone:
            raise EarGone("the process that hears has ended")

    async def listen_for(self, expected: Expected, choices: tuple[str, ...] = ()) -> None:
        self._look()
        self.listened_for.append(expected)

    async def hear(self, pcm: bytes) -> Partial | None:
        self._look()
        self.given_ms += len(pcm) / 16.0
        return Partial(self.says) if self.says else None

    async def end_utterance(self, budget_ms: float) -> Utterance:
        self._look()
        return utterance("igen", 0.0, self.given_ms)

    def close(self) -> None:
        return


class GoneRig:
    def __init__(self) -> None:
        self.ears, self.told = GoneEars(), list[Event]()
        self.hearing = Hearing(self.ears, RATE, self.told.append, AT_ONCE)
        self.task = asyncio.create_task(self.hearing.run())

    async def hears(self, ends_ms: float) -> None:
        self.hearing.sound(quiet(20), ends_ms)
        for _ in range(20):
            await asyncio.sleep(0)


@pytest.fixture
async def gone() -> AsyncIterator[GoneRig]:
    rig = GoneRig()
    rig.hearing.listen_for("digits", ())
    await rig.hears(20.0)
    yield rig
    rig.task.cancel()
    await asyncio.gather(rig.task, return_exceptions=True)


async def test_an_ear_that_goes_in_silence_is_replaced_and_nobody_is_troubled(gone: GoneRig) -> None:
    gone.ears.made[0].gone = True
    await gone.hears(40.0)
    await gone.hears(60.0)
    assert len(gone.ears.made) == 2
    assert gone.ears.made[1].listened_for == ["digits"]
    assert gone.told == []


async def test_an_ear_that_goes_while_words_are_said_is_told_of_once(gone: GoneRig) -> None:
    gone.ears.made[0].says = "tyve"
    await gone.hears(40.0)
    gone.ears.made[0].gone = True
    await gone.hears(60.0)
    await gone.hears(80.0)
    assert gone.told == [PartialHeard("tyve"), Trouble("recogniser_stalled")]


async def test_a_question_to_an_ear_that_is_gone_is_told_of_and_the_next_is_answered(gone: GoneRig) -> None:
    gone.ears.made[0].gone = True
    gone.hearing.end_utterance()
    await gone.hears(5020.0)
    assert gone.told == [Trouble("recogniser_stalled")]
    gone.hearing.end_utterance()
    await gone.hears(5040.0)
    heard = gone.told[-1]
    assert isinstance(heard, UtteranceHeard)
    # The new ear counts from zero; what it heard was said at the end of the call so far.
    assert (heard.utterance.start_ms, heard.utterance.end_ms) == (5000.0, 5020.0)
