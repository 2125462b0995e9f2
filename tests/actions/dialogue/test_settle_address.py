"""The house number of a correction, in figures and in words."""

import pytest

from actions.dialogue.settle_address import number_instead


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
    ],
)
def test_the_number_that_is_meant_instead(said: str, number: str) -> None:
    assert number_instead(said, "54").get("number", "") == number
