"""Links are sent by text message, to the number that calls, once, and never one that logs somebody in."""

from actions.fagsystemer.errors import Unavailable
from tests.bot.gateway.calls.phone import ANNA, announce, dialogue, greeted, heard
from tests.bot.gateway.house import House

SENT = "Jeg har sendt dig en sms med linket."


async def test_a_link_is_offered_as_a_text_message_and_not_read_out(house: House) -> None:
    house.rasa.script = dialogue
    await announce(house, ANNA)
    line = await greeted(house)
    assert heard(await line.says("Vis mig et link")) == [
        "Læs mere her. Jeg kan sende dig linket i en sms. Så sig bare, send en sms."
    ]
    assert heard(await line.says("Ja, send en sms")) == [SENT]
    (message,) = house.systems.text_messages.sent
    assert (message.to, message.text) == (ANNA, "Affald: https://www.kk.dk/affald")
    assert "Ja, send en sms" not in house.rasa.texts


async def test_without_a_number_the_place_is_named(house: House) -> None:
    house.rasa.script = dialogue
    line = await greeted(house)
    assert heard(await line.says("Vis mig et link")) == ["Læs mere her. Du finder siden på kk.dk."]


async def test_the_line_may_ask_for_the_message(house: House) -> None:
    house.rasa.script = dialogue
    await announce(house, ANNA)
    line = await greeted(house)
    await line.says("Vis mig et link")
    for _ in range(2):
        await line.send(type="happened", name="sms_link")
        assert heard(await line.answer(None)) == [SENT]
    assert len(house.systems.text_messages.sent) == 1


async def test_who_cannot_be_identified_gets_the_way_to_the_page_and_no_ticket(house: House) -> None:
    await announce(house, "+4529999999")
    line = await greeted(house)
    await line.send(type="happened", name="sms_link")
    assert heard(await line.answer(None)) == [SENT]
    (message,) = house.systems.text_messages.sent
    assert message.text.endswith(f"{house.url}/?chat=1")
    assert "ticket" not in message.text


async def test_an_anonymous_caller_is_told_why_nothing_is_sent(house: House) -> None:
    line = await greeted(house)
    await line.send(type="happened", name="sms_link")
    assert "ikke se dit nummer" in heard(await line.answer(None))[0]
    assert house.systems.text_messages.sent == []


async def test_a_message_that_could_not_be_sent_is_not_claimed(house: House) -> None:
    await announce(house, ANNA)
    line = await greeted(house)
    house.systems.text_messages.fail_with = Unavailable("sms", "timeout", "test")
    await line.send(type="happened", name="sms_link")
    assert "kunne desværre ikke sende" in heard(await line.answer(None))[0]
