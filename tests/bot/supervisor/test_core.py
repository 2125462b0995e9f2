"""The supervisor's decisions over a scripted time line: no process, no sleep."""

import pytest

from bot.supervisor.core import (
    AllReady,
    BecameReady,
    Died,
    FellSilent,
    GaveUp,
    House,
    Kill,
    Patience,
    Spawn,
    State,
    Terminate,
)

PATIENCE = Patience(
    ready_seconds=60,
    silent_seconds=30,
    first_backoff_seconds=1,
    longest_backoff_seconds=4,
    deaths_allowed=3,
    window_seconds=100,
    stop_seconds=5,
)


@pytest.fixture
def house() -> House:
    return House(["stubs", "rasa"], PATIENCE)


def test_all_children_are_started_at_once(house: House) -> None:
    assert house.begin(0) == [Spawn("stubs"), Spawn("rasa")]


def test_the_house_is_ready_when_the_last_child_answers_and_says_so_once(house: House) -> None:
    house.begin(10)
    assert house.answered("stubs", 11) == [BecameReady("stubs", 1)]
    assert house.answered("stubs", 12) == []
    assert house.answered("rasa", 16) == [BecameReady("rasa", 6), AllReady("", 6)]
    house.exited("rasa", 1, 20)
    house.tick(21)
    assert house.answered("rasa", 25) == [BecameReady("rasa", 4)]


def test_a_child_that_dies_is_started_again_after_a_wait_that_grows(house: House) -> None:
    house.begin(0)
    assert house.exited("rasa", -9, 0) == [Died("rasa", -9, 1)]
    assert house.tick(0.9) == []
    assert house.tick(1) == [Spawn("rasa")]
    assert house.exited("rasa", 1, 2) == [Died("rasa", 1, 2)]
    assert house.tick(4) == [Spawn("rasa")]
    assert house.exited("rasa", 1, 5) == [Died("rasa", 1, 4)]


def test_the_other_children_run_on_when_one_dies(house: House) -> None:
    house.begin(0)
    house.answered("stubs", 1)
    house.exited("rasa", 1, 2)
    assert house.state("stubs") is State.RUNNING


def test_a_child_that_dies_too_often_is_given_up_and_everything_stops(house: House) -> None:
    house.begin(0)
    for time in (1, 10, 20):
        house.exited("rasa", 1, time)
        house.tick(time + 5)
    assert house.exited("rasa", 3, 30) == [GaveUp("rasa", 4, 3), Terminate("stubs")]
    assert not house.finished
    house.exited("stubs", 0, 31)
    assert house.finished
    assert house.failed


def test_deaths_of_long_ago_are_forgotten(house: House) -> None:
    house.begin(0)
    for time in range(0, 1000, 60):
        effects = house.exited("rasa", 1, time)
        assert [type(effect) for effect in effects] == [Died]
        house.tick(time + 10)


def test_a_child_that_never_becomes_ready_is_stopped_and_tried_again(house: House) -> None:
    house.begin(0)
    house.answered("stubs", 1)
    house.answered("stubs", 59)
    assert house.tick(60) == []
    assert house.tick(61) == [FellSilent("rasa", 61), Terminate("rasa")]
    assert house.exited("rasa", -15, 62) == [Died("rasa", -15, 1)]


def test_a_child_that_answers_no_more_is_stopped_and_tried_again(house: House) -> None:
    house.begin(0)
    for time in (1, 10, 20):
        house.answered("stubs", time)
        house.answered("rasa", time)
    house.answered("rasa", 45)
    assert house.tick(51) == [FellSilent("stubs", 31), Terminate("stubs")]


def test_a_child_that_does_not_stop_in_time_is_killed_once(house: House) -> None:
    house.begin(0)
    assert house.stop(10) == [Terminate("stubs"), Terminate("rasa")]
    house.exited("stubs", 0, 11)
    assert house.tick(14) == []
    assert house.tick(15) == [Kill("rasa")]
    assert house.tick(16) == []
    house.exited("rasa", -9, 17)
    assert house.finished
    assert not house.failed


def test_a_second_wish_to_stop_kills_what_is_left(house: House) -> None:
    house.begin(0)
    house.stop(1)
    house.exited("stubs", 0, 2)
    assert house.stop(2) == [Kill("rasa")]


def test_a_child_that_waits_for_its_new_start_is_not_started_while_stopping(house: House) -> None:
    house.begin(0)
    house.exited("rasa", 1, 1)
    assert house.stop(1) == [Terminate("stubs")]
    assert house.tick(50) == [Kill("stubs")]
    house.exited("stubs", 0, 51)
    assert house.finished


def test_a_late_answer_of_a_leaving_child_changes_nothing(house: House) -> None:
    house.begin(0)
    house.stop(1)
    assert house.answered("rasa", 2) == []
    assert house.state("rasa") is State.LEAVING
