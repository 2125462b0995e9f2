"""Every way a back office can be made to fail."""

import asyncio
import time
from typing import Any

import aiohttp
import pytest

from actions.fagsystemer.stubs.faults import MODES

BYVEJ = {"street": "Byvej", "number": "54", "postcode": "2700"}
ORDER = {"address": BYVEJ}
HTTP_SYSTEMS = {
    "cura": "/cura/visits?citizen=anna-jensen",
    "jobcenter": "/jobcenter/appointments?citizen=anna-jensen",
    "affald": "/affald/orders",
    "adresser": "/adresser?q=Byvej",
    "sager": "/sager/2026-0012345",
    "kontaktcenter": "/kontaktcenter/queues",
    "sms": "/sms/messages",
    "mitid": "/mitid/.well-known/openid-configuration",
}


async def test_all_systems_are_healthy_at_first(service: Any) -> None:
    faults = await service.read("/_faults")
    assert set(faults) == {*HTTP_SYSTEMS, "mail"}
    assert {fault["mode"] for fault in faults.values()} == {"none"}


@pytest.mark.parametrize(("system", "path"), HTTP_SYSTEMS.items())
async def test_a_fault_hits_its_own_system_and_no_other(service: Any, system: str, path: str) -> None:
    await service.fault(system, "error")
    status, answer = await service.get(path)
    assert (status, answer["error"]["code"]) == (500, "unavailable")
    for other in HTTP_SYSTEMS.keys() - {system}:
        assert (await service.get(HTTP_SYSTEMS[other]))[0] == 200
    await service.fault(system, "none")
    assert (await service.get(path))[0] == 200


async def test_a_system_that_is_down_drops_the_connection_and_does_nothing(service: Any) -> None:
    await service.fault("affald", "down")
    with pytest.raises(aiohttp.ClientConnectionError):
        await service.post("/affald/orders", ORDER)
    await service.fault("affald", "none")
    assert await service.read("/affald/orders") == []


async def test_an_error_does_nothing(service: Any) -> None:
    await service.fault("affald", "error")
    assert (await service.post("/affald/orders", ORDER))[0] == 500
    await service.fault("affald", "none")
    assert await service.read("/affald/orders") == []


async def test_garbage_is_not_json_and_then_json_of_another_form(service: Any) -> None:
    await service.fault("cura", "garbage")
    for is_json in (False, True, False):
        async with service.client.get(HTTP_SYSTEMS["cura"]) as response:
            assert response.status == 200
            assert (response.content_type == "application/json") == is_json
            if is_json:
                assert not isinstance(await response.json(), list)


async def test_a_flaky_system_fails_first_and_then_every_second_time(service: Any) -> None:
    await service.fault("affald", "flaky")
    statuses = [(await service.get("/affald/orders"))[0] for _ in range(4)]
    assert statuses == [503, 200, 503, 200]


async def test_a_retry_gets_through_a_flaky_system_with_one_effect(service: Any) -> None:
    await service.fault("affald", "flaky")
    assert (await service.post("/affald/orders", ORDER, key="k"))[0] == 503
    assert (await service.post("/affald/orders", ORDER, key="k"))[0] == 200
    await service.fault("affald", "none")
    assert len(await service.read("/affald/orders")) == 1


async def test_a_slow_answer_comes_after_the_wait(service: Any) -> None:
    await service.fault("affald", "slow", ms=150)
    begun = time.monotonic()
    assert (await service.get("/affald/orders"))[0] == 200
    assert time.monotonic() - begun >= 0.15


async def test_a_refusal_is_slow_too(service: Any) -> None:
    await service.fault("affald", "slow", ms=150)
    begun = time.monotonic()
    assert (await service.post("/affald/orders/nix/cancel"))[0] == 404
    assert time.monotonic() - begun >= 0.15


async def test_slow_is_five_seconds_unless_told_otherwise(service: Any) -> None:
    await service.fault("cura", "slow")
    assert (await service.read("/_faults"))["cura"] == {"mode": "slow", "ms": 5000}


async def test_a_slow_write_is_done_although_nobody_waited_for_the_answer(service: Any) -> None:
    await service.fault("affald", "slow", ms=60_000)
    impatient = aiohttp.ClientTimeout(total=0.2)
    with pytest.raises(asyncio.TimeoutError):
        async with service.client.post(
            "/affald/orders", json=ORDER, headers={"Idempotency-Key": "k"}, timeout=impatient
        ):
            pass
    await service.fault("affald", "none")
    assert len(await service.read("/affald/orders")) == 1
    assert (await service.post("/affald/orders", ORDER, key="k"))[0] == 200
    assert len(await service.read("/affald/orders")) == 1


@pytest.mark.parametrize("mode", [mode for mode in MODES if mode != "none"])
async def test_a_test_can_look_through_every_fault(service: Any, mode: str) -> None:
    await service.fault("affald", mode, ms=60_000)
    async with service.client.get("/affald/orders", headers={"X-Test-Read": "1"}) as response:
        assert (response.status, await response.json()) == (200, [])


async def test_a_write_cannot_pass_as_a_test_read(service: Any) -> None:
    await service.fault("affald", "error")
    headers = {"X-Test-Read": "1", "Idempotency-Key": "k"}
    async with service.client.post("/affald/orders", json=ORDER, headers=headers) as response:
        assert response.status == 500


@pytest.mark.parametrize(
    ("system", "body", "status"),
    [
        ("nix", {"mode": "down"}, 404),
        ("cura", {"mode": "i stykker"}, 400),
        ("cura", {}, 400),
        ("cura", {"mode": "slow", "ms": -1}, 400),
        ("cura", {"mode": "slow", "ms": "længe"}, 400),
        ("cura", {"mode": "slow", "ms": True}, 400),
    ],
)
async def test_a_fault_of_the_wrong_form_is_refused(
    service: Any, system: str, body: dict[str, Any], status: int
) -> None:
    assert (await service.put(f"/_faults/{system}", body))[0] == status
    assert {fault["mode"] for fault in (await service.read("/_faults")).values()} == {"none"}
