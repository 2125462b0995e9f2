"""Cases by number and by citizen."""

from typing import Any

import pytest

from actions.fagsystemer.stubs.sager import plain_number


@pytest.mark.parametrize(
    "written",
    ["2026-0012345", "2026 0012345", "20260012345", " 2026-12345 ", "2026 - 001 2345", "2026-12 345"],
)
def test_a_case_number_is_read_however_it_is_written(written: str) -> None:
    assert plain_number(written) == "2026-0012345"


@pytest.mark.parametrize(
    "written", ["", "2026", "2026-", "abc", "2026-12345678", "26-12345", "2026-0012345x", "²⁰²⁶-1"]
)
def test_what_is_no_case_number_is_none(written: str) -> None:
    assert plain_number(written) is None


@pytest.mark.parametrize("written", ["2026-0012345", "2026%200012345", "20260012345"])
async def test_a_building_case_is_told_by_number_without_personal_content(service: Any, written: str) -> None:
    async with service.client.get(f"/sager/{written}") as response:
        case = await response.json()
    assert response.status == 200
    assert (case["number"], case["kind"]) == ("2026-0012345", "byggesag")
    assert set(case) == {"number", "kind", "title", "stage", "received", "next_step", "expected"}
    assert "nielsen" not in str(case).casefold()


@pytest.mark.parametrize("number", ["2026-9999999", "2024-0045678", "2026-0056789", "nix"])
async def test_an_unknown_case_and_a_personal_one_look_the_same_from_outside(
    service: Any, number: str
) -> None:
    status, answer = await service.get(f"/sager/{number}")
    assert (status, answer["error"]["code"]) == (404, "unknown_case")
    assert answer == (await service.get("/sager/2000-1"))[1]


async def test_a_citizen_sees_all_of_their_own_cases_the_newest_first(service: Any) -> None:
    cases = await service.read("/sager", citizen="dan-madsen")
    assert [case["number"] for case in cases] == ["2026-0056789", "2024-0045678"]
    assert (await service.get("/sager", citizen="ingen"))[0] == 404
    assert (await service.get("/sager"))[0] == 400
