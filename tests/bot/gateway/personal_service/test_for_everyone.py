"""What reaches all citizens at once, what they think of it, and what comes of it when nobody comes."""

import asyncio
from collections.abc import Iterable
from datetime import datetime, timedelta

import pytest

from actions.fagsystemer.contact_centre import Handover
from actions.fagsystemer.errors import Unavailable
from bot.gateway.app import PEOPLE
from tests.bot.gateway.desk_page import METTE, DeskPage, handed_over
from tests.bot.gateway.fake_rasa import FakeRasa, Json, Refuse, Step, done, part
from tests.bot.gateway.house import Chat, House


async def test_a_banner_is_on_every_open_page_at_once_and_survives_a_restart(
    house: House, mette: DeskPage
) -> None:
    chats = [await house.begin() for _ in range(2)]
    sockets = [await house.socket(chat) for chat in chats]
    for socket in sockets:
        assert (await socket.until("welcome"))["conversation"]["banner"] is None
    put = await mette.call("PUT", "/banner", {"text": "Borgerservice er lukket i dag.", "level": "danger"})
    assert put.status == 200
    for socket in sockets:
        told = (await socket.until("banner"))["banner"]
        assert (told["text"], told["level"]) == ("Borgerservice er lukket i dag.", "danger")
    await house.restart()
    answer = await house.call("GET", "/api/banner")
    assert answer.json["banner"]["text"] == "Borgerservice er lukket i dag."


async def test_a_banner_ends_by_itself(house: House, mette: DeskPage) -> None:
    now = datetime.fromisoformat((await mette.call("GET", "/me")).json["now"])
    until = (now + timedelta(minutes=30)).isoformat()
    body = {"text": "Vand i kælderen på Rådhuset.", "level": "warning", "until": until}
    put = await mette.call("PUT", "/banner", body)
    assert put.status == 200, put
    house.time.forward(1801)
    assert (await house.call("GET", "/api/banner")).json["banner"] is None
    late = await mette.call("PUT", "/banner", body)
    assert (late.status, late.code) == (400, "bad_request")


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"text": ""},
        {"text": "x", "level": "loud"},
        {"text": "x", "level": "danger", "until": "snart"},
        {"text": "x" * 501, "level": "danger"},
    ],
)
async def test_a_banner_that_says_nothing_or_too_much_is_refused(
    house: House, mette: DeskPage, body: Json
) -> None:
    assert (await mette.call("PUT", "/banner", body)).status in (400, 413)
    assert (await house.call("GET", "/api/banner")).json["banner"] is None


async def test_a_topic_that_is_switched_off_is_told_to_the_dialogue(
    house: House, mette: DeskPage, rasa: FakeRasa
) -> None:
    chat = await house.begin()
    off = await mette.call("PUT", "/topics/bioposer_bestil", {"off": True})
    assert off.json == {"topics_off": ["bioposer_bestil"]}
    await chat.say("Jeg mangler bioposer")
    assert rasa.turns[-1]["metadata"]["topics_off"] == ["bioposer_bestil"]
    await house.restart()
    await chat.say("Jeg mangler bioposer")
    assert rasa.turns[-1]["metadata"]["topics_off"] == ["bioposer_bestil"]
    unknown = await mette.call("PUT", "/topics/enhjoerninger", {"off": True})
    assert unknown.status == 404


async def test_feedback_is_kept_without_saying_whose(house: House, rasa: FakeRasa) -> None:
    chat = await house.begin()
    body = {"useful": False, "rating": 2, "text": "Jeg hedder 010203-1234 og fik intet svar"}
    async with house.http.post(
        f"{chat.path}/feedback", json=body, headers={"Authorization": f"Bearer {chat.token}"}
    ) as answer:
        assert answer.status == 204
    (event,) = await house.app[PEOPLE].store.events()
    assert (event["kind"], event["useful"], event["rating"], event["channel"]) == ("feedback", 0, 2, "chat")
    assert "010203" not in event["comment"]
    assert "fik intet svar" in event["comment"]
    assert chat.id not in str(event)


@pytest.mark.parametrize(
    "body", [{}, {"useful": "ja"}, {"useful": True, "rating": 6}, {"useful": True, "text": 7}]
)
async def test_feedback_that_cannot_be_read_is_refused(house: House, body: Json) -> None:
    chat = await house.begin()
    assert (await chat.call("POST", "/feedback", json=body)).status == 400
    assert await house.app[PEOPLE].store.events() == []


async def test_an_answer_that_is_given_anew_replaces_the_first(house: House) -> None:
    chat, other = await house.begin(), await house.begin()
    for who, useful in ((chat, True), (other, True), (chat, False)):
        headers = {"Authorization": f"Bearer {who.token}"}
        async with house.http.post(
            f"{who.path}/feedback", json={"useful": useful}, headers=headers
        ) as answer:
            assert answer.status == 204
    assert [event["useful"] for event in await house.app[PEOPLE].store.events()] == [1, 0]


async def test_feedback_said_in_a_call_counts_once(house: House, rasa: FakeRasa) -> None:
    rasa.script = lambda _: [part("Tak."), done(feedback={"n": 1, "useful": True})]
    chat = await house.begin()
    for _ in range(3):
        await chat.say("Ja")
    assert [event["useful"] for event in await house.app[PEOPLE].store.events()] == [1]


async def test_when_the_assistant_fails_people_have_the_chat_at_once(
    house: House, rasa: FakeRasa, mette: DeskPage
) -> None:
    rasa.script = lambda _: [Refuse(503)]
    chat = await house.begin()
    answer = await chat.say("Jeg skal have nyt pas")
    assert (answer.json["state"], answer.json["code"]) == ("waiting_for_person", "assistant_failed")
    case = await mette.only_case()
    assert (case["reason"], case["queue"]) == ("assistant_failed", "borgerservice")
    assert case["failed"] == ["Assistenten kunne ikke svare på borgerens seneste besked."]
    await chat.say("Er der nogen?")
    assert len(await mette.cases()) == 1
    centre = house.systems.contact_centre
    while not centre.handovers:
        await asyncio.sleep(0)
    assert centre.handovers[0].reason == "assistant_failed"


async def test_nobody_is_promised_at_night(
    house: House, rasa: FakeRasa, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INDGANG_NOW", "2026-11-22T23:00")
    rasa.script = lambda _: [Refuse(503)]
    chat = await house.begin()
    await chat.say("Jeg skal have nyt pas")
    assert "Borgerservice har lukket" in (last := (await chat.transcript())[-1])
    assert "Når de åbner i morgen kl. 8" in last


async def test_the_contact_centre_is_told_later_when_it_cannot_hear_now(
    house: House, rasa: FakeRasa, mette: DeskPage
) -> None:
    rasa.script = lambda _: [Refuse(503)]
    centre = house.systems.contact_centre
    centre.fail_with = Unavailable("kontaktcenter", "down", "is down")
    chat = await house.begin()
    await chat.say("Jeg skal have nyt pas")
    outbox = house.app[PEOPLE].outbox
    await outbox.deliver()
    assert centre.handovers == []
    await mette.act((await mette.only_case())["id"], "take")
    centre.fail_with = None
    for _ in range(3):
        house.time.forward(60)
        await outbox.deliver()
    assert len(centre.handovers) == 1
    assert list(centre.handover_status.values()) == ["taken"]


def missing(turn: Json) -> Iterable[Step]:
    """Hand over; offer a call-back when told that nobody came."""
    if turn.get("event") == "person_missing":
        yield part("Der er desværre ingen ved skranken. Skal vi ringe dig op?")
        yield done(state="waiting_for_person", handover=handed_over())
    elif turn["text"] == "20 00 00 09":
        yield part("Vi ringer til dig.")
        yield done(
            handover=handed_over(), call_back={"id": "opkald-1", "receipt": "T-1", "queue": "borgerservice"}
        )
    else:
        yield part("Ja.")
        yield done(state="waiting_for_person", handover=handed_over())


async def test_with_nobody_at_work_a_call_back_is_offered_once_and_ends_the_wait(
    house: House, rasa: FakeRasa, mette: DeskPage
) -> None:
    rasa.script = missing
    chat = await house.begin()
    await chat.say("Menneske")
    people = house.app[PEOPLE]
    told: list[str] = []

    async def nobody_came(conversation: str) -> None:
        told.append(conversation)

    await people.tick(nobody_came)
    house.time.forward(91)
    await people.tick(nobody_came)
    await people.tick(nobody_came)
    assert told == [chat.id]
    answer = await chat.say("20 00 00 09")
    assert (answer.json["state"], answer.json["waiting"]) == ("bot", None)
    assert (await mette.only_case())["state"] == "call_back"


async def test_with_somebody_at_work_one_is_asked_only_after_a_long_wait(
    house: House, waiting: Chat, mette: DeskPage
) -> None:
    await mette.open()
    told: list[str] = []

    async def nobody_came(conversation: str) -> None:
        told.append(conversation)

    house.time.forward(91)
    await house.app[PEOPLE].tick(nobody_came)
    assert told == []
    house.time.forward(600)
    await house.app[PEOPLE].tick(nobody_came)
    assert told == [waiting.id]


async def test_whoever_has_gone_home_keeps_nobody_from_the_case(
    house: House, waiting: Chat, mette: DeskPage, omar: DeskPage
) -> None:
    desk = await mette.open()
    case = (await mette.only_case())["id"]
    await mette.act(case, "take")
    await desk.socket.close()
    while house.app[PEOPLE].board.staff("borgerservice"):
        await asyncio.sleep(0)
    assert (await omar.act(case, "take")).code == "taken_by_another"
    house.time.forward(121)
    taken = await omar.act(case, "take")
    assert (taken.status, taken.json["case"]["person"]["name"]) == (200, "Omar Said")
    assert (await mette.act(case, "messages", text="Hej", client_id="c")).code == "not_yours"


@pytest.mark.parametrize("act", ["wait", "take", "give_back", "close", "withdraw"])
async def test_a_restart_in_any_state_loses_nothing(
    house: House, waiting: Chat, mette: DeskPage, act: str
) -> None:
    case = (await mette.only_case())["id"]
    if act in ("take", "give_back", "close"):
        await mette.act(case, "take")
        await mette.act(case, "messages", text="Hej", client_id="c1")
        await mette.act(case, "notes", text="En note", client_id="n1")
    if act in ("give_back", "close"):
        await mette.act(case, act, outcome="loest")
    if act == "withdraw":
        await waiting.call("POST", "/withdraw")
    before = (await mette.call("GET", f"/cases/{case}")).json, await waiting.read()
    await house.restart()
    after = (await mette.call("GET", f"/cases/{case}")).json, await waiting.read()
    for told in (before, after):
        told[0]["case"].pop("unread")
        (told[1].get("waiting") or {}).pop("as_of", None)
    assert after == before
    again = await mette.act(case, "messages", text="Hej", client_id="c1")
    assert again.status == (409 if act in ("wait", "withdraw") else 200)


async def test_every_step_is_an_event_without_whose(house: House, waiting: Chat, mette: DeskPage) -> None:
    case = (await mette.only_case())["id"]
    house.time.forward(42)
    await mette.act(case, "take")
    house.time.forward(100)
    await mette.act(case, "close", outcome="viderevist")
    events = await house.app[PEOPLE].store.events()
    assert [(e["kind"], e["wait_s"], e["handle_s"], e["outcome"]) for e in events] == [
        ("handed_over", None, None, None),
        ("taken", 42.0, None, None),
        ("closed", None, 100.0, "viderevist"),
    ]
    assert events[0]["intents"] == ["mitid_hjaelp", "regning_forstaar_ikke"]
    assert waiting.id not in str(events)
    assert METTE.id not in str(events)
    assert "Mette" not in str(events)


async def test_who_types_is_seen_by_the_other(house: House, waiting: Chat, mette: DeskPage) -> None:
    citizen = await house.socket(waiting)
    await citizen.until("welcome")
    desk = await mette.open()
    case = mette.welcome["cases"][0]["id"]
    await desk.send(type="watch", case=case)
    await desk.until("watched")
    await mette.act(case, "take")
    await citizen.until("state")
    await desk.send(type="typing", case=case, on=True)
    while "from" not in (typing := await citizen.until("typing")):
        pass
    assert typing == {"type": "typing", "on": True, "from": "person"}
    await citizen.send(type="typing", on=True)
    assert (await desk.until("citizen_typing"))["case"] == case


async def test_the_desk_counts_what_the_citizen_wrote_since(
    house: House, waiting: Chat, mette: DeskPage
) -> None:
    case = (await mette.only_case())["id"]
    await mette.act(case, "take")
    await waiting.say("Hej")
    await waiting.say("Er du der?")
    assert (await mette.only_case())["unread"] == 2
    await house.restart()
    assert (await mette.only_case())["unread"] == 2
    await mette.act(case, "messages", text="Ja", client_id="c1")
    assert (await mette.only_case())["unread"] == 0


async def a_call_back(house: House, handoff: str | None = None) -> str:
    """Have the contact centre hold a call-back; return its id."""
    receipt = await house.systems.contact_centre.request_call_back(
        "borgerservice", "20000009", "Vil ringes op om pas", "key", handoff
    )
    return receipt.id


async def test_the_call_back_list_is_the_contact_centres_and_one_employee_calls(
    house: House, mette: DeskPage, omar: DeskPage
) -> None:
    call_back = await a_call_back(house)
    desk = await omar.open()
    assert [row["phone"] for row in (await desk.until("call_backs"))["call_backs"]] == ["+4520000009"]
    first, second = await asyncio.gather(
        mette.call("POST", f"/call_backs/{call_back}/take", {}),
        omar.call("POST", f"/call_backs/{call_back}/take", {}),
    )
    assert sorted((first.status, second.status)) == [200, 409]
    winner, loser = (mette, omar) if first.status == 200 else (omar, mette)
    (row,) = (await desk.until("call_backs"))["call_backs"]
    assert (row["status"], row["person"]["id"]) == ("taken", winner.employee.id)
    refused = await loser.call("POST", f"/call_backs/{call_back}/close", {"outcome": "loest"})
    assert refused.code == "not_yours"
    closed = await winner.call("POST", f"/call_backs/{call_back}/close", {"outcome": "loest"})
    assert (closed.json["call_back"]["status"], closed.json["call_back"]["outcome"]) == ("closed", "loest")


async def test_a_call_back_leads_to_its_case(house: House, rasa: FakeRasa, mette: DeskPage) -> None:
    receipt = await house.systems.contact_centre.hand_over(a_handover(), "k")
    rasa.script = lambda _: [part("Ja."), done(state="waiting_for_person", handover=handed_over(receipt.id))]
    chat = await house.begin()
    await chat.say("Menneske")
    await a_call_back(house, receipt.id)
    (row,) = (await mette.call("GET", "/call_backs")).json["call_backs"]
    assert row["case"] == (await mette.only_case())["id"]


async def test_while_the_contact_centre_is_away_the_desk_says_so_and_opens_all_the_same(
    house: House, mette: DeskPage
) -> None:
    call_back = await a_call_back(house)
    house.systems.contact_centre.fail_with = Unavailable("kontaktcenter", "down", "is down")
    desk = await mette.open()
    assert (await desk.until("call_backs"))["call_backs"] is None
    listed = await mette.call("GET", "/call_backs")
    taken = await mette.call("POST", f"/call_backs/{call_back}/take", {})
    assert {listed.code, taken.code} == {"contact_centre_unavailable"}
    house.systems.contact_centre.fail_with = None
    await house.app[PEOPLE].on_tick()
    assert [row["id"] for row in (await desk.until("call_backs"))["call_backs"]] == [call_back]
    assert (await mette.call("POST", f"/call_backs/{call_back}/take", {})).status == 200
    unknown = await mette.call("POST", "/call_backs/opkald-0/take", {})
    assert (unknown.status, unknown.code) == (404, "call_back_not_found")


def a_handover() -> Handover:
    return Handover("c", "chat", "borgerservice", "da", "none", "normal", (), (), "asked_for_person")


async def test_the_desks_times_are_those_of_the_house_also_on_a_set_day(
    house: House, rasa: FakeRasa, mette: DeskPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INDGANG_NOW", "2026-12-25T12:00")
    await house.restart()
    rasa.script = lambda _: [part("Ja."), done(state="waiting_for_person", handover=handed_over())]
    house.time.forward(60)
    await (await house.begin()).say("Menneske")
    house.time.forward(90)
    await mette.open()
    assert mette.welcome["cases"][0]["opened_at"] == "2026-12-25T12:01:00+01:00"
    assert mette.welcome["now"].startswith("2026-12-25T12:02:30")
    late = {"text": "Lukket.", "level": "warning", "until": "2026-12-25T12:02:00+01:00"}
    assert (await mette.call("PUT", "/banner", late)).status == 400
    soon = late | {"until": "2026-12-25T12:04:00+01:00"}
    assert (await mette.call("PUT", "/banner", soon)).json["banner"]["until"] == soon["until"]
    house.time.forward(91)
    assert (await house.call("GET", "/api/banner")).json == {"banner": None}
