"""From the wish for a person to the end of the conversation, with both sides looking."""

import asyncio

import pytest

from tests.bot.gateway.desk_page import DeskPage, handed_over
from tests.bot.gateway.fake_rasa import FakeRasa, Wait, done, part
from tests.bot.gateway.house import Chat, House


async def test_the_citizen_is_told_place_and_queue(waiting: Chat) -> None:
    read = await waiting.read()
    assert read["state"] == "waiting_for_person"
    assert read["waiting"]["position"] == 1
    assert read["waiting"]["queue_name"] == "Borgerservice"
    assert read["waiting"]["is_open"]
    assert not read["waiting"]["staffed"]
    assert read["waiting"]["wait_minutes"] is None


async def test_the_packet_is_at_the_desk_with_all_topics_in_order(waiting: Chat, mette: DeskPage) -> None:
    case = await mette.only_case()
    assert [topic["intent"] for topic in case["topics"]] == ["mitid_hjaelp", "regning_forstaar_ikke"]
    assert case["topics"][1]["facts"] == {"Det gælder": "varme"}
    assert (case["state"], case["queue"], case["receipt"]) == ("waiting", "borgerservice", "K-1001")
    opened = (await mette.call("GET", f"/cases/{case['id']}")).json
    assert [message.get("text") for message in opened["messages"] if message["from"] == "citizen"] == [
        "Jeg vil tale med et menneske"
    ]


async def test_the_same_packet_told_with_every_turn_is_one_case(
    waiting: Chat, rasa: FakeRasa, mette: DeskPage
) -> None:
    rasa.script = lambda _: [part("Åbent."), done(state="waiting_for_person", handover=handed_over())]
    await waiting.say("Hvornår har I åbent?")
    assert len(await mette.cases()) == 1


async def test_the_assistant_goes_on_answering_while_the_citizen_waits(waiting: Chat) -> None:
    assert (await waiting.say("Hvornår har I åbent?")).texts == ["Svar på: Hvornår har I åbent?"]
    assert (await waiting.read())["state"] == "waiting_for_person"


async def test_a_person_joins_and_both_write(
    house: House, waiting: Chat, mette: DeskPage, rasa: FakeRasa
) -> None:
    citizen = await house.socket(waiting)
    await citizen.until("welcome")
    desk = await mette.open()
    case = mette.welcome["cases"][0]["id"]
    await desk.send(type="watch", case=case, last_seq=0)
    await desk.until("watched")
    taken = await mette.act(case, "take")
    assert (taken.status, taken.json["case"]["person"]["name"]) == (200, "Mette Holst")
    joined = (await citizen.until("message"))["message"]
    assert joined["from"] == "system"
    assert "Mette" in joined["text"]
    assert "Holst" not in joined["text"]
    state = await citizen.until("state")
    assert (state["state"], state["person"], state["waiting"]) == ("with_person", {"name": "Mette"}, None)
    asked = len(rasa.turns)
    answer = await waiting.say("Hej Mette")
    assert answer.json["parts"] == []
    assert len(rasa.turns) == asked
    await desk.until("message")
    assert (await desk.until("message"))["message"]["text"] == "Hej Mette"
    said = await mette.act(case, "messages", text="Hej, jeg ser på det.", client_id="c1")
    assert said.status == 200
    await citizen.until("message")
    heard = (await citizen.until("message"))["message"]
    assert (heard["from"], heard["name"], heard["text"]) == ("person", "Mette", "Hej, jeg ser på det.")


async def test_of_two_employees_one_gets_it(waiting: Chat, mette: DeskPage, omar: DeskPage) -> None:
    case = (await mette.only_case())["id"]
    first, second = await asyncio.gather(mette.act(case, "take"), omar.act(case, "take"))
    lost, won = sorted((first, second), key=lambda answer: -answer.status)
    assert (won.status, lost.status, lost.code) == (200, 409, "taken_by_another")
    assert lost.json["error"]["person"] == won.json["case"]["person"]
    joined = [
        line for line in await waiting.transcript() if line.startswith("system: Hej, du skriver nu med")
    ]
    assert len(joined) == 1


async def test_taking_ones_own_again_is_harmless(waiting: Chat, mette: DeskPage) -> None:
    case = (await mette.only_case())["id"]
    once, twice = await mette.act(case, "take"), await mette.act(case, "take")
    assert (once.json, twice.status) == (twice.json, 200)


async def test_a_message_sent_again_is_one_message(waiting: Chat, mette: DeskPage) -> None:
    case = (await mette.only_case())["id"]
    await mette.act(case, "take")
    answers = await asyncio.gather(
        *(mette.act(case, "messages", text="Hej", client_id="c1") for _ in range(5))
    )
    assert {answer.status for answer in answers} == {200}
    messages = (await waiting.read())["messages"]
    assert [message["text"] for message in messages if message["from"] == "person"] == ["Hej"]
    other = await mette.act(case, "messages", text="Noget andet", client_id="c1")
    assert (other.status, other.code) == (409, "client_id_reused")


async def test_nobody_else_writes_in_a_conversation_that_one_has(
    waiting: Chat, mette: DeskPage, omar: DeskPage
) -> None:
    case = (await mette.only_case())["id"]
    early = await omar.act(case, "messages", text="Hej", client_id="c0")
    await mette.act(case, "take")
    late = await omar.act(case, "messages", text="Hej", client_id="c1")
    ends = [await omar.act(case, "give_back"), await omar.act(case, "close", outcome="loest")]
    assert (early.code, late.code, {end.code for end in ends}) == ("not_possible", "not_yours", {"not_yours"})


async def test_an_answer_under_way_when_a_person_comes_is_not_heard_and_is_not_lost(
    house: House, waiting: Chat, rasa: FakeRasa, mette: DeskPage
) -> None:
    gate = asyncio.Event()
    rasa.script = lambda _: [
        part("Et øjeblik."),
        Wait(gate),
        {
            "part": {
                "type": "receipt",
                "text": "Vi sender bioposer.",
                "title": "Kvittering",
                "number": "B-7",
                "facts": [],
            }
        },
        done(state="waiting_for_person"),
    ]
    citizen = await house.socket(waiting)
    await citizen.until("welcome")
    asking = asyncio.create_task(waiting.say("Jeg mangler bioposer"))
    await citizen.messages(2)
    case = (await mette.only_case())["id"]
    await mette.act(case, "take")
    gate.set()
    answer = await asking
    assert answer.texts == ["Et øjeblik."]
    assert not any("bioposer." in line for line in await waiting.transcript())
    opened = (await mette.call("GET", f"/cases/{case}")).json
    assert "Vi sender bioposer. (B-7)" in opened["notes"][0]["text"]
    assert opened["notes"][0]["by"] == "Assistenten"


async def test_messages_that_wait_in_line_when_a_person_comes_go_to_the_person_alone(
    waiting: Chat, rasa: FakeRasa, mette: DeskPage
) -> None:
    gate = asyncio.Event()
    rasa.script = lambda _: [Wait(gate), part("For sent"), done(state="waiting_for_person")]
    asking = [asyncio.create_task(waiting.say(f"Besked {n}")) for n in range(3)]
    while len((await waiting.read())["messages"]) < 7:
        await asyncio.sleep(0)
    case = (await mette.only_case())["id"]
    await mette.act(case, "take")
    gate.set()
    assert [(await asked).json["parts"] for asked in asking] == [[], [], []]
    assert rasa.texts.count("Besked 0") == 1
    assert "Besked 2" not in rasa.texts
    messages = (await mette.call("GET", f"/cases/{case}")).json["messages"]
    assert sorted(m["text"] for m in messages if m.get("text", "").startswith("Besked")) == [
        "Besked 0",
        "Besked 1",
        "Besked 2",
    ]


async def test_given_back_the_assistant_answers_again_and_knows_that_nobody_waits(
    waiting: Chat, rasa: FakeRasa, mette: DeskPage
) -> None:
    case = (await mette.only_case())["id"]
    await mette.act(case, "take")
    given = await mette.act(case, "give_back")
    assert given.json["case"]["state"] == "returned"
    answer = await waiting.say("Hvornår har I åbent?")
    assert (answer.texts, answer.json["state"]) == (["Svar på: Hvornår har I åbent?"], "bot")
    assert rasa.turns[-1]["metadata"]["state"] == "bot"
    assert "Mette har forladt samtalen" in " ".join(await waiting.transcript())


async def test_closed_by_a_person_nothing_more_can_be_said_and_the_citizen_is_asked_about_it(
    waiting: Chat, mette: DeskPage
) -> None:
    case = (await mette.only_case())["id"]
    await mette.act(case, "take")
    closed = await mette.act(case, "close", outcome="loest")
    assert (closed.json["case"]["state"], closed.json["case"]["outcome"]) == ("closed", "loest")
    late = await waiting.say("Hov, en ting til")
    assert (late.status, late.code) == (409, "conversation_closed")
    last = (await waiting.read())["messages"][-1]
    assert last["part"]["type"] == "feedback"


async def test_moved_it_waits_in_the_other_queue_and_keeps_its_notes(
    waiting: Chat, mette: DeskPage, omar: DeskPage
) -> None:
    case = (await mette.only_case())["id"]
    await mette.act(case, "take")
    await mette.act(case, "notes", text="Borgeren har ringet før", client_id="n1")
    moved = await mette.act(case, "move", queue="betaling_og_kontrol")
    assert (moved.json["case"]["state"], moved.json["case"]["queue"]) == ("waiting", "betaling_og_kontrol")
    assert (await waiting.read())["waiting"]["queue"] == "betaling_og_kontrol"
    await omar.act(case, "take")
    notes = (await omar.call("GET", f"/cases/{case}")).json["notes"]
    assert [(note["by"], note["text"]) for note in notes] == [("Mette Holst", "Borgeren har ringet før")]
    assert not any("ringet før" in line for line in await waiting.transcript())


async def test_the_citizen_stops_waiting(house: House, waiting: Chat, mette: DeskPage) -> None:
    citizen = await house.socket(waiting)
    await citizen.until("welcome")
    await citizen.send(type="withdraw")
    state = await citizen.until("state")
    assert (state["state"], state["waiting"]) == ("bot", None)
    assert (await mette.only_case())["state"] == "withdrawn"
    again = await waiting.call("POST", "/withdraw")
    assert (again.status, again.json["state"]) == (200, "bot")


async def test_places_move_up_and_urgent_ones_go_first(house: House, rasa: FakeRasa, mette: DeskPage) -> None:
    urgency = ["normal", "normal", "immediate"]
    packets = iter([handed_over(f"samtale-{n}", priority=how) for n, how in enumerate(urgency)])
    rasa.script = lambda _: [part("Ja."), done(state="waiting_for_person", handover=next(packets))]
    chats = []
    for _ in urgency:
        chats.append(await house.begin())
        house.time.forward(10)
        await chats[-1].say("Menneske")
    assert [(await chat.read())["waiting"]["position"] for chat in chats] == [2, 3, 1]
    socket = await house.socket(chats[1])
    await socket.until("welcome")
    urgent = next(case for case in await mette.cases() if case["priority"] == "immediate")
    await mette.act(urgent["id"], "take")
    assert (await socket.until("state"))["waiting"]["position"] == 2


async def test_with_people_at_work_the_wait_is_told(
    house: House, waiting: Chat, mette: DeskPage, omar: DeskPage
) -> None:
    citizen = await house.socket(waiting)
    await citizen.until("welcome")
    desk = await mette.open()
    first = (await citizen.until("state"))["waiting"]
    assert (first["staffed"], first["wait_minutes"]) == (True, 5)
    # Held on to: a socket that nobody holds is closed.
    second = await omar.open(queues=["borgerservice"])
    assert (await citizen.until("state"))["waiting"]["wait_minutes"] == 3
    await desk.send(type="serve", queues=["jobcenter"])
    assert (await citizen.until("state"))["waiting"]["wait_minutes"] == 5
    assert not second.socket.closed


@pytest.mark.parametrize("trouble", ["take", "give_back", "move", "close", "messages", "notes"])
async def test_a_case_that_is_not_there_is_told_of(mette: DeskPage, trouble: str) -> None:
    body = {"queue": "jobcenter", "outcome": "loest", "text": "Hej", "client_id": "c"}
    answer = await mette.act("s-0000", trouble, **body)
    assert (answer.status, answer.code) == (404, "case_not_found")


async def test_without_the_sign_in_nothing_is_told(house: House, waiting: Chat, mette: DeskPage) -> None:
    case = (await mette.only_case())["id"]
    for method, path in (
        ("GET", "/me"),
        ("GET", "/cases"),
        ("GET", f"/cases/{case}"),
        ("POST", f"/cases/{case}/take"),
        ("GET", "/call_backs"),
        ("PUT", "/banner"),
        ("PUT", "/topics/bioposer_bestil"),
        ("GET", "/suggestions?q=pas"),
    ):
        answer = await house.call(method, f"/api/desk{path}", headers={"Origin": house.url}, json={})
        assert (answer.status, answer.code) == (401, "not_signed_in"), path


async def test_another_pages_request_does_nothing(house: House, waiting: Chat, mette: DeskPage) -> None:
    case = (await mette.only_case())["id"]
    async with mette.http.post(
        f"/api/desk/cases/{case}/take", json={}, headers={"Origin": "https://evil.example"}
    ) as answer:
        assert answer.status == 403
    assert (await mette.only_case())["state"] == "waiting"


async def test_a_telephone_number_reaches_the_dialogue_and_the_person_but_is_not_kept_for_the_rest(
    house: House, waiting: Chat, rasa: FakeRasa, mette: DeskPage
) -> None:
    first = await waiting.say("Ring på 20 00 00 09", client_id="n-1")
    assert rasa.texts[-1] == "Ring på 20 00 00 09"
    assert "citizen: Ring på [telefonnummer skjult]" in await waiting.transcript()
    again = await waiting.say("Ring på 20 00 00 09", client_id="n-1")
    assert again.json["parts"] == first.json["parts"]
    case = (await mette.only_case())["id"]
    await mette.act(case, "take")
    await waiting.say("Mit nummer er 20 00 00 09")
    messages = (await mette.call("GET", f"/cases/{case}")).json["messages"]
    assert messages[-1]["text"] == "Mit nummer er 20 00 00 09"
