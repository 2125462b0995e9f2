"""WCAG 2.1 A and AA while one talks: axe, reflow, targets, announcements."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from .conftest import PATIENCE_MS
from .fake_gateway import FakeGateway
from .test_accessibility import LOOKS, check
from .voice_page import VoicePage

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest_asyncio.fixture(loop_scope="session", params=LOOKS.values(), ids=LOOKS.keys())
async def look(
    talking_browser: Browser, gateway: FakeGateway, request: pytest.FixtureRequest
) -> AsyncIterator[VoicePage]:
    """Speech in one of the looks that a reader may have chosen."""
    settings: dict[str, Any] = {
        "viewport": {"width": 1280, "height": 900},
        "locale": "da-DK",
        **request.param,
    }
    context = await talking_browser.new_context(reduced_motion="reduce", **settings)
    context.set_default_timeout(PATIENCE_MS)
    yield VoicePage(await context.new_page(), gateway)
    await context.close()


async def test_axe_finds_nothing_while_one_talks_and_when_it_fails(look: VoicePage) -> None:
    call = await look.call()
    await check(look.page)
    await call.caption("citizen", "jeg vil gerne have nogle flere bioposer")
    await call.caption("assistant", "Et øjeblik, jeg slår det op.", final=True, number=2)
    await look.talk.click()
    await expect(look.talk).to_have_attribute("aria-pressed", "true")
    await check(look.page)
    await look.talk.click()
    await look.free.check()
    await call.state("listening")
    await expect(look.state).to_have_text("Vi lytter")
    await check(look.page)
    await call.socket.close(code=1011)
    await expect(look.problem).to_be_visible()
    await check(look.page)


async def test_everything_fits_and_the_conversation_is_still_seen(look: VoicePage) -> None:
    call = await look.call()
    await call.caption("citizen", "Donaudampfschifffahrtselektrizitätenhauptbetriebswerk " * 20)
    await expect(look.captions).to_contain_text("Donaudampf")
    assert await look.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert await look.strip.evaluate("node => node.scrollWidth <= node.clientWidth")
    height = await look.page.evaluate("innerHeight")
    for control in (look.talk, look.stop, look.input):
        box = await control.bounding_box()
        assert box is not None
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= height
    scroller = await look.scroller.bounding_box()
    assert scroller is not None
    assert scroller["height"] >= 60


async def test_everything_to_press_is_at_least_24_pixels_each_way(voice: VoicePage) -> None:
    await voice.call()
    for control in (voice.talk, voice.stop, voice.free):
        box = await control.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 24


async def test_the_level_is_more_than_a_colour(voice: VoicePage) -> None:
    """Bars that grow, and are filled or not: their number can be seen without any colour."""
    await voice.call()
    bars = voice.strip.locator(".voice-bar")
    heights = await bars.evaluate_all("bars => bars.map(bar => bar.getBoundingClientRect().height)")
    assert len(heights) == 8
    assert heights == sorted(set(heights))


async def test_screen_readers_hear_final_captions_only_and_only_those_without_a_message(
    voice: VoicePage,
) -> None:
    call = await voice.call(freely=True)
    await voice.page.evaluate(
        """() => {
            window.heard = [];
            const status = document.querySelector('.chat-panel > [role=status]');
            new MutationObserver(() => status.textContent && window.heard.push(status.textContent))
                .observe(status, { childList: true, characterData: true, subtree: true });
        }"""
    )
    assert (
        await voice.captions.evaluate("node => node.closest('[aria-live], [role=log], [role=status]')")
        is None
    )
    for text in ("Hold", "Hold dig klar", "Hold dig klar, jeg leder."):
        await call.caption("assistant", text)
    await call.caption("assistant", "Hold dig klar, jeg leder.", final=True)
    await expect(voice.status).to_have_text("Assistenten: Hold dig klar, jeg leder.")
    assert await voice.page.evaluate("window.heard") == ["Assistenten: Hold dig klar, jeg leder."]
