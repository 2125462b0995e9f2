"""Phone, registration, case and CPR numbers and quantities, written and spoken."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.danish.identifiers import find_identifiers, say_phone
from nlu.danish.numbers import say_number


def read(text: str) -> list[tuple[str, str | int]]:
    return [(span.kind, span.value) for span in find_identifiers(text)]


@pytest.mark.parametrize(
    "said",
    [
        "20000001",
        "20 00 00 01",
        "+45 20 00 00 01",
        "2000 0001",
        "0045 20000001",
        "to nul nul nul nul nul nul et",
    ],
)
def test_a_phone_number_is_read(said: str) -> None:
    assert read(f"ring på {said}") == [("phone", "20000001")]


@pytest.mark.parametrize(
    "said", ["AB 12 345", "ab12345", "AB12 345", "a b tolv tre fire fem", "a b et to tre fire fem"]
)
def test_a_registration_number_is_read(said: str) -> None:
    assert read(f"bilen hedder {said}") == [("registration_number", "AB12345")]


@pytest.mark.parametrize("said", ["2026-0012345", "2026 0012345", "20260012345"])
def test_a_case_number_is_read(said: str) -> None:
    assert read(f"min sag {said}") == [("case_number", "2026-0012345")]


@pytest.mark.parametrize(
    "said",
    ["010190-1234", "010190 1234", "0101901234", "01011990-1234", "nul et nul et ni nul et to tre fire"],
)
def test_a_cpr_number_is_read_as_ten_digits(said: str) -> None:
    assert read(f"cpr {said}") == [("cpr", "0101901234")]


@pytest.mark.parametrize(
    ("said", "value"),
    [("to ruller", 2), ("5 poser", 5), ("tre nye pakker", 3), ("20 stk", 20), ("en rulle bioposer", 1)],
)
def test_a_quantity_is_read(said: str, value: int) -> None:
    assert read(f"jeg vil have {said}") == [("quantity", value)]


@pytest.mark.parametrize(
    "text", ["kl. 10", "Byvej 54", "i 12 345 tilfælde", "et barn på 5", "2026", "en anden"]
)
def test_other_numbers_are_left_alone(text: str) -> None:
    assert read(text) == []


@given(st.integers(20_000_000, 99_999_999))
def test_every_phone_number_in_pairs_is_read_back(number: int) -> None:
    assert read(f"mit nummer er {say_phone(str(number))}") == [("phone", str(number))]


@given(st.integers(20_000_000, 99_999_999))
def test_every_phone_number_told_digit_by_digit_is_read_back(number: int) -> None:
    said = " ".join(say_number(int(digit)) for digit in str(number))
    assert read(f"mit nummer er {said}") == [("phone", str(number))]


@given(st.text(max_size=80))
def test_no_text_breaks_the_reader(text: str) -> None:
    for span in find_identifiers(text):
        assert 0 <= span.start < span.end <= len(text)
