"""The page, the gateway and the voice process together: only the engines and Rasa are stand-ins."""

import asyncio
import dataclasses
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from tests.bot.gateway.fake_rasa import FakeRasa
from tests.bot.gateway.house import OPERATOR_TOKEN, House
from tests.voice.line.fakes import FakeEar, FakeRecogniser, ToneVoice, fake_ears
from voice.line.gateway_client import GatewaySettings
from voice.line.process import VoiceProcess
from voice.settings import VoiceSettings

from .conftest import new_context, troubles_of
from .sound import HEAR
from .voice_page import VoicePage

pytestmark = pytest.mark.asyncio(loop_scope="session")

SAID = "jeg vil gerne have bioposer"


class TheWay:
    """Everything between the citizen's microphone and Rasa."""

    def __init__(self, house: House, page: Page) -> None:
        self.house = house
        self.page = page
        self.recogniser = FakeRecogniser(lambda: FakeEar(answer=SAID))
        port = int(house.settings.calls.voice_url.split(":")[2].split("/")[0])
        settings = VoiceSettings(
            OPERATOR_TOKEN, port=0, web_port=port, gateway=GatewaySettings(house.url, OPERATOR_TOKEN)
        )
        self.process = VoiceProcess(settings, fake_ears(self.recogniser), ToneVoice())

    @property
    def calls(self) -> int:
        return int(self.process.health()["calls"])

    async def until_calls(self, count: int) -> None:
        async def wait() -> None:
            while self.calls != count:
                await asyncio.sleep(0.02)

        await asyncio.wait_for(wait(), 15)


class WholePage(VoicePage):
    """The page before the real gateway."""

    def __init__(self, way: TheWay) -> None:
        self.page = way.page
        self.way = way
        self.find()

    async def visit(self, path: str = "/") -> None:
        await self.page.goto(self.way.house.url + path)


@pytest_asyncio.fixture(loop_scope="session")
async def whole(talking_browser: Browser, page_files: Path, tmp_path: Path) -> AsyncIterator[WholePage]:
    rasa = FakeRasa()
    house = House(tmp_path, rasa, await rasa.start())
    house.settings = dataclasses.replace(house.settings, web_dir=page_files)
    context = await new_context(talking_browser)
    page = await context.new_page()
    troubles = troubles_of(page)
    way = TheWay(house, page)
    await house.start()
    await way.process.start()
    whole = WholePage(way)
    await whole.prepare()
    yield whole
    await context.close()
    await way.process.stop()
    await house.stop()
    await rasa.stop()
    assert troubles == []


async def test_what_is_said_into_the_microphone_is_answered_by_voice_and_in_the_chat(
    whole: WholePage,
) -> None:
    await whole.page.add_init_script(HEAR)
    await whole.open()
    await whole.start.click()
    await expect(whole.captions).to_contain_text("Jeg er en robot.")
    # Not wait_for_function: it evaluates a string in the page, which the page's policy forbids.
    for _ in range(400):
        if await whole.page.evaluate("window.loudness()") > 0.01:
            break
        await asyncio.sleep(0.05)
    else:
        pytest.fail("nothing was heard")
    await expect(whole.captions).to_contain_text("Jeg lytter.")
    # What the chat has greeted with already is said, and not shown again.
    await expect(whole.captions).not_to_contain_text("Hvad kan jeg hjælpe dig med?")
    await whole.talk.hover()
    await whole.page.mouse.down()
    await expect(whole.state).to_have_text("Vi lytter")
    await whole.page.wait_for_timeout(500)
    await whole.page.mouse.up()
    await expect(whole.said_by("citizen")).to_contain_text([SAID])
    await expect(whole.said_by("assistant").last).to_contain_text(f"Svar på: {SAID}")
    await expect(whole.panel.get_by_text(SAID, exact=True)).to_have_count(1)
    await expect(whole.captions).to_be_empty()
    await expect(whole.state).to_have_text("Din tur")
    ears = whole.way.recogniser.ears
    assert max(ear.given_bytes for ear in ears) >= 500 * 32
    await whole.stop.click()
    await whole.way.until_calls(0)
    assert all(ear.closed for ear in ears)
    assert not await whole.microphone_is_open()


async def test_what_is_written_while_one_talks_is_answered_by_voice_too(whole: WholePage) -> None:
    await whole.open()
    await whole.start.click()
    await expect(whole.state).to_have_text("Din tur")
    await whole.write("Byvej 54")
    await expect(whole.said_by("assistant").last).to_contain_text("Svar på: Byvej 54")
    await expect(whole.state).to_have_text("Assistenten taler")
    await expect(whole.state).to_have_text("Din tur")


async def test_the_button_for_a_person_is_the_zero_of_a_telephone(whole: WholePage) -> None:
    await whole.open()
    await whole.start.click()
    await expect(whole.state).to_have_text("Din tur")
    await whole.strip.get_by_role("button", name="Tal med et menneske").click()
    await expect(whole.said_by("citizen")).to_contain_text(["menneske"])


async def test_a_page_that_is_left_ends_the_call(whole: WholePage) -> None:
    await whole.open()
    await whole.start.click()
    await whole.way.until_calls(1)
    await whole.page.goto("about:blank")
    await whole.way.until_calls(0)


async def test_without_a_voice_process_the_gateway_says_so_and_the_chat_goes_on(whole: WholePage) -> None:
    await whole.way.process.stop()
    await whole.open()
    await whole.start.click()
    await expect(whole.problem).to_be_visible()
    await expect(whole.start).to_be_focused()
    await whole.write("Så skriver jeg")
    await expect(whole.said_by("assistant").last).to_contain_text("Svar på: Så skriver jeg")
