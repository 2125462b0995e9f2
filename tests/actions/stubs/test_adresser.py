"""The address register over HTTP."""

from typing import Any

import pytest


async def test_typing_gives_at_most_as_many_addresses_as_asked_for(service: Any) -> None:
    found = await service.read("/adresser", q="Byvej 1", limit="3")
    assert [each["text"] for each in found] == [f"Byvej {n}, 2700 Brønshøj" for n in ("1", "10", "11")]
    assert set(found[0]) == {"id", "street", "number", "postcode", "city", "text"}


async def test_an_address_is_matched(service: Any) -> None:
    found = await service.read("/adresser/match", street="byvej", number="54", postcode="2700")
    assert (found["category"], found["addresses"][0]["text"]) == ("exact", "Byvej 54, 2700 Brønshøj")


async def test_a_parameter_nobody_knows_is_let_by(service: Any) -> None:
    found = await service.read("/adresser/match", street="byvej", number="54", floor="3")
    assert found["category"] == "exact"


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("/adresser", {}),
        ("/adresser", {"q": ""}),
        ("/adresser", {"q": "   "}),
        ("/adresser", {"q": "x" * 121}),
        ("/adresser", {"q": "Byvej", "limit": "0"}),
        ("/adresser", {"q": "Byvej", "limit": "51"}),
        ("/adresser", {"q": "Byvej", "limit": "mange"}),
        ("/adresser/match", {"number": "54"}),
        ("/adresser/match", {"street": " "}),
        ("/adresser/match", {"street": "x" * 501}),
    ],
)
async def test_a_question_of_the_wrong_form_is_refused(
    service: Any, path: str, query: dict[str, str]
) -> None:
    status, answer = await service.get(path, **query)
    assert (status, answer["error"]["code"]) == (400, "invalid_input")
