"""The wait for a person: place and time, closed and empty desks, asking on, and leaving the queue."""

import pytest
from playwright.async_api import Page, expect

from bot.gateway.personal_service.notices import service_notice

from .chat_page import ChatPage
from .fake_gateway import FakeGateway

pytestmark = pytest.mark.asyncio(loop_scope="session")

SECOND = "Du er nummer 2 i køen til Borgerservice. Det tager cirka 8 minutter."


async def test_the_place_in_the_queue_stands_above_the_field_and_follows_the_queue(
    chat: ChatPage, gateway: FakeGateway
) -> None:
    await chat.open()
    await expect(chat.waiting).to_be_hidden()
    await gateway.wait(gateway.only)
    await expect(chat.waiting).to_contain_text(SECOND)
    await expect(chat.head).to_contain_text("Robot – du venter på Borgerservice")
    await gateway.wait(gateway.only, position=1, wait_minutes=1)
    await expect(chat.waiting).to_contain_text("Du er den næste i køen til Borgerservice.")
    await expect(chat.waiting).to_contain_text("cirka 1 minut.")
    box = await chat.waiting.bounding_box() or {}
    assert box["y"] + box["height"] <= (await chat.input.bounding_box() or {})["y"]


async def test_closed_says_when_it_opens_and_an_empty_desk_promises_no_time(
    chat: ChatPage, gateway: FakeGateway
) -> None:
    await chat.open()
    await gateway.wait(gateway.only, is_open=False, opens_at="2026-11-21T08:00:00+01:00")
    await expect(chat.waiting).to_contain_text("De åbner i morgen kl. 8.")
    await expect(chat.waiting).to_contain_text("ringes op")
    await gateway.wait(gateway.only, staffed=False)
    await expect(chat.waiting).to_contain_text("Der sidder ingen medarbejder klar lige nu.")
    await expect(chat.waiting).not_to_contain_text("minutter")


async def test_one_may_go_on_asking_the_assistant_while_one_waits(
    chat: ChatPage, gateway: FakeGateway
) -> None:
    await chat.open()
    await gateway.wait(gateway.only)
    await expect(chat.waiting).to_contain_text("Spørg bare robotten om andet imens.")
    await chat.write("Hvad koster et pas?")
    await expect(chat.said_by("assistant").last).to_contain_text("Du skrev: Hvad koster et pas?")
    await expect(chat.waiting).to_contain_text(SECOND)


async def test_the_queue_is_said_aloud_now_and_then_and_not_at_every_change(
    chat: ChatPage, page: Page, gateway: FakeGateway
) -> None:
    await page.clock.install()
    await chat.open()
    status = chat.panel.locator("> [role=status]")
    await gateway.wait(gateway.only)
    await expect(chat.waiting).to_contain_text("nummer 2")
    await page.clock.run_for(200)
    await expect(status).to_have_text(SECOND)
    await gateway.wait(gateway.only, position=1)
    await expect(chat.waiting).to_contain_text("den næste")
    await page.clock.run_for(20_000)
    await expect(status).to_have_text(SECOND)
    await page.clock.run_for(15_000)
    await expect(status).to_contain_text("den næste")
    assert (
        await chat.waiting.evaluate("node => node.closest('[aria-live], [role=status], [role=alert]')")
        is None
    )


async def test_leaving_the_queue_asks_first_and_no_keeps_the_place(
    chat: ChatPage, page: Page, gateway: FakeGateway
) -> None:
    await chat.open()
    await gateway.wait(gateway.only)
    stop = page.get_by_role("button", name="Vent ikke længere")
    await stop.click()
    await expect(page.get_by_role("button", name="Nej, jeg venter")).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(stop).to_be_focused()
    await expect(chat.panel).to_be_visible()
    await stop.press("Enter")
    await page.keyboard.press("Enter")
    await expect(stop).to_be_focused()
    assert gateway.only.state == "waiting_for_person"


@pytest.mark.parametrize("socket", [True, False], ids=["with a socket", "over plain http"])
async def test_leaving_the_queue_gives_the_conversation_back_to_the_assistant(
    chat: ChatPage, page: Page, gateway: FakeGateway, socket: bool
) -> None:
    gateway.refuse_sockets = not socket
    await chat.open()
    await gateway.wait(gateway.only)
    await chat.write("Et menneske, tak")
    await expect(chat.waiting).to_contain_text(SECOND)
    await page.get_by_role("button", name="Vent ikke længere").click()
    await page.get_by_role("button", name="Ja, stop med at vente").dblclick()
    await expect(chat.waiting).to_be_hidden()
    await expect(chat.input).to_be_focused()
    await expect(chat.notices).to_have_text([service_notice("withdrawn", "da")])
    await expect(chat.head).to_contain_text("Digital assistent (robot)")


async def test_a_leaving_that_did_not_get_through_says_so_and_can_be_tried_again(
    chat: ChatPage, page: Page, gateway: FakeGateway
) -> None:
    await chat.open()
    await gateway.wait(gateway.only)
    gateway.failing.add("withdraw")
    await page.get_by_role("button", name="Vent ikke længere").click()
    await page.get_by_role("button", name="Ja, stop med at vente").click()
    await expect(chat.waiting.get_by_role("alert")).to_contain_text("Du er stadig i køen.")
    await expect(chat.waiting).to_contain_text(SECOND)
    gateway.failing.clear()
    await page.get_by_role("button", name="Vent ikke længere").click()
    await page.get_by_role("button", name="Ja, stop med at vente").click()
    await expect(chat.waiting).to_be_hidden()


async def test_a_person_who_comes_while_one_is_asked_takes_the_question_away(
    chat: ChatPage, page: Page, gateway: FakeGateway
) -> None:
    await chat.open()
    await gateway.wait(gateway.only)
    await page.get_by_role("button", name="Vent ikke længere").click()
    await gateway.join(gateway.only)
    await expect(chat.waiting).to_be_hidden()
    await expect(chat.input).to_be_focused()
    await gateway.move(gateway.only, "Jobcentret")
    await expect(page.get_by_role("button", name="Vent ikke længere")).to_be_visible()
    await expect(page.get_by_role("button", name="Ja, stop med at vente")).to_be_hidden()


async def test_a_reload_keeps_the_place_and_says_nothing_twice(
    chat: ChatPage, page: Page, gateway: FakeGateway
) -> None:
    await chat.open()
    await gateway.wait(gateway.only)
    await gateway.join(gateway.only)
    await gateway.move(gateway.only, "Jobcentret")
    await expect(chat.waiting).to_contain_text("køen til Jobcentret")
    before = await chat.messages.all_inner_texts()
    await page.reload()
    await expect(chat.waiting).to_contain_text("køen til Jobcentret")
    assert await chat.messages.all_inner_texts() == before
