"""Who calls is known when the MitID app has said so, and never by the number alone."""

import dataclasses
import re

import pytest

from tests.bot.gateway.calls.phone import (
    ANNA,
    ANNA_SUB,
    CALL,
    EVA,
    FINN,
    NOBODY,
    Line,
    MitId,
    announce,
    calls_of,
    dialogue,
    greeted,
    heard,
    pick_up,
    record,
)
from tests.bot.gateway.house import House


async def with_mitid(house: House) -> MitId:
    house.rasa.script = dialogue
    mitid = MitId(house)
    await mitid.start()
    return mitid


async def approved(line: Line) -> None:
    while (await line.until("identity"))["state"] != "approved":
        pass


async def level(house: House) -> str:
    conversation = (await record(house))["conversation"]
    stored = await calls_of(house)._services.conversations.store.get(conversation)
    assert stored is not None
    return str(calls_of(house)._services.conversations.turns.standing(stored)["identity"]["level"])


async def test_a_registered_caller_is_asked_while_the_greeting_runs(house: House) -> None:
    await with_mitid(house)
    await announce(house, ANNA)
    line = await pick_up(house)
    assert (await line.next())["identity"] == "pending"
    await approved(line)
    assert heard(await line.says("Hvornår kommer hun?")) == [f"Hun kommer kl. 10, {ANNA_SUB}"]
    assert house.rasa.events == [], "nothing was waiting, so there is nothing to go on with"
    assert (await record(house))["identity"] == "approved"


async def test_a_question_asked_before_the_approval_is_answered_by_itself_after_it(house: House) -> None:
    mitid = await with_mitid(house)
    house.rasa.script = dialogue
    await announce(house, FINN)
    line = await greeted(house)
    frames = await line.says("Hvornår kommer hun?")
    assert frames[-1]["expects"] == "login"
    (said,) = heard(frames)
    assert said.startswith("Godkend i din MitID-app. Koden i appen er ")
    assert all("url" not in frame["part"] for frame in frames if frame["type"] == "part")
    await answer_by_hand(mitid, await request_in_app(mitid))
    assert (await line.until("identity"))["state"] == "approved"
    after = await line.answer(None)
    assert heard(after) == ["Nu ved jeg det, 0f7d92c6-b8e1-4a35-9c74-d5e06a1b8c06"]
    assert after[-1]["id"] is None


async def request_in_app(mitid: MitId) -> str:
    """Wait until the app shows the request; return the reference of its form."""
    ref = None
    while ref is None:
        async with mitid.house.http.get(mitid.app_page) as page:
            ref = re.search(r'name="ref" value="([^"]+)"', await page.text())
    return ref[1]


async def answer_by_hand(mitid: MitId, ref: str, decision: str = "approve") -> None:
    async with mitid.house.http.post(mitid.app_page, data={"ref": ref, "decision": decision}) as answer:
        assert answer.status < 400


async def test_the_code_that_is_said_is_the_one_that_the_app_shows(house: House) -> None:
    mitid = await with_mitid(house)
    await announce(house, FINN)
    line = await greeted(house)
    (said,) = heard(await line.says("Hvornår kommer hun?"))
    digits = "".join(character for character in said if character.isdigit())
    async with house.http.get(mitid.app_page) as page:
        assert f"kode {digits}" in await page.text()


@pytest.mark.parametrize(("caller", "state"), [(EVA, "refused"), (NOBODY, "unregistered")])
async def test_the_number_alone_opens_nothing(house: House, caller: str, state: str) -> None:
    await with_mitid(house)
    await announce(house, caller)
    line = await greeted(house)
    while (frame := await line.until("identity"))["state"] == "pending":
        pass
    assert frame["state"] == state
    await line.says("Hvornår kommer hun?")
    turn = house.rasa.turns[-1]
    assert turn["metadata"]["citizen"] is None
    assert turn["metadata"]["login"] == state
    assert await level(house) == "none"


async def test_an_anonymous_caller_is_nobody_and_is_not_asked(house: House) -> None:
    await with_mitid(house)
    line = await pick_up(house)
    assert (await line.next())["identity"] == "none"
    await line.says("Hvornår kommer hun?")
    assert house.rasa.turns[-1]["metadata"]["login"] == "none"
    assert (await record(house))["identity"] == "none"


async def test_a_refusal_while_a_question_waits_is_told_to_the_dialogue(house: House) -> None:
    mitid = await with_mitid(house)
    await announce(house, FINN)
    line = await greeted(house)
    await line.says("Hvornår kommer hun?")
    await answer_by_hand(mitid, await request_in_app(mitid), "refuse")
    assert (await line.until("identity"))["state"] == "refused"
    assert heard(await line.answer(None)) == ["Ikke logget ind: refused"]


async def test_a_refusal_is_not_asked_again(house: House) -> None:
    await with_mitid(house)
    await announce(house, EVA)
    line = await greeted(house)
    while (await line.until("identity"))["state"] == "pending":
        pass
    await line.says("Hvornår kommer hun?")
    await line.says("Hej")
    assert (await record(house))["identity"] == "refused"


async def test_a_broker_that_is_down_is_asked_once_more_when_it_matters(house: House) -> None:
    house.rasa.script = dialogue
    await announce(house, ANNA)
    line = await greeted(house)
    while (await line.until("identity"))["state"] == "pending":
        pass
    frames = await line.says("Hvornår kommer hun?")
    assert house.rasa.turns[-1]["metadata"]["login"] == "pending"
    states = [frame["state"] for frame in frames if frame["type"] == "identity"]
    while states[-1:] != ["unavailable"]:
        states.append((await line.until("identity"))["state"])
    assert states == ["pending", "unavailable"]
    await line.says("Hvornår kommer hun?")
    assert house.rasa.turns[-1]["metadata"]["login"] == "unavailable"


async def test_nobodys_app_is_asked_without_end(house: House) -> None:
    few = dataclasses.replace(house.settings.calls, approvals_burst=1, approvals_per_second=0.001)
    await house.restart(calls=few)
    await with_mitid(house)
    await announce(house, FINN)
    assert (await (await pick_up(house)).next())["identity"] == "pending"
    other = CALL.replace("3c2e", "4d3f")
    await announce(house, FINN, other)
    assert (await (await pick_up(house, other)).next())["identity"] == "unavailable"


async def test_when_the_receiver_is_down_the_login_is_over(house: House) -> None:
    await with_mitid(house)
    await announce(house, ANNA)
    line = await greeted(house)
    await approved(line)
    assert await level(house) == "mitid"
    await line.send(type="ended", reason="hung_up")
    await line.closed()
    assert await level(house) == "none"
    assert calls_of(house)._services.callers.number(CALL) is None


async def test_hanging_up_stops_the_asking(house: House) -> None:
    mitid = await with_mitid(house)
    await announce(house, FINN)
    line = await greeted(house)
    ref = await request_in_app(mitid)
    await line.send(type="ended", reason="hung_up")
    await line.closed()
    await answer_by_hand(mitid, ref)
    assert await level(house) == "none"


async def test_the_login_survives_a_lost_line(house: House) -> None:
    await with_mitid(house)
    await announce(house, ANNA)
    line = await greeted(house)
    await approved(line)
    await line.socket.close()
    line = await pick_up(house)
    assert (await line.next())["identity"] == "approved"
