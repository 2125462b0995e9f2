"""Addresses against the project's own street register."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.danish.addresses import find_addresses
from nlu.danish.numbers import say_number, say_ordinal
from nlu.danish.street_index import StreetIndex
from nlu.gazetteer import streets


def read(text: str) -> list[dict[str, str]]:
    return [span.value for span in find_addresses(text)]


def address(street: str = "Byvej", number: str | None = "54", **rest: str) -> dict[str, str]:
    return {"street": street, **({"number": number} if number else {}), **rest}


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("Byvej 54", address()),
        ("byvej fireoghalvtreds", address()),
        ("byvej fire og halvtreds", address()),
        ("by vej 54", address()),
        ("bivej 54", address()),
        ("Byvej nr. 54", address()),
        ("Byvej 54A", address(number="54A")),
        ("Byvej 54 b", address(number="54B")),
        ("Byvej 54, 3. tv", address(floor="3", door="tv")),
        ("Byvej 54 3tv", address(floor="3", door="tv")),
        ("byvej 54 tredje til venstre", address(floor="3", door="tv")),
        ("byvej 54 tredje sal til højre", address(floor="3", door="th")),
        ("byvej 54 st.th", address(floor="st", door="th")),
        ("Byvej 54, stuen i midten", address(floor="st", door="mf")),
        ("Byvej 54, kld.", address(floor="kl")),
        ("Byvej 54, 4.", address(floor="4")),
        ("Byvej 54, 3. 12", address(floor="3", door="12")),
        ("byvej 54 anden sal dør 12", address(floor="2", door="12")),
        ("Vesterbrogade 115 st th", address("Vesterbrogade", "115", floor="st", door="th")),
        ("Byvej 54, 2700 Brønshøj", address(postcode="2700")),
        ("Byvej 54 2700", address(postcode="2700")),
        ("Byvej 54 i Brønshøj", address(postcode="2700")),
        ("byvej 54 syvogtyve hundrede brønshøj", address(postcode="2700")),
        ("norrebrogade 100", address("Nørrebrogade", "100")),
        ("Noerrebrogade 100", address("Nørrebrogade", "100")),
        ("Vestrebrogade 12", address("Vesterbrogade", "12")),
        ("gl kongevej 12", address("Gammel Kongevej", "12")),
        ("Ukendtvej 12", address("Ukendtvej", "12")),
        ("Byvej", address(number=None)),
        ("Byvej 54, 2 poser", address()),
        ("byvej 54 kl 10", address()),
        ("byvej to hundrede og tre", address(number="203")),
    ],
)
def test_an_address_is_read(said: str, value: dict[str, str]) -> None:
    assert read(f"send dem til {said}") == [value]


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("Byvej 54, nej 45", address(number="45")),
        ("Byvej 45, ikke 54", address(number="45")),
        ("Byvej 54 nej vent 45", address(number="45")),
        ("byvej 54, undskyld byvej 45", address(number="45")),
        ("nej, det var Byvej 45", address(number="45")),
        ("ikke Byvej 54, men Byvej 45", address(number="45")),
        ("Byvej 54, 3. tv, nej 4. th", address(floor="4", door="th")),
        ("nej 45", {"number": "45"}),
        ("nummer 45", {"number": "45"}),
        ("3. tv", {"floor": "3", "door": "tv"}),
        ("stuen til venstre", {"floor": "st", "door": "tv"}),
    ],
)
def test_of_a_correction_the_last_value_counts(said: str, value: dict[str, str]) -> None:
    assert read(said) == [value]


@pytest.mark.parametrize(
    "said",
    [
        "jeg vil gerne have en vuggestueplads 4 dage om ugen",
        "jeg har en parkeringsplads 2 minutter væk",
        "jeg har 3 børn",
        "min vej 3 gange",
        "vi bor her på gaden",
        "54",
        "hvor ligger hjælpemiddelcentret",
    ],
)
def test_what_is_no_address_is_left_alone(said: str) -> None:
    assert read(said) == []


def test_a_guessed_street_is_less_certain_than_a_spelt_one() -> None:
    certain, near, unknown = (
        find_addresses(said)[0] for said in ("Byvej 54", "Vestrebrogade 54", "Ukendtvej 54")
    )
    assert certain.certainty == 1.0
    assert 0.5 < near.certainty < 1.0
    assert unknown.certainty == 0.5


@given(
    st.sampled_from(streets()),
    st.integers(1, 300),
    st.sampled_from(["st", "kl", "1", "2", "3", "4", "5"]),
    st.sampled_from(["tv", "th", "mf"]),
)
def test_every_address_of_the_register_is_read_back(row: object, number: int, floor: str, door: str) -> None:
    street, postcode, city = row.street, row.postcode, row.city  # type: ignore[attr-defined]
    dot = "" if floor in ("st", "kl") else "."
    expected = address(street, str(number), floor=floor, door=door, postcode=postcode)
    assert read(f"{street} {number}, {floor}{dot} {door}, {postcode} {city}") == [expected]
    assert read(f"{street} {number} {floor} {door} {postcode} {city}".lower()) == [expected]


@given(st.sampled_from(streets()), st.integers(2, 300), st.integers(1, 9))
def test_every_street_is_read_from_spoken_words(row: object, number: int, floor: int) -> None:
    street = row.street  # type: ignore[attr-defined]
    said = f"{street} {say_number(number)} {say_ordinal(floor)} til venstre".lower()
    assert read(said) == [address(street, str(number), floor=str(floor), door="tv")]


@given(st.text(max_size=80))
def test_no_text_breaks_the_reader(text: str) -> None:
    for span in find_addresses(text):
        assert 0 <= span.start < span.end <= len(text)


def test_a_town_with_one_postcode_gives_it_and_one_with_several_does_not() -> None:
    index = StreetIndex.build(
        [("Byvej", "2700", "Brønshøj"), ("Ågade", "1100", "København K"), ("Ågade", "1200", "København K")]
    )
    assert find_addresses("Byvej 1 i Brønshøj", index)[0].value["postcode"] == "2700"
    assert "postcode" not in find_addresses("Ågade 1 København K", index)[0].value
