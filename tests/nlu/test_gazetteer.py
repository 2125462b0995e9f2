"""The street data that both the language understanding and the stubbed address register stand on."""

import re
from collections import Counter

import pytest

from nlu.gazetteer import StreetRow, streets

CITY_OF = {
    "2100": "København Ø",
    "2150": "Nordhavn",
    "2200": "København N",
    "2300": "København S",
    "2400": "København NV",
    "2450": "København SV",
    "2500": "Valby",
    "2700": "Brønshøj",
    "2720": "Vanløse",
}


def rows_of(street: str) -> list[StreetRow]:
    return [row for row in streets() if row.street == street]


def test_there_are_hundreds_of_streets() -> None:
    assert len({row.street for row in streets()}) >= 300


def test_a_street_has_one_row_for_each_postcode() -> None:
    doubled = [key for key, count in Counter((r.street, r.postcode) for r in streets()).items() if count > 1]
    assert doubled == []


def test_every_postcode_is_in_the_municipality_and_has_its_own_city() -> None:
    for row in streets():
        if row.postcode < "1500":
            assert (row.postcode >= "1050", row.city) == (True, "København K"), row
        elif row.postcode < "1800":
            assert row.city == "København V", row
        else:
            assert row.city == CITY_OF[row.postcode], row


def test_names_are_clean_and_house_numbers_run_upwards() -> None:
    for row in streets():
        assert re.fullmatch(r"[A-ZÆØÅ][\w.' -]*\w", row.street), row
        assert "  " not in row.street
        assert 1 <= row.number_from <= row.number_to <= 999, row


def test_byvej_lies_in_one_postcode_with_both_54_and_45() -> None:
    (byvej,) = rows_of("Byvej")
    assert (byvej.postcode, byvej.city) == ("2700", "Brønshøj")
    assert byvej.has_number(54)
    assert byvej.has_number(45)
    assert not byvej.has_number(0)
    assert not byvej.has_number(121)


@pytest.mark.parametrize("street", ["Frederikssundsvej", "Jagtvej", "Tagensvej", "Gyldenløvesgade"])
def test_some_house_numbers_lie_in_two_postcodes(street: str) -> None:
    one, other = rows_of(street)
    shared = [number for number in range(1, 1000) if one.has_number(number) and other.has_number(number)]
    assert shared


def test_the_file_is_read_once() -> None:
    assert streets() is streets()
