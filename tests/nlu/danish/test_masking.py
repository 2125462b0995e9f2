"""CPR and card numbers are hidden in every spelling; phone, case and invoice numbers are left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.danish.masking import CARD_HIDDEN, CPR_HIDDEN, mask_personal_numbers
from nlu.danish.numbers import say_number


@pytest.mark.parametrize(
    "cpr",
    [
        "010190-1234",
        "010190 1234",
        "0101901234",
        "010190 - 1234",
        "010190–1234",
        "01 01 90 1234",
        "01 01 90 12 34",
        "01.01.90-1234",
        "01/01/90 1234",
        "01-01-1990-1234",
        "01011990-1234",
        "610190-1234",
        "０１０１９０-１２３４",
        "nul et nul et halvfems tolv fireogtredive",
        "nul et nul et ni nul et to tre fire",
        "Nul en, nul en, halvfems, tolv, fire og tredive",
    ],
)
def test_a_cpr_number_is_hidden_in_every_spelling(cpr: str) -> None:
    assert mask_personal_numbers(f"mit nummer er {cpr}, tak") == f"mit nummer er {CPR_HIDDEN}, tak"


@pytest.mark.parametrize(
    "text",
    [
        "ring på 20 00 00 01",
        "ring på +45 20000001",
        "sag 2026-0012345",
        "2026 0012345",
        "399990-1234",
        "011390-1234",
        "12345678901",
        "EAN 5798009811578",
        "den 21.11.2026 kl. 10",
        "Byvej 54, 3. tv, 2700 Brønshøj",
        "ring på to nul nul nul nul nul nul et",
        "4571 1234 5678 9012",
        "",
        "   ",
    ],
)
def test_other_numbers_are_left_alone(text: str) -> None:
    assert mask_personal_numbers(text) == text


@pytest.mark.parametrize(
    "card",
    [
        "4111 1111 1111 1111",
        "4111-1111-1111-1111",
        "4111111111111111",
        "3782 822463 10005",
        "41 11 11 11 11 11 11 11",
    ],
)
def test_a_card_number_that_passes_luhn_is_hidden(card: str) -> None:
    assert mask_personal_numbers(f"kort {card} udløb 12/27") == f"kort {CARD_HIDDEN} udløb 12/27"


def test_a_phone_number_beside_a_cpr_number_stays() -> None:
    assert mask_personal_numbers("010190 1234 20 00 00 01") == f"{CPR_HIDDEN} 20 00 00 01"


@given(st.dates(), st.integers(0, 9999), st.sampled_from(["-", " ", "", " - ", "–"]))
def test_every_date_of_birth_with_four_digits_is_hidden(day: object, serial: int, gap: str) -> None:
    cpr = f"{day:%d%m%y}{gap}{serial:04d}"
    assert mask_personal_numbers(f"cpr {cpr}.") == f"cpr {CPR_HIDDEN}."


@given(st.dates(), st.integers(0, 9999))
def test_every_cpr_number_told_in_words_is_hidden(day: object, serial: int) -> None:
    digits = f"{day:%d%m%y}{serial:04d}"
    words = " ".join(say_number(int(digit)) for digit in digits)
    assert mask_personal_numbers(f"det er {words}") == f"det er {CPR_HIDDEN}"


@given(st.text(alphabet="0123456789 -./,abønultoetfiretyve\n", max_size=120))
def test_masking_twice_is_masking_once(text: str) -> None:
    once = mask_personal_numbers(text)
    assert mask_personal_numbers(once) == once


@pytest.mark.parametrize(
    "text", ["1" * 100_000, "1 " * 50_000, "01 " * 33_000, "to " * 33_000, "010190-" * 14_000]
)
def test_a_very_long_text_is_masked_without_stalling(text: str) -> None:
    assert isinstance(mask_personal_numbers(text), str)
