"""Every way in which a fagsystem can fail over HTTP, and what a journey gets to know of it."""

import asyncio
import logging
import time
from dataclasses import replace
from typing import Any

import pytest
from aiohttp import web

from actions.fagsystemer import Fagsystemer, connect
from actions.fagsystemer.adapters.http_client import MAX_ANSWER_BYTES
from actions.fagsystemer.errors import FagsystemError, Garbled, NotFound, Refused, Unavailable, Uncertain
from tests.actions.fagsystemer.conftest import HASTY, PATIENT, Stage
from tests.actions.fagsystemer.scripted import (
    Scripted,
    Step,
    answers,
    cuts_off,
    drops,
    redirects,
    refuses,
    says,
)
from tests.ports import kept_port

CITIZEN = "7c1b7f0e-5a0d-4f3c-9a58-3f0c6a2d1e01"
VISIT = {
    "id": "v1",
    "citizen": "anna-jensen",
    "date": "2026-11-23",
    "time": "10:00",
    "carer": "Kirsten Larsen",
    "task": "Personlig pleje",
    "status": "planned",
}
CANCELLED = {"receipt": "HJP-000001", "visit": {**VISIT, "status": "cancelled"}}

READ_GARBAGE: dict[str, Step] = {
    "not JSON": says(b"<html>Vi har driftsproblemer</html>"),
    "empty": says(b""),
    "cut JSON": says(b'[{"id": "v1"'),
    "not UTF-8": says(b'[{"id": "\xff\xfe"}]'),
    "nested without end": says(b"[" * 100_000),
    "null": answers(None),
    "an object instead of a list": answers({"visits": []}),
    "a list of texts": answers(["v1"]),
    "a missing field": answers([{name: value for name, value in VISIT.items() if name != "carer"}]),
    "a number for a text": answers([{**VISIT, "carer": 7}]),
    "an empty text": answers([{**VISIT, "carer": " "}]),
    "a time that is none": answers([{**VISIT, "time": "25:00"}]),
    "a time without minutes": answers([{**VISIT, "time": "10"}]),
    "a date that is none": answers([{**VISIT, "date": "2026-02-30"}]),
    "a date with a time": answers([{**VISIT, "date": "2026-11-23T10:00"}]),
    "an unknown status": answers([{**VISIT, "status": "perhaps"}]),
    "too much": says(b"[]" + b" " * MAX_ANSWER_BYTES),
    "a redirect": redirects,
}

WRITE_GARBAGE: dict[str, Step] = {
    "not JSON": says(b"OK"),
    "a list": answers([]),
    "no receipt": answers({"visit": CANCELLED["visit"]}),
    "an empty receipt": answers({**CANCELLED, "receipt": ""}),
    "no visit": answers({"receipt": "HJP-000001"}),
    "a visit that is not cancelled": answers({"receipt": "HJP-000001", "visit": VISIT}),
    "another visit": answers({**CANCELLED, "visit": {**VISIT, "id": "v2", "status": "cancelled"}}),
}


async def cancel(fagsystemer: Fagsystemer, key: str = "key-1") -> Any:
    return await fagsystemer.home_care.cancel_visit("v1", "Jeg er på hospitalet", key)


async def test_a_read_asks_for_the_citizen_and_nothing_else(stage: Stage) -> None:
    server, fagsystemer = await stage(answers([VISIT]))
    (visit,) = await fagsystemer.home_care.visits(CITIZEN)
    assert visit.carer == "Kirsten Larsen"
    (seen,) = server.seen
    assert (seen.method, seen.path, seen.key) == ("GET", f"/cura/visits?citizen={CITIZEN}", None)


async def test_a_write_carries_its_key_and_its_body(stage: Stage) -> None:
    server, fagsystemer = await stage(answers(CANCELLED))
    assert (await cancel(fagsystemer)).number == "HJP-000001"
    (seen,) = server.seen
    assert (seen.method, seen.path, seen.key) == ("POST", "/cura/visits/v1/cancel", "key-1")
    assert seen.body == {"reason": "Jeg er på hospitalet"}


async def test_an_id_cannot_lead_to_another_path(stage: Stage) -> None:
    server, fagsystemer = await stage(answers([]))
    await fagsystemer.home_care.free_times("../visits?citizen=x#æ")
    assert server.seen[0].path == "/cura/visits/..%2Fvisits%3Fcitizen%3Dx%23%C3%A6/free-times"


async def test_a_citizen_reference_cannot_add_to_the_query(stage: Stage) -> None:
    server, fagsystemer = await stage(answers([]))
    await fagsystemer.home_care.visits("a&citizen=b c")
    assert server.seen[0].path == "/cura/visits?citizen=a%26citizen%3Db+c"


@pytest.mark.parametrize("key", ["", "to ord", "linje\nskift", "nøgle", "k" * 201])
async def test_a_key_that_cannot_be_a_header_is_a_mistake_and_nothing_is_sent(stage: Stage, key: str) -> None:
    server, fagsystemer = await stage(answers(CANCELLED))
    with pytest.raises(ValueError, match="idempotency key"):
        await cancel(fagsystemer, key)
    assert server.seen == []


async def test_nobody_at_the_address_is_unavailable_for_reads_and_writes() -> None:
    fagsystemer = connect(replace(PATIENT, url=f"http://127.0.0.1:{kept_port()}"))
    with pytest.raises(Unavailable, match="no_connection"):
        await fagsystemer.home_care.visits(CITIZEN)
    with pytest.raises(Unavailable, match="no_connection"):
        await cancel(fagsystemer)
    await fagsystemer.close()


async def test_no_answer_in_time_is_unavailable_for_a_read_and_uncertain_for_a_write(stage: Stage) -> None:
    server, fagsystemer = await stage(drops, settings=HASTY)
    server.script = [server.hangs]
    with pytest.raises(Unavailable, match="timeout"):
        await fagsystemer.home_care.visits(CITIZEN)
    with pytest.raises(Uncertain, match="timeout"):
        await cancel(fagsystemer)
    assert [seen.key for seen in server.seen] == [None, None, "key-1", "key-1"]


async def test_a_silent_system_is_given_up_within_the_budget(stage: Stage) -> None:
    server, fagsystemer = await stage(drops, settings=replace(HASTY, timeout_seconds=5, budget_seconds=0.3))
    server.script = [server.hangs]
    began = time.monotonic()
    with pytest.raises(Unavailable):
        await fagsystemer.home_care.visits(CITIZEN)
    # Far below the timeout, far above the budget: a busy machine may dawdle.
    assert time.monotonic() - began < 3


@pytest.mark.parametrize("step", [drops, cuts_off])
async def test_a_connection_lost_is_unavailable_for_a_read_and_uncertain_for_a_write(
    stage: Stage, step: Step
) -> None:
    server, fagsystemer = await stage(step)
    with pytest.raises(Unavailable, match="connection_lost"):
        await fagsystemer.home_care.visits(CITIZEN)
    with pytest.raises(Uncertain, match="connection_lost"):
        await cancel(fagsystemer)
    assert [seen.key for seen in server.seen][-2:] == ["key-1", "key-1"]


@pytest.mark.parametrize("status", [500, 502, 504])
async def test_a_server_error_tells_nothing_of_what_was_done(stage: Stage, status: int) -> None:
    server, fagsystemer = await stage(says(b"boom", status))
    with pytest.raises(Unavailable, match=f"http_{status}"):
        await fagsystemer.home_care.visits(CITIZEN)
    with pytest.raises(Uncertain, match=f"http_{status}"):
        await cancel(fagsystemer)
    assert len(server.seen) == 4


@pytest.mark.parametrize("status", [429, 503])
async def test_too_busy_says_that_nothing_was_done(stage: Stage, status: int) -> None:
    _, fagsystemer = await stage(says(b"", status))
    with pytest.raises(Unavailable, match=f"http_{status}"):
        await fagsystemer.home_care.visits(CITIZEN)
    with pytest.raises(Unavailable, match=f"http_{status}"):
        await cancel(fagsystemer)


@pytest.mark.parametrize("step", READ_GARBAGE.values(), ids=READ_GARBAGE.keys())
async def test_an_answer_of_another_shape_is_never_believed(stage: Stage, step: Step) -> None:
    server, fagsystemer = await stage(step)
    with pytest.raises(Garbled, match="garbled"):
        await fagsystemer.home_care.visits(CITIZEN)
    assert len(server.seen) == 2


@pytest.mark.parametrize("step", WRITE_GARBAGE.values(), ids=WRITE_GARBAGE.keys())
async def test_a_write_answered_with_nonsense_is_uncertain(stage: Stage, step: Step) -> None:
    server, fagsystemer = await stage(step)
    with pytest.raises(Uncertain, match="garbled"):
        await cancel(fagsystemer)
    assert [seen.key for seen in server.seen] == ["key-1", "key-1"]


async def test_fields_that_nobody_asked_for_are_let_by(stage: Stage) -> None:
    _, fagsystemer = await stage(answers([{**VISIT, "team": "Øst"}]))
    assert len(await fagsystemer.home_care.visits(CITIZEN)) == 1


async def test_nobody_is_followed_to_another_address(stage: Stage) -> None:
    server, fagsystemer = await stage(redirects)
    with pytest.raises(Uncertain):
        await cancel(fagsystemer)
    assert {seen.path for seen in server.seen} == {"/cura/visits/v1/cancel"}


async def test_what_went_out_on_an_old_connection_may_be_done_too(stage: Stage) -> None:
    _, fagsystemer = await stage(answers([VISIT]), drops, says(b"", 503))
    await fagsystemer.home_care.visits(CITIZEN)
    with pytest.raises(Uncertain):
        await cancel(fagsystemer)


@pytest.mark.parametrize("step", [drops, says(b"", 500), says(b"", 503), says(b"<html>"), answers({})])
async def test_one_hiccup_is_not_noticed(stage: Stage, step: Step) -> None:
    _, fagsystemer = await stage(step, answers([VISIT]), step, answers(CANCELLED))
    assert len(await fagsystemer.home_care.visits(CITIZEN)) == 1
    assert (await cancel(fagsystemer)).number == "HJP-000001"


async def test_a_refusal_keeps_the_systems_own_code_and_is_not_repeated(stage: Stage) -> None:
    server, fagsystemer = await stage(refuses("already_done"))
    with pytest.raises(Refused) as caught:
        await cancel(fagsystemer)
    assert (caught.value.system, caught.value.code) == ("cura", "already_done")
    assert len(server.seen) == 1


async def test_what_is_not_there_is_not_found(stage: Stage) -> None:
    _, fagsystemer = await stage(refuses("unknown_visit", 404))
    with pytest.raises(NotFound, match="unknown_visit"):
        await cancel(fagsystemer)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 422])
@pytest.mark.parametrize("raw", [b"404: Not Found", b'{"error": "no"}', b'{"error": {"code": "<b>"}}', b"[]"])
async def test_a_refusal_without_a_code_is_not_the_fagsystem_speaking(
    stage: Stage, status: int, raw: bytes
) -> None:
    server, fagsystemer = await stage(says(raw, status))
    with pytest.raises(Unavailable, match=f"http_{status}"):
        await fagsystemer.cases.status("2026-0012345")
    assert len(server.seen) == 1


async def test_a_write_whose_answer_was_lost_is_not_done_twice(stage: Stage) -> None:
    orders: dict[str, str] = {}
    lost: list[str] = []

    async def places_orders(request: web.Request) -> web.StreamResponse:
        """Place an order once per key, and lose the very first answer."""
        key = request.headers["Idempotency-Key"]
        orders.setdefault(key, f"HJP-{len(orders) + 1:06d}")
        if not lost:
            lost.append(key)
            return await drops(request)
        return web.json_response({**CANCELLED, "receipt": orders[key]})

    _, fagsystemer = await stage(places_orders)
    assert (await cancel(fagsystemer)).number == "HJP-000001"
    assert lost == ["key-1"]
    assert list(orders) == ["key-1"]


async def test_each_system_has_a_breaker_of_its_own(stage: Stage) -> None:
    server, fagsystemer = await stage(says(b"", 503))
    for _ in range(PATIENT.breaker_failures):
        with pytest.raises(Unavailable, match="http_503"):
            await fagsystemer.home_care.visits(CITIZEN)
    asked = len(server.seen)
    with pytest.raises(Unavailable, match="circuit_open"):
        await fagsystemer.home_care.visits(CITIZEN)
    assert len(server.seen) == asked
    with pytest.raises(Unavailable, match="http_503"):
        await fagsystemer.jobcenter.appointments(CITIZEN)


async def test_a_citizen_who_hangs_up_does_not_count_as_a_failure(stage: Stage) -> None:
    server, fagsystemer = await stage(drops)
    server.script = [server.hangs]
    for _ in range(PATIENT.breaker_failures):
        turn = asyncio.ensure_future(fagsystemer.home_care.visits(CITIZEN))
        await server.next_request()
        turn.cancel()
        with pytest.raises(asyncio.CancelledError):
            await turn
    server.script = [answers([VISIT])]
    assert len(await fagsystemer.home_care.visits(CITIZEN)) == 1


async def test_the_connection_can_be_closed_and_used_again(stage: Stage) -> None:
    _, fagsystemer = await stage(answers([VISIT]))
    await fagsystemer.close()
    assert len(await fagsystemer.home_care.visits(CITIZEN)) == 1
    await fagsystemer.close()
    await fagsystemer.close()
    assert len(await fagsystemer.home_care.visits(CITIZEN)) == 1


@pytest.mark.parametrize(
    "step",
    [
        drops,
        says(b"Kirsten Larsen", 500),
        says(b"Kirsten Larsen"),
        answers([{**VISIT, "status": "Kirsten Larsen"}]),
        answers({"error": {"code": "slot_taken", "text": "Kirsten Larsen"}}, 409),
        answers({"error": {"code": "Kirsten Larsen", "text": "…"}}, 409),
    ],
)
async def test_no_error_or_log_line_repeats_what_is_personal(
    stage: Stage, step: Step, caplog: pytest.LogCaptureFixture
) -> None:
    _, fagsystemer = await stage(step)
    with caplog.at_level(logging.DEBUG, logger="actions"):
        with pytest.raises(FagsystemError) as read:
            await fagsystemer.home_care.visits(CITIZEN)
        with pytest.raises(FagsystemError) as write:
            await cancel(fagsystemer, "secret-key")
    said = " ".join([str(read.value), str(write.value), caplog.text])
    for personal in (CITIZEN, "Kirsten", "hospital", "secret-key", "v1"):
        assert personal not in said


async def test_a_server_elsewhere_is_reached_by_its_own_address() -> None:
    async with Scripted(answers([VISIT])) as server:
        fagsystemer = connect(
            replace(PATIENT, url="http://127.0.0.1:9", urls={"cura": f"{server.url}/api/v2/"})
        )
        await fagsystemer.home_care.visits("x")
        assert server.seen[0].path == "/api/v2/visits?citizen=x"
        await fagsystemer.close()
