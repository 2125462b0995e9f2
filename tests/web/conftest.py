"""A browser for the whole session, and for each test a page before a gateway of its own."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from aiohttp import web
from playwright.async_api import Browser, BrowserContext, Page, async_playwright, expect

from .building import CHROMIUM_FLAGS, built_page, chromium
from .chat_page import ChatPage
from .fake_gateway import FakeGateway
from .sound import microphone_file
from .voice_page import VoicePage

PATIENCE_MS = 15_000
"""How long anything may take on a busy machine; nothing waits that long unless it fails."""
expect.set_options(timeout=PATIENCE_MS)

DESKTOP = {"width": 1280, "height": 900}


@pytest.fixture(scope="session")
def page_files() -> Path:
    """The built page."""
    return built_page()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """One Chromium for all tests."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium(), args=list(CHROMIUM_FLAGS))
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="session")
async def gateway(page_files: Path) -> AsyncIterator[FakeGateway]:
    """A scripted gateway on a free port."""
    gateway = FakeGateway(page_files)
    runner = web.AppRunner(gateway.app(), shutdown_timeout=0.05)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    gateway.address = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield gateway
    gateway.go_on.set()
    await runner.cleanup()


@pytest_asyncio.fixture(loop_scope="session")
async def context(browser: Browser) -> AsyncIterator[BrowserContext]:
    """A fresh browser profile on a desktop screen."""
    context = await new_context(browser)
    yield context
    await context.close()


async def new_context(browser: Browser) -> BrowserContext:
    context = await browser.new_context(viewport=DESKTOP, locale="da-DK", reduced_motion="reduce")
    context.set_default_timeout(PATIENCE_MS)
    return context


@pytest_asyncio.fixture(loop_scope="session")
async def page(context: BrowserContext) -> AsyncIterator[Page]:
    """A tab. A script error or something that the content policy blocked fails the test."""
    page = await context.new_page()
    troubles = troubles_of(page)
    yield page
    assert troubles == []


def troubles_of(page: Page) -> list[str]:
    """Script errors and what the content policy blocked, as they come."""
    troubles: list[str] = []
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on(
        "console", lambda line: troubles.append(line.text) if "Content Security Policy" in line.text else None
    )
    return troubles


@pytest.fixture
def chat(page: Page, gateway: FakeGateway) -> ChatPage:
    """The chat on the page, as a citizen meets it."""
    return ChatPage(page, gateway)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def talking_browser(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Browser]:
    """A Chromium whose microphone hears a tone for ever, and that asks nobody for permission."""
    file = microphone_file(tmp_path_factory.mktemp("microphone") / "tone.wav")
    flags = (
        *CHROMIUM_FLAGS,
        "--use-fake-device-for-media-stream",
        "--use-fake-ui-for-media-stream",
        f"--use-file-for-fake-audio-capture={file}",
    )
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium(), args=list(flags))
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="session")
async def voice(talking_browser: Browser, gateway: FakeGateway) -> AsyncIterator[VoicePage]:
    """The chat with its speech, in the browser that has a microphone."""
    context = await new_context(talking_browser)
    page = await context.new_page()
    troubles = troubles_of(page)
    yield await VoicePage(page, gateway).prepare()
    assert troubles == []
    await context.close()
