"""A write is done once, however often it is sent."""

import asyncio
from typing import Any

import pytest

BYVEJ = {"street": "Byvej", "number": "54", "postcode": "2700"}
ORDER = {"address": BYVEJ}


async def test_the_same_key_and_body_give_the_same_answer_and_one_effect(service: Any) -> None:
    first = await service.post("/affald/orders", ORDER, key="k")
    again = await service.post("/affald/orders", {"address": dict(reversed(BYVEJ.items()))}, key="k")
    assert first == again
    assert first[0] == 200
    assert len(await service.read("/affald/orders")) == 1


async def test_the_answer_is_the_one_given_then_not_the_state_of_now(service: Any) -> None:
    _, placed = await service.post("/affald/orders", ORDER, key="bestil")
    await service.post(f"/affald/orders/{placed['order']['id']}/cancel")
    assert (await service.post("/affald/orders", ORDER, key="bestil"))[1] == placed


async def test_the_same_key_at_once_has_one_effect_and_one_answer(service: Any) -> None:
    answers = await asyncio.gather(*(service.post("/affald/orders", ORDER, key="k") for _ in range(8)))
    assert all(answer == answers[0] for answer in answers)
    assert len(await service.read("/affald/orders")) == 1


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/affald/orders", {"address": {**BYVEJ, "number": "45"}}),
        ("/affald/missed-collections", {"address": BYVEJ, "fraction": "papir"}),
    ],
)
async def test_a_key_cannot_be_used_for_something_else(service: Any, path: str, body: dict[str, Any]) -> None:
    await service.post("/affald/orders", ORDER, key="k")
    status, answer = await service.post(path, body, key="k")
    assert (status, answer["error"]["code"]) == (409, "key_reused")
    assert len(await service.read("/affald/orders")) == 1


async def test_other_keys_are_other_acts(service: Any) -> None:
    await service.post("/affald/orders", ORDER, key="a")
    await service.post("/affald/orders", ORDER, key="b")
    assert len(await service.read("/affald/orders")) == 2


async def test_each_system_keeps_its_own_keys(service: Any) -> None:
    assert (await service.post("/affald/orders", ORDER, key="k"))[0] == 200
    assert (await service.post("/sms/messages", {"to": "20000001", "text": "Hej"}, key="k"))[0] == 200


async def test_a_refused_act_may_be_tried_again_with_the_same_key(service: Any) -> None:
    (visit, *_) = await service.read("/cura/visits", citizen="anna-jensen")
    path = f"/cura/visits/{visit['id']}/restore"
    await service.post(f"/cura/visits/{visit['id']}/cancel", {"reason": ""})
    await service.seed("carla-holm", visits=[{"date": "today", "time": "10:00", "carer": "Kirsten Larsen"}])
    assert (await service.post(path, key="k"))[0] == 409
    await service.seed("carla-holm", visits=[])
    assert (await service.post(path, key="k"))[0] == 200


async def test_a_write_without_a_key_is_refused(service: Any) -> None:
    async with service.client.post("/affald/orders", json=ORDER) as response:
        assert response.status == 400
        assert (await response.json())["error"]["code"] == "key_missing"
    assert await service.read("/affald/orders") == []


@pytest.mark.parametrize("key", ["", "to ord", "x" * 201, "nøgle"])
async def test_a_key_of_the_wrong_form_is_refused(service: Any, key: str) -> None:
    headers = {"Idempotency-Key": key}
    async with service.client.post("/affald/orders", json=ORDER, headers=headers) as response:
        assert response.status == 400
        assert (await response.json())["error"]["code"] == "key_invalid"
