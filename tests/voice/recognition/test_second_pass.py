"""The second pass: its time budget, its queue, and what happens when the engine fails."""

import numpy as np

from tests.voice.recognition.fakes import RATE, FakeEngine
from voice.recognition.protocol import Utterance, Word
from voice.recognition.second_pass import SecondPass, SecondText, drop

HEARD = Utterance("jæ vi ha bipose", 0.5, (), 0.0, 2000.0, "vosk")


def sound(seconds: float = 2.0) -> np.ndarray:
    return np.full(round(RATE * seconds), 500, np.int16)


async def test_a_text_in_time_is_taken_with_its_words_on_the_calls_clock() -> None:
    words = (Word("bioposer", 100.0, 700.0, 1.0),)
    second = SecondPass(FakeEngine(SecondText("Bioposer.", 0.9, words)))
    attempt = second.start(sound(), RATE, 5000.0)
    assert attempt
    better = await second.better(attempt, HEARD, 2000)
    assert (better.text, better.start_ms, better.end_ms) == ("bioposer", 5100.0, 5700.0)
    second.close()


async def test_a_late_text_is_not_waited_for() -> None:
    engine = FakeEngine(SecondText("bioposer"), waiting=True)
    second = SecondPass(engine)
    attempt = second.start(sound(), RATE, 0.0)
    assert attempt
    assert await second.better(attempt, HEARD, 1) is HEARD
    engine.go.set()
    second.close()


async def test_a_budget_that_is_used_up_still_takes_a_text_that_is_there() -> None:
    second = SecondPass(FakeEngine(SecondText("bioposer")))
    attempt = second.start(sound(), RATE, 0.0)
    assert attempt
    attempt.future.result(timeout=5)
    assert (await second.better(attempt, HEARD, 0)).text == "bioposer"
    second.close()


async def test_an_engine_that_fails_leaves_what_vosk_heard() -> None:
    def fail(pcm: np.ndarray, rate_hz: int) -> SecondText:
        raise RuntimeError("kaput")

    second = SecondPass(FakeEngine(fail))
    attempt = second.start(sound(), RATE, 0.0)
    assert attempt
    assert await second.better(attempt, HEARD, 2000) is HEARD
    assert second.failures == 1
    again = second.start(sound(), RATE, 0.0)
    assert again is not None
    second.close()


async def test_what_would_come_late_anyhow_is_left_to_vosk_at_once() -> None:
    engine = FakeEngine(SecondText("bioposer"), waiting=True)
    second = SecondPass(engine, workers=1, queue=1)
    running, waiting = second.start(sound(), RATE, 0.0), second.start(sound(), RATE, 0.0)
    assert running
    assert waiting
    refused = sound()
    assert second.start(refused, RATE, 0.0) is None
    assert not refused.any()
    engine.go.set()
    running.future.result(timeout=5)
    waiting.future.result(timeout=5)
    assert second.start(sound(), RATE, 0.0) is not None
    second.close()


def test_a_guess_never_waits_for_a_worker() -> None:
    engine = FakeEngine(SecondText("bioposer"), waiting=True)
    second = SecondPass(engine, workers=1, queue=5)
    assert second.start(sound(), RATE, 0.0)
    assert second.start(sound(), RATE, 0.0, guess=True) is None
    engine.go.set()
    second.close()


def test_what_is_no_longer_wanted_makes_room_and_is_overwritten() -> None:
    engine = FakeEngine(SecondText("bioposer"), waiting=True)
    second = SecondPass(engine, workers=1, queue=1)
    second.start(sound(), RATE, 0.0)
    assert engine.began.acquire(timeout=5)
    unwanted = sound()
    drop(second.start(unwanted, RATE, 0.0))
    assert not unwanted.any()
    assert second.start(sound(), RATE, 0.0) is not None
    engine.go.set()
    second.close()


def test_nothing_is_started_after_the_end() -> None:
    second = SecondPass(FakeEngine(SecondText("bioposer")))
    second.close()
    assert second.start(sound(), RATE, 0.0) is None
