"""A person: the line lets go, the exchange dials; when nobody answers, a call back is offered."""

import dataclasses

import pytest

from actions.fagsystemer.errors import Unavailable, Uncertain
from actions.routing import routing
from bot.gateway.calls.targets import Targets
from tests.bot.gateway.calls.phone import (
    ANNA,
    Line,
    announce,
    calls_of,
    dialogue,
    greeted,
    heard,
    next_step,
    pick_up,
    record,
)
from tests.bot.gateway.house import House


async def transferred(house: House, caller: str | None = ANNA) -> Line:
    house.rasa.script = dialogue
    await announce(house, caller)
    line = await greeted(house)
    assert heard(await line.says("Stil mig om")) == ["Jeg stiller dig videre."]
    assert (await line.until("transfer"))["target"] == "hjemmeplejen"
    return line


async def came_back(house: House, caller: str | None = ANNA) -> Line:
    line = await transferred(house, caller)
    await line.send(type="ended", reason="transferred")
    await line.closed()
    return await greeted(house)


async def test_the_exchange_is_told_whom_to_dial_while_the_call_is_being_handed_over(house: House) -> None:
    house.rasa.script = dialogue
    line = await greeted(house)
    assert await next_step(house) == "hangup"
    frames = await line.says("Stil mig om")
    assert frames[-1]["state"] == "waiting_for_person"
    told = await line.next()
    assert (told["type"], told["target"], told["queue"]) == ("transfer", "hjemmeplejen", "hjemmeplejen")
    assert await next_step(house) == "dial:hjemmeplejen"
    await line.send(type="ended", reason="transferred")
    await line.closed()
    assert await next_step(house) == "dial:hjemmeplejen"
    told = (await record(house))["transfer"]
    assert (told["target"], told["queue"], told["outcome"]) == ("hjemmeplejen", "hjemmeplejen", None)


async def test_a_queue_may_have_a_target_of_its_own(house: House) -> None:
    table = routing()
    by_id = dict(table.book.by_id)
    by_id["hjemmeplejen"] = dataclasses.replace(by_id["hjemmeplejen"], dial="hjemmeplejen")
    changed = dataclasses.replace(table, book=dataclasses.replace(table.book, by_id=by_id))
    targets = Targets(lambda: changed)
    await house.restart(calls=dataclasses.replace(house.settings.calls, targets=targets))
    house.rasa.script = dialogue
    line = await greeted(house)
    await line.says("Stil mig om")
    await line.until("transfer")
    assert await next_step(house) == "dial:hjemmeplejen"


def test_a_queue_that_is_not_known_is_answered_by_the_fallback() -> None:
    assert Targets().of("kantinen") == Targets().of(routing().book.fallback)


async def test_key_zero_asks_for_a_person(house: House) -> None:
    house.rasa.script = dialogue
    line = await greeted(house)
    await line.send(type="happened", name="wants_person")
    frames = await line.answer(None)
    assert heard(frames) == ["Jeg stiller dig videre."]
    assert (await line.next())["type"] == "transfer"


async def test_a_line_that_was_lost_on_the_way_is_told_again(house: House) -> None:
    line = await transferred(house)
    await line.socket.close()
    line = await greeted(house)
    assert (await line.until("transfer"))["target"] == "hjemmeplejen"
    assert await next_step(house) == "dial:hjemmeplejen"


async def test_a_call_that_comes_back_is_offered_a_call_back(house: House) -> None:
    line = await came_back(house)
    offer = await line.answer(None)
    assert heard(offer) == [
        "Der var desværre ingen, der kunne tage telefonen. Skal jeg bede dem om at ringe dig op?"
    ]
    assert (offer[-1]["expects"], offer[-1]["choices"]) == ("yes_no", ["Ja", "Nej"])
    assert await next_step(house) == "hangup"
    (said,) = heard(await line.says("Ja tak"))
    assert said.startswith("Det er i orden. De ringer dig op")
    (asked,) = house.systems.contact_centre.asked_call_backs
    assert asked[:2] == ("hjemmeplejen", ANNA)


async def test_the_line_may_tell_by_itself_that_nobody_answered(house: House) -> None:
    line = await transferred(house)
    await line.send(type="transfer", outcome="busy")
    assert heard(await line.answer(None))[0].startswith("Der var desværre ingen")
    assert (await record(house))["transfer"]["outcome"] == "failed"


async def test_no_means_no_and_the_conversation_goes_on(house: House) -> None:
    line = await came_back(house)
    await line.answer(None)
    assert heard(await line.says("Nej tak"))[0].startswith("Det er i orden.")
    assert heard(await line.says("Hej")) == ["Svar på: Hej"]
    assert house.systems.contact_centre.asked_call_backs == []


async def test_another_question_takes_the_offer_off_the_table(house: House) -> None:
    line = await came_back(house)
    await line.answer(None)
    assert heard(await line.says("Hvornår har I åbent?")) == ["Svar på: Hvornår har I åbent?"]
    assert heard(await line.says("Ja")) == ["Svar på: Ja"]


async def test_a_caller_without_a_number_is_asked_for_one_and_it_is_kept_nowhere(house: House) -> None:
    line = await came_back(house, caller=None)
    await line.answer(None)
    frames = await line.says("1", engine="keys")
    assert frames[-1]["expects"] == "number"
    assert heard(await line.says("to nul"))[0].startswith("Det nummer fik jeg ikke fat i")
    await line.says("toogtyve tredive fyrre halvtreds")
    (asked,) = house.systems.contact_centre.asked_call_backs
    assert asked[1] == "+4522304050"
    assert [turn["text"] for turn in (await record(house))["turns"]][-1] == "[telefonnummer skjult]"


@pytest.mark.parametrize(
    ("trouble", "words"),
    [
        (Unavailable("kontaktcenter", "timeout", "test"), "Det kan jeg desværre ikke bestille"),
        (Uncertain("kontaktcenter", "timeout", "test"), "jeg ved ikke, om de ringer"),
    ],
)
async def test_a_call_back_that_went_wrong_is_not_promised(
    house: House, trouble: Exception, words: str
) -> None:
    line = await came_back(house)
    await line.answer(None)
    house.systems.contact_centre.fail_with = trouble
    assert words in heard(await line.says("Ja"))[0]


async def test_a_transfer_that_does_not_come_back_went_well_and_the_number_is_forgotten(house: House) -> None:
    line = await transferred(house)
    await line.send(type="ended", reason="transferred")
    await line.closed()
    house.time.forward(house.settings.calls.transfer_seconds)
    await calls_of(house).sweep()
    assert (await record(house))["transfer"]["outcome"] == "answered"
    assert calls_of(house)._services.callers.number((await record(house))["id"]) is None
    assert await next_step(house) == "hangup"
    assert (await (await pick_up(house)).next())["resumed"] is False, "the UUID is free again"


async def test_the_legs_of_a_call_count_their_own_ids(house: House) -> None:
    house.rasa.script = dialogue
    line = await greeted(house)
    await line.says("Hej", id="1")
    await line.says("Stil mig om", id="2")
    await line.send(type="ended", reason="transferred")
    await line.closed()
    line = await greeted(house)
    await line.answer(None)
    assert heard(await line.says("Noget helt andet", id="1")) == ["Svar på: Noget helt andet"]
    assert [turn["text"] for turn in (await record(house))["turns"]] == [
        "Hej",
        "Stil mig om",
        "Noget helt andet",
    ]


async def test_a_caller_who_has_come_back_may_ask_for_a_person_again(house: House) -> None:
    line = await came_back(house)
    await line.answer(None)
    await line.send(type="happened", name="wants_person")
    assert heard(await line.answer(None)) == ["Jeg stiller dig videre."]
    assert (await line.next())["type"] == "transfer"
    assert await next_step(house) == "dial:hjemmeplejen"
