"""Jobcenter appointments: cancelling with a reason, correcting it, restoring and moving."""

import asyncio
from datetime import date
from typing import Any

import pytest


async def first(service: Any, citizen: str = "anna-jensen") -> dict[str, Any]:
    appointments = await service.read("/jobcenter/appointments", citizen=citizen)
    return dict(appointments[0])


async def test_a_cancellation_keeps_its_reason(service: Any) -> None:
    appointment = await first(service)
    status, answer = await service.post(
        f"/jobcenter/appointments/{appointment['id']}/cancel", {"reason": "Mit barn er sygt"}
    )
    assert status == 200
    assert answer["receipt"].startswith("J-")
    assert answer["appointment"] == {**appointment, "status": "cancelled", "reason": "Mit barn er sygt"}
    assert await first(service) == answer["appointment"]


@pytest.mark.parametrize(
    "body", [{}, {"reason": ""}, {"reason": "   "}, {"reason": 7}, {"reason": "x" * 501}]
)
async def test_nothing_is_cancelled_without_a_proper_reason(service: Any, body: dict[str, Any]) -> None:
    appointment = await first(service)
    status, _ = await service.post(f"/jobcenter/appointments/{appointment['id']}/cancel", body)
    assert status == 400
    assert await first(service) == appointment


async def test_of_two_cancellations_at_once_one_wins(service: Any) -> None:
    path = f"/jobcenter/appointments/{(await first(service))['id']}/cancel"
    answers = await asyncio.gather(*(service.post(path, {"reason": "Syg"}) for _ in range(8)))
    assert sorted(status for status, _ in answers) == [200] + [409] * 7
    assert {a["error"]["code"] for s, a in answers if s == 409} == {"already_cancelled"}


async def test_the_reason_can_be_corrected_after_the_cancellation_only(service: Any) -> None:
    path = f"/jobcenter/appointments/{(await first(service))['id']}"
    status, answer = await service.put(f"{path}/reason", {"reason": "Jeg er syg"})
    assert (status, answer["error"]["code"]) == (409, "not_cancelled")
    await service.post(f"{path}/cancel", {"reason": "Jeg er sur"})
    status, answer = await service.put(f"{path}/reason", {"reason": "Jeg er syg"})
    assert (status, answer["appointment"]["reason"]) == (200, "Jeg er syg")


async def test_a_cancellation_can_be_taken_back_and_the_reason_goes_with_it(service: Any) -> None:
    appointment = await first(service)
    path = f"/jobcenter/appointments/{appointment['id']}"
    await service.post(f"{path}/cancel", {"reason": "Syg"})
    status, answer = await service.post(f"{path}/restore")
    assert (status, answer["appointment"]) == (200, appointment)


async def test_a_given_away_time_cannot_be_restored(service: Any) -> None:
    path = f"/jobcenter/appointments/{(await first(service))['id']}"
    await service.post(f"{path}/cancel", {"reason": "Syg"})
    await service.seed(
        "carla-holm", appointments=[{"date": "today", "time": "13:15", "caseworker": "Mette Sørensen"}]
    )
    status, answer = await service.post(f"{path}/restore")
    assert (status, answer["error"]["code"]) == (409, "slot_taken")


@pytest.mark.parametrize("act", ["cancel", "restore", "move"])
async def test_an_appointment_that_has_begun_is_held_and_cannot_be_changed(
    service: Any, set_clock: Any, act: str
) -> None:
    appointment = await first(service)
    set_clock("2026-11-23T13:00")
    assert (await first(service))["status"] == "held"
    body = {"cancel": {"reason": "Syg"}, "restore": {}, "move": {"date": "2026-11-24", "time": "12:00"}}[act]
    status, answer = await service.post(f"/jobcenter/appointments/{appointment['id']}/{act}", body)
    assert (status, answer["error"]["code"]) == (409, "already_held")


async def test_it_moves_to_a_time_that_was_offered(service: Any) -> None:
    path = f"/jobcenter/appointments/{(await first(service))['id']}"
    (slot, *_) = await service.read(f"{path}/free-times")
    status, answer = await service.post(f"{path}/move", slot)
    assert (status, answer["appointment"]["date"], answer["appointment"]["time"]) == (
        200,
        slot["date"],
        slot["time"],
    )


async def test_times_are_offered_on_working_days_only(service: Any, set_clock: Any) -> None:
    set_clock("2026-12-21T08:00")
    await service.post("/_reset")
    path = f"/jobcenter/appointments/{(await first(service))['id']}"
    days = {slot["date"] for slot in await service.read(f"{path}/free-times")}
    assert {"2026-12-24", "2026-12-28"} <= days
    assert not {"2026-12-25", "2026-12-26", "2026-12-27", "2027-01-01"} & days
    assert all(date.fromisoformat(day).weekday() < 5 for day in days)


async def test_the_time_of_a_caseworkers_other_citizen_is_taken(service: Any) -> None:
    await service.seed(
        "carla-holm", appointments=[{"date": "tomorrow", "time": "10:00", "caseworker": "Mette Sørensen"}]
    )
    path = f"/jobcenter/appointments/{(await first(service))['id']}"
    status, answer = await service.post(f"{path}/move", {"date": "2026-11-24", "time": "10:00"})
    assert (status, answer["error"]["code"]) == (409, "slot_taken")
    status, answer = await service.post(f"{path}/move", {"date": "2026-11-28", "time": "10:00"})
    assert (status, answer["error"]["code"]) == (422, "no_such_time")


async def test_a_cancelled_appointment_cannot_be_moved(service: Any) -> None:
    path = f"/jobcenter/appointments/{(await first(service))['id']}"
    await service.post(f"{path}/cancel", {"reason": "Syg"})
    status, answer = await service.post(f"{path}/move", {"date": "2026-11-24", "time": "12:00"})
    assert (status, answer["error"]["code"]) == (409, "already_cancelled")


async def test_an_unknown_appointment_is_not_found(service: Any) -> None:
    for method, act, body in (("post", "cancel", {"reason": "x"}), ("put", "reason", {"reason": "x"})):
        status, answer = await getattr(service, method)(f"/jobcenter/appointments/nix/{act}", body)
        assert (status, answer["error"]["code"]) == (404, "unknown_appointment")
