"""The clock keeps its time by absolute deadlines, and never sends more than two frames at once."""

import pytest

from tests.voice.line.fakes import Time
from voice.line.clock import ClockSettings, FrameClock, Pacer


def paced(wakes_ms: list[float], settings: ClockSettings | None = None) -> list[int]:
    pacer = Pacer(settings or ClockSettings(), 0.0)
    return [pacer.due(ms / 1000.0) for ms in wakes_ms]


def test_on_time_there_is_one_frame_each_twenty_milliseconds() -> None:
    assert paced([0, 20, 40, 60]) == [1, 1, 1, 1]


def test_waking_too_early_makes_no_frame() -> None:
    assert paced([0, 10, 19, 20]) == [1, 0, 0, 1]


def test_frames_that_are_owed_are_made_good_two_at_a_time() -> None:
    # The loop was held from 20 to 100 ms: three frames are owed beside the one that is due.
    assert paced([0, 20, 100, 120, 140, 160, 180]) == [1, 1, 2, 2, 2, 1, 1]


def test_after_an_hour_of_late_wakings_nothing_has_added_up() -> None:
    pacer = Pacer(ClockSettings(), 0.0)
    now, made = 0.0, pacer.due(0.0)
    for number in range(180_000):
        now = pacer.next_at(now) + (0.009 if number % 7 == 0 else 0.001)
        made += pacer.due(now)
    assert made == pytest.approx(now / 0.02, abs=1.0)
    assert 0.0 <= pacer.drift_ms(now) < 20.0
    assert pacer.worst_ms == pytest.approx(9.0, abs=0.1)


def test_a_machine_that_slept_for_a_minute_does_not_send_a_minute_of_sound() -> None:
    settings = ClockSettings()
    pacer = Pacer(settings, 0.0)
    assert pacer.due(0.0) == 1
    made, now = 0, 60.0
    for _ in range(100):
        made += pacer.due(now)
        now = pacer.next_at(now)
    assert made <= 100 + settings.most_owed
    assert pacer.forgotten > 2900
    assert pacer.due(now) == 1
    assert pacer.worst_ms == pytest.approx(60_000.0 - 20.0)


def test_making_good_is_not_counted_as_waking_late() -> None:
    pacer = Pacer(ClockSettings(), 0.0)
    pacer.due(0.0)
    now = 0.4
    for _ in range(100):
        pacer.due(now)
        now = pacer.next_at(now)
    assert pacer.worst_ms == pytest.approx(380.0)
    assert sorted(pacer._lateness)[-2] < 1.0


def test_the_next_deadline_lies_ahead_even_when_frames_are_owed() -> None:
    pacer = Pacer(ClockSettings(), 5.0)
    assert pacer.next_at(5.0) == pytest.approx(5.02)
    assert pacer.next_at(5.173) == pytest.approx(5.18)


def test_lateness_is_measured() -> None:
    pacer = Pacer(ClockSettings(), 0.0)
    for number in range(200):
        pacer.due(number * 0.02 + (0.015 if number == 50 else 0.001))
    assert pacer.worst_ms == pytest.approx(15.0)
    assert pacer.p99_ms == pytest.approx(1.0)


def test_every_call_gets_the_same_frames_until_it_is_taken_off_the_clock() -> None:
    time = Time()
    clock = FrameClock(monotonic=time)
    counts = [0] * 15
    removers = []
    for number in range(15):

        def tick(number: int = number) -> None:
            counts[number] += 1

        removers.append(clock.add(tick))
    for _ in range(10):
        clock.advance()
        time.move(20)
    removers[3]()
    removers[3]()
    for _ in range(10):
        clock.advance()
        time.move(20)
    assert counts == [20, 20, 20, 10, *[20] * 11]
    assert clock.calls == 14


def test_a_call_that_fails_in_its_frame_does_not_cost_another_call_its_own() -> None:
    time = Time()
    clock = FrameClock(monotonic=time)
    counted = []

    def breaks() -> None:
        raise RuntimeError("no frame")

    clock.add(breaks)
    clock.add(lambda: counted.append(1))
    clock.advance()
    time.move(20)
    clock.advance()
    assert len(counted) == 2
