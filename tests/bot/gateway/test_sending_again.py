"""Sending a message again is harmless."""

import asyncio

from tests.bot.gateway.fake_rasa import HangUp, Wait, done, part
from tests.bot.gateway.house import House


async def test_the_same_message_again_gets_the_same_answer_without_a_second_turn(house: House) -> None:
    chat = await house.begin()
    first = await chat.say("Bestil bioposer", client_id="m-1")
    second = await chat.say("Bestil bioposer", client_id="m-1")
    assert second.json == first.json
    assert len(house.rasa.turns) == 1
    assert len(await chat.transcript()) == 2


async def test_the_same_message_while_the_first_is_under_way_waits_for_its_answer(house: House) -> None:
    go_on = asyncio.Event()
    house.rasa.script = lambda turn: [part("Et øjeblik"), Wait(go_on), part("Færdig"), done()]
    chat = await house.begin()
    socket = await house.socket(chat)
    first = asyncio.create_task(chat.say("Bestil", client_id="m-1"))
    await socket.until("typing")
    second = asyncio.create_task(chat.say("Bestil", client_id="m-1"))
    await socket.send(type="message", text="Bestil", client_id="m-1")
    go_on.set()
    assert (await first).json == (await second).json
    assert (await first).texts == ["Et øjeblik", "Færdig"]
    assert len(house.rasa.turns) == 1


async def test_the_same_message_after_a_restart_gets_the_same_answer(house: House) -> None:
    chat = await house.begin()
    first = await chat.say("Bestil bioposer", client_id="m-1")
    await house.restart()
    assert (await chat.say("Bestil bioposer", client_id="m-1")).json == first.json
    assert len(house.rasa.turns) == 1


async def test_a_number_that_was_used_for_another_message_is_refused(house: House) -> None:
    chat = await house.begin()
    await chat.say("Bestil bioposer", client_id="m-1")
    answer = await chat.say("Aflys min tid", client_id="m-1")
    assert (answer.status, answer.code) == (409, "client_id_reused")


async def test_two_conversations_may_use_the_same_number(house: House) -> None:
    one, other = await house.begin(), await house.begin()
    assert (await one.say("Hej", client_id="1")).status == 200
    assert (await other.say("Farvel", client_id="1")).texts == ["Svar på: Farvel"]


async def test_a_message_that_was_not_answered_is_tried_again(house: House) -> None:
    house.rasa.script = lambda turn: [part("Jeg ser lige efter"), HangUp()]
    chat = await house.begin()
    failed = await chat.say("Hvornår kommer hjemmeplejen?", client_id="m-1")
    assert failed.json["code"] == "assistant_unavailable"
    house.rasa.script = lambda turn: [part("I dag kl. 10"), done()]
    answer = await chat.say("Hvornår kommer hjemmeplejen?", client_id="m-1")
    assert answer.texts == ["I dag kl. 10"]
    assert "code" not in answer.json
    assert (await chat.say("Hvornår kommer hjemmeplejen?", client_id="m-1")).texts == ["I dag kl. 10"]
    # Rasa can tell that it is the same message, and the citizen's words stand once.
    assert len({turn["message_id"] for turn in house.rasa.turns}) == 1
    assert len(house.rasa.turns) == 2
    assert sum(line.startswith("citizen") for line in await chat.transcript()) == 1


async def test_a_message_in_a_closed_conversation_can_still_be_asked_for_again(house: House) -> None:
    house.rasa.script = lambda turn: [part("Farvel"), done(state="closed")]
    chat = await house.begin()
    await chat.say("Farvel", client_id="last")
    assert (await chat.say("Farvel", client_id="last")).texts == ["Farvel"]
