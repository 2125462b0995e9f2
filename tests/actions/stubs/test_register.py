"""Finding addresses as people write them."""

from typing import Any

import pytest

from actions.fagsystemer.stubs import register
from nlu.gazetteer import streets


def texts(found: list[dict[str, Any]]) -> list[str]:
    return [each["text"] for each in found]


def test_no_two_streets_are_the_same_name_to_the_register() -> None:
    for street in {row.street for row in streets()}:
        assert {row.street for row in register.rows_of(street)} == {street}


@pytest.mark.parametrize(
    ("written", "street"),
    [
        ("byvej", "Byvej"),
        ("BYVEJ", "Byvej"),
        (" By vej ", "Byvej"),
        ("Nørrebrogade", "Nørrebrogade"),
        ("noerrebrogade", "Nørrebrogade"),
        ("norrebrogade", "Nørrebrogade"),
        ("Aaboulevard", "Åboulevard"),
        ("aboulevard", "Åboulevard"),
        ("A\u030aboulevard", "Åboulevard"),
        ("Norre Alle", "Nørre Allé"),
        ("Sct. Hans Torv", "Sankt Hans Torv"),
        ("skt hans torv", "Sankt Hans Torv"),
        ("Gl. Kongevej", "Gammel Kongevej"),
        ("Sdr. Fasanvej", "Søndre Fasanvej"),
        ("Kgs. Nytorv", "Kongens Nytorv"),
        ("St. Kongensgade", "Store Kongensgade"),
        ("H C Andersens Boulevard", "H.C. Andersens Boulevard"),
        ("hc andersens blvd", "H.C. Andersens Boulevard"),
        ("Christian IXs gade", "Christian IX's Gade"),
        ("kuchlersgade", "Küchlersgade"),
    ],
)
def test_a_street_is_known_however_it_is_spelt(written: str, street: str) -> None:
    assert {row.street for row in register.rows_of(written)} == {street}


@pytest.mark.parametrize(
    ("written", "street"),
    [
        ("Bivej", "Byvej"),
        ("Frederiksundsvej", "Frederikssundsvej"),
        ("Frederikssunds vejen", "Frederikssundsvej"),
        ("Vesterbrogaden", "Vesterbrogade"),
        ("Griffenfeldtsgade", "Griffenfeldsgade"),
        ("Amagerbrogde", "Amagerbrogade"),
        ("Istegade", "Istedgade"),
        ("Ingerslevs gade", "Ingerslevsgade"),
        ("Toftgårds alle", "Toftegårds Allé"),
    ],
)
def test_a_misspelt_street_is_suggested_and_never_taken_for_granted(written: str, street: str) -> None:
    found = register.match(written, "8", None)
    if found["category"] != "exact":
        assert found["category"] in {"unknown_street", "several_postcodes"}
    assert (found["suggestions"] or found["addresses"])[0]["street"] == street


@pytest.mark.parametrize("written", ["Qwxz", "Æblegrødsalléens Forlængelse", "12345", "!!!", "x"])
def test_what_is_like_no_street_gets_no_suggestion(written: str) -> None:
    assert register.match(written, "8", None) == {
        "category": "unknown_street",
        "addresses": [],
        "suggestions": [],
    }


@pytest.mark.parametrize("number", ["54", "45", "1", "120", "54A", "54 a", "054"])
def test_a_number_on_byvej_is_one_exact_address(number: str) -> None:
    found = register.match("Byvej", number, None)
    assert found["category"] == "exact"
    assert found["suggestions"] == []
    (address,) = found["addresses"]
    assert (address["postcode"], address["city"]) == ("2700", "Brønshøj")
    assert address["number"] == register.plain_number(number)


@pytest.mark.parametrize("number", [None, "", "  "])
def test_a_street_without_a_number_lacks_one(number: str | None) -> None:
    found = register.match("Jagtvej", number, None)
    assert (found["category"], found["addresses"]) == ("number_missing", [])
    assert texts(found["suggestions"]) == ["Jagtvej, 2100 København Ø", "Jagtvej, 2200 København N"]


def test_a_number_in_two_postcodes_needs_the_postcode() -> None:
    found = register.match("Jagtvej", "130", None)
    assert found["category"] == "several_postcodes"
    assert texts(found["addresses"]) == ["Jagtvej 130, 2100 København Ø", "Jagtvej 130, 2200 København N"]
    told = register.match("Jagtvej", "130", "2200")
    assert (told["category"], texts(told["addresses"])) == ("exact", ["Jagtvej 130, 2200 København N"])


def test_a_number_in_one_of_two_postcodes_is_exact_without_it() -> None:
    assert texts(register.match("Jagtvej", "2", None)["addresses"]) == ["Jagtvej 2, 2200 København N"]


def test_a_number_that_does_not_exist_gets_its_neighbours() -> None:
    found = register.match("Byvej", "121", None)
    assert (found["category"], found["addresses"]) == ("unknown_number", [])
    assert [each["number"] for each in found["suggestions"]] == ["120", "119", "118"]


@pytest.mark.parametrize("number", ["halvtreds", "54-56", "54 A B", "99999999999", "²", "0"])
def test_what_cannot_be_a_number_is_an_unknown_one(number: str) -> None:
    found = register.match("Byvej", number, None)
    assert (found["category"], found["addresses"]) == ("unknown_number", [])
    assert found["suggestions"]


def test_what_cannot_be_a_postcode_is_an_unknown_one() -> None:
    found = register.match("Byvej", "54", "Brønshøj")
    assert (found["category"], texts(found["suggestions"])) == ("unknown_number", ["Byvej 54, 2700 Brønshøj"])


def test_a_letter_no_house_has_is_an_unknown_number() -> None:
    found = register.match("Byvej", "54Z", None)
    assert found["category"] == "unknown_number"
    assert found["suggestions"][0]["number"] == "54"


def test_an_address_is_never_quietly_moved_to_another_postcode() -> None:
    found = register.match("Byvej", "54", "2400")
    assert (found["category"], found["addresses"]) == ("unknown_number", [])
    assert texts(found["suggestions"]) == ["Byvej 54, 2700 Brønshøj"]


def test_a_suggested_street_keeps_the_number_where_it_has_it() -> None:
    suggested = register.match("Bivej", "54", None)["suggestions"]
    assert texts(suggested)[0] == "Byvej 54, 2700 Brønshøj"
    without = register.match("Bivej", "500", None)["suggestions"]
    assert texts(without)[0] == "Byvej, 2700 Brønshøj"


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("byv", "Byvej, 2700 Brønshøj"),
        ("Byvej 54", "Byvej 54, 2700 Brønshøj"),
        ("Byvej 54A, 2700 Brønshøj", "Byvej 54A, 2700 Brønshøj"),
        ("jagtvej 130 2200", "Jagtvej 130, 2200 København N"),
        ("Bivej 54", "Byvej 54, 2700 Brønshøj"),
        ("h.c. andersens", "H.C. Andersens Boulevard, 1553 København V"),
    ],
)
def test_typing_finds_what_begins_so(typed: str, first: str) -> None:
    assert texts(register.autocomplete(typed, 10))[0] == first


def test_a_begun_number_is_completed() -> None:
    numbers = [each["number"] for each in register.autocomplete("Byvej 5", 5)]
    assert numbers == ["5", "50", "51", "52", "53"]


@pytest.mark.parametrize("typed", ["54", ",", "   ", "2700", "\n", "....", "Byvej 54 " * 12])
def test_odd_typing_is_no_trouble(typed: str) -> None:
    assert isinstance(register.autocomplete(typed, 10), list)


def test_an_address_has_the_same_id_every_time() -> None:
    one, other = (register.match("Byvej", number, None)["addresses"][0] for number in ("54", "45"))
    assert one["id"] == register.match("byvej", "054", "2700")["addresses"][0]["id"]
    assert one["id"] != other["id"]
