"""Bags for food waste, and collections that were missed."""

import asyncio
from datetime import date
from typing import Any

import pytest

from actions.fagsystemer.stubs.affald import delivery_by

BYVEJ = {"street": "Byvej", "number": "54", "postcode": "2700"}


async def order(service: Any, **changes: str) -> dict[str, Any]:
    status, answer = await service.post("/affald/orders", {"address": {**BYVEJ, **changes}})
    assert status == 200, answer
    return dict(answer["order"])


async def test_an_order_is_placed_with_a_promise_of_four_days(service: Any) -> None:
    status, answer = await service.post("/affald/orders", {"address": {**BYVEJ, "floor": "3", "door": "tv"}})
    assert status == 200
    assert answer["receipt"].startswith("A-")
    placed = answer["order"]
    assert placed["address_text"] == "Byvej 54, 3. tv, 2700 Brønshøj"
    assert placed["address"] == {**BYVEJ, "floor": "3", "door": "tv", "city": "Brønshøj"}
    assert (placed["product"], placed["status"]) == ("bioposer", "placed")
    assert placed["promised_by"] == "2026-11-27"
    assert await service.read("/affald/orders") == [placed]


async def test_the_address_is_kept_in_the_registers_spelling(service: Any) -> None:
    placed = await order(service, street="BYVEJ", number="54 a", floor="st")
    assert placed["address_text"] == "Byvej 54A, st., 2700 Brønshøj"


@pytest.mark.parametrize(
    "address",
    [
        {**BYVEJ, "number": "900"},
        {**BYVEJ, "postcode": "2400"},
        {**BYVEJ, "street": "Findesikkevej"},
        {"street": "Rådhuset", "number": "1", "postcode": "8000"},
    ],
)
async def test_an_address_the_register_lacks_is_refused(service: Any, address: dict[str, str]) -> None:
    status, answer = await service.post("/affald/orders", {"address": address})
    assert (status, answer["error"]["code"]) == (422, "unknown_address")
    assert await service.read("/affald/orders") == []


@pytest.mark.parametrize(
    "address",
    [
        {},
        "Byvej 54",
        {**BYVEJ, "number": 54},
        {**BYVEJ, "number": "54; DROP TABLE"},
        {**BYVEJ, "postcode": "27000"},
        {**BYVEJ, "floor": "tredje"},
        {**BYVEJ, "street": "x" * 81},
        {**BYVEJ, "opgang": "B"},
    ],
)
async def test_an_address_of_the_wrong_form_is_refused(service: Any, address: Any) -> None:
    status, answer = await service.post("/affald/orders", {"address": address})
    assert (status, answer["error"]["code"]) == (400, "invalid_input")


async def test_a_corrected_address_replaces_the_old_in_the_one_order(service: Any) -> None:
    placed = await order(service, number="54")
    status, answer = await service.put(
        f"/affald/orders/{placed['id']}/address", {"address": {**BYVEJ, "number": "45"}}
    )
    assert status == 200
    assert answer["order"]["id"] == placed["id"]
    assert answer["order"]["address_text"] == "Byvej 45, 2700 Brønshøj"
    orders = await service.read("/affald/orders")
    assert orders == [answer["order"]]
    assert orders[0]["address"]["number"] == "45"


async def test_the_history_remembers_what_was_before(service: Any) -> None:
    placed = await order(service)
    await service.put(f"/affald/orders/{placed['id']}/address", {"address": {**BYVEJ, "number": "45"}})
    await service.post(f"/affald/orders/{placed['id']}/cancel")
    history = await service.read(f"/affald/orders/{placed['id']}/history")
    assert [(each["event"], each["address_text"]) for each in history] == [
        ("placed", "Byvej 54, 2700 Brønshøj"),
        ("address_changed", "Byvej 45, 2700 Brønshøj"),
        ("cancelled", "Byvej 45, 2700 Brønshøj"),
    ]


async def test_a_floor_that_is_no_longer_told_is_forgotten(service: Any) -> None:
    placed = await order(service, floor="3", door="tv")
    _, answer = await service.put(f"/affald/orders/{placed['id']}/address", {"address": BYVEJ})
    assert answer["order"]["address_text"] == "Byvej 54, 2700 Brønshøj"


async def test_a_change_to_an_unknown_address_leaves_the_order_as_it_was(service: Any) -> None:
    placed = await order(service)
    status, _ = await service.put(
        f"/affald/orders/{placed['id']}/address", {"address": {**BYVEJ, "number": "900"}}
    )
    assert status == 422
    assert await service.read("/affald/orders") == [placed]


async def test_of_two_cancellations_at_once_one_wins(service: Any) -> None:
    placed = await order(service)
    path = f"/affald/orders/{placed['id']}/cancel"
    answers = await asyncio.gather(*(service.post(path) for _ in range(8)))
    assert sorted(status for status, _ in answers) == [200] + [409] * 7


async def test_a_cancelled_order_cannot_be_sent_elsewhere(service: Any) -> None:
    placed = await order(service)
    await service.post(f"/affald/orders/{placed['id']}/cancel")
    status, answer = await service.put(f"/affald/orders/{placed['id']}/address", {"address": BYVEJ})
    assert (status, answer["error"]["code"]) == (409, "already_cancelled")


@pytest.mark.parametrize("act", ["address", "cancel"])
async def test_an_order_is_packed_the_next_morning_and_then_stands(
    service: Any, set_clock: Any, act: str
) -> None:
    placed = await order(service)
    set_clock("2026-11-24T05:59")
    assert (await service.read("/affald/orders"))[0]["status"] == "placed"
    set_clock("2026-11-24T06:00")
    assert (await service.read("/affald/orders"))[0]["status"] == "packed"
    send, body = {"address": (service.put, {"address": BYVEJ}), "cancel": (service.post, {})}[act]
    status, answer = await send(f"/affald/orders/{placed['id']}/{act}", body)
    assert (status, answer["error"]["code"]) == (409, "already_packed")


async def test_the_newest_order_stands_last(service: Any) -> None:
    placed = [await order(service, number=number) for number in ("9", "7", "8")]
    assert await service.read("/affald/orders") == placed


@pytest.mark.parametrize(
    ("placed", "promised"),
    [
        ("2026-11-23", "2026-11-27"),
        # Four days on is a Sunday, and 25 and 26 December are holidays.
        ("2026-11-25", "2026-11-28"),
        ("2026-12-22", "2026-12-24"),
    ],
)
def test_nothing_is_promised_for_a_day_without_deliveries(placed: str, promised: str) -> None:
    assert delivery_by(date.fromisoformat(placed)) == date.fromisoformat(promised)


async def test_a_missed_collection_is_noted(service: Any) -> None:
    body = {"address": BYVEJ, "fraction": "restaffald"}
    status, answer = await service.post("/affald/missed-collections", body)
    assert status == 200
    assert answer["report"]["address_text"] == "Byvej 54, 2700 Brønshøj"
    assert await service.read("/affald/missed-collections") == [answer["report"]]


async def test_a_fraction_nobody_collects_is_refused(service: Any) -> None:
    body = {"address": BYVEJ, "fraction": "uran"}
    assert (await service.post("/affald/missed-collections", body))[0] == 400


async def test_an_unknown_order_is_not_found(service: Any) -> None:
    assert (await service.get("/affald/orders/nix/history"))[0] == 404
    assert (await service.post("/affald/orders/nix/cancel"))[0] == 404
