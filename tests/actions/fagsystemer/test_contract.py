"""What journeys rely on, checked against the fakes and against the stubs over real HTTP and SMTP.

The clock is that of `conftest.set_clock` unless a test moves it.
"""

import datetime as dt
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Any

import pytest

from actions.fagsystemer import Fagsystemer, connect
from actions.fagsystemer.addresses import Address, AddressQuery
from actions.fagsystemer.booking import TimeSlot
from actions.fagsystemer.contact_centre import Handover, HandoverTopic, TranscriptLine
from actions.fagsystemer.errors import NotFound, Refused
from actions.fagsystemer.home_care import HomeCareCase
from actions.fagsystemer.mail import Mail
from actions.fagsystemer.stubs.citizens import CITIZENS, by_reference
from tests.actions.fagsystemer.conftest import Stubs
from tests.actions.fakes import fake_fagsystemer

MONDAY = dt.date(2026, 11, 23)
BYVEJ_54 = Address("Byvej", "54", "2700", "Brønshøj", floor="3", door="tv")
BYVEJ_45 = Address("Byvej", "45", "2700", "Brønshøj")
NOWHERE = Address("Byvej", "999", "2700", "Brønshøj")
MAIL = Mail("mette.soerensen@example.dk", "Afbud: æøå", "Hej Mette\n\nAnna kommer ikke.\n")


@dataclass
class World:
    """The fagsystemer under test and two windows into them."""

    fagsystemer: Fagsystemer
    set_clock: Callable[[str], None]
    """Take an ISO moment, Copenhagen time."""
    sent: Callable[[str], Awaitable[list[tuple[str, str]]]]
    """Return receiver and text of all that was sent as `mail` or `sms`."""


@pytest.fixture
def world_of_fakes(set_clock: Callable[[str], None]) -> World:
    fakes = fake_fagsystemer()

    async def sent(kind: str) -> list[tuple[str, str]]:
        messages: Any = fakes.mailer.sent if kind == "mail" else fakes.text_messages.sent
        return [(message.to, message.text) for message in messages]

    return World(fakes, set_clock, sent)


@pytest.fixture
async def world_of_stubs(stubs: Stubs, set_clock: Callable[[str], None]) -> AsyncIterator[World]:
    async def sent(kind: str) -> list[tuple[str, str]]:
        rows = await stubs.look(f"/{kind}/messages")
        return [(row["to"][0] if kind == "mail" else row["to"], row["text"]) for row in rows]

    fagsystemer = connect(stubs.settings())
    yield World(fagsystemer, set_clock, sent)
    await fagsystemer.close()


@pytest.fixture(params=["fakes", "stubs"])
def world(request: pytest.FixtureRequest) -> World:
    world: World = request.getfixturevalue(f"world_of_{request.param}")
    return world


async def test_a_citizen_s_visits_come_the_earliest_first(world: World) -> None:
    visits = await world.fagsystemer.home_care.visits("anna-jensen")
    assert [(each.date, each.time, each.carer, each.status) for each in visits] == [
        (MONDAY, dt.time(10), "Kirsten Larsen", "planned"),
        (MONDAY + dt.timedelta(days=1), dt.time(10), "Kirsten Larsen", "planned"),
        (MONDAY + dt.timedelta(days=2), dt.time(10), "Mehmet Yilmaz", "planned"),
    ]


async def test_slug_and_opaque_reference_name_the_same_citizen(world: World) -> None:
    anna = by_reference("anna-jensen")
    assert anna is not None
    home_care, jobcenter = world.fagsystemer.home_care, world.fagsystemer.jobcenter
    assert await home_care.visits(anna.sub) == await home_care.visits(anna.slug)
    assert await jobcenter.appointments(anna.sub) == await jobcenter.appointments(anna.slug)


async def test_a_citizen_with_nothing_has_an_empty_list_and_a_stranger_is_not_found(world: World) -> None:
    assert await world.fagsystemer.home_care.visits("carla-holm") == []
    assert await world.fagsystemer.jobcenter.appointments("carla-holm") == []
    for ask in (
        world.fagsystemer.home_care.visits,
        world.fagsystemer.home_care.case,
        world.fagsystemer.jobcenter.appointments,
        world.fagsystemer.cases.of_citizen,
    ):
        with pytest.raises(NotFound, match="unknown_citizen"):
            await ask("nobody-at-all")


@pytest.mark.parametrize(
    ("moment", "status"),
    [("2026-11-23T09:59", "planned"), ("2026-11-23T10:15", "under_way"), ("2026-11-23T10:30", "done")],
)
async def test_a_visit_follows_the_clock(world: World, moment: str, status: str) -> None:
    world.set_clock(moment)
    assert (await world.fagsystemer.home_care.visits("anna-jensen"))[0].status == status


async def test_whose_case_it_is_follows_neither_from_age_nor_from_visits(world: World) -> None:
    home_care = world.fagsystemer.home_care
    assert {citizen.slug: await home_care.case(citizen.sub) for citizen in CITIZENS} == {
        "anna-jensen": HomeCareCase("SUF", under_65=False, only_nursing=False),
        "bo-nielsen": HomeCareCase("SUF", under_65=True, only_nursing=False),
        "carla-holm": HomeCareCase(None, under_65=True, only_nursing=False),
        "dan-madsen": HomeCareCase("SOF", under_65=True, only_nursing=False),
        "eva-lund": HomeCareCase("SOF", under_65=True, only_nursing=False),
        "finn-berg": HomeCareCase("SOF", under_65=False, only_nursing=False),
        "grace-miller": HomeCareCase(None, under_65=True, only_nursing=False),
    }


async def test_a_cancelled_visit_can_be_restored(world: World) -> None:
    home_care = world.fagsystemer.home_care
    visit = (await home_care.visits("anna-jensen"))[0]
    assert (await home_care.cancel_visit(visit.id, "Jeg er på hospitalet", "k1")).number
    assert (await home_care.visits("anna-jensen"))[0].status == "cancelled"
    await home_care.restore_visit(visit.id, "k2")
    assert (await home_care.visits("anna-jensen"))[0] == visit


async def test_a_visit_can_be_moved_to_a_free_time_and_nowhere_else(world: World) -> None:
    home_care = world.fagsystemer.home_care
    first, second, _ = await home_care.visits("anna-jensen")
    free = await home_care.free_times(first.id)
    assert free == sorted(free)
    await home_care.move_visit(first.id, free[-1], "k1")
    moved = {each.id: each for each in await home_care.visits("anna-jensen")}[first.id]
    assert TimeSlot(moved.date, moved.time) == free[-1]
    assert free[-1] not in await home_care.free_times(second.id)
    with pytest.raises(Refused, match="slot_taken"):
        await home_care.move_visit(second.id, free[-1], "k2")
    with pytest.raises(Refused, match="no_such_time"):
        await home_care.move_visit(second.id, TimeSlot(MONDAY + dt.timedelta(days=2), dt.time(3, 7)), "k3")


async def test_the_same_key_never_acts_twice(world: World) -> None:
    home_care = world.fagsystemer.home_care
    visit = (await home_care.visits("anna-jensen"))[0]
    receipt = await home_care.cancel_visit(visit.id, "Jeg er syg", "k1")
    assert await home_care.cancel_visit(visit.id, "Jeg er syg", "k1") == receipt
    with pytest.raises(Refused, match="already_cancelled"):
        await home_care.cancel_visit(visit.id, "Jeg er syg", "k2")
    with pytest.raises(Refused, match="key_reused"):
        await home_care.cancel_visit(visit.id, "Jeg er rejst", "k1")


async def test_what_has_begun_can_no_longer_be_cancelled_or_moved(world: World) -> None:
    home_care, jobcenter = world.fagsystemer.home_care, world.fagsystemer.jobcenter
    visit = (await home_care.visits("anna-jensen"))[0]
    (appointment,) = await jobcenter.appointments("anna-jensen")
    visit_time, meeting_time = (
        (await home_care.free_times(visit.id))[-1],
        (await jobcenter.free_times(appointment.id))[-1],
    )
    world.set_clock("2026-11-23T13:00")
    with pytest.raises(Refused, match="already_done"):
        await home_care.cancel_visit(visit.id, "For sent", "k1")
    with pytest.raises(Refused, match="already_done"):
        await home_care.move_visit(visit.id, visit_time, "k2")
    with pytest.raises(Refused, match="already_held"):
        await jobcenter.cancel(appointment.id, "For sent", "k3")
    with pytest.raises(Refused, match="already_held"):
        await jobcenter.move(appointment.id, meeting_time, "k4")


async def test_what_does_not_exist_is_not_found(world: World) -> None:
    home_care, jobcenter, waste = (
        world.fagsystemer.home_care,
        world.fagsystemer.jobcenter,
        world.fagsystemer.waste,
    )
    with pytest.raises(NotFound, match="unknown_visit"):
        await home_care.cancel_visit("x", "Jeg er syg", "k1")
    with pytest.raises(NotFound, match="unknown_visit"):
        await home_care.free_times("x")
    with pytest.raises(NotFound, match="unknown_appointment"):
        await jobcenter.cancel("x", "Jeg er syg", "k2")
    with pytest.raises(NotFound, match="unknown_order"):
        await waste.cancel_order("x", "k3")


async def test_an_appointment_tells_who_and_how_long(world: World) -> None:
    (appointment,) = await world.fagsystemer.jobcenter.appointments("anna-jensen")
    assert (appointment.date, appointment.time, appointment.status) == (MONDAY, dt.time(13), "booked")
    assert appointment.caseworker.email.endswith("@example.dk")
    assert appointment.duration_minutes > 0


async def test_an_appointment_is_cancelled_its_reason_changed_and_restored(world: World) -> None:
    jobcenter = world.fagsystemer.jobcenter
    (appointment,) = await jobcenter.appointments("anna-jensen")
    with pytest.raises(Refused, match="not_cancelled"):
        await jobcenter.change_reason(appointment.id, "Jeg er syg", "k0")
    first = await jobcenter.cancel(appointment.id, "Jeg er syg", "k1")
    assert await jobcenter.cancel(appointment.id, "Jeg er syg", "k1") == first
    assert await jobcenter.change_reason(appointment.id, "Mit barn er sygt", "k2") != first
    with pytest.raises(Refused, match="already_cancelled"):
        await jobcenter.cancel(appointment.id, "Jeg er syg", "k3")
    await jobcenter.restore(appointment.id, "k4")
    assert await jobcenter.appointments("anna-jensen") == [appointment]


async def test_an_appointment_can_be_moved_to_a_free_time_only(world: World) -> None:
    jobcenter = world.fagsystemer.jobcenter
    appointment, other = await jobcenter.appointments("bo-nielsen")
    slot = (await jobcenter.free_times(appointment.id))[-1]
    await jobcenter.move(appointment.id, slot, "k1")
    moved = {each.id: each for each in await jobcenter.appointments("bo-nielsen")}[appointment.id]
    assert TimeSlot(moved.date, moved.time) == slot
    with pytest.raises(Refused, match="slot_taken"):
        await jobcenter.move(other.id, slot, "k2")
    with pytest.raises(Refused, match="no_such_time"):
        await jobcenter.move(other.id, TimeSlot(MONDAY + dt.timedelta(days=1), dt.time(3, 7)), "k3")


async def test_an_address_that_exists_once_is_found_with_its_floor_and_door(world: World) -> None:
    match = await world.fagsystemer.addresses.match(AddressQuery("Byvej", "54", floor="3", door="tv"))
    assert (match.category, match.addresses) == ("exact", (BYVEJ_54,))


async def test_an_address_in_two_postcodes_needs_the_postcode(world: World) -> None:
    register = world.fagsystemer.addresses
    match = await register.match(AddressQuery("Frederikssundsvej", "120"))
    assert match.category == "several_postcodes"
    assert {each.postcode for each in match.addresses} == {"2400", "2700"}
    match = await register.match(AddressQuery("Frederikssundsvej", "120", postcode="2700"))
    assert [(match.category, each.postcode) for each in match.addresses] == [("exact", "2700")]


async def test_an_address_is_never_moved_to_another_postcode(world: World) -> None:
    match = await world.fagsystemer.addresses.match(AddressQuery("Byvej", "54", postcode="2400"))
    assert (match.category, match.addresses) == ("unknown_number", ())
    assert [each.text for each in match.suggestions] == ["Byvej 54, 2700 Brønshøj"]


async def test_a_street_without_a_number_is_asked_for_one(world: World) -> None:
    match = await world.fagsystemer.addresses.match(AddressQuery("Byvej"))
    assert (match.category, match.addresses) == ("number_missing", ())
    assert [each.text for each in match.suggestions] == ["Byvej, 2700 Brønshøj"]


async def test_a_number_that_does_not_exist_gives_the_nearest(world: World) -> None:
    match = await world.fagsystemer.addresses.match(AddressQuery("Byvej", "140"))
    assert match.category == "unknown_number"
    assert "120" in [each.number for each in match.suggestions]


async def test_a_street_that_is_misspelt_gives_the_near_ones(world: World) -> None:
    match = await world.fagsystemer.addresses.match(AddressQuery("Byvei", "54"))
    assert (match.category, match.addresses) == ("unknown_street", ())
    assert "Byvej 54, 2700 Brønshøj" in [each.text for each in match.suggestions]


async def test_bags_are_ordered_once_and_promised_within_four_days(world: World) -> None:
    waste = world.fagsystemer.waste
    order = await waste.order_bags(BYVEJ_54, "k1")
    assert await waste.order_bags(BYVEJ_54, "k1") == order
    assert (order.address, order.status) == (BYVEJ_54, "placed")
    assert order.address_text == "Byvej 54, 3. tv, 2700 Brønshøj"
    assert MONDAY < order.promised_by <= MONDAY + dt.timedelta(days=4)


async def test_an_order_changes_address_in_place_and_is_cancelled_once(world: World) -> None:
    waste = world.fagsystemer.waste
    order = await waste.order_bags(BYVEJ_54, "k1")
    changed = await waste.change_address(order.id, BYVEJ_45, "k2")
    assert (changed.id, changed.address) == (order.id, BYVEJ_45)
    assert changed.receipt != order.receipt
    assert (await waste.cancel_order(order.id, "k3")).status == "cancelled"
    with pytest.raises(Refused, match="already_cancelled"):
        await waste.cancel_order(order.id, "k4")
    with pytest.raises(Refused, match="already_cancelled"):
        await waste.change_address(order.id, BYVEJ_54, "k5")


async def test_an_order_that_is_packed_stays_as_it_is(world: World) -> None:
    waste = world.fagsystemer.waste
    order = await waste.order_bags(BYVEJ_54, "k1")
    world.set_clock("2026-11-24T06:00")
    with pytest.raises(Refused, match="already_packed"):
        await waste.cancel_order(order.id, "k2")
    with pytest.raises(Refused, match="already_packed"):
        await waste.change_address(order.id, BYVEJ_45, "k3")


async def test_nothing_is_sent_to_an_address_that_does_not_exist(world: World) -> None:
    waste = world.fagsystemer.waste
    with pytest.raises(Refused, match="unknown_address"):
        await waste.order_bags(NOWHERE, "k1")
    with pytest.raises(Refused, match="unknown_address"):
        await waste.report_missed_collection(NOWHERE, "madaffald", "k2")
    order = await waste.order_bags(BYVEJ_54, "k3")
    with pytest.raises(Refused, match="unknown_address"):
        await waste.change_address(order.id, NOWHERE, "k4")


async def test_a_missed_collection_gets_a_receipt(world: World) -> None:
    waste = world.fagsystemer.waste
    receipt = await waste.report_missed_collection(BYVEJ_45, "madaffald", "k1")
    assert receipt.number
    assert await waste.report_missed_collection(BYVEJ_45, "madaffald", "k1") == receipt


@pytest.mark.parametrize("number", ["2026-0012345", "2026 0012345", "20260012345", " 2026-001 2345 "])
async def test_a_building_case_is_found_however_its_number_is_written(world: World, number: str) -> None:
    case = await world.fagsystemer.cases.status(number)
    assert (case.number, case.kind) == ("2026-0012345", "byggesag")
    assert case.received < MONDAY < (case.expected or MONDAY)


@pytest.mark.parametrize("number", ["2026-9999999", "2026-0034567", "hej", "openapi.json"])
async def test_a_case_that_is_not_public_is_as_if_it_were_not_there(world: World, number: str) -> None:
    with pytest.raises(NotFound, match="unknown_case"):
        await world.fagsystemer.cases.status(number)


async def test_a_citizen_sees_their_own_cases(world: World) -> None:
    (case,) = await world.fagsystemer.cases.of_citizen("anna-jensen")
    assert case.number == "2026-0034567"


async def test_every_queue_can_be_asked_for_by_its_id(world: World) -> None:
    world.set_clock("2026-11-23T12:00")
    contact_centre = world.fagsystemer.contact_centre
    queues = await contact_centre.queues()
    assert {"jobcenter", "borgerservice", "betaling_og_kontrol"} <= {queue.id for queue in queues}
    for queue in queues:
        assert await contact_centre.queue(queue.id) == queue
        assert queue.is_open
        assert queue.wait_minutes is not None
    with pytest.raises(NotFound, match="unknown_queue"):
        await contact_centre.queue("kantinen")


async def test_a_conversation_is_handed_over_once(world: World) -> None:
    world.set_clock("2026-11-23T12:00")
    contact_centre = world.fagsystemer.contact_centre
    handover = Handover(
        conversation="c1",
        channel="chat",
        queue="betaling_og_kontrol",
        language="da",
        identity_level="none",
        priority="normal",
        topics=(
            HandoverTopic("mitid_hjaelp", "MitID virker ikke", "open", "", {"Siden": "i går"}),
            HandoverTopic("regning_forstaar_ikke", "Regning", "open", "Forstår den ikke"),
        ),
        transcript=(TranscriptLine("citizen", "Mit MitID virker ikke"),),
        reason="asked_for_person",
    )
    receipt = await contact_centre.hand_over(handover, "k1")
    assert await contact_centre.hand_over(handover, "k1") == receipt
    assert (receipt.position, bool(receipt.receipt)) == (1, True)
    assert receipt.wait_minutes is not None
    second = await contact_centre.hand_over(replace(handover, conversation="c2"), "k2")
    assert second.position == 2
    with pytest.raises(Refused, match="unknown_queue"):
        await contact_centre.hand_over(replace(handover, queue="kantinen"), "k3")


async def test_a_call_back_gets_a_receipt(world: World) -> None:
    contact_centre = world.fagsystemer.contact_centre
    receipt = await contact_centre.request_call_back("jobcenter", "20000001", "Vil flytte en tid", "k1")
    assert (
        await contact_centre.request_call_back("jobcenter", "20000001", "Vil flytte en tid", "k1") == receipt
    )
    with pytest.raises(Refused, match="unknown_queue"):
        await contact_centre.request_call_back("kantinen", "20000001", "", "k2")


def _handover() -> Handover:
    return Handover(
        conversation="c1",
        channel="voice",
        queue="jobcenter",
        language="da",
        identity_level="none",
        priority="normal",
        topics=(),
        transcript=(TranscriptLine("citizen", "Jeg vil tale med en"),),
        reason="asked_for_person",
        failed=("Jeg kunne ikke slå din tid op",),
        call="0c2f6f0e-4d3b-4b0e-9f0c-2a1d9a1f7a11",
    )


async def test_a_handed_over_conversation_is_taken_once_and_closed_once(world: World) -> None:
    contact_centre = world.fagsystemer.contact_centre
    handed = await contact_centre.hand_over(_handover(), "k1")
    await contact_centre.set_handover_status(handed.id, "taken", "k2")
    await contact_centre.set_handover_status(handed.id, "taken", "k2")
    with pytest.raises(Refused, match="already_taken"):
        await contact_centre.set_handover_status(handed.id, "taken", "k3")
    await contact_centre.set_handover_status(handed.id, "closed", "k4")
    with pytest.raises(Refused, match="already_closed"):
        await contact_centre.set_handover_status(handed.id, "taken", "k5")
    with pytest.raises(NotFound, match="unknown_handoff"):
        await contact_centre.set_handover_status("samtale-x", "taken", "k6")


async def test_a_call_back_is_listed_taken_by_one_and_closed_with_an_outcome(world: World) -> None:
    contact_centre = world.fagsystemer.contact_centre
    handed = await contact_centre.hand_over(_handover(), "k1")
    ordered = await contact_centre.request_call_back("jobcenter", "20 00 00 01", "Min tid", "k2", handed.id)
    (listed,) = await contact_centre.call_backs()
    assert (listed.id, listed.receipt, listed.handoff) == (ordered.id, ordered.number, handed.id)
    assert (listed.queue, listed.phone, listed.reason) == ("jobcenter", "+4520000001", "Min tid")
    assert (listed.status, listed.outcome) == ("waiting", None)
    assert listed.created_at.utcoffset() == dt.timedelta(hours=1)
    taken = await contact_centre.settle_call_back(ordered.id, "taken", None, "k3")
    assert taken == replace(listed, status="taken")
    with pytest.raises(Refused, match="already_taken"):
        await contact_centre.settle_call_back(ordered.id, "taken", None, "k4")
    closed = await contact_centre.settle_call_back(ordered.id, "closed", "loest", "k5")
    assert await contact_centre.settle_call_back(ordered.id, "closed", "loest", "k5") == closed
    assert await contact_centre.call_backs() == [replace(listed, status="closed", outcome="loest")]
    with pytest.raises(Refused, match="already_closed"):
        await contact_centre.settle_call_back(ordered.id, "closed", "opgivet", "k6")


async def test_a_call_back_that_makes_no_sense_is_refused(world: World) -> None:
    contact_centre = world.fagsystemer.contact_centre
    with pytest.raises(Refused, match="unknown_handoff"):
        await contact_centre.request_call_back("jobcenter", "20000001", "", "k1", "samtale-x")
    assert await contact_centre.call_backs() == []
    with pytest.raises(NotFound, match="unknown_callback"):
        await contact_centre.settle_call_back("opkald-x", "taken", None, "k2")
    ordered = await contact_centre.request_call_back("jobcenter", "20000001", "", "k3")
    with pytest.raises(Refused, match="invalid_input"):
        await contact_centre.settle_call_back(ordered.id, "taken", "loest", "k4")


@pytest.mark.parametrize("place_id", ["hjaelpemiddelcentret", "borgerservice"])
async def test_a_place_says_where_its_facts_come_from(world: World, place_id: str) -> None:
    place = await world.fagsystemer.contact_centre.place(place_id)
    assert (place.id, bool(place.address_text), bool(place.hours_text)) == (place_id, True, True)
    assert "demo" in place.source
    with pytest.raises(NotFound, match="unknown_place"):
        await world.fagsystemer.contact_centre.place("kantinen")


async def test_a_mail_is_sent_once_for_each_key(world: World) -> None:
    mailer = world.fagsystemer.mailer
    await mailer.send(MAIL, "k1")
    await mailer.send(MAIL, "k1")
    await mailer.send(MAIL, "k2")
    assert await world.sent("mail") == [(MAIL.to, MAIL.text), (MAIL.to, MAIL.text)]


async def test_a_text_message_is_sent_once_for_each_key(world: World) -> None:
    text_messages = world.fagsystemer.text_messages
    await text_messages.send("+4520000001", "Link: https://kk.dk", "k1")
    await text_messages.send("+4520000001", "Link: https://kk.dk", "k1")
    assert await world.sent("sms") == [("+4520000001", "Link: https://kk.dk")]
