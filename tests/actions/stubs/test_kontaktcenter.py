"""Queues and their hours, conversations handed over, call-backs and places."""

import asyncio
import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from actions.fagsystemer.stubs.queues import queues
from actions.routing.current import ROUTING_FOLDER

HANDOFF: dict[str, Any] = {
    "conversation": "4a7c",
    "channel": "chat",
    "queue": "betaling_og_kontrol",
    "language": "da",
    "identity_level": "none",
    "priority": "normal",
    "topics": [
        {
            "intent": "regning_forstaar_ikke",
            "title": "Regning eller opkrævning, jeg ikke forstår",
            "state": "open",
            "summary": "Borgeren har fået en regning og forstår den ikke.",
            "facts": {"Beløb": "450 kr."},
        }
    ],
    "transcript": [{"from": "citizen", "text": "Jeg har en regning, jeg ikke forstår"}],
    "reason": "asked_for_person",
}

# fmt: off
CATALOGUE_QUEUES = {
    "affald", "akut_social", "betaling_og_kontrol", "bevillinger", "biblioteket_online",
    "borgercenter_handicap", "borgerraadgiveren", "borgerservice", "byggesager", "byliv",
    "din_sociale_indgang", "drift_byrum", "erhvervshuset", "folkepension", "folkeregister", "genoptraening",
    "hjaelpemiddelcentret", "hjemmeplejen", "integration", "international", "jobcenter", "kirkegaarde",
    "kultur_fritid", "mental_sundhed", "miljoe", "parkering", "pladsanvisningen", "raadhuset", "skadedyr",
    "skole", "specialundervisning", "sygeplejen", "tandplejen", "tryghed", "ungeindsatsen",
    "vielseskontoret", "visitationen", "ydelsesservice",
}
# fmt: on

KNOWN_PHONES = {
    "33665600",
    "33665200",
    "33663304",
    "33663305",
    "33663306",
    "33661003",
    "33663311",
    "33663333",
}


async def hand_over(service: Any, **changes: Any) -> dict[str, Any]:
    status, answer = await service.post("/kontaktcenter/handoffs", {**HANDOFF, **changes})
    assert status == 200, answer
    return dict(answer["handoff"])


def test_there_is_one_queue_for_each_in_the_catalogue() -> None:
    assert set(queues(dt.date(2026, 11, 23))) == CATALOGUE_QUEUES


def test_no_phone_number_is_made_up() -> None:
    assert {
        q.phone.removeprefix("+45") for q in queues(dt.date(2026, 7, 1)).values() if q.phone
    } <= KNOWN_PHONES


@pytest.mark.parametrize(
    ("now", "is_open", "opens_at", "closes_at"),
    [
        ("2026-11-23T08:59", False, "2026-11-23T09:00:00+01:00", None),
        ("2026-11-23T09:00", True, None, "2026-11-23T16:00:00+01:00"),
        ("2026-11-23T16:00", False, "2026-11-24T09:00:00+01:00", None),
        # Friday afternoon, the weekend, and the days around Christmas (25 December is a Friday).
        ("2026-11-27T15:00", False, "2026-11-30T09:00:00+01:00", None),
        ("2026-12-23T15:00", True, None, "2026-12-23T16:00:00+01:00"),
        ("2026-12-24T10:00", False, "2026-12-28T09:00:00+01:00", None),
        ("2026-12-25T10:00", False, "2026-12-28T09:00:00+01:00", None),
        # Maundy Thursday to Easter Monday.
        ("2027-03-25T10:00", False, "2027-03-30T09:00:00+02:00", None),
        ("2026-07-01T10:00", True, None, "2026-07-01T16:00:00+02:00"),
    ],
)
async def test_a_queue_knows_its_hours_weekends_and_holidays(
    service: Any, set_clock: Any, now: str, is_open: bool, opens_at: str | None, closes_at: str | None
) -> None:
    set_clock(now)
    queue = await service.read("/kontaktcenter/queues/jobcenter")
    assert (queue["is_open"], queue["opens_at"], queue["closes_at"]) == (is_open, opens_at, closes_at)
    assert (queue["wait_minutes"] is not None) == is_open


@pytest.mark.parametrize("now", ["2026-11-23T03:00", "2026-12-25T23:59", "2026-11-22T12:00"])
async def test_somebody_always_answers_where_a_child_or_a_life_is_in_danger(
    service: Any, set_clock: Any, now: str
) -> None:
    set_clock(now)
    queue = await service.read("/kontaktcenter/queues/akut_social")
    assert queue["is_open"]
    assert queue["wait_minutes"] is not None


async def test_all_queues_are_listed_with_their_state(service: Any) -> None:
    listed = await service.read("/kontaktcenter/queues")
    assert {queue["id"] for queue in listed} == CATALOGUE_QUEUES
    assert (await service.get("/kontaktcenter/queues/nix"))[0] == 404


async def test_a_queue_is_there_for_as_long_as_somebody_owns_it(service: Any, set_clock: Any) -> None:
    set_clock("2026-07-31T10:00")
    handoff = await hand_over(service, queue="den_sociale_hjemmepleje")
    assert handoff["wait_minutes"]
    set_clock("2026-08-01T10:00")
    assert (await service.get("/kontaktcenter/queues/den_sociale_hjemmepleje"))[0] == 404
    status, _ = await service.post("/kontaktcenter/handoffs", {**HANDOFF, "queue": "den_sociale_hjemmepleje"})
    assert status == 422
    (kept,) = await service.read("/kontaktcenter/handoffs")
    assert (kept["id"], kept["position"], kept["wait_minutes"]) == (handoff["id"], 1, None)


async def test_a_change_in_the_routing_table_is_there_at_the_next_question(
    service: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for file in ROUTING_FOLDER.glob("*.yml"):
        text = file.read_text(encoding="utf-8").replace('name: "Affald"', 'name: "Affald og genbrug"')
        (tmp_path / file.name).write_text(text, encoding="utf-8")
    assert (await service.read("/kontaktcenter/queues/affald"))["name"] == "Affald"
    monkeypatch.setenv("INDGANG_ROUTING", str(tmp_path))
    assert (await service.read("/kontaktcenter/queues/affald"))["name"] == "Affald og genbrug"


async def test_a_handed_over_conversation_keeps_everything_that_was_told(
    service: Any, set_clock: Any
) -> None:
    set_clock("2026-11-23T10:00")
    status, answer = await service.post("/kontaktcenter/handoffs", HANDOFF)
    handoff = answer["handoff"]
    assert status == 200
    assert answer["receipt"] == handoff["receipt"]
    assert {name: handoff[name] for name in HANDOFF} == HANDOFF
    assert (handoff["status"], handoff["position"]) == ("waiting", 1)
    assert handoff["wait_minutes"] > 0
    assert await service.read("/kontaktcenter/handoffs") == [handoff]
    assert await service.read(f"/kontaktcenter/handoffs/{handoff['id']}") == handoff


async def test_nobody_is_promised_a_wait_while_the_queue_is_closed(service: Any, set_clock: Any) -> None:
    set_clock("2026-11-22T12:00")
    handoff = await hand_over(service)
    assert (handoff["position"], handoff["wait_minutes"]) == (1, None)


async def test_an_urgent_conversation_goes_first_and_other_queues_do_not_count(service: Any) -> None:
    first = await hand_over(service)
    second = await hand_over(service)
    other = await hand_over(service, queue="jobcenter")
    urgent = await hand_over(service, priority="immediate")
    positions = {each["id"]: each["position"] for each in await service.read("/kontaktcenter/handoffs")}
    assert positions == {first["id"]: 2, second["id"]: 3, other["id"]: 1, urgent["id"]: 1}


async def test_conversations_handed_over_at_once_all_get_their_own_place(service: Any) -> None:
    handed = await asyncio.gather(*(hand_over(service) for _ in range(6)))
    assert sorted(each["position"] for each in handed) == [1, 2, 3, 4, 5, 6]
    assert len({each["receipt"] for each in handed}) == 6


async def test_a_conversation_is_taken_once_and_the_others_move_up(service: Any) -> None:
    first, second = await hand_over(service), await hand_over(service)
    path = f"/kontaktcenter/handoffs/{first['id']}/status"
    answers = await asyncio.gather(*(service.put(path, {"status": "taken"}) for _ in range(4)))
    assert sorted(status for status, _ in answers) == [200, 409, 409, 409]
    assert (await service.read(f"/kontaktcenter/handoffs/{second['id']}"))["position"] == 1
    status, answer = await service.put(path, {"status": "closed"})
    assert (status, answer["handoff"]["status"], answer["handoff"]["position"]) == (200, "closed", None)
    status, answer = await service.put(path, {"status": "taken"})
    assert (status, answer["error"]["code"]) == (409, "already_closed")


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"queue": "nix"}, 422),
        ({"channel": "brevdue"}, 400),
        ({"priority": "høj"}, 400),
        ({"topics": [{"intent": "pas"}]}, 400),
        ({"topics": [{**HANDOFF["topics"][0], "facts": {"Beløb": 450}}]}, 400),
        ({"transcript": [{"text": "hej"}]}, 400),
        ({"cpr": "x"}, 400),
    ],
)
async def test_a_handoff_of_the_wrong_form_is_refused(
    service: Any, changes: dict[str, Any], status: int
) -> None:
    assert (await service.post("/kontaktcenter/handoffs", {**HANDOFF, **changes}))[0] == status
    assert await service.read("/kontaktcenter/handoffs") == []


async def test_a_packet_keeps_what_failed_and_the_call_it_belongs_to(service: Any) -> None:
    plain = await hand_over(service)
    assert (plain["failed"], plain["call"]) == ([], None)
    full = {"failed": ["Jeg kunne ikke se din sag"], "call": "0c2f6f0e-4d3b-4b0e-9f0c-2a1d9a1f7a11"}
    handoff = await hand_over(service, **full)
    assert full.items() <= (await service.read(f"/kontaktcenter/handoffs/{handoff['id']}")).items()


async def test_a_call_back_is_taken_by_one_of_many(service: Any) -> None:
    body = {"queue": "jobcenter", "phone": "20000001", "reason": ""}
    _, asked = await service.post("/kontaktcenter/callbacks", body)
    path = f"/kontaktcenter/callbacks/{asked['callback']['id']}/status"
    answers = await asyncio.gather(*(service.put(path, {"status": "taken"}) for _ in range(4)))
    assert sorted(status for status, _ in answers) == [200, 409, 409, 409]
    for wrong in ({"status": "waiting"}, {"status": "closed", "outcome": "nix"}, {"outcome": "loest"}):
        assert (await service.put(path, wrong))[0] == 400
    _, closed = await service.put(path, {"status": "closed", "outcome": "opgivet"})
    assert await service.read("/kontaktcenter/callbacks") == [closed["callback"]]
    assert (closed["callback"]["status"], closed["callback"]["outcome"]) == ("closed", "opgivet")


@pytest.mark.parametrize("phone", ["20000001", "20 00 00 01", "+4520000001", "+45 20 00 00 01"])
async def test_a_call_back_is_noted_with_the_number_in_full(service: Any, phone: str) -> None:
    body = {"queue": "jobcenter", "phone": phone, "reason": "Spørgsmål om min tid"}
    status, answer = await service.post("/kontaktcenter/callbacks", body)
    assert (status, answer["callback"]["phone"]) == (200, "+4520000001")
    assert await service.read("/kontaktcenter/callbacks") == [answer["callback"]]


@pytest.mark.parametrize("phone", ["2000000", "200000011", "112", "+46 20 00 00 01", "tyve", ""])
async def test_a_number_that_cannot_be_called_is_refused(service: Any, phone: str) -> None:
    body = {"queue": "jobcenter", "phone": phone, "reason": ""}
    assert (await service.post("/kontaktcenter/callbacks", body))[0] == 400


async def test_a_place_says_that_it_is_made_up(service: Any) -> None:
    places = {place["id"]: place for place in await service.read("/kontaktcenter/places")}
    assert {"hjaelpemiddelcentret", "borgerservice"} <= set(places)
    assert {place["source"] for place in places.values()} == {"demo"}
    assert all(place["address_text"] and place["hours_text"] for place in places.values())
