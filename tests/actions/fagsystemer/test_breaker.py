"""The circuit breaker, with time passed in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.fagsystemer.adapters.breaker import Breaker


@pytest.fixture
def breaker() -> Breaker:
    return Breaker(failures_to_open=3, rest_seconds=10)


def break_it(breaker: Breaker, now: float) -> None:
    for _ in range(3):
        breaker.failed(now)


def test_a_new_breaker_lets_calls_through(breaker: Breaker) -> None:
    assert breaker.allows(0)
    assert breaker.state(0) == "closed"


def test_it_opens_only_at_the_last_of_the_failures_in_a_row(breaker: Breaker) -> None:
    breaker.failed(0)
    breaker.failed(1)
    assert breaker.allows(1)
    breaker.failed(2)
    assert not breaker.allows(2)
    assert breaker.state(2) == "open"


def test_a_success_in_between_starts_the_count_again(breaker: Breaker) -> None:
    breaker.failed(0)
    breaker.failed(0)
    breaker.succeeded()
    breaker.failed(0)
    breaker.failed(0)
    assert breaker.allows(0)


def test_it_rests_for_the_whole_time_and_then_lets_one_trial_through(breaker: Breaker) -> None:
    break_it(breaker, 100)
    assert not breaker.allows(109.9)
    assert breaker.state(110) == "half_open"
    assert breaker.allows(110)
    assert not breaker.allows(110.1)
    assert breaker.state(110.1) == "half_open"


def test_a_trial_that_succeeds_closes_it(breaker: Breaker) -> None:
    break_it(breaker, 0)
    assert breaker.allows(10)
    breaker.succeeded()
    assert breaker.state(10) == "closed"
    assert breaker.allows(10)
    assert breaker.allows(10)


def test_a_trial_that_fails_opens_it_for_another_whole_rest(breaker: Breaker) -> None:
    break_it(breaker, 0)
    assert breaker.allows(10)
    breaker.failed(14)
    assert breaker.state(14) == "open"
    assert not breaker.allows(23.9)
    assert breaker.allows(24)


def test_a_trial_that_never_reports_does_not_keep_it_shut_for_good(breaker: Breaker) -> None:
    break_it(breaker, 0)
    assert breaker.allows(10)
    assert not breaker.allows(19.9)
    assert breaker.allows(20)


def test_asking_for_the_state_is_not_a_trial(breaker: Breaker) -> None:
    break_it(breaker, 0)
    assert breaker.state(10) == "half_open"
    assert breaker.allows(10)


@given(st.lists(st.sampled_from(["ask", "succeed", "fail", "wait"]), max_size=60))
def test_it_never_shuts_for_good_and_never_opens_before_its_time(happenings: list[str]) -> None:
    breaker = Breaker(failures_to_open=3, rest_seconds=10)
    now, failures_in_a_row = 0.0, 0
    for happening in happenings:
        if happening == "ask":
            allowed = breaker.allows(now)
            assert allowed or failures_in_a_row >= 3
        elif happening == "succeed":
            breaker.succeeded()
            failures_in_a_row = 0
        elif happening == "fail":
            breaker.failed(now)
            failures_in_a_row += 1
        else:
            now += 4
    assert breaker.allows(now + 10)
