"""The model dialogues in real Chromium, by keyboard, with login on the web and axe on the real page."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
import requests
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.house.running import House

WCAG = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}}
PATIENCE_MS = 15_000


@pytest.fixture
def page(browser: Browser, house: House) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="da-DK")
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    page.goto(house.gateway)
    yield page
    context.close()


def opens_the_chat(page: Page) -> None:
    """Reach the chat's button by Tab and open it with Enter, as somebody without a mouse does."""
    launcher = page.get_by_role("button", name="Skriv med os")
    launcher.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Skriv din besked")).to_be_focused()


def writes(page: Page, text: str) -> None:
    page.keyboard.type(text)
    page.keyboard.press("Enter")


def reads(page: Page, text: str) -> None:
    expect(page.get_by_role("log").get_by_text(text, exact=False).last).to_be_visible(timeout=PATIENCE_MS)


def logs_in(page: Page, name: str) -> None:
    """Follow the login card and approve as the named citizen, by keyboard."""
    page.get_by_role("link", name="Log ind med MitID").last.focus()
    page.keyboard.press("Enter")
    page.get_by_label(name).focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Godkend").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Skriv din besked")).to_be_visible(timeout=PATIENCE_MS)
    page.get_by_label("Skriv din besked").focus()


def test_d1_by_keyboard_and_after_a_reload_everything_is_still_there(page, house):
    opens_the_chat(page)
    writes(page, "Hvad tid kommer min hjemmepleje?")
    logs_in(page, "Anna Jensen")
    reads(page, "Din hjemmeplejer, Kirsten Larsen, kommer i dag kl. 10")
    writes(page, "Jeg er også løbet tør for bioposer. Kan jeg få nogle flere?")
    reads(page, "Ja, hvad er din adresse?")
    writes(page, "Byvej 54")
    reads(page, "Vi sender bioposer til dig, og de er hos dig inden for fire dage.")
    reads(page, "Byvej 54, 2700 Brønshøj")
    assert [order["address_text"] for order in house.read("/affald/orders")] == ["Byvej 54, 2700 Brønshøj"]
    page.reload()
    reads(page, "Kirsten Larsen")
    reads(page, "Byvej 54, 2700 Brønshøj")


def test_d2_shows_the_hand_over_with_its_topics(page, house):
    opens_the_chat(page)
    writes(
        page,
        "Mit MitID virker ikke, og jeg har også en regning, jeg ikke forstår. "
        "Jeg vil gerne snakke med en, der kan hjælpe mig",
    )
    reads(page, "Jeg stiller dig videre til personlig betjening.")
    reads(page, "Regning eller opkrævning")
    assert len(house.read("/kontaktcenter/handoffs")) == 1


def test_d3_goes_on_by_itself_after_login(page, house):
    opens_the_chat(page)
    writes(page, "Jeg skal aflyse min tid i Jobcentret i dag")
    reads(page, "Du skal først logge ind med MitID og begrunde dit afbud")
    logs_in(page, "Anna Jensen")
    reads(page, "Hvorfor må du melde afbud?")
    writes(page, "Jeg er syg")
    reads(page, "Jeg har aflyst din tid i Jobcentret, og skrevet en mail til din sagsbehandler")
    assert house.read("/mail/messages")[0]["to"] == ["mette.soerensen@example.dk"]


def test_a_refused_login_comes_back_to_the_chat_with_an_explanation(page):
    opens_the_chat(page)
    writes(page, "Hvad tid kommer min hjemmepleje?")
    page.get_by_role("link", name="Log ind med MitID").last.click()
    page.get_by_label("Anna Jensen").check()
    page.get_by_role("button", name="Afvis").click()
    page.wait_for_url(re.compile(r"chat=1|/login/"))
    page.goto(page.url.split("/login")[0].split("?")[0] + "?chat=1")
    reads(page, "ikke logget ind")


def test_the_real_conversation_is_accessible(page):
    opens_the_chat(page)
    writes(page, "jeg mangler poser")
    reads(page, "Hvilke poser")
    writes(page, "bestil bioposer til Byvej 54")
    reads(page, "inden for fire dage")
    results = Axe().run(page, options=WCAG)
    assert results.violations_count == 0, results.generate_report()


def test_a_back_office_cannot_put_markup_on_the_page(page, house):
    visit = {"date": "today", "time": "11:00", "carer": "<img src=x onerror=document.title='hacked'>"}
    requests.put(f"{house.stubs}/_seed", json={"citizen": "anna-jensen", "visits": [visit]}, timeout=5)
    opens_the_chat(page)
    writes(page, "Hvad tid kommer min hjemmepleje?")
    logs_in(page, "Anna Jensen")
    reads(page, "<img src=x")
    assert page.title() != "hacked"
    assert page.get_by_role("log").locator("img").count() == 0
