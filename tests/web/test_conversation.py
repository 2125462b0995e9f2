"""A conversation by keyboard and by mouse: opening, writing, choosing, closing."""

import pytest
from playwright.async_api import Page, expect

from . import parts
from .chat_page import ChatPage
from .fake_gateway import FakeConversation, FakeGateway, Part

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_whole_conversation_by_keyboard_alone(
    chat: ChatPage, page: Page, gateway: FakeGateway
) -> None:
    def script(_: FakeConversation, text: str) -> list[Part]:
        return [parts.RECEIPT] if "Byvej" in text else [{"type": "text", "text": "Ja, hvad er din adresse?"}]

    gateway.script = script
    await chat.visit()
    await chat.launcher.focus()
    await page.keyboard.press("Enter")
    await expect(chat.panel).to_be_visible()
    await expect(chat.input).to_be_focused()
    await chat.greeted()

    for _ in range(2):  # back over "Tal med en medarbejder" to "Bestil bioposer"
        await page.keyboard.press("Shift+Tab")
    await expect(chat.log.get_by_role("button", name="Bestil bioposer")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(chat.messages.filter(has_text="hvad er din adresse?")).to_be_visible()
    await expect(chat.input).to_be_focused()

    await page.keyboard.type("Byvej 54")
    await page.keyboard.press("Enter")
    await expect(chat.log.get_by_text("BIO-2026-004217").first).to_be_visible()

    await page.keyboard.press("Escape")
    await expect(chat.panel).to_be_hidden()
    await expect(chat.launcher).to_be_focused()
    assert gateway.only.turns == ["Jeg vil gerne bestille bioposer", "Byvej 54"]


async def test_tab_leads_through_the_chat_in_reading_order_and_out_of_it_again(
    chat: ChatPage, page: Page
) -> None:
    await chat.open()
    await page.get_by_role("button", name="Flere muligheder").focus()
    order = []
    for _ in range(9):
        order.append(
            await page.evaluate("document.activeElement.ariaLabel || document.activeElement.innerText")
        )
        await page.keyboard.press("Tab")
    assert order[:4] == ["Flere muligheder", "Luk chatten", "Samtale", "Hvad sker der med det, jeg skriver?"]
    assert order[4:6] == ["Bestil bioposer", "Tal med en medarbejder"]
    assert order[7] == "Send"
    assert not await chat.panel.evaluate("panel => panel.contains(document.activeElement)")


async def test_shift_enter_makes_a_new_line_and_the_lines_are_kept(
    chat: ChatPage, page: Page, gateway: FakeGateway
) -> None:
    await chat.open()
    low = (await chat.input.bounding_box() or {})["height"]
    await chat.input.press_sequentially("Første linje")
    for line in ("anden", "tredje"):
        await page.keyboard.press("Shift+Enter")
        await chat.input.press_sequentially(line)
    assert (await chat.input.bounding_box() or {})["height"] > low
    await page.keyboard.press("Enter")
    await expect(chat.said_by("assistant").last).to_contain_text("tredje")
    assert gateway.only.turns == ["Første linje\nanden\ntredje"]
    assert await chat.texts("citizen") == ["Første linje\nanden\ntredje"]
    assert (await chat.input.bounding_box() or {})["height"] == low


async def test_a_double_click_on_send_sends_once(chat: ChatPage, page: Page, gateway: FakeGateway) -> None:
    await chat.open()
    await chat.input.fill("Hej")
    await page.get_by_role("button", name="Send", exact=True).dblclick()
    await expect(chat.said_by("assistant").last).to_contain_text("Du skrev: Hej")
    await expect(page.get_by_text("Skriv en besked først.")).to_be_hidden()
    assert gateway.only.turns == ["Hej"]


async def test_a_double_click_on_a_quick_reply_sends_once_and_the_choice_stays_to_be_seen(
    chat: ChatPage, page: Page, gateway: FakeGateway
) -> None:
    await chat.open()
    button = chat.log.get_by_role("button", name="Bestil bioposer")
    await button.dblclick()
    await expect(chat.said_by("assistant").last).to_contain_text("Du skrev")
    await expect(button).to_have_attribute("aria-disabled", "true")
    await expect(button).to_be_visible()
    await button.click(force=True)
    assert gateway.only.turns == ["Jeg vil gerne bestille bioposer"]


async def test_a_blank_message_is_not_sent_but_explained(chat: ChatPage, gateway: FakeGateway) -> None:
    await chat.open()
    await chat.write("   ")
    await expect(chat.panel.get_by_text("Skriv en besked først.")).to_be_visible()
    await expect(chat.input).to_be_focused()
    assert gateway.only.turns == []


async def test_the_counter_shows_near_the_limit_and_a_message_over_it_is_kept_back(
    chat: ChatPage, page: Page, gateway: FakeGateway
) -> None:
    await chat.open()
    counter = page.locator("#chat-counter")
    await chat.input.fill("x" * 1749)
    await expect(counter).to_be_hidden()
    await chat.input.fill("x" * 1750)
    await expect(counter).to_have_text("Du har 250 tegn tilbage")
    await chat.input.fill("😀" * 1999)  # counted as the server counts, not in UTF-16 halves
    await expect(counter).to_have_text("Du har 1 tegn tilbage")
    await chat.input.fill("x" * 2003)
    await expect(counter).to_have_text("Du har skrevet 3 tegn for meget. Gør beskeden kortere.")
    await chat.input.press("Enter")
    assert await chat.input.input_value() == "x" * 2003
    assert gateway.only.turns == []


async def test_the_question_on_the_front_page_goes_into_the_chat(
    chat: ChatPage, page: Page, gateway: FakeGateway
) -> None:
    await chat.visit()
    await page.get_by_label("Dit spørgsmål").fill("Hvornår har I åbent?")
    await page.get_by_role("button", name="Spørg", exact=True).click()
    await expect(chat.said_by("assistant").last).to_contain_text("Du skrev: Hvornår har I åbent?")
    await expect(chat.input).to_be_focused()
    assert gateway.only.turns == ["Hvornår har I åbent?"]


async def test_the_chat_says_that_it_is_a_robot_and_what_becomes_of_the_words(
    chat: ChatPage, page: Page
) -> None:
    await chat.open()
    await expect(chat.panel.get_by_text("Du skriver med en robot")).to_be_visible()
    await expect(chat.panel.get_by_text("Digital assistent (robot)")).to_be_visible()
    await page.get_by_text("Hvad sker der med det, jeg skriver?").click()
    await expect(chat.panel.get_by_text("CPR-numre og kortnumre bliver skjult")).to_be_visible()


async def test_a_new_conversation_is_asked_about_first_and_then_starts_empty(
    chat: ChatPage, page: Page, gateway: FakeGateway
) -> None:
    await chat.open()
    await chat.write("Hej")
    await expect(chat.said_by("assistant").last).to_contain_text("Du skrev")
    await page.get_by_role("button", name="Flere muligheder").click()
    await page.get_by_role("button", name="Ny samtale").click()
    await expect(page.get_by_role("button", name="Nej, bliv her")).to_be_focused()
    await page.get_by_role("button", name="Ja, start forfra").click()
    await expect(chat.said_by("citizen")).to_have_count(0)
    await chat.greeted()
    await chat.write("Hej igen")
    await expect(chat.said_by("assistant").last).to_contain_text("Hej igen")
    assert [conversation.turns for conversation in gateway.conversations.values()] == [["Hej"], ["Hej igen"]]


async def test_the_conversation_can_be_kept_as_a_text_file(
    chat: ChatPage, page: Page, gateway: FakeGateway
) -> None:
    gateway.script = lambda *_: [parts.RECEIPT]
    await chat.open()
    await chat.write("Byvej 54")
    await expect(chat.log.get_by_text("BIO-2026-004217").first).to_be_visible()
    await page.get_by_role("button", name="Flere muligheder").click()
    async with page.expect_download() as download:
        await page.get_by_role("button", name="Hent samtalen som tekst").click()
    file = await download.value
    text = (await file.path()).read_text("utf-8-sig")
    assert file.suggested_filename == "samtale-med-kommunen.txt"
    assert "Byvej 54" in text
    assert "Kvitteringsnummer: BIO-2026-004217" in text


async def test_login_comes_back_to_the_same_conversation_and_can_be_left_again(
    chat: ChatPage, page: Page, gateway: FakeGateway
) -> None:
    gateway.script = lambda *_: [parts.LOGIN]
    await chat.open()
    await chat.write("Jeg skal aflyse min tid i Jobcentret i dag")
    await page.get_by_role("link", name="Log ind med MitID").click()
    await expect(chat.messages.filter(has_text="Tak, du er logget ind.")).to_be_visible()
    await expect(chat.input).to_be_focused()
    assert page.url == f"{gateway.address}/"
    await expect(chat.panel.get_by_text("Logget ind med MitID")).to_be_visible()
    await expect(page.get_by_role("link", name="Log ind med MitID")).to_have_count(0)
    assert await chat.texts("citizen") == ["Jeg skal aflyse min tid i Jobcentret i dag"]

    await page.get_by_role("button", name="Flere muligheder").click()
    await page.get_by_role("button", name="Log ud").click()
    await expect(chat.panel.get_by_text("Logget ind med MitID")).to_be_hidden()
    await expect(chat.notices).to_have_text(["Du er logget ud."])
    assert gateway.only.identity == "none"


async def test_an_answer_that_comes_while_the_chat_is_closed_is_told_on_the_button(
    chat: ChatPage, page: Page, gateway: FakeGateway
) -> None:
    await chat.open()
    await page.keyboard.press("Escape")
    await gateway.say(gateway.only, "person", text="Er du der?")
    button = page.get_by_role("button", name="Skriv med os Nyt svar")
    await button.click()
    await expect(chat.said_by("person")).to_be_in_viewport()
    await page.keyboard.press("Escape")
    await expect(chat.launcher).to_have_accessible_name("Skriv med os")


async def test_the_receipt_number_can_be_copied(chat: ChatPage, page: Page, gateway: FakeGateway) -> None:
    await page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    gateway.script = lambda *_: [parts.RECEIPT]
    await chat.open()
    await chat.write("Byvej 54")
    await page.get_by_role("button", name="Kopiér kvitteringsnummer BIO-2026-004217").click()
    await expect(chat.panel.get_by_text("Kopieret").first).to_be_visible()
    assert await page.evaluate("navigator.clipboard.readText()") == "BIO-2026-004217"


async def test_a_person_taking_over_and_the_end_of_the_conversation_are_shown(
    chat: ChatPage, page: Page, gateway: FakeGateway
) -> None:
    await chat.open()
    await gateway.set_state(gateway.only, state="with_person")
    await gateway.say(gateway.only, "person", text="Hej, du taler med Mette.")
    await expect(chat.said_by("person")).to_contain_text("Hej, du taler med Mette.")
    await expect(chat.head).to_contain_text("Du skriver med et menneske")
    await gateway.set_state(gateway.only, state="closed")
    await expect(chat.input).to_be_hidden()
    await expect(page.get_by_role("button", name="Start en ny samtale")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(chat.input).to_be_focused()
