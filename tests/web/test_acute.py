"""The acute message: at once on the page and in the chat, heard once, and back when it changes."""

import pytest
from playwright.async_api import Page, expect

from .chat_page import ChatPage
from .fake_gateway import FakeGateway

pytestmark = pytest.mark.asyncio(loop_scope="session")

WATER = {"id": "b1", "text": "Kog vandet på Amager, før du drikker det.", "level": "danger"}
POWER = {"id": "b2", "text": "Borgerservice på Nørrebro har lukket i dag.", "level": "warning"}

HEAR = """() => {
    window.heard = [];
    new MutationObserver(changes => {
        for (const change of changes) for (const node of change.addedNodes) {
            const region = change.target.closest?.('[role=alert], [role=status]');
            const seen = region?.checkVisibility() && !region.closest('[inert]');
            if (seen && node.textContent.trim()) window.heard.push(region.role + ': ' + node.textContent);
        }
    }).observe(document.body, { childList: true, subtree: true });
}"""


async def test_it_stands_on_the_front_page_from_the_start_and_danger_interrupts(
    chat: ChatPage, page: Page, gateway: FakeGateway
) -> None:
    gateway.banner = WATER
    await chat.visit()
    await expect(page.get_by_role("alert")).to_have_text(f"Akut besked: {WATER['text']}")
    gateway.banner = None
    await page.reload()
    await expect(chat.launcher).to_be_visible()
    await expect(chat.acute_on_page).to_be_hidden()


async def test_a_warning_waits_its_turn(chat: ChatPage, page: Page, gateway: FakeGateway) -> None:
    gateway.banner = POWER
    await chat.visit()
    await expect(chat.acute_on_page.get_by_role("status")).to_contain_text(POWER["text"])
    await expect(page.get_by_role("alert")).to_have_count(0)


@pytest.mark.parametrize("width", [1280, 320], ids=["beside the page", "over the page"])
async def test_it_comes_at_once_into_an_open_chat_and_is_heard_once(
    chat: ChatPage, page: Page, gateway: FakeGateway, width: int
) -> None:
    await page.set_viewport_size({"width": width, "height": 700})
    await chat.open()
    await page.evaluate(HEAR)
    await gateway.publish(WATER)
    await expect(chat.acute_in_chat).to_contain_text(WATER["text"])
    await expect(chat.acute_on_page).to_contain_text(WATER["text"])
    await chat.write("Er det farligt?")
    await expect(chat.said_by("assistant").last).to_contain_text("Er det farligt?")
    heard = [words for words in await page.evaluate("window.heard") if WATER["text"] in words]
    assert heard == [f"alert: Akut besked: {WATER['text']}"]


async def test_opening_the_chat_does_not_say_again_what_the_page_has_said(
    chat: ChatPage, page: Page, gateway: FakeGateway
) -> None:
    gateway.banner = WATER
    await chat.visit()
    await expect(chat.acute_on_page).to_contain_text(WATER["text"])
    await chat.launcher.click()
    await chat.greeted()
    await expect(chat.acute_in_chat).to_contain_text(WATER["text"])
    assert await chat.acute_in_chat.locator("[role]").count() == 0


async def test_put_out_of_sight_it_stays_so_until_its_words_change(
    chat: ChatPage, page: Page, gateway: FakeGateway
) -> None:
    gateway.banner = WATER
    await chat.open()
    await chat.acute_in_chat.get_by_role("button", name="Skjul beskeden").click()
    await expect(chat.acute_in_chat).to_be_hidden()
    await expect(chat.acute_on_page).to_be_hidden()
    await expect(chat.input).to_be_focused()
    await page.reload()
    await chat.greeted()
    await gateway.publish(WATER)
    await chat.write("Hej")
    await expect(chat.said_by("assistant").last).to_contain_text("Hej")
    await expect(chat.acute_in_chat).to_be_hidden()
    await gateway.publish({**WATER, "text": "Vandet på Amager kan drikkes igen efter kl. 18."})
    await expect(chat.acute_in_chat).to_contain_text("kan drikkes igen")
    await gateway.publish(None)
    await expect(chat.acute_in_chat).to_be_hidden()
    await expect(chat.acute_on_page).to_be_hidden()


async def test_a_page_that_only_lies_open_hears_of_it_within_a_minute(
    chat: ChatPage, page: Page, gateway: FakeGateway
) -> None:
    await page.clock.install()
    async with page.expect_response("**/api/banner"):
        await chat.visit()
    gateway.banner = WATER
    await page.clock.run_for(61_000)
    await expect(chat.acute_on_page).to_contain_text(WATER["text"])


async def test_it_is_shown_as_text_whatever_stands_in_it(
    chat: ChatPage, page: Page, gateway: FakeGateway
) -> None:
    gateway.banner = {"id": "b", "text": "<img src=x onerror=alert(1)> & <b>fed</b>", "level": "danger"}
    await chat.visit()
    await expect(chat.acute_on_page).to_contain_text("<img src=x onerror=alert(1)> & <b>fed</b>")
    assert await chat.acute_on_page.locator("img, b").count() == 0
