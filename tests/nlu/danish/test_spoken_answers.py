"""Values as they come over a telephone: hesitations, what is said apart, second thoughts, past days."""

from datetime import datetime

import pytest

from nlu.danish.entities import find_entities
from nlu.danish.masking import mask_personal_numbers

NOW = datetime(2026, 11, 23, 8, 30)


def read(text: str) -> dict[str, object]:
    return {entity.kind: entity.value for entity in find_entities(text, NOW)}


def address(**parts: str) -> dict[str, object]:
    return {"address": parts}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "tredje sal til venstre, nej til højre, Ryesgade 51",
            address(street="Ryesgade", number="51", floor="3", door="th"),
        ),
        (
            "Århusgade 3, 2100 København Ø, 4. tv.",
            address(street="Århusgade", number="3", postcode="2100", floor="4", door="tv"),
        ),
        (
            "Tagensvej 52, og mit værelse er 3. sal, dør 12",
            address(street="Tagensvej", number="52", floor="3", door="12"),
        ),
        ("vi står i nr. 6 i Rantzausgade", address(street="Rantzausgade", number="6")),
        (
            "115 st th, og vejen er Hulgårdsvej",
            address(street="Hulgårdsvej", number="115", floor="st", door="th"),
        ),
        (
            "østerbro gade øh otteogtres nej otteoghalvfjerds femte til højre",
            address(street="Østerbrogade", number="78", floor="5", door="th"),
        ),
        (
            "borups alle hundredeogtyve tredje sal midt for",
            address(street="Borups Allé", number="120", floor="3", door="mf"),
        ),
        ("Peter Bangs Vej 240", address(street="Peter Bangs Vej", number="240")),
        ("2300", address(postcode="2300")),
        ("lygten er gået ud foran Enghavevej 31A", address(street="Enghavevej", number="31A")),
        ("glasskår på Hillerødgade ved nummer 30", address(street="Hillerødgade", number="30")),
        (
            "2450 København SV, Sjælør Boulevard 35, st. mf.",
            address(street="Sjælør Boulevard", number="35", floor="st", door="mf", postcode="2450"),
        ),
        (
            "øresundsvej etthundrede og femten st th to tre nul nul",
            address(street="Øresundsvej", number="115", floor="st", door="th", postcode="2300"),
        ),
        (
            "Strandbulevarden 33, 4. th, 2100 Ø",
            address(street="Strandboulevarden", number="33", floor="4", door="th", postcode="2100"),
        ),
        ("der er vand i kælderen på Byvej 54", address(street="Byvej", number="54")),
    ],
)
def test_an_address_is_put_together_from_what_is_said_apart(text: str, expected: dict[str, object]) -> None:
    assert read(text) == expected


def test_a_street_that_only_shares_its_ending_is_not_taken_for_another() -> None:
    assert read("Ærøgade 15") == address(street="Ærøgade", number="15")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("bøden blev givet den 29. juni", {"date": "2026-06-29"}),
        ("jeg fik en tid den 3. december", {"date": "2026-12-03"}),
        ("jeg skrev til jer den 23. november", {"date": "2026-11-23"}),
        ("mandag i uge 50", {"date": "2026-12-07"}),
        ("i uge 3 på onsdag", {"date": "2027-01-20"}),
        ("første mandag i december", {"date": "2026-12-07"}),
        ("sidste fredag i marts", {"date": "2027-03-26"}),
        ("mandag i uge 99", {"date": "2026-11-30"}),
        ("på løverdag", {"date": "2026-11-28"}),
        ("tordsag eller fredga", {"date": "2026-11-26"}),
        ("torsdag den 26. fem minutter over halv ni", {"date": "2026-11-26", "time": "08:35"}),
        ("kl 1415", {"time": "14:15"}),
        ("de larmer fra kl 22 til kl 02", {"time_range": {"from": "22:00", "to": "02:00"}}),
        ("fra klokken halv et til klokken tre", {"time_range": {"from": "12:30", "to": "15:00"}}),
        ("afgiften er fra den 2. november", {"date": "2026-11-02"}),
        ("en time og et kvarter", {"duration_minutes": 75}),
        ("det bliver en times tid", {"duration_minutes": 60}),
        ("klokken ti? Nej, sig elleve", {"time": "11:00"}),
    ],
)
def test_days_and_times_as_people_say_them(text: str, expected: dict[str, object]) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("cpr det er nul otte nul tre fire otte og så øh syv syv syv tre", {"cpr": "0803487773"}),
        ("42, 17, 08, 63", {"phone": "42170863"}),
        ("anton charlie 54 872", {"registration_number": "AC54872"}),
        ("sag nummer 25-118843", {"case_number": "25-118843"}),
        ("min byggesag har nummer 2025-118342", {"case_number": "2025-118342"}),
        ("6 ruller, nej det er for meget, sig 2", {"quantity": 2}),
        ("er de 12 345", {}),
        ("charlie victor 33 019 nej 33 091", {"registration_number": "CV33091"}),
        ("send kun en enkelt rulle", {"quantity": 1}),
    ],
)
def test_numbers_told_with_hesitation(text: str, expected: dict[str, object]) -> None:
    assert read(text) == expected


def test_a_personal_number_told_with_hesitation_is_masked() -> None:
    assert "syv" not in mask_personal_numbers("nul otte nul tre fire otte og så øh syv syv syv tre")
