"""Home care visits: seeing, cancelling, restoring and moving them."""

import asyncio
from typing import Any

import pytest


async def first_visit(service: Any, citizen: str = "anna-jensen") -> dict[str, Any]:
    visits = await service.read("/cura/visits", citizen=citizen)
    return dict(visits[0])


async def test_a_cancelled_visit_gives_a_receipt_and_stays_in_the_list(service: Any) -> None:
    visit = await first_visit(service)
    status, answer = await service.post(f"/cura/visits/{visit['id']}/cancel", {"reason": "På ferie"})
    assert status == 200
    assert answer["receipt"].startswith("H-")
    assert answer["visit"] == {**visit, "status": "cancelled"}
    assert await first_visit(service) == answer["visit"]


async def test_a_visit_cannot_be_cancelled_twice(service: Any) -> None:
    visit = await first_visit(service)
    await service.post(f"/cura/visits/{visit['id']}/cancel", {"reason": ""})
    status, answer = await service.post(f"/cura/visits/{visit['id']}/cancel", {"reason": ""})
    assert (status, answer["error"]["code"]) == (409, "already_cancelled")


async def test_of_two_cancellations_at_once_one_wins(service: Any) -> None:
    visit = await first_visit(service)
    path = f"/cura/visits/{visit['id']}/cancel"
    answers = await asyncio.gather(*(service.post(path, {"reason": "Syg"}) for _ in range(8)))
    assert sorted(status for status, _ in answers) == [200] + [409] * 7


@pytest.mark.parametrize(
    ("now", "status"),
    [
        ("2026-11-23T09:59", "planned"),
        ("2026-11-23T10:00", "under_way"),
        ("2026-11-23T10:29", "under_way"),
        ("2026-11-23T10:30", "done"),
    ],
)
async def test_the_clock_decides_how_far_a_visit_is(
    service: Any, set_clock: Any, now: str, status: str
) -> None:
    set_clock(now)
    assert (await first_visit(service))["status"] == status


@pytest.mark.parametrize("act", ["cancel", "move"])
async def test_a_visit_that_has_begun_cannot_be_changed(service: Any, set_clock: Any, act: str) -> None:
    visit = await first_visit(service)
    set_clock("2026-11-23T10:05")
    body = {"cancel": {"reason": "Syg"}, "move": {"date": "2026-11-24", "time": "12:00"}}[act]
    status, answer = await service.post(f"/cura/visits/{visit['id']}/{act}", body)
    assert (status, answer["error"]["code"]) == (409, "already_done")


async def test_a_cancellation_can_be_taken_back(service: Any) -> None:
    visit = await first_visit(service)
    await service.post(f"/cura/visits/{visit['id']}/cancel", {"reason": "Syg"})
    status, answer = await service.post(f"/cura/visits/{visit['id']}/restore")
    assert (status, answer["visit"]) == (200, visit)


async def test_a_cancellation_cannot_be_taken_back_when_the_carer_is_given_to_another(service: Any) -> None:
    visit = await first_visit(service)
    await service.post(f"/cura/visits/{visit['id']}/cancel", {"reason": "Syg"})
    await service.seed("carla-holm", visits=[{"date": "today", "time": "10:15", "carer": "Kirsten Larsen"}])
    status, answer = await service.post(f"/cura/visits/{visit['id']}/restore")
    assert (status, answer["error"]["code"]) == (409, "slot_taken")


async def test_a_visit_moves_to_each_time_that_was_offered(service: Any) -> None:
    visit = await first_visit(service)
    offered = await service.read(f"/cura/visits/{visit['id']}/free-times")
    assert offered
    for slot in (offered[0], offered[-1]):
        status, answer = await service.post(f"/cura/visits/{visit['id']}/move", slot)
        assert (status, answer["visit"]["date"], answer["visit"]["time"]) == (200, slot["date"], slot["time"])


async def test_free_times_lie_ahead_and_leave_out_the_visits_the_citizen_and_the_carer_have(
    service: Any,
) -> None:
    await service.seed("carla-holm", visits=[{"date": "today", "time": "11:45", "carer": "Kirsten Larsen"}])
    visit = await first_visit(service)
    free = [(t["date"], t["time"]) for t in await service.read(f"/cura/visits/{visit['id']}/free-times")]
    assert free == sorted(free)
    assert free[0] == ("2026-11-23", "09:00")
    # The visit itself, the carer's other citizen (11:45 to 12:15), and Anna's own next visit.
    assert not {("2026-11-23", "10:00"), ("2026-11-23", "12:00"), ("2026-11-24", "10:00")} & set(free)
    assert ("2026-11-23", "13:00") in free


@pytest.mark.parametrize(
    ("slot", "status", "code"),
    [
        ({"date": "2026-11-24", "time": "10:00"}, 409, "slot_taken"),
        ({"date": "2026-11-22", "time": "12:00"}, 422, "no_such_time"),
        ({"date": "2026-11-24", "time": "03:00"}, 422, "no_such_time"),
        ({"date": "2027-11-24", "time": "12:00"}, 422, "no_such_time"),
    ],
)
async def test_a_visit_moves_only_to_a_free_time(
    service: Any, slot: dict[str, str], status: int, code: str
) -> None:
    visit = await first_visit(service)
    answered, answer = await service.post(f"/cura/visits/{visit['id']}/move", slot)
    assert (answered, answer["error"]["code"]) == (status, code)
    assert await first_visit(service) == visit


async def test_of_two_citizens_who_want_the_same_time_of_one_carer_one_gets_it(service: Any) -> None:
    await service.seed("carla-holm", visits=[{"date": "today", "time": "16:00", "carer": "Kirsten Larsen"}])
    moves = [
        service.post(
            f"/cura/visits/{(await first_visit(service, citizen))['id']}/move",
            {"date": "2026-11-25", "time": "15:00"},
        )
        for citizen in ("anna-jensen", "carla-holm")
    ]
    answers = await asyncio.gather(*moves)
    assert sorted(status for status, _ in answers) == [200, 409]


@pytest.mark.parametrize("act", ["cancel", "restore", "move"])
async def test_an_unknown_visit_is_not_found(service: Any, act: str) -> None:
    body = {"cancel": {"reason": "x"}, "restore": {}, "move": {"date": "2026-11-24", "time": "12:00"}}[act]
    status, answer = await service.post(f"/cura/visits/findes-ikke/{act}", body)
    assert (status, answer["error"]["code"]) == (404, "unknown_visit")


async def test_visits_of_nobody_or_of_someone_unknown_are_not_shown(service: Any) -> None:
    assert (await service.get("/cura/visits"))[0] == 400
    status, answer = await service.get("/cura/visits", citizen="ingen")
    assert (status, answer["error"]["code"]) == (404, "unknown_citizen")


async def test_whose_case_a_citizen_has_can_be_seeded_and_taken_away(service: Any) -> None:
    assert await service.read("/cura/case", citizen="anna-jensen") == {
        "department": "SUF",
        "under_65": False,
        "only_nursing": False,
    }
    told = {"department": "SOF", "only_nursing": True}
    assert await service.seed("anna-jensen", care_cases=[told]) == (
        200,
        {"citizen": "anna-jensen", "care_cases": 1},
    )
    assert await service.read("/cura/case", citizen="anna-jensen") == {**told, "under_65": False}
    await service.seed("anna-jensen", care_cases=[])
    assert (await service.read("/cura/case", citizen="anna-jensen"))["department"] is None


@pytest.mark.parametrize(("year", "under_65"), [("2032", True), ("2033", False)])
async def test_the_clock_decides_who_is_under_65(
    service: Any, set_clock: Any, year: str, under_65: bool
) -> None:
    set_clock(f"{year}-06-01T09:00")
    assert (await service.read("/cura/case", citizen="bo-nielsen"))["under_65"] is under_65


async def test_the_case_of_nobody_or_of_someone_unknown_is_not_shown(service: Any) -> None:
    assert (await service.get("/cura/case"))[0] == 400
    status, answer = await service.get("/cura/case", citizen="ingen")
    assert (status, answer["error"]["code"]) == (404, "unknown_citizen")


async def test_a_care_record_in_trouble_tells_nothing_of_the_case(service: Any) -> None:
    await service.fault("cura", "error")
    status, answer = await service.get("/cura/case", citizen="dan-madsen")
    assert status >= 500
    assert "SOF" not in str(answer)
