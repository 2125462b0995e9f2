"""What crosses, comes twice, or comes while something is down."""

import asyncio
import sqlite3

import pytest

from actions.fagsystemer.errors import Unavailable
from bot.gateway.app import PEOPLE
from bot.gateway.personal_service.transaction import Transaction
from tests.bot.gateway.desk_page import DeskPage, handed_over
from tests.bot.gateway.fake_rasa import FakeRasa, Json, Step, Wait, done, part
from tests.bot.gateway.house import Chat, House, Socket

NOT_TOLD = handed_over(id=None, receipt=None)
"""What the dialogue hands over while the contact centre is down."""


def hands_over_unheard(turn: Json) -> list[Step]:
    """Be a dialogue whose contact centre is down, and which tells its last packet again with every turn."""
    wish = "menneske" in (turn.get("text") or "")
    waits = wish or turn["metadata"]["state"] == "waiting_for_person"
    return [part("Ja."), done(state="waiting_for_person" if waits else "bot", handover=NOT_TOLD)]


async def test_a_second_wish_counts_also_while_the_contact_centre_is_down(
    house: House, rasa: FakeRasa, mette: DeskPage
) -> None:
    rasa.script = hands_over_unheard
    chat = await house.begin()
    await chat.say("Jeg vil tale med et menneske")
    await chat.call("POST", "/withdraw")
    assert (await chat.say("Hvornår har I åbent?")).json["state"] == "bot"
    assert (await chat.say("Jeg vil tale med et menneske")).json["state"] == "waiting_for_person"
    assert (await chat.say("Hvornår har I åbent?")).json["state"] == "waiting_for_person"
    assert [case["state"] for case in await mette.cases()] == ["withdrawn", "waiting"]


async def test_who_stops_waiting_during_an_answer_is_not_put_back_in_the_queue(
    house: House, rasa: FakeRasa, mette: DeskPage
) -> None:
    rasa.script = hands_over_unheard
    chat = await house.begin()
    await chat.say("Jeg vil tale med et menneske")
    gate = asyncio.Event()
    rasa.script = lambda turn: [Wait(gate), done(state="waiting_for_person")]
    answer = asyncio.create_task(chat.say("Hvornår har I åbent?"))
    while len(rasa.turns) < 2:
        await asyncio.sleep(0)
    await chat.call("POST", "/withdraw")
    gate.set()
    assert (await answer).json["state"] == "bot"
    assert (await mette.only_case())["state"] == "withdrawn"


async def test_a_case_that_was_moved_stays_where_it_is_when_the_citizen_adds_to_it(
    rasa: FakeRasa, waiting: Chat, mette: DeskPage
) -> None:
    await mette.act((await mette.only_case())["id"], "move", queue="jobcenter")
    rasa.script = lambda _: [part("Ja."), done(state="waiting_for_person", handover=handed_over("samtale-2"))]
    await waiting.say("Også om noget andet")
    assert (await mette.only_case())["queue"] == "jobcenter"


async def test_a_call_back_that_could_not_be_noted_ends_the_wait_when_it_is_told_again(
    house: House, waiting: Chat, mette: DeskPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    service = house.app[PEOPLE].service
    write = Transaction.write

    async def no_room(*_: object) -> None:
        raise sqlite3.OperationalError("disk full")

    monkeypatch.setattr(Transaction, "write", no_room)
    with pytest.raises(sqlite3.OperationalError):
        await service.call_back_ordered(waiting.id, "call_back:opkald-1")
    monkeypatch.setattr(Transaction, "write", write)
    await service.call_back_ordered(waiting.id, "call_back:opkald-1")
    assert (await mette.only_case())["state"] == "call_back"


async def test_a_call_back_for_one_who_has_a_person_by_now_leaves_them_together(
    house: House, waiting: Chat, mette: DeskPage
) -> None:
    await mette.act((await mette.only_case())["id"], "take")
    await house.app[PEOPLE].service.call_back_ordered(waiting.id, "call_back:opkald-1")
    assert (await mette.only_case())["state"] == "with_person"


async def test_a_transaction_that_could_not_be_kept_is_not_in_the_way_of_the_next(
    house: House, waiting: Chat
) -> None:
    store = house.app[PEOPLE].store
    await store._rows("PRAGMA foreign_keys = ON")

    async def refused_when_it_is_to_be_kept() -> None:
        async with store.transaction() as change:
            await change.rows("PRAGMA defer_foreign_keys = ON")
            await change.rows("INSERT INTO case_notes VALUES ('s-none', 1, '', 'm', 'Mette', 'Hej', NULL)")

    with pytest.raises(sqlite3.IntegrityError):
        await refused_when_it_is_to_be_kept()
    async with store.transaction() as change:
        assert await change.state(waiting.id) == "waiting_for_person"


async def test_a_queue_that_opens_is_told_to_those_who_wait_without_anyone_doing_anything(
    house: House, rasa: FakeRasa, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INDGANG_NOW", "2026-11-23T07:59")
    rasa.script = lambda _: [part("Ja."), done(state="waiting_for_person", handover=handed_over())]
    chat = await house.begin()
    await chat.say("Menneske")
    house.app[PEOPLE].places.look()
    citizen = await house.socket(chat)
    assert not (await citizen.until("welcome"))["conversation"]["waiting"]["is_open"]
    monkeypatch.setenv("INDGANG_NOW", "2026-11-23T08:00")
    house.app[PEOPLE].places.look()
    while not (state := await citizen.until("state"))["waiting"]["is_open"]:
        pass
    assert state["waiting"]["opens_at"] is None


async def test_the_desk_sees_that_a_colleague_has_gone_from_a_case_and_come_back(
    house: House, waiting: Chat, mette: DeskPage, omar: DeskPage
) -> None:
    gone = await mette.open()
    case = (await mette.only_case())["id"]
    await mette.act(case, "take")
    desk = await omar.open()
    await gone.socket.close()
    while house.app[PEOPLE].board.staff("borgerservice") > 1:
        await asyncio.sleep(0)
    look = house.app[PEOPLE].places.look
    look()
    assert not (await mette.only_case())["away"]
    house.time.forward(121)
    look()
    assert (await desk.until("case"))["case"]["away"]
    back = await mette.open()
    look()
    assert not (await desk.until("case"))["case"]["away"]
    assert not back.socket.closed


async def test_with_a_hundred_waiting_a_take_is_told_to_each_desk_in_a_few_frames(
    house: House, rasa: FakeRasa, mette: DeskPage, omar: DeskPage
) -> None:
    packets = iter([handed_over(f"samtale-{number}") for number in range(100)])
    rasa.script = lambda _: [part("Ja."), done(state="waiting_for_person", handover=next(packets))]
    for _ in range(100):
        await (await house.begin()).say("Menneske")
    desk = await omar.open()
    first = (await mette.cases())[0]["id"]
    await mette.act(first, "take")
    await desk.send(type="ping")
    frames = await _until_pong(desk)
    assert [frame["case"]["id"] for frame in frames if frame["type"] == "case"] == [first]
    assert len(frames) < 10


async def _until_pong(desk: Socket) -> list[Json]:
    frames = [await desk.next()]
    while frames[-1]["type"] != "pong":
        frames.append(await desk.next())
    return frames


async def test_the_receipt_is_at_the_desk_as_soon_as_the_contact_centre_has_given_it(
    house: House, rasa: FakeRasa, mette: DeskPage
) -> None:
    rasa.script = hands_over_unheard
    centre = house.systems.contact_centre
    centre.fail_with = Unavailable("kontaktcenter", "down", "is down")
    await (await house.begin()).say("Menneske")
    desk = await mette.open()
    assert mette.welcome["cases"][0]["receipt"] is None
    centre.fail_with = None
    house.time.forward(60)
    await house.app[PEOPLE].outbox.deliver()
    assert (await desk.until("case"))["case"]["receipt"]


async def test_whoever_was_not_offered_a_call_back_yet_when_it_stopped_is_offered_it_in_the_next_round(
    house: House, rasa: FakeRasa
) -> None:
    packets = iter([handed_over(f"samtale-{number}") for number in range(3)])
    rasa.script = lambda _: [part("Ja."), done(state="waiting_for_person", handover=next(packets))]
    for _ in range(3):
        await (await house.begin()).say("Menneske")
    house.time.forward(91)
    told: list[str] = []

    async def stops_after_the_first(conversation: str) -> None:
        if told:
            raise ConnectionError
        told.append(conversation)

    async def nobody_came(conversation: str) -> None:
        told.append(conversation)

    with pytest.raises(ConnectionError):
        await house.app[PEOPLE].tick(stops_after_the_first)
    await house.restart()
    await house.app[PEOPLE].tick(nobody_came)
    assert len(told) == 2
