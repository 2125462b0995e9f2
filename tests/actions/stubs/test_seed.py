"""What the fictitious citizens have from the start, and giving them something else."""

import re
from typing import Any

import pytest

from actions.fagsystemer.stubs.citizens import CITIZENS, by_phone, by_reference


def short(records: list[dict[str, Any]], *names: str) -> list[tuple[Any, ...]]:
    return [tuple(record[name] for name in names) for record in records]


def test_every_citizen_can_be_told_apart_and_none_has_a_cpr_number() -> None:
    for field in ("slug", "sub", "phone", "name"):
        assert len({getattr(citizen, field) for citizen in CITIZENS}) == len(CITIZENS)
    assert not re.search(r"(?<!\d)\d{6}-?\d{4}(?!\d)", " ".join(f"{c.slug} {c.name}" for c in CITIZENS))


def test_a_citizen_is_found_by_slug_uuid_and_phone() -> None:
    anna = by_reference("anna-jensen")
    assert anna is not None
    assert by_reference(anna.sub) == anna
    assert by_phone("+4520000001") == anna
    assert by_reference("ingen") is None
    assert by_phone("+4599999999") is None


async def test_anna_has_a_visit_three_days_running_and_an_appointment_today(service: Any) -> None:
    visits = await service.read("/cura/visits", citizen="anna-jensen")
    assert short(visits, "citizen", "date", "time", "carer", "status") == [
        ("anna-jensen", "2026-11-23", "10:00", "Kirsten Larsen", "planned"),
        ("anna-jensen", "2026-11-24", "10:00", "Kirsten Larsen", "planned"),
        ("anna-jensen", "2026-11-25", "10:00", "Mehmet Yilmaz", "planned"),
    ]
    (appointment,) = await service.read("/jobcenter/appointments", citizen="anna-jensen")
    assert (appointment["date"], appointment["time"], appointment["status"]) == (
        "2026-11-23",
        "13:00",
        "booked",
    )
    assert appointment["caseworker"]["email"].endswith("@example.dk")
    assert appointment["reason"] is None


async def test_the_uuid_of_the_login_gives_the_same_records_as_the_slug(service: Any) -> None:
    anna = by_reference("anna-jensen")
    assert anna is not None
    by_uuid = await service.read("/cura/visits", citizen=anna.sub)
    assert by_uuid == await service.read("/cura/visits", citizen="anna-jensen")


async def test_the_others_are_as_the_demonstration_needs_them(service: Any) -> None:
    bo = await service.read("/jobcenter/appointments", citizen="bo-nielsen")
    assert short(bo, "date", "time", "status") == [
        ("2026-11-24", "09:30", "booked"),
        ("2026-11-29", "14:00", "booked"),
    ]
    assert await service.read("/cura/visits", citizen="bo-nielsen")
    assert await service.read("/cura/visits", citizen="carla-holm") == []
    assert await service.read("/jobcenter/appointments", citizen="carla-holm") == []
    assert "socialsag" in [case["kind"] for case in await service.read("/sager", citizen="dan-madsen")]
    assert len(await service.read("/jobcenter/appointments", citizen="grace-miller")) == 1
    answers = {citizen.slug: (citizen.mitid, citizen.language) for citizen in CITIZENS}
    assert answers["eva-lund"] == ("refuse", "da")
    assert answers["finn-berg"] == ("silent", "da")
    assert answers["grace-miller"] == ("approve", "en")


async def test_seeding_replaces_only_the_kinds_that_are_told_and_only_for_that_citizen(service: Any) -> None:
    status, answer = await service.seed(
        "anna-jensen", visits=[{"date": "tomorrow", "time": "14:15", "carer": "Ole Bach"}]
    )
    assert (status, answer) == (200, {"citizen": "anna-jensen", "visits": 1})
    visits = await service.read("/cura/visits", citizen="anna-jensen")
    assert short(visits, "date", "time", "carer") == [("2026-11-24", "14:15", "Ole Bach")]
    assert len(await service.read("/jobcenter/appointments", citizen="anna-jensen")) == 1
    assert await service.read("/cura/visits", citizen="bo-nielsen")


async def test_what_a_seed_leaves_out_gets_a_sane_default(service: Any) -> None:
    await service.seed(
        "carla-holm",
        visits=[{"date": "today", "time": "12:00"}],
        appointments=[{"date": "2026-12-01", "time": "10:00"}],
        cases=[{"number": "2026 99"}],
    )
    (visit,) = await service.read("/cura/visits", citizen="carla-holm")
    assert visit["date"] == "2026-11-23"
    assert visit["carer"]
    assert visit["task"]
    (appointment,) = await service.read("/jobcenter/appointments", citizen="carla-holm")
    assert appointment["caseworker"]["email"].endswith("@example.dk")
    assert appointment["duration_minutes"] > 0
    (case,) = await service.read("/sager", citizen="carla-holm")
    assert (case["number"], case["received"]) == ("2026-0000099", "2026-11-23")


@pytest.mark.parametrize(
    ("told", "email"),
    [
        ("Åse Sørensen", "aase.soerensen@example.dk"),
        ({"name": "Åse Sørensen"}, "aase.soerensen@example.dk"),
        ({"name": "Åse Sørensen", "email": "aase@example.dk"}, "aase@example.dk"),
    ],
)
async def test_a_seeded_caseworker_always_has_a_mail_address(service: Any, told: Any, email: str) -> None:
    await service.seed("bo-nielsen", appointments=[{"date": "today", "time": "10:00", "caseworker": told}])
    (appointment,) = await service.read("/jobcenter/appointments", citizen="bo-nielsen")
    assert appointment["caseworker"] == {"name": "Åse Sørensen", "email": email}


async def test_a_seeded_record_may_be_cancelled_already(service: Any) -> None:
    await service.seed("bo-nielsen", visits=[{"date": "today", "time": "20:00", "status": "cancelled"}])
    (visit,) = await service.read("/cura/visits", citizen="bo-nielsen")
    assert visit["status"] == "cancelled"


@pytest.mark.parametrize(
    "records",
    [
        {"visits": [{"date": "i morgen", "time": "10:00"}]},
        {"visits": [{"date": "2026-02-30", "time": "10:00"}]},
        {"visits": [{"date": "today", "time": "25:00"}]},
        {"visits": [{"date": "today", "time": "10:00\n"}]},
        {"visits": [{"time": "10:00"}]},
        {"visits": {}},
        {"appointments": [{"date": "today", "time": "10:00", "duration_minutes": "30"}]},
        {"visits": [], "cases": [{"number": "ikke et nummer"}]},
    ],
)
async def test_a_seed_of_the_wrong_form_changes_nothing(service: Any, records: dict[str, Any]) -> None:
    status, answer = await service.seed("anna-jensen", **records)
    assert (status, answer["error"]["code"]) == (400, "invalid_input")
    assert len(await service.read("/cura/visits", citizen="anna-jensen")) == 3


async def test_an_unknown_citizen_cannot_be_seeded(service: Any) -> None:
    status, answer = await service.seed("ingen-borger", visits=[])
    assert (status, answer["error"]["code"]) == (404, "unknown_citizen")
