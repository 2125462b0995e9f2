"""Telephone numbers: read in every way they are told, and hidden in everything that is kept."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.dialogue.privacy import PHONE_HIDDEN, danish_number, hide_numbers, number_in

TOLD = [
    "20 00 00 01", "20000001", "2000 0001", "+45 20 00 00 01", "004520000001", "45 20 00 00 01",
    "20.00.00.01", "2, 0, 0, 0, 0, 0, 0, 1", "2-0-0-0-0-0-0-1", "ja, det er 20 00 00 01 tak",
    "tyve nul nul nul nul nul et", "to nul nul nul nul nul nul en", "tyve, nul, nul, nul nul, nul et",
    "2000, øh, og så 0001", "plus femogfyrre tyve nul nul nul nul nul en",
    "nej, ikke 20 00 00 07, det var 20 00 00 01",
]  # fmt: skip


@pytest.mark.parametrize("said", TOLD)
def test_a_number_is_read_however_it_is_told(said):
    assert number_in(said) == "20000001"


@pytest.mark.parametrize("said", TOLD)
def test_and_nothing_of_it_is_left_in_what_is_kept(said):
    kept = hide_numbers(said)
    assert PHONE_HIDDEN in kept
    assert number_in(kept) is None


@pytest.mark.parametrize(
    "said",
    ["2000000", "200000011", "12 34 56 78", "112", "det ved jeg ikke", "", "Byvej 54, 2700 Brønshøj",
     "Byvej 254, 2. th, 2700 Brønshøj", "sag 2026-0012345", "0101901234", "den 24. 12. 2026 kl. 10",
     "27.11.2026", "2026-11-27", "27-11-2026"],
)  # fmt: skip
def test_what_is_no_danish_number_is_none(said):
    assert number_in(said) is None
    assert PHONE_HIDDEN not in hide_numbers(said)


@given(st.text(alphabet="0123456789 +-.,og", max_size=40))
def test_what_is_hidden_stays_hidden(text):
    once = hide_numbers(text)
    assert hide_numbers(once) == once
    assert number_in(once) is None


@given(st.from_regex(r"[2-9][0-9]{7}", fullmatch=True))
def test_the_country_code_changes_nothing(number):
    assert danish_number(number) == danish_number(f"+45{number}") == danish_number(f"0045 {number}") == number
