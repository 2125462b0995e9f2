"""A citizen and employees in their browsers, with the gateway between them: only Rasa is a stand-in."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from bot.gateway.desk.keys import DESK
from bot.gateway.desk.sign_in import Employee
from tests.bot.gateway.desk_page import METTE, hands_over_on_wish
from tests.bot.gateway.fake_rasa import FakeRasa
from tests.bot.gateway.house import House

from ..chat_page import ChatPage
from ..conftest import new_context, troubles_of
from .desk_page import DeskPage

pytestmark = pytest.mark.asyncio(loop_scope="session")


class Town:
    """The gateway, and the browsers of those who use it."""

    def __init__(self, house: House, browser: Browser) -> None:
        self.house = house
        self._browser = browser
        self._troubles: list[list[str]] = []

    async def _page(self, employee: Employee | None = None) -> Page:
        context = await new_context(self._browser)
        if employee is not None:
            secret = self.house.app[DESK].sign_in.store.admit(employee, "id-token")
            cookie = {"name": "indgang_desk", "value": secret, "url": self.house.url}
            await context.add_cookies([cast(Any, cookie)])
        page = await context.new_page()
        self._troubles.append(troubles_of(page))
        return page

    async def citizen(self) -> ChatPage:
        """A citizen who has opened the chat."""
        chat = ChatPage(await self._page(), cast(Any, SimpleNamespace(address=self.house.url)))
        await chat.open()
        return chat

    async def employee(self, who: Employee) -> DeskPage:
        """An employee who is signed in and at work."""
        return await DeskPage(
            await self._page(who), cast(Any, SimpleNamespace(address=self.house.url))
        ).enter()

    @property
    def troubles(self) -> list[str]:
        """Script errors and what the content policy blocked, in any of the browsers."""
        return [trouble for troubles in self._troubles for trouble in troubles]

    async def close(self) -> None:
        for context in list(self._browser.contexts):
            await context.close()


@pytest_asyncio.fixture(loop_scope="session")
async def town(
    desk_files: Path, tmp_path: Path, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Town]:
    """A town on a Monday morning, where everything is open."""
    monkeypatch.setenv("INDGANG_NOW", "2026-11-23T10:00")
    rasa = FakeRasa()
    rasa.script = hands_over_on_wish
    house = House(tmp_path, rasa, await rasa.start())
    shutil.copytree(desk_files, house.settings.web_dir)
    await house.start()
    town = Town(house, browser)
    yield town
    await town.close()
    await house.stop()
    await rasa.stop()
    assert town.troubles == []


async def first_case(desk: DeskPage) -> str:
    """Wait for the first that waits; its id."""
    row = desk.section("waiting").locator("[data-case]").first
    await expect(row).to_be_visible()
    return await row.get_attribute("data-case") or ""


async def test_a_citizen_and_an_employee_talk_and_part(town: Town) -> None:
    mette = await town.employee(METTE)
    citizen = await town.citizen()
    await citizen.write("Jeg vil tale med et menneske")
    case = await first_case(mette)
    await expect(mette.row(case)).to_contain_text("MitID virker ikke + Regning")
    await mette.take(case)
    await expect(mette.said("Jeg vil tale med et menneske")).to_have_count(1)
    await mette.write("Hej, hvad kan jeg hjælpe med?")
    await expect(citizen.said_by("person").last).to_contain_text("Hej, hvad kan jeg hjælpe med?")
    await expect(mette.said("Hej, hvad kan jeg hjælpe med?")).to_have_count(1)
    await citizen.write("Mit MitID er spærret")
    await expect(mette.said("Mit MitID er spærret")).to_have_count(1)
    assert await citizen.log.get_by_text("Svar på").count() == 0
    await mette.note.fill("Ny kode er bestilt")
    await mette.note.press("Enter")
    await expect(mette.page.locator(".note")).to_contain_text("Mette Holst")
    await mette.button("Afslut").click()
    await mette.dialog.get_by_label("Løst").check()
    await mette.dialog.get_by_role("button", name="Afslut samtalen").click()
    await expect(mette.page.locator(".talk-state")).to_contain_text("Slut: løst")
    await expect(citizen.log).not_to_contain_text("Ny kode er bestilt")


async def test_a_gateway_that_restarts_in_the_middle_loses_nothing_on_either_side(town: Town) -> None:
    mette = await town.employee(METTE)
    citizen = await town.citizen()
    await citizen.write("Jeg vil tale med et menneske")
    await mette.take(await first_case(mette))
    await mette.write("Før")
    await expect(citizen.said_by("person").last).to_contain_text("Før")
    await mette.reply.fill("Halvt skrevet")
    await town.house.restart()
    await expect(mette.link).to_have_text("Forbundet")
    await expect(mette.reply).to_have_value("Halvt skrevet")
    await mette.reply.press("Enter")
    await expect(mette.said("Halvt skrevet")).to_contain_text("Sendt")
    await expect(citizen.said_by("person").last).to_contain_text("Halvt skrevet")
    await expect(mette.said("Før")).to_have_count(1)


async def test_suggestions_come_from_the_gateway_and_a_topic_can_be_switched_off(town: Town) -> None:
    mette = await town.employee(METTE)
    citizen = await town.citizen()
    await citizen.write("Jeg vil tale med et menneske")
    await mette.take(await first_case(mette))
    await mette.page.locator(".suggestion-insert").first.click()
    await expect(mette.reply).not_to_have_value("")
    await mette.button("Emner").click()
    switch = mette.dialog.get_by_role("switch").first
    await switch.click()
    await expect(switch).to_have_attribute("aria-checked", "false")
    await mette.page.keyboard.press("Escape")
    await expect(mette.button("1 emne slået fra")).to_be_visible()


async def test_who_logs_out_is_out_in_this_tab_and_in_the_next(town: Town) -> None:
    mette = await town.employee(METTE)
    await mette.button("Mette Holst").click()
    await mette.button("Log ud").click()
    await mette.dialog.get_by_role("button", name="Log ud").click()
    await expect(mette.page.get_by_role("link", name="Log ind")).to_be_visible()
    other = await mette.page.context.new_page()
    await other.goto(f"{town.house.url}/desk")
    await expect(other.get_by_role("link", name="Log ind")).to_be_visible()
