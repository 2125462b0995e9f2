"""What a caller may know after one or two attempts, with attempts and clock made up."""

import logging

import pytest

from actions.fagsystemer.adapters.guard import AttemptFailed, Guard
from actions.fagsystemer.errors import Garbled, NotFound, Refused, Unavailable, Uncertain
from actions.fagsystemer.settings import FagsystemSettings

NOT_SENT = AttemptFailed("no_connection", "nobody there", may_be_done=False)
LOST = AttemptFailed("connection_lost", "cut off", may_be_done=True)
NONSENSE = AttemptFailed("garbled", "not JSON", may_be_done=True, garbled=True)
POINTLESS = AttemptFailed("http_400", "answered 400 without a code", may_be_done=False, again=False)
NO = Refused("cura", "slot_taken", "answered 409")


class Clock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


class Attempts:
    """Attempts that end as written down, each taking so many seconds of the clock."""

    def __init__(self, clock: Clock, *endings: Exception | str, seconds: float = 0.0) -> None:
        self.clock = clock
        self.endings = list(endings)
        self.seconds = seconds
        self.given_seconds: list[float] = []

    async def __call__(self, seconds: float) -> str:
        self.given_seconds.append(seconds)
        self.clock.now += min(self.seconds, seconds)
        ending = self.endings.pop(0)
        if isinstance(ending, Exception):
            raise ending
        return ending


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def guard(clock: Clock) -> Guard:
    return Guard("cura", FagsystemSettings(retry_wait_seconds=0), clock)


async def test_an_answer_at_the_first_attempt_is_not_asked_for_again(guard: Guard, clock: Clock) -> None:
    attempts = Attempts(clock, "answer")
    assert await guard.read("GET /visits", attempts) == "answer"
    assert len(attempts.given_seconds) == 1


@pytest.mark.parametrize("first", [NOT_SENT, LOST, NONSENSE])
async def test_a_repeat_that_is_answered_heals_the_first(
    guard: Guard, clock: Clock, first: AttemptFailed
) -> None:
    assert await guard.read("GET /visits", Attempts(clock, first, "answer")) == "answer"
    assert await guard.write("POST /orders", Attempts(clock, first, "answer")) == "answer"


@pytest.mark.parametrize(
    ("first", "second", "kind"),
    [
        (NOT_SENT, NOT_SENT, Unavailable),
        (LOST, LOST, Unavailable),
        (NOT_SENT, NONSENSE, Garbled),
        (NONSENSE, NONSENSE, Garbled),
        (NONSENSE, NOT_SENT, Unavailable),
    ],
)
async def test_a_read_without_an_answer_is_unavailable_and_nonsense_is_garbled(
    guard: Guard, clock: Clock, first: AttemptFailed, second: AttemptFailed, kind: type[Exception]
) -> None:
    with pytest.raises(kind):
        await guard.read("GET /visits", Attempts(clock, first, second))


@pytest.mark.parametrize(
    ("first", "second", "kind"),
    [
        (NOT_SENT, NOT_SENT, Unavailable),
        (NOT_SENT, POINTLESS, Unavailable),
        (LOST, LOST, Uncertain),
        (LOST, NOT_SENT, Uncertain),
        (NOT_SENT, LOST, Uncertain),
        (LOST, POINTLESS, Uncertain),
        (NONSENSE, NONSENSE, Uncertain),
        (NONSENSE, NOT_SENT, Uncertain),
    ],
)
async def test_a_write_is_unavailable_only_when_no_attempt_can_have_arrived(
    guard: Guard, clock: Clock, first: AttemptFailed, second: AttemptFailed, kind: type[Exception]
) -> None:
    with pytest.raises(kind):
        await guard.write("POST /orders", Attempts(clock, first, second))


async def test_a_refusal_is_final_and_not_repeated(guard: Guard, clock: Clock) -> None:
    attempts = Attempts(clock, NO)
    with pytest.raises(Refused, match="slot_taken"):
        await guard.write("POST /orders", attempts)
    assert len(attempts.given_seconds) == 1


async def test_a_refusal_after_a_lost_answer_stands_where_keys_are_kept(guard: Guard, clock: Clock) -> None:
    with pytest.raises(Refused, match="slot_taken"):
        await guard.write("POST /orders", Attempts(clock, LOST, NO))


async def test_a_refusal_after_a_lost_answer_is_uncertain_where_no_keys_are_kept(
    guard: Guard, clock: Clock
) -> None:
    with pytest.raises(Uncertain):
        await guard.write("SEND", Attempts(clock, LOST, NO), refusal_stands=False)
    with pytest.raises(Refused):
        await guard.write("SEND", Attempts(clock, NOT_SENT, NO), refusal_stands=False)


async def test_what_a_repeat_cannot_help_is_not_repeated(guard: Guard, clock: Clock) -> None:
    attempts = Attempts(clock, POINTLESS)
    with pytest.raises(Unavailable, match="http_400"):
        await guard.read("GET /visits", attempts)
    assert len(attempts.given_seconds) == 1


async def test_the_repeat_gets_only_what_is_left_of_the_budget(clock: Clock) -> None:
    guard = Guard(
        "cura", FagsystemSettings(timeout_seconds=3, budget_seconds=4.5, retry_wait_seconds=0), clock
    )
    attempts = Attempts(clock, LOST, LOST, seconds=3)
    with pytest.raises(Unavailable):
        await guard.read("GET /visits", attempts)
    assert attempts.given_seconds == [3, 1.5]


async def test_there_is_no_repeat_when_the_budget_is_spent(clock: Clock) -> None:
    guard = Guard("cura", FagsystemSettings(timeout_seconds=2, budget_seconds=2, retry_wait_seconds=0), clock)
    attempts = Attempts(clock, LOST, "too late", seconds=2)
    with pytest.raises(Uncertain):
        await guard.write("POST /orders", attempts)
    assert len(attempts.given_seconds) == 1


async def fail(guard: Guard, clock: Clock, times: int) -> None:
    for _ in range(times):
        with pytest.raises(Unavailable):
            await guard.read("GET /visits", Attempts(clock, NOT_SENT, NOT_SENT))


async def test_after_five_failed_calls_the_system_is_left_alone(guard: Guard, clock: Clock) -> None:
    await fail(guard, clock, 5)
    attempts = Attempts(clock, "answer")
    with pytest.raises(Unavailable) as caught:
        await guard.write("POST /orders", attempts)
    assert caught.value.code == "circuit_open"
    assert attempts.given_seconds == []


async def test_after_ten_seconds_one_call_tries_and_opens_the_way_for_all(guard: Guard, clock: Clock) -> None:
    await fail(guard, clock, 5)
    clock.now += 10
    assert await guard.read("GET /visits", Attempts(clock, "answer")) == "answer"
    assert await guard.read("GET /visits", Attempts(clock, "answer")) == "answer"


async def test_a_trial_that_fails_shuts_the_system_off_again(guard: Guard, clock: Clock) -> None:
    await fail(guard, clock, 5)
    clock.now += 10
    await fail(guard, clock, 1)
    with pytest.raises(Unavailable, match="circuit_open"):
        await guard.read("GET /visits", Attempts(clock, "answer"))


@pytest.mark.parametrize("answer", [NO, NotFound("cura", "unknown_visit", "answered 404")])
async def test_a_refusal_is_a_sign_of_life(guard: Guard, clock: Clock, answer: Exception) -> None:
    await fail(guard, clock, 4)
    with pytest.raises(type(answer)):
        await guard.read("GET /visits", Attempts(clock, answer))
    await fail(guard, clock, 4)
    assert await guard.read("GET /visits", Attempts(clock, "answer")) == "answer"


async def test_a_mistake_of_our_own_is_not_dressed_up(guard: Guard, clock: Clock) -> None:
    with pytest.raises(ZeroDivisionError):
        await guard.read("GET /visits", Attempts(clock, ZeroDivisionError()))


async def test_trouble_is_logged_with_system_and_code(
    guard: Guard, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO), pytest.raises(Uncertain):
        await guard.write("POST /visits/{id}/cancel", Attempts(clock, LOST, LOST))
    assert [record.getMessage() for record in caplog.records] == [
        "cura: connection_lost: POST /visits/{id}/cancel: cut off"
    ]
