"""What each adapter puts on the wire, and what it makes of the answers.

The stub tells whether these forms are right (`test_contract.py`); here is what the stub never answers.
"""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from actions.fagsystemer.addresses import Address, AddressMatch, AddressQuery
from actions.fagsystemer.booking import TimeSlot
from actions.fagsystemer.contact_centre import Handover, HandoverTopic, OpeningHours, TranscriptLine
from actions.fagsystemer.errors import Garbled, NotFound, Unavailable, Uncertain
from actions.fagsystemer.home_care import HomeCareCase
from tests.actions.fagsystemer.conftest import Stage
from tests.actions.fagsystemer.scripted import answers, refuses

BYVEJ = Address("Byvej", "54", "2700", "Brønshøj", floor="3", door="tv")
HOUSE = {"id": "a1", "street": "Byvej", "number": "54", "postcode": "2700", "city": "Brønshøj"}
APPOINTMENT = {
    "id": "t1",
    "date": "2026-11-23",
    "time": "13:00",
    "duration_minutes": 45,
    "place": "Jobcenter København",
    "purpose": "Samtale",
    "caseworker": {"name": "Mette Friis", "email": "mette.friis@example.dk"},
    "status": "booked",
}
ORDER = {
    "id": "o1",
    "product": "bioposer",
    "address": {**BYVEJ.to_dict()},
    "address_text": "Byvej 54, 3. tv, 2700 Brønshøj",
    "status": "placed",
    "promised_by": "2026-11-27",
}
CASE = {
    "number": "2026-0012345",
    "kind": "byggesag",
    "title": "Altan",
    "stage": "Modtaget",
    "received": "2026-10-01",
    "next_step": "Vi ser på den",
    "expected": None,
}
QUEUE = {
    "id": "jobcenter",
    "name": "Jobcenter",
    "owner": "BIF",
    "phone": None,
    "is_open": False,
    "opens_at": "2026-11-24T08:00:00+01:00",
    "closes_at": None,
    "wait_minutes": None,
    "hours": [{"weekday": 0, "from": "08:00", "to": "16:00"}],
}
PLACE = {"id": "borgerservice", "name": "Borgerservice", "address_text": "Byvej 1", "hours_text": "10-14"}
HANDOVER = Handover(
    conversation="c1",
    channel="chat",
    queue="jobcenter",
    language="da",
    identity_level="mitid",
    priority="normal",
    topics=(HandoverTopic("aflys_jobcentertid", "Aflys tid", "open", "Vil aflyse", {"Tid": "i dag kl. 13"}),),
    transcript=(TranscriptLine("citizen", "Hej"), TranscriptLine("assistant", "Hej med dig")),
    reason="asked_for_person",
    failed=("Jeg kunne ikke se din tid",),
    call="0c2f6f0e-4d3b-4b0e-9f0c-2a1d9a1f7a11",
)


@pytest.mark.parametrize(
    ("address", "text"),
    [
        (BYVEJ, "Byvej 54, 3. tv, 2700 Brønshøj"),
        (replace(BYVEJ, floor="st", door="12"), "Byvej 54, st. 12, 2700 Brønshøj"),
        (replace(BYVEJ, floor="kl", door=None), "Byvej 54, kl., 2700 Brønshøj"),
        (replace(BYVEJ, floor=None, door=None), "Byvej 54, 2700 Brønshøj"),
        (Address("Byvej", "", "", ""), "Byvej"),
    ],
)
def test_an_address_is_written_as_danes_write_it(address: Address, text: str) -> None:
    assert address.text == text


@pytest.mark.parametrize("address", [BYVEJ, replace(BYVEJ, floor=None, door=None)])
def test_an_address_survives_a_slot(address: Address) -> None:
    assert Address.from_dict(address.to_dict()) == address
    assert None not in address.to_dict().values()


def test_a_time_slot_knows_its_moment_on_both_sides_of_summer_time() -> None:
    assert TimeSlot(dt.date(2026, 10, 24), dt.time(9)).starts_at.isoformat() == "2026-10-24T09:00:00+02:00"
    assert TimeSlot(dt.date(2026, 10, 26), dt.time(9)).starts_at.isoformat() == "2026-10-26T09:00:00+01:00"


async def test_appointments_come_the_earliest_first(stage: Stage) -> None:
    later = {**APPOINTMENT, "id": "t2", "date": "2026-11-24", "time": "08:00"}
    _, fagsystemer = await stage(answers([later, APPOINTMENT]))
    assert [each.id for each in await fagsystemer.jobcenter.appointments("x")] == ["t1", "t2"]


@pytest.mark.parametrize(
    ("department", "case"),
    [("SOF", HomeCareCase("SOF", True, False)), (None, HomeCareCase(None, True, False))],
)
async def test_whose_case_it_is_is_asked_for_one_citizen(
    stage: Stage, department: str | None, case: HomeCareCase
) -> None:
    answer = {"department": department, "under_65": True, "only_nursing": False}
    server, fagsystemer = await stage(answers(answer))
    assert await fagsystemer.home_care.case("7c1b") == case
    assert server.seen[0].path == "/cura/case?citizen=7c1b"


@pytest.mark.parametrize(
    "answer",
    [
        {"under_65": True, "only_nursing": False},
        {"department": "", "under_65": True, "only_nursing": False},
        {"department": "KFF", "under_65": True, "only_nursing": False},
        {"department": "SOF", "under_65": "yes", "only_nursing": False},
        {"department": "SOF", "under_65": True},
        [],
    ],
)
async def test_a_case_of_another_shape_is_not_taken_for_no_case(stage: Stage, answer: Any) -> None:
    _, fagsystemer = await stage(answers(answer))
    with pytest.raises(Garbled):
        await fagsystemer.home_care.case("7c1b")


async def test_free_times_come_the_earliest_first(stage: Stage) -> None:
    server, fagsystemer = await stage(
        answers([{"date": "2026-11-24", "time": "09:00"}, {"date": "2026-11-23", "time": "14:00"}])
    )
    assert await fagsystemer.jobcenter.free_times("t1") == [
        TimeSlot(dt.date(2026, 11, 23), dt.time(14)),
        TimeSlot(dt.date(2026, 11, 24), dt.time(9)),
    ]
    assert server.seen[0].path == "/jobcenter/appointments/t1/free-times"


async def test_a_caseworker_without_a_mail_address_is_not_let_by(stage: Stage) -> None:
    _, fagsystemer = await stage(answers([{**APPOINTMENT, "caseworker": {"name": "Mette"}}]))
    with pytest.raises(Garbled, match="email is missing"):
        await fagsystemer.jobcenter.appointments("x")


@pytest.mark.parametrize(
    "appointment",
    [
        {**APPOINTMENT, "time": "14:00"},
        {**APPOINTMENT, "date": "2026-12-01", "id": "t2"},
    ],
)
async def test_an_appointment_that_is_not_seen_moved_is_uncertain(stage: Stage, appointment: Any) -> None:
    _, fagsystemer = await stage(answers({"receipt": "J-1", "appointment": appointment}))
    with pytest.raises(Uncertain):
        await fagsystemer.jobcenter.move("t1", TimeSlot(dt.date(2026, 12, 1), dt.time(13)), "k")


async def test_the_register_is_asked_only_what_was_said(stage: Stage) -> None:
    found = {"category": "exact", "addresses": [HOUSE], "suggestions": []}
    server, fagsystemer = await stage(answers(found))
    await fagsystemer.addresses.match(AddressQuery("Byvej", "54", postcode="2700"))
    await fagsystemer.addresses.match(AddressQuery("H C Ørsteds Vej", number=""))
    assert [seen.path for seen in server.seen] == [
        "/adresser/match?street=Byvej&number=54&postcode=2700",
        "/adresser/match?street=H+C+%C3%98rsteds+Vej",
    ]


async def test_floor_and_door_follow_every_address_of_a_match(stage: Stage) -> None:
    other = {**HOUSE, "postcode": "2400", "city": "København NV"}
    _, fagsystemer = await stage(
        answers({"category": "several_postcodes", "addresses": [HOUSE, other], "suggestions": []})
    )
    match = await fagsystemer.addresses.match(AddressQuery("Byvej", "54", floor="3", door="tv"))
    assert match.addresses == (BYVEJ, replace(BYVEJ, postcode="2400", city="København NV"))


async def test_a_street_without_the_number_can_be_suggested(stage: Stage) -> None:
    street = {**HOUSE, "number": None}
    _, fagsystemer = await stage(
        answers({"category": "unknown_street", "addresses": [], "suggestions": [street]})
    )
    match = await fagsystemer.addresses.match(AddressQuery("Byvei", "999"))
    assert match.suggestions == (Address("Byvej", "", "2700", "Brønshøj"),)


@pytest.mark.parametrize(
    ("category", "addresses"),
    [("exact", []), ("exact", [HOUSE, HOUSE]), ("several_postcodes", [HOUSE]), ("nearly", [HOUSE])],
)
async def test_a_match_that_contradicts_itself_is_garbled(
    stage: Stage, category: str, addresses: Any
) -> None:
    _, fagsystemer = await stage(answers({"category": category, "addresses": addresses, "suggestions": []}))
    with pytest.raises(Garbled):
        await fagsystemer.addresses.match(AddressQuery("Byvej", "54"))


@pytest.mark.parametrize(
    ("number", "category"),
    [("femoghalvtreds", "unknown_number"), ("54", "unknown_street"), (None, "unknown_street")],
)
async def test_what_the_register_cannot_read_is_an_unknown_address(
    stage: Stage, number: str | None, category: Any
) -> None:
    _, fagsystemer = await stage(refuses("invalid_input", 400))
    match = await fagsystemer.addresses.match(AddressQuery("x" * 500, number))
    assert match == AddressMatch(category)


async def test_a_register_that_is_down_is_not_an_unknown_address(stage: Stage) -> None:
    _, fagsystemer = await stage(answers({"error": {"code": "unavailable", "text": ""}}, 503))
    with pytest.raises(Unavailable):
        await fagsystemer.addresses.match(AddressQuery("Byvej", "54"))


async def test_an_order_is_sent_without_the_city_and_read_in_full(stage: Stage) -> None:
    server, fagsystemer = await stage(answers({"receipt": "A-1", "order": ORDER}))
    order = await fagsystemer.waste.order_bags(BYVEJ, "k")
    assert server.seen[0].body == {
        "address": {"street": "Byvej", "number": "54", "postcode": "2700", "floor": "3", "door": "tv"}
    }
    assert (order.id, order.receipt, order.address, order.status) == ("o1", "A-1", BYVEJ, "placed")
    assert order.promised_by == dt.date(2026, 11, 27)


@pytest.mark.parametrize(
    "changed",
    [
        {"address": {**BYVEJ.to_dict(), "number": "45"}},
        {"address": {**BYVEJ.to_dict(), "postcode": "2400"}},
        {"address": {name: value for name, value in BYVEJ.to_dict().items() if name != "floor"}},
        {"status": "cancelled"},
        {"promised_by": None},
    ],
)
async def test_an_order_that_does_not_go_where_it_should_is_uncertain(stage: Stage, changed: Any) -> None:
    _, fagsystemer = await stage(answers({"receipt": "A-1", "order": {**ORDER, **changed}}))
    with pytest.raises(Uncertain):
        await fagsystemer.waste.order_bags(BYVEJ, "k")


async def test_a_changed_or_cancelled_order_must_be_the_same_order(stage: Stage) -> None:
    _, fagsystemer = await stage(
        answers({"receipt": "A-1", "order": {**ORDER, "id": "o2", "status": "cancelled"}})
    )
    with pytest.raises(Uncertain):
        await fagsystemer.waste.cancel_order("o1", "k")
    with pytest.raises(Uncertain):
        await fagsystemer.waste.change_address("o1", BYVEJ, "k")


@pytest.mark.parametrize(
    "number", ["", " ", "openapi.json", "../affald/orders", "sag", "x" * 50 + "1", "1?citizen=x"]
)
async def test_what_cannot_be_a_case_number_is_not_found_without_asking(stage: Stage, number: str) -> None:
    server, fagsystemer = await stage(answers(CASE))
    with pytest.raises(NotFound, match="unknown_case"):
        await fagsystemer.cases.status(number)
    assert server.seen == []


@pytest.mark.parametrize(
    ("number", "path"), [(" 2026-0012345 ", "/sager/2026-0012345"), ("2026 0012345", "/sager/2026%200012345")]
)
async def test_a_case_number_is_asked_for_as_it_was_said(stage: Stage, number: str, path: str) -> None:
    server, fagsystemer = await stage(answers(CASE))
    case = await fagsystemer.cases.status(number)
    assert (case.number, case.received, case.expected) == ("2026-0012345", dt.date(2026, 10, 1), None)
    assert server.seen[0].path == path


async def test_a_closed_queue_says_when_it_opens_and_makes_up_nothing(stage: Stage) -> None:
    _, fagsystemer = await stage(answers(QUEUE))
    queue = await fagsystemer.contact_centre.queue("jobcenter")
    assert queue.opens_at is not None
    assert queue.opens_at.isoformat() == "2026-11-24T08:00:00+01:00"
    assert (queue.phone, queue.closes_at, queue.wait_minutes) == (None, None, None)
    assert queue.hours == (OpeningHours(0, dt.time(8), dt.time(16)),)


@pytest.mark.parametrize(
    "changed",
    [
        {"is_open": "yes"},
        {"opens_at": "i morgen"},
        {"hours": [{"weekday": 7, "from": "08:00", "to": "16:00"}]},
    ],
)
async def test_a_queue_of_another_shape_is_garbled(stage: Stage, changed: Any) -> None:
    _, fagsystemer = await stage(answers([{**QUEUE, **changed}]))
    with pytest.raises(Garbled):
        await fagsystemer.contact_centre.queues()


async def test_a_handover_carries_all_that_a_person_needs(stage: Stage) -> None:
    answer = {
        "receipt": "K-1",
        "handoff": {"id": "h1", "status": "waiting", "position": 2, "wait_minutes": 4},
    }
    server, fagsystemer = await stage(answers(answer))
    receipt = await fagsystemer.contact_centre.hand_over(HANDOVER, "k")
    assert (receipt.id, receipt.receipt, receipt.position, receipt.wait_minutes) == ("h1", "K-1", 2, 4)
    assert server.seen[0].body == {
        "conversation": "c1",
        "channel": "chat",
        "queue": "jobcenter",
        "language": "da",
        "identity_level": "mitid",
        "priority": "normal",
        "topics": [
            {
                "intent": "aflys_jobcentertid",
                "title": "Aflys tid",
                "state": "open",
                "summary": "Vil aflyse",
                "facts": {"Tid": "i dag kl. 13"},
            }
        ],
        "transcript": [{"from": "citizen", "text": "Hej"}, {"from": "assistant", "text": "Hej med dig"}],
        "reason": "asked_for_person",
        "failed": ["Jeg kunne ikke se din tid"],
        "call": "0c2f6f0e-4d3b-4b0e-9f0c-2a1d9a1f7a11",
    }


async def test_a_place_without_a_source_is_not_believed(stage: Stage) -> None:
    _, fagsystemer = await stage(answers([PLACE]))
    with pytest.raises(Garbled, match="source is missing"):
        await fagsystemer.contact_centre.place("borgerservice")


async def test_a_place_that_is_not_listed_is_not_found(stage: Stage) -> None:
    _, fagsystemer = await stage(answers([{**PLACE, "source": "demo"}]))
    with pytest.raises(NotFound, match="unknown_place"):
        await fagsystemer.contact_centre.place("raadhuset")


async def test_a_text_message_without_a_receipt_is_uncertain(stage: Stage) -> None:
    _, fagsystemer = await stage(answers({"ok": True}))
    with pytest.raises(Uncertain):
        await fagsystemer.text_messages.send("20000001", "Hej", "k")
