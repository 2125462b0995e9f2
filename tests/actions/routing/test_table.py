"""Who helps with what, from day to day, by the table that ships."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.dialogue.catalogue import enquiries
from actions.routing import UnknownEnquiry, UnknownQueue, routing

TODAY = dt.date(2026, 11, 23)
DAYS = st.dates(dt.date(2024, 1, 1), dt.date(2035, 12, 31))


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@given(enquiry=st.sampled_from(sorted(enquiries())), on=DAYS, data=st.data())
def test_every_enquiry_leads_to_a_queue_that_exists_on_every_day_whatever_is_known(
    enquiry: str, on: dt.date, data: st.DataObject
) -> None:
    table = routing()
    known = data.draw(st.sets(st.sampled_from(sorted(table.circumstances))))
    route = table.route(enquiry, on, known)
    assert table.queue(route.queue, on).exists(on)
    assert {route.department, route.first_line} <= table.departments.keys()


@pytest.mark.parametrize(
    ("enquiry", "on", "queue", "department"),
    [
        ("kirkegaard_begravelse", "2025-12-31", "kirkegaarde", "KTF"),
        ("kirkegaard_begravelse", "2026-01-01", "kirkegaarde", "KFF"),
        ("legeplads", "2025-12-31", "drift_byrum", "KTF"),
        ("legeplads", "2026-01-01", "kultur_fritid", "KFF"),
        ("tryghedsvagter", "2025-12-31", "tryghed", "KTF"),
        ("tryghedsvagter", "2026-01-01", "tryghed", "KFF"),
        ("voksen_specialundervisning", "2025-12-31", "specialundervisning", "BUF"),
        ("voksen_specialundervisning", "2026-01-01", "specialundervisning", "SUF"),
        ("ungeindsats", "2026-01-01", "ungeindsatsen", "BIF"),
        ("aktindsigt", "2026-11-23", "borgerservice", "ØKF"),
        ("pas", "2024-01-01", "borgerservice", "KFF"),
    ],
)
def test_a_matter_moves_on_the_day_its_row_says(enquiry: str, on: str, queue: str, department: str) -> None:
    route = routing().route(enquiry, day(on))
    assert (route.queue, route.department) == (queue, department)


@pytest.mark.parametrize(
    ("known", "department"),
    [
        (set(), "SUF"),
        # Age alone decides nothing: hundreds are on the other side of the line.
        ({"under_65"}, "SUF"),
        ({"sof_case"}, "SOF"),
        ({"sof_case", "under_65"}, "SOF"),
        ({"no_case"}, "SUF"),
        ({"under_65", "no_case"}, "SOF"),
        ({"under_65", "no_case", "only_nursing"}, "SUF"),
        ({"sof_case", "only_nursing"}, "SOF"),
    ],
)
@pytest.mark.parametrize("enquiry", ["sygepleje", "hjemmepleje_ansoeg"])
def test_home_care_goes_by_the_case_and_only_without_one_by_age(
    enquiry: str, known: set[str], department: str
) -> None:
    assert routing().route(enquiry, day("2026-07-31"), known).department == department
    assert routing().route(enquiry, day("2026-08-01"), known).department == "SUF"


def test_the_table_says_what_to_look_up_or_ask_for_and_when_it_no_longer_matters() -> None:
    assert routing().asks("hjemmepleje_hvornaar", day("2026-07-31")) == {"sof_case", "under_65", "no_case"}
    assert routing().asks("hjemmepleje_hvornaar", day("2026-08-01")) == set()
    assert routing().asks("kantinen", TODAY) == set()


@pytest.mark.parametrize(
    ("enquiry", "on", "first_line", "hypercare"),
    [
        ("hjemmepleje_hvornaar", "2026-12-30", "SUF", False),
        ("hjemmepleje_hvornaar", "2026-12-31", "KFF", True),
        ("hjemmepleje_hvornaar", "2027-12-31", "KFF", True),
        ("hjemmepleje_hvornaar", "2028-01-01", "KFF", False),
        ("pladsanvisning", "2027-02-01", "KFF", True),
        ("boern_familie", "2027-02-01", "KFF", True),
        # It moves within KFF, and nobody stands by.
        ("bibliotek", "2027-02-01", "KFF", False),
        # Answered by Borgerservice long before.
        ("status_byggesag", "2024-01-01", "KFF", False),
        ("sygedagpenge", "2026-12-31", "BIF", False),
        ("sygedagpenge", "2030-01-01", "KFF", False),
        ("klage", "2030-01-01", "ØKF", False),
    ],
)
def test_the_first_line_moves_to_borgerservice_and_the_casework_stays(
    enquiry: str, on: str, first_line: str, hypercare: bool
) -> None:
    route = routing().route(enquiry, day(on))
    assert (route.first_line, route.hypercare) == (first_line, hypercare)
    assert route.department == routing().route(enquiry, TODAY).department


def test_a_route_says_which_row_and_document_it_comes_from() -> None:
    route = routing().route("pas", TODAY)
    assert route.row.startswith("table.yml:")
    assert route.source == "000:938,1046; 004 nr 102"


def test_what_the_table_does_not_know_is_said() -> None:
    table = routing()
    with pytest.raises(UnknownEnquiry, match="kantinen"):
        table.route("kantinen", TODAY)
    with pytest.raises(UnknownEnquiry):
        table.route("pas", day("2023-12-31"))
    with pytest.raises(ValueError, match="rich"):
        table.route("pas", TODAY, {"rich"})
    with pytest.raises(UnknownQueue):
        table.queue("kantinen", TODAY)
    with pytest.raises(UnknownQueue):
        table.queue("den_sociale_hjemmepleje", day("2026-08-01"))


@pytest.mark.parametrize(
    ("topics", "queue", "why"),
    [
        (["mitid_hjaelp", "regning_forstaar_ikke"], "borgerservice", "fallback"),
        (["regning_forstaar_ikke", "mitid_hjaelp", "tal_med_menneske"], "borgerservice", "fallback"),
        (["regning_forstaar_ikke", "tal_med_menneske"], "betaling_og_kontrol", "enquiry"),
        (["tal_med_menneske"], "borgerservice", "enquiry"),
        (["regning_forstaar_ikke", "betalingsaftale"], "betaling_og_kontrol", "shared"),
        (["regning_forstaar_ikke", "regning_forstaar_ikke"], "betaling_og_kontrol", "enquiry"),
        (["pas", "udsaettelse_boligraadgiver", "regning_forstaar_ikke"], "akut_social", "urgent"),
        (["tal_med_menneske", "akut_fare"], "akut_social", "urgent"),
        (["bioposer_bestil", "hilsen"], "borgerservice", "fallback"),
        ([], "borgerservice", "fallback"),
    ],
)
def test_a_packet_goes_to_one_queue_by_the_stated_rule(topics: list[str], queue: str, why: str) -> None:
    route = routing().route_together(topics, TODAY)
    assert (route.queue, route.why) == (queue, why)


def test_what_cannot_wait_is_known() -> None:
    assert [each for each in sorted(enquiries()) if routing().is_urgent(each)] == [
        "udsaettelse_boligraadgiver",
        "underretning",
    ]
    assert routing().is_urgent("akut_fare")
