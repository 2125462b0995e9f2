"""WCAG 2.1 A and AA through a hand-over: axe in each state, reflow, room for the conversation, targets."""

import pytest
from playwright.async_api import expect

from . import parts
from .chat_page import ChatPage
from .fake_gateway import FakeGateway
from .test_accessibility import check, look

pytestmark = pytest.mark.asyncio(loop_scope="session")

__all__ = ["look"]

DANGER = {
    "id": "b",
    "text": "Kog vandet på Amager, før du drikker det. Følg med på kk.dk.",
    "level": "danger",
}


async def fits(chat: ChatPage) -> None:
    """Nothing runs out at the side, and some of the conversation can always be read."""
    await check(chat.page)
    assert await chat.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert await chat.panel.evaluate("node => node.scrollWidth <= node.clientWidth")
    assert (await chat.scroller.bounding_box() or {})["height"] >= 60
    small = await chat.panel.evaluate(
        """panel => [...panel.querySelectorAll('a, button, input, textarea')]
            .filter(node => !node.closest('p') && node.checkVisibility())
            .map(node => [node, node.getBoundingClientRect()])
            .filter(([, box]) => box.width < 24 || box.height < 24)
            .map(([node]) => node.outerHTML)"""
    )
    assert small == []


async def test_axe_finds_nothing_in_a_wait_and_nothing_runs_out_of_it(
    look: ChatPage, gateway: FakeGateway
) -> None:
    await look.open()
    await gateway.wait(gateway.only)
    await expect(look.waiting).to_contain_text("nummer 2")
    await fits(look)
    await gateway.wait(gateway.only, is_open=False, opens_at="2027-01-04T08:00:00+01:00")
    await expect(look.waiting).to_contain_text("mandag den 4. januar kl. 8")
    await fits(look)
    await gateway.wait(gateway.only, staffed=False)
    gateway.failing.add("withdraw")
    await look.page.get_by_role("button", name="Vent ikke længere").click()
    await fits(look)
    await look.page.get_by_role("button", name="Ja, stop med at vente").click()
    await expect(look.waiting.get_by_role("alert")).to_be_visible()
    await fits(look)


async def test_axe_finds_nothing_with_a_person_and_when_they_have_closed(
    look: ChatPage, gateway: FakeGateway
) -> None:
    await look.open()
    await gateway.wait(gateway.only)
    await gateway.join(gateway.only)
    await gateway.say(gateway.only, "person", text="Hej, jeg er et menneske.", name="Mette")
    await look.write("Hej Mette")
    await expect(look.said_by("citizen").last).to_contain_text("Sendt")
    await gateway.person_types(gateway.only)
    await expect(look.panel.locator(".typing")).to_be_visible()
    await fits(look)
    await gateway.close(gateway.only)
    await expect(look.notices).to_have_count(2)
    await fits(look)


async def test_axe_finds_nothing_in_the_question_about_an_answer(
    look: ChatPage, gateway: FakeGateway
) -> None:
    gateway.script = lambda *_: [parts.FEEDBACK]
    await look.open()
    await look.write("Hej")
    question = look.log.locator("[data-part=feedback]")
    await question.get_by_role("button", name="Nej", exact=True).click()
    await question.get_by_role("radio").nth(1).check()
    await question.get_by_role("textbox").fill("x" * 1001)
    await fits(look)
    gateway.failing.add("feedback")
    await question.get_by_role("textbox").fill("Det var forkert")
    await question.get_by_role("button", name="Send svar").click()
    await expect(question.get_by_role("alert")).to_be_visible()
    await fits(look)
    gateway.failing.clear()
    await question.get_by_role("button", name="Prøv igen").click()
    await expect(question).to_contain_text("Tak for dit svar.")
    await fits(look)


@pytest.mark.parametrize("level", ["warning", "danger"])
async def test_axe_finds_nothing_in_an_acute_message_over_a_wait(
    look: ChatPage, gateway: FakeGateway, level: str
) -> None:
    gateway.banner = {**DANGER, "level": level}
    await look.visit()
    await expect(look.acute_on_page).to_contain_text("Kog vandet")
    await check(look.page)
    await look.launcher.click()
    await look.greeted()
    await gateway.wait(gateway.only)
    await expect(look.waiting).to_contain_text("nummer 2")
    await expect(look.acute_in_chat).to_contain_text("Kog vandet")
    await fits(look)
