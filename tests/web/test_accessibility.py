"""WCAG 2.1 A and AA by axe, and what axe cannot see: announcements, reflow, target sizes, the page behind."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Page, expect

from . import parts
from .chat_page import ChatPage
from .fake_gateway import FakeGateway

pytestmark = pytest.mark.asyncio(loop_scope="session")

RULES: dict[str, Any] = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]},
    "resultTypes": ["violations"],
}


async def check(page: Page) -> None:
    """Fail with axe's own words if it finds anything."""
    results = await Axe().run(page, options=RULES)
    assert results.violations_count == 0, results.generate_report()


async def show_all_parts(chat: ChatPage, gateway: FakeGateway) -> None:
    gateway.script = lambda *_: parts.ALL
    await chat.open()
    await chat.write("Vis mig det hele")
    await expect(chat.said_by("assistant")).to_have_count(2 + len(parts.ALL))


LOOKS: dict[str, dict[str, Any]] = {
    "light": {},
    "dark": {"color_scheme": "dark"},
    "high contrast": {"forced_colors": "active"},
    "small screen": {"viewport": {"width": 320, "height": 640}},
    "200 % zoom": {"viewport": {"width": 640, "height": 450}},
}


@pytest_asyncio.fixture(loop_scope="session", params=LOOKS.values(), ids=LOOKS.keys())
async def look(
    browser: Browser, gateway: FakeGateway, request: pytest.FixtureRequest
) -> AsyncIterator[ChatPage]:
    """The chat in one of the looks that a reader may have chosen."""
    settings = {"viewport": {"width": 1280, "height": 900}, "locale": "da-DK", **request.param}
    context = await browser.new_context(reduced_motion="reduce", **settings)
    context.set_default_timeout(5_000)
    yield ChatPage(await context.new_page(), gateway)
    await context.close()


async def test_axe_finds_nothing_closed_open_and_with_every_part(
    look: ChatPage, gateway: FakeGateway
) -> None:
    await look.visit()
    await check(look.page)
    await show_all_parts(look, gateway)
    await check(look.page)
    gateway.script = lambda *_: [parts.TEXT]
    await look.write("Tak")
    await expect(look.said_by("assistant").last).to_contain_text("Kirsten Larsen")
    await gateway.set_state(gateway.only, identity="mitid", state="with_person")
    await gateway.say(gateway.only, "person", text="Hej, du taler med Mette.")
    await look.page.get_by_text("Hvad sker der med det, jeg skriver?").click()
    await look.input.fill("x" * 2001)
    await look.page.get_by_role("button", name="Flere muligheder").click()
    await expect(look.page.get_by_role("button", name="Log ud")).to_be_visible()
    await check(look.page)


async def test_nothing_runs_out_of_the_side_of_the_page_or_the_chat(
    look: ChatPage, gateway: FakeGateway
) -> None:
    await look.visit()
    assert await look.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    await show_all_parts(look, gateway)
    await look.write("Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 3)
    await expect(look.said_by("citizen")).to_have_count(2)
    assert await look.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert await look.scroller.evaluate("node => node.scrollWidth <= node.clientWidth")
    panel = await look.panel.bounding_box() or {}
    width = await look.page.evaluate("innerWidth")
    assert panel["x"] >= 0
    assert panel["x"] + panel["width"] <= width


async def test_on_a_small_screen_the_chat_fills_it_and_the_page_behind_takes_no_focus(
    browser: Browser, gateway: FakeGateway
) -> None:
    context = await browser.new_context(viewport={"width": 320, "height": 640})
    chat = ChatPage(await context.new_page(), gateway)
    await chat.open()
    assert await chat.panel.bounding_box() == {"x": 0, "y": 0, "width": 320, "height": 640}
    assert await chat.page.evaluate("document.getElementById('page').inert")
    await chat.page.get_by_role("button", name="Luk chatten").click()
    assert not await chat.page.evaluate("document.getElementById('page').inert")
    await context.close()


async def test_everything_to_press_is_at_least_24_pixels_each_way(
    chat: ChatPage, gateway: FakeGateway
) -> None:
    await show_all_parts(chat, gateway)
    small = await chat.page.evaluate(
        """() => [...document.querySelectorAll('a, button, summary, input, textarea')]
            .map(node => [node, node.getBoundingClientRect()])
            .filter(([node, box]) => box.width > 0 && !node.closest('p') && !node.matches('.skipnav'))
            .filter(([, box]) => box.width < 24 || box.height < 24)
            .map(([node]) => node.outerHTML)"""
    )
    assert small == []


LISTEN = """() => {
    window.heard = [];
    const log = document.querySelector('[role=log]');
    new MutationObserver(changes => {
        if (log.ariaLive === 'off') return;
        for (const change of changes) for (const node of change.addedNodes) {
            if (node.nodeType === 1 && node.parentElement === log) window.heard.push(node.textContent);
        }
    }).observe(log, { childList: true, subtree: true });
}"""


async def test_each_message_enters_the_live_log_once_with_who_said_it(
    chat: ChatPage, page: Page, gateway: FakeGateway
) -> None:
    await chat.open()
    await expect(chat.log).to_have_attribute("aria-live", "polite")
    await page.evaluate(LISTEN)
    gateway.script = lambda *_: [parts.TEXT, {"type": "text", "text": "Ja, hvad er din adresse?"}]
    await chat.write("Hvad tid kommer min hjemmepleje?")
    await expect(chat.said_by("assistant")).to_have_count(4)
    heard = await page.evaluate("window.heard")
    assert len(heard) == 3
    for text, (who, said) in zip(
        heard,
        [("Du", "Hvad tid"), ("Assistenten", "Kirsten Larsen"), ("Assistenten", "hvad er din adresse")],
        strict=True,
    ):
        assert text.startswith(who)
        assert said in text


async def test_restored_history_is_not_read_out_again(chat: ChatPage, page: Page) -> None:
    await chat.open()
    await chat.write("Hej")
    await expect(chat.said_by("assistant").last).to_contain_text("Du skrev")
    await page.add_init_script(
        f"document.addEventListener('DOMContentLoaded', () => queueMicrotask({LISTEN}))"
    )
    await page.reload()
    await expect(chat.said_by("assistant").last).to_contain_text("Du skrev")
    assert await page.evaluate("window.heard") == []
    await expect(chat.log).to_have_attribute("aria-live", "polite")


async def test_typing_is_told_politely_and_only_when_it_takes_a_while(
    chat: ChatPage, page: Page, gateway: FakeGateway
) -> None:
    await chat.open()
    status = chat.panel.locator("> [role=status]")
    await chat.write("Hurtig")
    await expect(chat.said_by("assistant").last).to_contain_text("Hurtig")
    await expect(status).to_be_empty()
    gateway.go_on.clear()
    await chat.write("Langsom")
    await expect(status).to_have_text("Assistenten skriver …")
    gateway.go_on.set()
    await expect(chat.said_by("assistant").last).to_contain_text("Langsom")
    await expect(status).to_be_empty()


async def test_the_language_of_the_page_and_of_a_part_in_english_is_marked(
    chat: ChatPage, page: Page, gateway: FakeGateway
) -> None:
    gateway.script = lambda *_: [parts.TEXT, parts.ENGLISH]
    await chat.open()
    await chat.write("When does my home care come?")
    await expect(page.locator("html")).to_have_attribute("lang", "da")
    await expect(chat.panel).to_have_attribute("lang", "da")
    await expect(chat.log.locator("[lang=en]")).to_have_text("Your home carer comes today at 10.")


async def test_escape_closes_the_menu_before_the_chat(chat: ChatPage, page: Page) -> None:
    await chat.open()
    more = page.get_by_role("button", name="Flere muligheder")
    await more.click()
    await expect(more).to_have_attribute("aria-expanded", "true")
    await page.keyboard.press("Escape")
    await expect(more).to_have_attribute("aria-expanded", "false")
    await expect(more).to_be_focused()
    await expect(chat.panel).to_be_visible()
