"""A call that goes to people, seen from both ends: the telephone rings, and so does the case at the desk."""

import pytest

from tests.bot.gateway.calls.phone import (
    ANNA,
    AS_OPERATOR,
    CALL,
    Line,
    announce,
    calls_of,
    greeted,
    heard,
    next_step,
    record,
    with_packet,
)
from tests.bot.gateway.desk_page import METTE, DeskPage, handed_over
from tests.bot.gateway.fake_rasa import HangUp, Json, Step, done, part
from tests.bot.gateway.house import House, Socket


@pytest.fixture(autouse=True)
def a_monday_morning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INDGANG_NOW", "2026-11-23T10:00")


async def put_through(house: House, caller: str | None = ANNA) -> Line:
    """A caller whom the line is about to let go of."""
    house.rasa.script = with_packet
    house.systems.contact_centre.handover_status["samtale-1"] = "waiting"
    await announce(house, caller)
    line = await greeted(house)
    await line.says("Stil mig om")
    await line.until("transfer")
    return line


async def let_go(house: House, line: Line) -> None:
    """The line lets go, and the exchange asks what is next."""
    await line.send(type="ended", reason="transfer")
    await line.closed()
    assert (await next_step(house)).startswith("dial:")


async def rung(house: House, caller: str | None = ANNA) -> None:
    await let_go(house, await put_through(house, caller))


async def exchange_says(house: House, what: str, call: str = CALL) -> int:
    async with house.http.post(f"/api/calls/{call}/{what}", headers=AS_OPERATOR) as response:
        return response.status


async def back(house: House) -> Line:
    """Nobody answered: the caller is with the assistant again, and has heard the offer."""
    await exchange_says(house, "unanswered")
    line = await greeted(house)
    await line.answer(None)
    return line


async def ringing(desk: Socket) -> Json:
    return dict((await desk.until("ringing"))["case"])


async def stops_ringing(desk: Socket) -> Json:
    while True:
        case = dict((await desk.until("case"))["case"])
        if not case["ringing"]:
            return case


async def notes(page: DeskPage, case: str) -> list[str]:
    return [note["text"] for note in (await page.call("GET", f"/cases/{case}")).json["notes"]]


async def test_the_packet_is_at_the_desk_when_the_telephone_rings(house: House, mette: DeskPage) -> None:
    desk = await mette.open()
    line = await put_through(house)
    assert not (await mette.only_case())["ringing"], "the assistant is still saying that it puts them through"
    await let_go(house, line)
    case = await ringing(desk)
    assert (case["call"], case["channel"], case["state"], case["ringing"]) == (CALL, "voice", "waiting", True)
    assert [topic["title"] for topic in case["topics"]] == ["MitID virker ikke", "Regning"]
    shown = (await record(house))["transfer"]
    assert (shown["ringing"], shown["outcome"]) == (True, None)
    assert shown["case"] == {
        "id": case["id"],
        "state": "waiting",
        "queue": "borgerservice",
        "outcome": None,
    }


async def test_the_telephone_that_is_picked_up_no_longer_rings(house: House, mette: DeskPage) -> None:
    desk = await mette.open()
    await rung(house)
    case = await ringing(desk)
    assert await exchange_says(house, "answered") == 204
    assert (await stops_ringing(desk))["id"] == case["id"]
    assert (await record(house))["transfer"]["outcome"] == "answered"
    assert (await mette.act(case["id"], "take")).status == 200
    assert (await mette.act(case["id"], "close", outcome="loest")).status == 200
    assert await exchange_says(house, "over") == 204
    told = await record(house)
    assert (told["transfer"]["case"]["state"], told["state"]) == ("closed", "closed")


async def test_who_takes_the_case_at_the_desk_answers_it(house: House, mette: DeskPage) -> None:
    desk = await mette.open()
    await rung(house)
    case = await ringing(desk)
    await mette.act(case["id"], "take")
    assert (await stops_ringing(desk))["state"] == "with_person"
    assert (await record(house))["transfer"]["outcome"] == "answered"


async def test_who_takes_the_case_before_it_rings_is_still_rung(house: House, mette: DeskPage) -> None:
    line = await put_through(house)
    await mette.act((await mette.only_case())["id"], "take")
    await let_go(house, line)
    assert await next_step(house) == "dial:hjemmeplejen", "asked again, the answer is the same"


async def test_a_case_taken_at_the_desk_whose_telephone_nobody_picks_up_waits_again(
    house: House, mette: DeskPage
) -> None:
    await rung(house)
    case = (await mette.only_case())["id"]
    await mette.act(case, "take")
    line = await back(house)
    assert (await mette.only_case())["state"] == "waiting"
    assert any("telefonen blev ikke taget" in note for note in await notes(mette, case))
    messages = (await mette.call("GET", f"/cases/{case}")).json["messages"]
    told = [message["text"] for message in messages if message["from"] == "system"]
    assert told[-1].startswith("Mette kunne ikke tage telefonen. Du venter igen")
    assert heard(await line.says("Ja"))[0].startswith("Det er i orden")


async def test_a_case_closed_at_the_desk_whose_telephone_nobody_picks_up_ends_the_call(
    house: House, mette: DeskPage
) -> None:
    await rung(house)
    case = (await mette.only_case())["id"]
    await mette.act(case, "take")
    await mette.act(case, "close", outcome="opgivet")
    await exchange_says(house, "unanswered")
    line = await greeted(house)
    (told,) = await line.answer(None)
    assert told["state"] == "closed"
    await line.send(type="ended", reason="goodbye")
    await line.closed()
    assert await next_step(house) == "hangup"


async def test_nobody_answers_and_the_call_back_ends_the_wait_and_names_the_hand_over(
    house: House, mette: DeskPage
) -> None:
    desk = await mette.open()
    await rung(house)
    await ringing(desk)
    line = await back(house)
    assert (await stops_ringing(desk))["state"] == "waiting"
    await line.says("Ja tak")
    case = await mette.only_case()
    assert (case["state"], case["outcome"]) == ("call_back", "tilbagekald")
    (ordered,) = (await mette.call("GET", "/call_backs")).json["call_backs"]
    assert (ordered["phone"], ordered["case"], ordered["queue"]) == (ANNA, case["id"], "hjemmeplejen")
    assert (await record(house))["transfer"]["outcome"] == "failed"


async def test_a_hand_over_that_the_contact_centre_does_not_know_keeps_nobody_from_being_called(
    house: House, mette: DeskPage
) -> None:
    await rung(house)
    del house.systems.contact_centre.handover_status["samtale-1"]
    line = await back(house)
    await line.says("Ja tak")
    assert (await mette.only_case())["state"] == "call_back"
    assert len(house.systems.contact_centre.asked_call_backs) == 1


@pytest.mark.parametrize(
    ("answers", "noted"),
    [
        (["Nej tak"], "ville ikke ringes op"),
        (["Hvornår har I åbent?"], "spørger assistenten om noget andet"),
    ],
)
async def test_who_does_not_want_to_be_called_waits_no_longer(
    house: House, mette: DeskPage, answers: list[str], noted: str
) -> None:
    await rung(house)
    line = await back(house)
    for answer in answers:
        await line.says(answer)
    case = await mette.only_case()
    assert case["state"] == "withdrawn"
    assert any(noted in note for note in await notes(mette, case["id"]))
    assert heard(await line.says("Hej")) == ["Svar på: Hej"]


async def test_a_number_that_is_not_understood_ends_the_wait_too(house: House, mette: DeskPage) -> None:
    await rung(house, caller=None)
    line = await back(house)
    for answer in ("Ja", "to nul", "aner det ikke"):
        await line.says(answer)
    case = await mette.only_case()
    assert case["state"] == "withdrawn"
    assert any("forstod ikke nummeret" in note for note in await notes(mette, case["id"]))


async def test_key_zero_rings_again_in_the_same_case(house: House, mette: DeskPage) -> None:
    await rung(house)
    line = await back(house)
    await line.send(type="happened", name="wants_person")
    await line.until("transfer")
    await let_go(house, line)
    case = await mette.only_case()
    assert (case["state"], case["ringing"]) == ("waiting", True)


async def test_a_caller_who_hangs_up_while_it_rings_is_taken_from_the_queue(
    house: House, mette: DeskPage
) -> None:
    desk = await mette.open()
    await rung(house)
    await ringing(desk)
    for _ in range(2):
        assert await exchange_says(house, "over") == 204
    case = await mette.only_case()
    assert (case["state"], case["ringing"]) == ("withdrawn", False)
    assert await notes(mette, case["id"]) == ["Borgeren lagde på, mens telefonen ringede hos jer."]
    assert (await record(house))["transfer"]["outcome"] == "hung_up"
    assert await next_step(house) == "hangup"


async def test_a_caller_who_hangs_up_before_it_rings_is_not_dialled_for(
    house: House, mette: DeskPage
) -> None:
    line = await put_through(house)
    await line.send(type="ended", reason="hung_up")
    await line.closed()
    assert await next_step(house) == "hangup"
    assert (await mette.only_case())["state"] == "withdrawn"


async def test_a_caller_who_hangs_up_during_the_offer_is_not_waited_for(
    house: House, mette: DeskPage
) -> None:
    await rung(house)
    line = await back(house)
    await line.send(type="ended", reason="hung_up")
    await line.closed()
    case = await mette.only_case()
    assert case["state"] == "withdrawn"
    assert any("lagt på" in note for note in await notes(mette, case["id"]))


async def test_a_telephone_that_was_answered_without_the_case_being_taken_leaves_no_case_behind(
    house: House, mette: DeskPage
) -> None:
    await rung(house)
    await exchange_says(house, "answered")
    assert (await mette.only_case())["state"] == "waiting", "whoever answered can still take it"
    await exchange_says(house, "over")
    assert (await mette.only_case())["state"] == "withdrawn"


async def test_an_exchange_that_never_asks_has_no_caller_any_more(house: House, mette: DeskPage) -> None:
    line = await put_through(house)
    await line.send(type="ended", reason="lost")
    await line.closed()
    house.time.forward(house.settings.calls.resume_seconds)
    await calls_of(house).sweep()
    assert (await mette.only_case())["state"] == "withdrawn"
    assert (await record(house))["transfer"]["outcome"] == "hung_up"


async def test_an_exchange_that_falls_silent_leaves_nothing_ringing(house: House, mette: DeskPage) -> None:
    desk = await mette.open()
    await rung(house)
    await ringing(desk)
    house.time.forward(house.settings.calls.ringing_seconds)
    await calls_of(house).sweep()
    assert (await stops_ringing(desk))["state"] == "waiting"
    house.time.forward(house.settings.calls.transfer_seconds)
    await calls_of(house).sweep()
    assert (await mette.only_case())["state"] == "withdrawn"


async def test_a_restart_while_it_rings_loses_nothing(house: House) -> None:
    await rung(house)
    await house.restart()
    page = DeskPage(house, METTE)
    desk = await page.open()
    (case,) = page.welcome["cases"]
    assert case["ringing"]
    await page.act(case["id"], "take")
    await stops_ringing(desk)
    assert (await record(house))["transfer"]["outcome"] == "answered"
    await page.close()


async def test_an_offer_that_a_restart_cut_off_is_made_again_and_one_that_was_answered_is_not(
    house: House,
) -> None:
    await rung(house)
    await back(house)
    await house.restart()
    line = await greeted(house)
    assert heard(await line.answer(None))[0].startswith("Der var desværre ingen")
    await line.says("Nej")
    await house.restart()
    line = await greeted(house)
    assert heard(await line.answer(None)) == []


async def test_an_employee_who_takes_the_case_of_a_caller_who_is_with_the_assistant_is_put_through(
    house: House, mette: DeskPage
) -> None:
    await rung(house)
    line = await back(house)
    await mette.act((await mette.only_case())["id"], "take")
    assert (await line.until("transfer"))["target"] == "borgerservice"
    assert await next_step(house) == "dial:borgerservice"


async def test_the_assistant_is_silent_in_the_call_while_a_person_has_the_conversation(
    house: House, mette: DeskPage
) -> None:
    line = await put_through(house)
    await mette.act((await mette.only_case())["id"], "take")
    asked = len(house.rasa.turns)
    frames = await line.says("Er der nogen?")
    assert heard(frames) == []
    assert frames[-1]["state"] == "with_person"
    assert len(house.rasa.turns) == asked


async def test_without_the_assistant_the_caller_is_put_through_and_told_so(
    house: House, mette: DeskPage
) -> None:
    house.rasa.script = lambda turn: [HangUp()]
    line = await greeted(house)
    (failed,) = await line.says("Min opgang brænder")
    assert "stiller dig videre" in failed["text"]
    assert (await line.next())["type"] == "transfer"
    await let_go(house, line)
    case = await mette.only_case()
    assert (case["reason"], case["call"], case["ringing"]) == ("assistant_failed", CALL, True)


async def test_without_the_assistant_key_zero_still_reaches_a_person(house: House, mette: DeskPage) -> None:
    house.rasa.script = lambda turn: [HangUp()]
    line = await greeted(house)
    await line.send(type="happened", name="wants_person")
    frames = [await line.next(), await line.next()]
    assert [frame["type"] for frame in frames] == ["failed", "transfer"], "told once, then put through"
    assert (await mette.only_case())["state"] == "waiting"


async def test_without_the_assistant_a_caller_who_came_back_may_be_called_or_ring_again(
    house: House, mette: DeskPage
) -> None:
    house.rasa.script = lambda turn: [HangUp()]
    line = await greeted(house)
    await line.says("Hej")
    await let_go(house, line)
    line = await back(house)
    await line.send(type="happened", name="wants_person")
    await line.until("transfer")
    await let_go(house, line)
    line = await back(house)
    await line.says("Ja, på toogtyve tredive fyrre halvtreds")
    await line.says("22 30 40 50")
    assert (await mette.only_case())["state"] == "call_back"


async def test_outside_the_hours_of_the_queue_the_dialogue_decides_and_no_telephone_rings(
    house: House, mette: DeskPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INDGANG_NOW", "2026-11-22T23:00")

    def closed(turn: Json) -> list[Step]:
        return [part("Skal de ringe?"), done(state="waiting_for_person", handover=handed_over())]

    house.rasa.script = closed
    line = await greeted(house)
    await line.says("Et menneske")
    assert await next_step(house) == "hangup"
    assert (await record(house))["transfer"] is None


@pytest.mark.parametrize("what", ["answered", "unanswered", "over"])
async def test_only_the_operator_tells_how_a_transfer_went(house: House, what: str) -> None:
    assert (await house.call("POST", f"/api/calls/{CALL}/{what}")).status == 401
    assert await exchange_says(house, what) == 204, "a call that is not known is nobody's loss"


async def test_nothing_of_a_caller_reaches_the_desk_or_the_files_but_the_call_back(
    house: House, mette: DeskPage
) -> None:
    await rung(house)
    line = await back(house)
    case = (await mette.only_case())["id"]
    assert "20000001" not in str((await mette.call("GET", f"/cases/{case}")).json)
    await line.says("Ja")
    await house.stop()
    for file in house.settings.state_dir.rglob("*"):
        if file.is_file():
            assert b"20000001" not in file.read_bytes(), file
    await house.start()
