"""WCAG 2.1 A and AA by axe in every look, the keyboard, focus, and what is heard."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from ..test_accessibility import check
from .cases import METTE, OLE, case, said, taken
from .desk_page import DeskPage
from .fake_desk import FakeDesk

pytestmark = pytest.mark.asyncio(loop_scope="session")

LOOKS: dict[str, dict[str, Any]] = {
    "light": {},
    "dark": {"color_scheme": "dark"},
    "high contrast": {"forced_colors": "active"},
    "1024 wide": {"viewport": {"width": 1024, "height": 768}},
    "200 % zoom": {"viewport": {"width": 683, "height": 384}},
}


@pytest_asyncio.fixture(loop_scope="session", params=LOOKS.values(), ids=LOOKS.keys())
async def look(browser: Browser, desk: FakeDesk, request: pytest.FixtureRequest) -> AsyncIterator[DeskPage]:
    """The desk in one of the looks that an employee may have."""
    settings = {"viewport": {"width": 1366, "height": 768}, "locale": "da-DK", **request.param}
    context = await browser.new_context(reduced_motion="reduce", **settings)
    context.set_default_timeout(15_000)
    yield await DeskPage(await context.new_page(), desk).enter()
    await context.close()


async def fill(desk: FakeDesk) -> None:
    """Put in something of everything."""
    full = case(
        "s-9", "Hjælp til MitID", "Byggesag", failed=["Det gik ikke."], hypercare=True, **taken(METTE)
    )
    full["topics"][0] |= {"summary": "Spærret.", "state": "failed", "facts": {"Telefon": "iPhone"}}
    receipt = {
        "type": "receipt",
        "title": "Bestilt",
        "number": "B-4",
        "facts": [{"label": "A", "value": "B"}],
    }
    buttons = {"type": "buttons", "text": "Vælg", "buttons": [{"title": "Ja", "text": "ja"}]}
    await desk.add(
        full,
        said(1, "assistant", part=buttons),
        said(2, "citizen", "Ja"),
        said(3, "assistant", part=receipt),
        said(4, "system", "Mette er kommet"),
        said(5, "person", "Hej", name="Mette", client_id="a"),
    )
    desk.notes["s-9"] = [{"seq": 1, "time": "2026-11-21T09:00:00+01:00", "by": "Ole", "text": "Husk"}]
    desk.suggestions = [{"kind": "answer", "title": "Ny kode", "text": "Tekst", "url": "https://kk.dk/x"}]
    await desk.add(case("s-7", "Nødkald", priority="immediate", channel="voice", language="en"))
    await desk.add(case("s-6", "Vielse", **taken(OLE)))
    await desk.add(case("s-5", "Pas", state="closed", outcome="loest", ended_at="2026-11-21T09:45:00+01:00"))
    await desk.tell({"type": "banner", "banner": {"id": "b", "text": "Vandet er lukket.", "level": "danger"}})


async def test_axe_finds_nothing_in_any_part_of_the_desk(look: DeskPage, desk: FakeDesk) -> None:
    page = look.page
    await check(page)
    await fill(desk)
    await page.evaluate("location.hash = '#sag/s-9'")
    await expect(look.log.locator(".message")).to_have_count(5)
    await desk.tell({"type": "citizen_typing", "case": "s-9", "on": True})
    for pane in ("Sager", "Samtale", "Om sagen"):
        tab = page.locator(".pane-tab", has_text=pane)
        if await tab.is_visible():
            await tab.click()
        await check(page)
    for tool in ("Akut besked", "Emner"):
        await look.button(tool).click()
        await expect(look.dialog).to_be_visible()
        await check(page)
        await page.keyboard.press("Escape")
        await expect(look.dialog).to_have_count(0)
    for key in ("l", "m", "g", "?"):
        await page.keyboard.press(key)
        await expect(look.dialog).to_be_visible()
        await check(page)
        await page.keyboard.press("Escape")
        await expect(look.dialog).to_have_count(0)
    await page.evaluate("location.hash = '#ring/b-1'")
    await expect(page.locator(".call-back-number")).to_be_attached()
    await check(page)
    desk.unreachable = True
    await desk.cut()
    await expect(page.locator(".strip-offline")).to_be_visible()
    await check(page)


async def test_nothing_runs_out_of_the_side_of_the_page(look: DeskPage, desk: FakeDesk) -> None:
    await fill(desk)
    await desk.add(case("s-4", "x" * 200), said(1, "citizen", "y" * 300))
    await look.page.evaluate("location.hash = '#sag/s-4'")
    await expect(look.log.locator(".message")).to_have_count(1)
    assert await look.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    box = await look.log.locator(".bubble").bounding_box()
    width = await look.page.evaluate("innerWidth")
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width


async def test_a_day_can_be_worked_from_the_keyboard(mette: DeskPage, desk: FakeDesk, page: Page) -> None:
    keys = page.keyboard
    await keys.press("j")
    await expect(mette.title).to_contain_text("Hjælp til MitID")
    await expect(mette.row("s-1")).to_be_focused()
    await keys.press("j")
    await expect(mette.title).to_have_text("Bestil bioposer")
    await keys.press("k")
    await keys.press("t")
    await expect(mette.reply).to_be_focused()
    await keys.type("jktrnmgl?/")
    await expect(mette.reply).to_have_value("jktrnmgl?/")
    await expect(mette.dialog).to_have_count(0)
    await keys.press("Escape")
    await expect(mette.reply).not_to_be_focused()
    await expect(mette.reply).to_have_value("jktrnmgl?/")
    await keys.press("n")
    await expect(mette.note).to_be_focused()
    await keys.press("Escape")
    await keys.press("/")
    await expect(mette.search).to_be_focused()
    await keys.press("Escape")
    await keys.press("r")
    await expect(mette.reply).to_be_focused()
    await keys.press("Control+A")
    await keys.press("Delete")
    await keys.press("Escape")
    await keys.press("l")
    await expect(mette.dialog.get_by_label("Løst")).to_be_focused()
    await keys.press("Space")
    await keys.press("Enter")
    await expect(page.locator(".talk-state")).to_contain_text("Slut: løst")
    await expect(mette.title).to_be_focused()
    assert [path for path, _ in desk.acts] == ["cases/s-1/take", "cases/s-1/close"]


async def test_the_keys_are_explained_and_can_be_turned_off(mette: DeskPage, page: Page) -> None:
    await page.keyboard.press("?")
    await expect(mette.dialog).to_contain_text("Næste sag i listen")
    await mette.dialog.get_by_label("Genveje på tastaturet").uncheck()
    await page.keyboard.press("Escape")
    await page.keyboard.press("j")
    await page.keyboard.press("?")
    await expect(mette.dialog).to_have_count(0)
    await expect(page.get_by_role("heading", name="Vælg en sag i listen")).to_be_visible()
    await page.reload()
    await expect(mette.link).to_have_text("Forbundet")
    await page.keyboard.press("j")
    await expect(page.get_by_role("heading", name="Vælg en sag i listen")).to_be_visible()
    await mette.button("Mette Holm").click()
    await mette.button("Genveje").click()
    await mette.dialog.get_by_label("Genveje på tastaturet").check()
    await page.keyboard.press("Escape")
    await page.keyboard.press("j")
    await expect(mette.title).to_contain_text("Hjælp til MitID")


async def test_a_key_with_control_or_held_down_is_not_a_shortcut(mette: DeskPage, page: Page) -> None:
    await mette.open("s-1")
    for key in ("Control+m", "Alt+m", "Meta+m"):
        await page.keyboard.press(key)
    await expect(mette.dialog).to_have_count(0)


async def test_a_dialog_gives_the_focus_back_to_where_it_was(mette: DeskPage, page: Page) -> None:
    await mette.open("s-1")
    await mette.button("Flyt").click()
    await expect(mette.dialog.get_by_label("Til hvilken kø?")).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(mette.button("Flyt")).to_be_focused()
    await mette.button("Mette Holm").click()
    await mette.button("Indstillinger").click()
    await expect(mette.dialog).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(mette.button("Mette Holm")).to_be_focused()


async def test_a_case_that_comes_does_not_take_the_focus_or_what_is_written(
    mette: DeskPage, desk: FakeDesk
) -> None:
    await mette.take("s-1")
    await mette.reply.type("Jeg er i gang")
    await desk.add(case("s-3", "Nødkald", priority="immediate"))
    await expect(mette.row("s-3")).to_be_visible()
    await expect(mette.reply).to_be_focused()
    await mette.row("s-2").focus()
    await desk.add(case("s-4", "Ældst", opened_at="2026-11-21T08:00:00+01:00"))
    await expect(mette.row("s-4")).to_be_visible()
    await expect(mette.row("s-2")).to_be_focused()


async def test_sound_and_notes_on_the_desktop_are_off_until_one_asks(mette: DeskPage, page: Page) -> None:
    await mette.button("Mette Holm").click()
    await mette.button("Indstillinger").click()
    await expect(mette.dialog.get_by_label("Lyd, når en ny sag kommer")).not_to_be_checked()
    await expect(mette.dialog.get_by_label("Besked på skrivebordet")).not_to_be_checked()
    await mette.dialog.get_by_label("Besked på skrivebordet").click()
    await expect(mette.dialog).to_contain_text("Din browser siger nej til beskeder")
    await expect(mette.dialog.get_by_label("Besked på skrivebordet")).not_to_be_checked()


async def test_the_history_is_not_read_aloud_but_what_comes_after_is(mette: DeskPage, desk: FakeDesk) -> None:
    await mette.open("s-1")
    await expect(mette.log).to_have_attribute("aria-live", "off")
    await expect(mette.log).to_have_attribute("aria-live", "polite")


async def test_at_200_percent_one_part_is_shown_at_a_time_and_a_case_leads_to_its_conversation(
    desk: FakeDesk, browser: Browser
) -> None:
    context = await browser.new_context(viewport={"width": 683, "height": 384}, locale="da-DK")
    context.set_default_timeout(15_000)
    one = await DeskPage(await context.new_page(), desk).enter()
    await expect(one.row("s-1")).to_be_visible()
    await one.open("s-1")
    await expect(one.row("s-1")).to_be_hidden()
    await one.page.get_by_role("button", name="Om sagen").click()
    await expect(one.note).to_be_visible()
    await expect(one.log).to_be_hidden()
    await context.close()
