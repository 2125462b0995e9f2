"""All entities of one message together, on Monday 23 November 2026 at 8.30."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.danish.entities import find_entities

NOW = datetime(2026, 11, 23, 8, 30)


def read(text: str) -> dict[str, object]:
    return {entity.kind: entity.value for entity in find_entities(text, NOW)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "tre ruller bioposer til Byvej 54, 3. tv på torsdag mellem 10 og 12",
            {
                "quantity": 3,
                "address": {"street": "Byvej", "number": "54", "floor": "3", "door": "tv"},
                "date": "2026-11-26",
                "time_range": {"from": "10:00", "to": "12:00"},
            },
        ),
        ("i aften kl 8", {"date": "2026-11-23", "time": "20:00"}),
        ("klokken otte i morgen aften", {"date": "2026-11-24", "time": "20:00"}),
        ("klokken fire i morgen tidlig", {"date": "2026-11-24", "time": "04:00"}),
        ("halv ni i morgen formiddag", {"date": "2026-11-24", "time": "08:30"}),
        ("i formiddag", {"date": "2026-11-23", "time_range": {"from": "09:00", "to": "12:00"}}),
        ("nytårsaften kl. 10", {"date": "2026-12-31", "time": "10:00"}),
        ("den 3. december kl. 10.15", {"date": "2026-12-03", "time": "10:15"}),
        ("cpr 010190-1234 og tlf 20000001", {"cpr": "0101901234", "phone": "20000001"}),
        ("sag 2026-0012345 fra i går", {"case_number": "2026-0012345", "date": "2026-11-22"}),
        ("jeg parkerer AB 12 345 i to timer", {"registration_number": "AB12345", "duration_minutes": 120}),
        (
            "Byvej 54, nej 45 på fredag",
            {"address": {"street": "Byvej", "number": "45"}, "date": "2026-11-27"},
        ),
        ("kl. 10, nej 11", {"time": "11:00"}),
        ("på torsdag, nej fredag", {"date": "2026-11-27"}),
        ("fem poser, nej seks", {"quantity": 6}),
        ("ikke torsdag men fredag", {"date": "2026-11-27"}),
        ("jeg er løbet tør for bioposer", {}),
        ("Mit MitID virker ikke", {}),
    ],
)
def test_a_message_gives_these_values(text: str, expected: dict[str, object]) -> None:
    assert read(text) == expected


def test_two_dates_without_a_correction_are_both_kept() -> None:
    values = [entity.value for entity in find_entities("mandag eller tirsdag", NOW)]
    assert values == ["2026-11-30", "2026-11-24"]


@given(st.text(max_size=100))
def test_spans_always_lie_inside_the_text(text: str) -> None:
    for entity in find_entities(text, NOW):
        assert 0 <= entity.start < entity.end <= len(text)


@given(st.text(alphabet="0123456789 .,:/-abkltvhsdenmorgijæøåByvej", max_size=60))
def test_no_mixture_of_figures_and_short_words_breaks_the_reader(text: str) -> None:
    find_entities(text, NOW)


@pytest.mark.parametrize(
    "text", ["kl " * 700, "1 " * 1000, "byvej 54 " * 220, "to " * 660, "." * 2000, "a" * 2000]
)
def test_the_longest_message_allowed_is_read_in_reasonable_time(text: str) -> None:
    find_entities(text[:2000], NOW)
