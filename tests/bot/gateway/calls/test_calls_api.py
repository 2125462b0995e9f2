"""Calls over HTTP: the exchange announces them, reads them, and asks what comes next."""

import pytest

from tests.bot.gateway.calls.phone import (
    ANNA,
    AS_OPERATOR,
    CALL,
    announce,
    as_text,
    calls_of,
    greeted,
    next_step,
    record,
)
from tests.bot.gateway.house import House


async def test_a_call_is_announced_and_the_same_again_changes_nothing(house: House) -> None:
    for _ in range(2):
        answer = await announce(house, ANNA)
        assert answer.status == 200
        assert answer.json == {"id": CALL, "state": "expected", "caller": "known"}
    assert (await record(house))["state"] == "expected"


@pytest.mark.parametrize("body", [{}, {"caller": None}, {"caller": ""}, {"caller": "Anonymous"}])
async def test_a_caller_may_keep_the_number_back(house: House, body: dict[str, object]) -> None:
    answer = await house.call("PUT", f"/api/calls/{CALL}", json=body, headers=AS_OPERATOR)
    assert answer.json["caller"] == "anonymous"


async def test_a_call_may_be_announced_without_a_body(house: House) -> None:
    assert (await house.call("PUT", f"/api/calls/{CALL}", headers=AS_OPERATOR)).status == 200


@pytest.mark.parametrize("number", ["20000001", "0045 20 00 00 01", "+45 20-00-00-01", "+4520000001"])
async def test_a_number_may_be_written_in_many_ways(house: House, number: str) -> None:
    await announce(house, number)
    assert (await announce(house, ANNA)).status == 200
    await greeted(house)
    assert (await announce(house, ANNA)).status == 200, "the same number, so nothing has changed"


@pytest.mark.parametrize(
    "number", ["1234", "+45", "+4520", "abc", "+45200000012", 20000001, ["+4520000001"], "x" * 99]
)
async def test_what_is_no_number_is_refused(house: House, number: object) -> None:
    answer = await announce(house, number)
    assert (answer.status, answer.code) == (400, "bad_caller")
    assert "+45" in answer.json["error"]["text"]


@pytest.mark.parametrize(
    "call", ["1", "not-a-uuid", CALL[:-1], CALL + "0", CALL.replace("-", ""), "%00" + CALL]
)
@pytest.mark.parametrize(("method", "more"), [("PUT", ""), ("GET", ""), ("GET", "/next"), ("GET", "/line")])
async def test_what_is_no_uuid_is_refused(house: House, call: str, method: str, more: str) -> None:
    answer = await house.call(method, f"/api/calls/{call}{more}", headers=AS_OPERATOR)
    assert (answer.status, answer.code) == (400, "bad_call_id")


@pytest.mark.parametrize(("method", "more"), [("PUT", ""), ("GET", ""), ("GET", "/line")])
@pytest.mark.parametrize(
    ("header", "status", "code"),
    [
        (None, 401, "no_operator_token"),
        ("Basic b3A6eA==", 401, "no_operator_token"),
        ("Bearer ", 401, "no_operator_token"),
        ("Bearer wrong", 403, "not_operator"),
        ("Bearer " + "x" * 399, 403, "not_operator"),
    ],
)
async def test_only_the_operator_gets_in(
    house: House, method: str, more: str, header: str | None, status: int, code: str
) -> None:
    headers = {} if header is None else {"Authorization": header}
    answer = await house.call(method, f"/api/calls/{CALL}{more}", headers=headers)
    assert (answer.status, answer.code) == (status, code)
    assert ("WWW-Authenticate" in answer.headers) == (status == 401)


async def test_the_citizens_token_is_not_the_operators(house: House) -> None:
    chat = await house.begin()
    headers = {"Authorization": f"Bearer {chat.token}"}
    assert (await house.call("GET", f"/api/calls/{CALL}", headers=headers)).status == 403


async def test_an_unknown_call_has_no_record_and_is_hung_up(house: House) -> None:
    answer = await house.call("GET", f"/api/calls/{CALL}", headers=AS_OPERATOR)
    assert (answer.status, answer.code) == (404, "call_not_found")
    assert await next_step(house) == "hangup"


async def test_a_uuid_may_be_written_in_capitals(house: House) -> None:
    await announce(house, ANNA, CALL.upper())
    assert (await record(house))["id"] == CALL


async def test_a_call_that_is_under_way_keeps_its_caller(house: House) -> None:
    await announce(house, ANNA)
    await greeted(house)
    answer = await announce(house, "+4520000002")
    assert (answer.status, answer.code) == (409, "call_under_way")


async def test_an_announced_call_that_never_comes_is_forgotten(house: House) -> None:
    await announce(house, ANNA)
    house.time.forward(house.settings.calls.announced_seconds)
    await calls_of(house).sweep()
    told = await record(house)
    assert (told["state"], told["ended"]) == ("closed", "never_came")
    assert calls_of(house)._services.callers.number(CALL) is None


async def test_the_number_is_written_nowhere(house: House) -> None:
    await announce(house, ANNA)
    line = await greeted(house)
    await line.says("Hej")
    await house.stop()
    for file in house.settings.state_dir.rglob("*"):
        if file.is_file():
            assert b"20000001" not in file.read_bytes(), file
    await house.start()


async def test_an_error_says_nothing_of_the_call(house: House) -> None:
    answer = await announce(house, "hemmeligt")
    assert "hemmeligt" not in as_text(answer.json)
