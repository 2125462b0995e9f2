"""A forvaltning is known by any name it has had, and called by the one in force."""

import datetime as dt

import pytest

from actions.routing import routing

TODAY = dt.date(2026, 11, 23)


@pytest.mark.parametrize(
    ("text", "department"),
    [
        ("Hvornår har Teknik- og Miljøforvaltningen åbent?", "KTF"),
        ("kan man komme ind på teknik og miljøforvaltningens kontor", "KTF"),
        ("telefonnummer til forvaltningen for teknik, tak", "KTF"),
        ("Klima-, Miljø- og Teknikforvaltningen", "KTF"),
        ("jeg har skrevet til tmf", "KTF"),
        ("KTF's afgørelse", "KTF"),
        ("Teknik- og Miljøudvalget", "KTF"),
        ("en afgørelse fra socialforvaltningen jeg er uenig i", "SOF"),
        ("Socialforvaltning", "SOF"),
        ("sundhed og omsorg", "SUF"),
        ("Kultur- og Fritidsforvaltningen", "KFF"),
        ("kultur-, fritids- og borgerserviceforvaltningen", "KFF"),
        ("beskæftigelses- og integrationsforvaltningen", "BIF"),
        ("Beskæftigelses-, Integrations- og Erhvervsforvaltningen", "BIF"),
        ("er det BUF eller SOF", "BUF"),
        ("Økonomiforvaltningen", "ØKF"),
    ],
)
def test_old_and_new_names_are_understood(text: str, department: str) -> None:
    found = routing().department_named(text)
    assert found is not None
    assert found.id == department


@pytest.mark.parametrize(
    "text",
    ["", "hej", "er det sundt", "en social sag", "hvilken forvaltning er det", "miljø", "tmfx", "sofa"],
)
def test_no_forvaltning_is_heard_where_none_is_named(text: str) -> None:
    assert routing().department_named(text) is None


@pytest.mark.parametrize(
    ("on", "name", "short"),
    [
        ("2025-12-31", "Teknik- og Miljøforvaltningen", "TMF"),
        ("2026-01-01", "Klima-, Miljø- og Teknikforvaltningen", "KTF"),
        ("2020-01-01", "Teknik- og Miljøforvaltningen", "TMF"),
    ],
)
def test_the_name_in_force_is_said(on: str, name: str, short: str) -> None:
    department = routing().departments["KTF"]
    assert department.name_on(dt.date.fromisoformat(on)) == name
    assert department.short_on(dt.date.fromisoformat(on)) == short


@pytest.mark.parametrize(
    ("text", "old"),
    [
        ("hvad laver teknik og miljøforvaltningen", "Teknik- og Miljøforvaltningen"),
        ("hvem er TMF", "Teknik- og Miljøforvaltningen"),
        ("Klima-, Miljø- og Teknikforvaltningen", None),
        ("er KTF det gamle TMF", None),
    ],
)
def test_an_old_name_is_told_from_the_one_in_force(text: str, old: str | None) -> None:
    assert routing().departments["KTF"].old_name_in(text, TODAY) == old
    assert routing().departments["KFF"].old_name_in("KFF", TODAY) is None


def test_every_forvaltning_is_called_by_its_id_today() -> None:
    assert {key: each.short_on(TODAY) for key, each in routing().departments.items()} == {
        key: key for key in routing().departments
    }
