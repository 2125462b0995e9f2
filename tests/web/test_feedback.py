"""The question about an answer: yes or no, more for who wants to, sent once, skipped, and tried again."""

import pytest
from playwright.async_api import Locator, Page, expect

from . import parts
from .chat_page import ChatPage
from .fake_gateway import FakeGateway

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def asked(chat: ChatPage, gateway: FakeGateway) -> Locator:
    gateway.script = lambda *_: [parts.TEXT, parts.FEEDBACK]
    await chat.open()
    await chat.write("Hvad tid kommer min hjemmepleje?")
    question = chat.log.locator("[data-part=feedback]").last
    await expect(question).to_contain_text("Kunne du bruge svaret?")
    gateway.script = lambda *_: [parts.TEXT]
    return question


async def test_the_whole_of_it_by_keyboard_alone(chat: ChatPage, page: Page, gateway: FakeGateway) -> None:
    question = await asked(chat, gateway)
    await question.get_by_role("button", name="Ja", exact=True).focus()
    await page.keyboard.press("Enter")
    await expect(question.get_by_role("group", name="Hvor tilfreds er du?")).to_be_visible()
    await page.keyboard.press("Tab")
    await page.keyboard.press("Tab")
    await expect(question.get_by_role("radio", name="1 Meget utilfreds")).to_be_focused()
    for _ in range(3):
        await page.keyboard.press("ArrowRight")
    await expect(question.get_by_role("radio", name="4 Tilfreds")).to_be_checked()
    await page.keyboard.press("Tab")
    await expect(question.get_by_label("Vil du fortælle mere?")).to_be_focused()
    await page.keyboard.type("Det var nemt")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await expect(question).to_contain_text("Tak for dit svar.")
    await expect(question.locator(".feedback-end")).to_be_focused()
    assert gateway.only.feedback == [{"useful": True, "rating": 4, "text": "Det var nemt"}]
    assert gateway.only.turns == ["Hvad tid kommer min hjemmepleje?"]


@pytest.mark.parametrize("size", [(1280, 800), (360, 740)], ids=["desktop", "phone"])
async def test_when_a_person_has_closed_all_that_is_asked_is_in_view_from_yes_to_send(
    chat: ChatPage, page: Page, gateway: FakeGateway, size: tuple[int, int]
) -> None:
    await page.set_viewport_size({"width": size[0], "height": size[1]})
    await chat.open()
    await gateway.join(gateway.only)
    await gateway.say(gateway.only, "person", text="Så er det ordnet.\n" * 12, name="Mette")
    await gateway.close(gateway.only)
    question = chat.log.locator("[data-part=feedback]")
    yes = question.get_by_role("button", name="Ja", exact=True)
    await expect(yes).to_be_in_viewport(ratio=1)
    await yes.click()
    await expect(yes).to_be_in_viewport(ratio=1)
    await expect(question.get_by_role("button", name="Send svar")).to_be_in_viewport(ratio=1)
    await expect(page.get_by_role("button", name="Nyt svar")).to_be_hidden()
    await question.get_by_role("button", name="Spring over").click()
    await expect(question).to_contain_text("Tak for dit svar.")
    assert gateway.only.feedback == [{"useful": True}]


async def test_a_yes_or_no_is_enough_and_can_be_changed_before_it_is_sent(
    chat: ChatPage, gateway: FakeGateway
) -> None:
    question = await asked(chat, gateway)
    await question.get_by_role("button", name="Ja", exact=True).click()
    await question.get_by_role("button", name="Nej", exact=True).click()
    await question.get_by_role("button", name="Spring over").click()
    await expect(question).to_contain_text("Tak for dit svar.")
    assert gateway.only.feedback == [{"useful": False}]


async def test_skipped_it_sends_nothing_and_does_not_come_back(
    chat: ChatPage, page: Page, gateway: FakeGateway
) -> None:
    question = await asked(chat, gateway)
    await question.get_by_role("button", name="Spring over").click()
    await expect(question.get_by_role("button")).to_have_count(0)
    await page.reload()
    await expect(question).to_contain_text("Kunne du bruge svaret?")
    await expect(question.get_by_role("button")).to_have_count(0)
    assert gateway.only.feedback == []


async def test_a_double_click_and_a_reload_send_once(
    chat: ChatPage, page: Page, gateway: FakeGateway
) -> None:
    question = await asked(chat, gateway)
    await question.get_by_role("button", name="Ja", exact=True).click()
    gateway.go_on.clear()
    await question.get_by_role("button", name="Send svar").dblclick()
    await expect(question.locator("button[type=submit]")).to_have_attribute("aria-disabled", "true")
    await question.locator("button[type=submit]").click(force=True)
    gateway.go_on.set()
    await expect(question).to_contain_text("Tak for dit svar.")
    await page.reload()
    await expect(question).to_contain_text("Du har svaret på det her.")
    assert gateway.only.feedback == [{"useful": True}]


async def test_what_did_not_get_through_is_kept_and_sent_when_tried_again(
    chat: ChatPage, gateway: FakeGateway
) -> None:
    question = await asked(chat, gateway)
    await question.get_by_role("button", name="Nej", exact=True).click()
    await question.get_by_role("textbox").fill("Det var forkert")
    gateway.failing.add("feedback")
    await question.get_by_role("button", name="Send svar").click()
    await expect(question.get_by_role("alert")).to_have_text("Dit svar kom ikke frem. Prøv igen om lidt.")
    await expect(question.get_by_role("textbox")).to_have_value("Det var forkert")
    gateway.failing.clear()
    await question.get_by_role("button", name="Prøv igen").click()
    await expect(question).to_contain_text("Tak for dit svar.")
    assert gateway.only.feedback == [{"useful": False, "text": "Det var forkert"}]


async def test_who_says_yes_and_goes_on_has_answered_but_unsent_words_stay_on_the_page(
    chat: ChatPage, gateway: FakeGateway
) -> None:
    question = await asked(chat, gateway)
    await question.get_by_role("button", name="Ja", exact=True).click()
    await chat.write("Og på torsdag?")
    await expect(question).to_contain_text("Tak for dit svar.")
    assert gateway.only.feedback == [{"useful": True}]
    gateway.script = lambda *_: [parts.FEEDBACK]
    await chat.write("Og på fredag?")
    again = chat.log.locator("[data-part=feedback]").last
    await again.get_by_role("button", name="Nej", exact=True).click()
    await again.get_by_role("textbox").fill("Ikke sendt endnu")
    await chat.write("Og på lørdag?")
    await expect(chat.log.locator("[data-part=feedback]")).to_have_count(3)
    await expect(again).not_to_contain_text("Tak for dit svar.")
    assert gateway.only.feedback == [{"useful": True}]


async def test_too_many_words_are_counted_and_not_sent(chat: ChatPage, gateway: FakeGateway) -> None:
    question = await asked(chat, gateway)
    await question.get_by_role("button", name="Ja", exact=True).click()
    await expect(question).to_contain_text("Skriv ikke personlige oplysninger.")
    field = question.get_by_role("textbox")
    await field.fill("😀" * 1000)
    await expect(question).to_contain_text("Du har 0 tegn tilbage")
    await field.fill("x" * 1001)
    await expect(question).to_contain_text("Du har skrevet 1 tegn for meget.")
    await question.get_by_role("button", name="Send svar").click()
    await expect(field).to_be_focused()
    assert gateway.only.feedback == []
    await field.fill("x" * 1000)
    await question.get_by_role("button", name="Send svar").click()
    await expect(question).to_contain_text("Tak for dit svar.")
    assert len(gateway.only.feedback[0]["text"]) == 1000


async def test_a_new_conversation_asks_anew(chat: ChatPage, page: Page, gateway: FakeGateway) -> None:
    question = await asked(chat, gateway)
    await question.get_by_role("button", name="Spring over").click()
    await gateway.set_state(gateway.only, state="closed")
    await page.get_by_role("button", name="Start en ny samtale").click()
    await expect(chat.messages).to_have_count(2)
    gateway.script = lambda *_: [parts.TEXT, parts.FEEDBACK]
    await chat.write("Hvad tid kommer min hjemmepleje?")
    await expect(question.get_by_role("button", name="Ja", exact=True)).to_be_visible()
