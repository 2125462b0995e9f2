"""Citizen and employees side by side in real Chromium, on the whole house: the hand-over from both sides."""

from __future__ import annotations

import os
import re
import signal
import time
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.house.running import Citizen, House
from tests.house.test_in_the_browser import PATIENCE_MS, WCAG, opens_the_chat, reads, writes

D2 = (
    "Mit MitID virker ikke, og jeg har også en regning, jeg ikke forstår. "
    "Jeg vil gerne snakke med en, der kan hjælpe mig"
)
RESTART_MS = 40_000
NO_LINE = {"citizen": "Der er ingen forbindelse lige nu", "employee": "Ingen forbindelse"}
"""What a page says while it is cut off."""


@pytest.fixture
def windows(browser: Browser) -> Iterator[list[BrowserContext]]:
    """Browsers of one test, closed after it."""
    opened: list[BrowserContext] = []
    yield opened
    for context in opened:
        context.close()


def window(browser: Browser, windows: list[BrowserContext], width: int = 1366, height: int = 768) -> Page:
    context = browser.new_context(viewport={"width": width, "height": height}, locale="da-DK")
    context.set_default_timeout(PATIENCE_MS)
    windows.append(context)
    return context.new_page()


@pytest.fixture
def citizen(browser: Browser, windows: list[BrowserContext], house: House) -> Page:
    """A citizen who waits for a person with two matters."""
    page = window(browser, windows, 1000, 800)
    page.goto(house.gateway)
    opens_the_chat(page)
    writes(page, D2)
    reads(page, "Jeg stiller dig videre til personlig betjening.")
    return page


def signs_in(browser: Browser, windows: list[BrowserContext], house: House, name: str) -> Page:
    """Sign in at the desk as an employee does, through the broker's page."""
    page = window(browser, windows)
    page.goto(f"{house.gateway}/desk")
    page.get_by_role("link", name="Log ind", exact=True).click()
    page.get_by_label(name).check()
    page.get_by_role("button", name="Log ind").click()
    expect(page.get_by_text("Forbundet").first).to_be_visible(timeout=PATIENCE_MS)
    return page


@pytest.fixture
def mette(browser: Browser, windows: list[BrowserContext], house: House) -> Page:
    return signs_in(browser, windows, house, "Mette Holst")


def opens_the_case(desk: Page) -> None:
    """Open the newest case: those of other tests may wait still, and ours may not have come yet."""
    until = time.monotonic() + PATIENCE_MS / 1000
    while True:
        desk.locator(".list-waiting [data-case]").last.click()
        try:
            return expect(desk.get_by_role("log")).to_contain_text("Mit MitID virker ikke", timeout=1500)
        except AssertionError:
            if time.monotonic() > until:
                raise


def takes_it(desk: Page) -> None:
    opens_the_case(desk)
    desk.get_by_role("button", name="Tag samtalen").first.click()
    expect(desk.get_by_label("Skriv til borgeren")).to_be_visible(timeout=PATIENCE_MS)


def answers(desk: Page, text: str) -> None:
    desk.get_by_label("Skriv til borgeren").fill(text)
    desk.get_by_role("button", name="Send", exact=True).click()


def test_from_the_wish_for_a_person_to_the_end(citizen: Page, mette: Page, house: House) -> None:
    # Citizens of other tests may wait still, and before this one.
    place = re.compile(r"Du er (den næste|nummer \d+) i køen til Borgerservice")
    expect(citizen.get_by_text(place).first).to_be_visible()
    takes_it(mette)
    for matter in ("MitID virker ikke", "Regning eller opkrævning"):
        expect(mette.get_by_text(matter).first).to_be_visible()
    reads(citizen, "Mette")
    answers(mette, "Hej, det er Mette. Hvilken regning drejer det sig om?")
    reads(citizen, "Hvilken regning drejer det sig om?")
    writes(citizen, "Den om varme")
    expect(mette.get_by_role("log")).to_contain_text("Den om varme")
    reads(citizen, "Den om varme")
    handoff = house.read("/kontaktcenter/handoffs")[0]
    assert handoff["status"] == "taken"
    mette.get_by_role("button", name="Giv tilbage").first.click()
    mette.get_by_role("dialog").get_by_role("button", name="Giv tilbage").click()
    reads(citizen, "Mette har forladt samtalen")
    writes(citizen, "Hvornår har Borgerservice åbent?")
    reads(citizen, "mandag")
    writes(citizen, "Jeg vil tale med et menneske")
    takes_it(mette)
    mette.get_by_role("button", name="Afslut", exact=True).click()
    dialog = mette.get_by_role("dialog")
    dialog.get_by_label("Løst").check()
    dialog.get_by_role("button", name="Afslut samtalen").click()
    reads(citizen, "Mette har afsluttet samtalen")
    expect(citizen.get_by_text("Kunne du bruge svaret?").first).to_be_visible()


def test_of_two_employees_one_gets_the_case_and_the_other_sees_who(
    browser: Browser, windows: list[BrowserContext], citizen: Page, mette: Page, house: House
) -> None:
    omar = signs_in(browser, windows, house, "Omar Said")
    opens_the_case(mette)
    opens_the_case(omar)
    both = [desk.get_by_role("button", name="Tag samtalen").first.element_handle() for desk in (mette, omar)]
    for button in both:
        # By its handle: the second is pressed although the page may know by now that it is too late.
        button.evaluate("button => button.click()")
    has = [desk for desk in (mette, omar) if _gets(desk)]
    assert len(has) == 1
    winner = "Mette Holst" if has[0] is mette else "Omar Said"
    loser = omar if has[0] is mette else mette
    expect(loser.get_by_text(re.compile(f"{winner} (nåede|har samtalen)")).first).to_be_visible()
    joined = citizen.get_by_role("log").get_by_text(re.compile(r"Hej, du skriver nu med (Mette|Omar)"))
    expect(joined).to_have_count(1)


def _gets(desk: Page) -> bool:
    try:
        expect(desk.get_by_label("Skriv til borgeren")).to_be_visible(timeout=5_000)
    except AssertionError:
        return False
    return True


@pytest.mark.parametrize("cut", ["citizen", "employee"])
def test_a_network_that_is_cut_loses_nothing_on_either_side(citizen: Page, mette: Page, cut: str) -> None:
    takes_it(mette)
    reads(citizen, "Mette")
    away = citizen if cut == "citizen" else mette
    away.context.set_offline(True)
    writes(citizen, "Skrevet af borgeren imens")
    answers(mette, "Skrevet af Mette imens")
    expect(away.get_by_text(NO_LINE[cut]).first).to_be_visible(timeout=RESTART_MS)
    away.context.set_offline(False)
    expect(mette.get_by_role("log")).to_contain_text("Skrevet af borgeren imens", timeout=RESTART_MS)
    if cut == "employee":
        # What was right to say before the outage may not be now: it goes when the employee says so.
        mette.get_by_role("button", name="Send igen").click()
    said = citizen.get_by_role("log").get_by_text("Skrevet af Mette imens")
    expect(said).to_have_count(1, timeout=RESTART_MS)
    expect(mette.get_by_role("log").get_by_text("Skrevet af borgeren imens")).to_have_count(1)


def test_the_gateway_is_killed_while_a_person_is_there(citizen: Page, mette: Page, house: House) -> None:
    takes_it(mette)
    answers(mette, "Før nedbruddet")
    reads(citizen, "Før nedbruddet")
    os.kill(house.pid_of("gateway"), signal.SIGKILL)
    expect(mette.get_by_text(NO_LINE["employee"]).first).to_be_visible(timeout=RESTART_MS)
    writes(citizen, "Under nedbruddet")
    expect(mette.get_by_role("log")).to_contain_text("Under nedbruddet", timeout=RESTART_MS)
    expect(mette.get_by_text("Forbundet").first).to_be_visible(timeout=RESTART_MS)
    answers(mette, "Efter nedbruddet")
    expect(citizen.get_by_role("log").get_by_text("Efter nedbruddet")).to_have_count(1, timeout=RESTART_MS)
    for said in ("Før nedbruddet", "Under nedbruddet"):
        expect(citizen.get_by_role("log").get_by_text(said, exact=True)).to_have_count(1)


def test_the_stubs_are_killed_while_the_citizen_waits(citizen: Page, mette: Page, house: House) -> None:
    os.kill(house.pid_of("stubs"), signal.SIGKILL)
    takes_it(mette)
    answers(mette, "Jeg er her")
    reads(citizen, "Jeg er her")
    house.wait_until_ready()


def test_a_banner_reaches_the_page_at_once_and_goes_again(citizen: Page, mette: Page) -> None:
    mette.get_by_role("button", name="Akut besked").click()
    dialog = mette.get_by_role("dialog")
    dialog.get_by_role("textbox").first.fill("Borgerservice på Nørrebro er lukket på grund af vandskade.")
    dialog.get_by_role("button", name="Vis").click()
    expect(citizen.get_by_text("på grund af vandskade").first).to_be_visible()
    mette.get_by_role("button", name="Ret eller fjern").click()
    mette.get_by_role("dialog").get_by_role("button", name="Fjern").click()
    expect(citizen.get_by_text("på grund af vandskade")).to_have_count(0)


def test_both_pages_are_accessible_in_the_middle_of_it(citizen: Page, mette: Page) -> None:
    takes_it(mette)
    answers(mette, "Hej")
    reads(citizen, "Hej")
    for page in (citizen, mette):
        results = Axe().run(page, options=WCAG)
        assert results.violations_count == 0, results.generate_report()


def test_the_packet_at_the_contact_centre_is_whole(house: House) -> None:
    person = Citizen(house)
    person.says("Jeg mangler bioposer, send dem til Byvej 54")
    person.says(D2)
    (handoff,) = house.read("/kontaktcenter/handoffs")
    assert [topic["intent"] for topic in handoff["topics"]][:2] == ["mitid_hjaelp", "regning_forstaar_ikke"]
    done = next(topic for topic in handoff["topics"] if topic["intent"] == "bioposer_bestil")
    assert done["state"] == "done"
    assert any("Byvej 54" in fact for fact in done["facts"].values())
    assert handoff["queue"] == "borgerservice"
