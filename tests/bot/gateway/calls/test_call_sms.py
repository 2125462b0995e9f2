"""Links are sent by text message, to the number that calls, once, and never one that logs somebody in."""

from actions.fagsystemer.errors import Unavailable
from tests.bot.gateway.calls.phone import ANNA, announce, dialogue, greeted, heard
from tests.bot.gateway.house import House

SENT = "Jeg har sendt dig en sms med linket."


async def test_a_link_is_sent_as_a_text_message_and_not_read_out(house: House) -> None:
    house.rasa.script = dialogue
    await announce(house, ANNA)
    line = await greeted(house)
    assert heard(await line.says("Vis mig et link")) == ["Læs mere her."]
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
    for details in ({}, {"url": "https://www.kk.dk/affald"}, {"details": {"url": "https://evil.example/"}}):
        await line.send(type="happened", name="sms_link", **details)
    assert heard(await line.says("Hej")) == ["Svar på: Hej"], "the line has said it, so nothing more is"
    (message,) = house.systems.text_messages.sent
    assert message.text == "Affald: https://www.kk.dk/affald"


async def test_each_of_several_links_can_be_sent(house: House) -> None:
    house.rasa.script = dialogue
    await announce(house, ANNA)
    line = await greeted(house)
    await line.says("Vis mig et link")
    await line.says("Vis mig et andet link")
    for url in ("https://www.kk.dk/affald", "https://www.kk.dk/pas"):
        await line.send(type="happened", name="sms_link", url=url)
    await line.says("Hej")
    assert [message.text.split(": ")[1] for message in house.systems.text_messages.sent] == [
        "https://www.kk.dk/affald",
        "https://www.kk.dk/pas",
    ]


async def test_who_cannot_be_identified_gets_the_way_to_the_page_and_no_ticket(house: House) -> None:
    await announce(house, "+4529999999")
    line = await greeted(house)
    await line.send(type="happened", name="sms_link")
    await line.says("Hej")
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
