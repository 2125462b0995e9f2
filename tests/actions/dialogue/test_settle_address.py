"""The house number of a correction, in figures and in words."""

import pytest

from actions.dialogue.settle_address import number_called_so, number_instead


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("45, ikke 54", "45"),
        ("nej det er nummer enogtyve", "21"),
        ("femogfyrre, ikke fireoghalvtreds", "45"),
        ("nej, 45 b", "45B"),
        ("nej, det var en anden", ""),
        ("enten 45 eller 47", ""),
        ("nej", ""),
        ("nej, jeg skal bruge to ruller", ""),
        ("nej det er to ruller", ""),
        ("nej, nummer enogtyve på tredje sal", "21"),
        ("nej, enogtyve", "21"),
        ("nej det er 2700 brønshøj", ""),
        ("nej, ikke to", ""),
        ("nej, vi er to", ""),
        ("nej det er en", ""),
        ("nej, nummer et", "1"),
        ("nej det er ikke fire men fem", "5"),
        ("nej, 2 ruller", ""),
        ("nej, 2. sal", ""),
        ("nej, jeg er 84 år", ""),
        ("nej det er nummer fem og fyrre", "45"),
        ("nej, enogtyve b", "21B"),
        ("nej, enogtyve, tredje sal", "21"),
        ("nej, nummer enogtyve undskyld", "21"),
        ("nej, 45 ikke 47", "45"),
        ("nej, 45 i stuen", "45"),
        ("nej, nummer enogtyve i stuen", "21"),
    ],
)
def test_the_number_that_is_meant_instead(said: str, number: str) -> None:
    assert number_instead(said, "54").get("number", "") == number


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("jeg bor på frederikssundsvej først nummer hundrede og tolv anden sal til venstre", "112"),
        ("byvej, altså så vidt jeg husker nummer 54", "54"),
        ("byvej", ""),
        ("byvej, vi er to", ""),
        ("byvej, mit telefonnummer er tyve", ""),
        ("byvej nummer fireoghalvtreds eller nummer seksoghalvtreds", ""),
    ],
)
def test_a_number_that_is_said_apart_from_its_street(said: str, number: str) -> None:
    assert number_called_so(said).get("number", "") == number
