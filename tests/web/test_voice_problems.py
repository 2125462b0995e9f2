"""No microphone, no line, a line that is cut: told in plain Danish, and the chat goes on in writing."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from playwright.async_api import Browser, async_playwright, expect

from .building import CHROMIUM_FLAGS, chromium
from .conftest import new_context
from .fake_gateway import FakeGateway
from .voice_page import VoicePage

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_cut_line_is_told_plainly_and_nothing_that_was_typed_is_lost(voice: VoicePage) -> None:
    call = await voice.call(freely=True)
    await voice.input.fill("Halvt skrevet")
    transport = call.socket._req.transport if call.socket._req is not None else None
    assert transport is not None
    transport.abort()
    await expect(voice.problem).to_have_text(
        "Forbindelsen til din tale røg. Skriv videre her, eller prøv at tale igen."
    )
    await expect(voice.status).to_have_text(
        "Forbindelsen til din tale røg. Skriv videre her, eller prøv at tale igen."
    )
    await expect(voice.strip).to_be_hidden()
    assert not await voice.microphone_is_open()
    assert await voice.input.input_value() == "Halvt skrevet"
    await voice.input.press("Enter")
    await expect(voice.said_by("assistant").last).to_contain_text("Du skrev: Halvt skrevet")
    voice.gateway.line.came.clear()
    await voice.start.click()
    await voice.gateway.line.call()
    await expect(voice.problem).to_be_hidden()
    await expect(voice.strip).to_be_visible()


async def test_a_line_that_does_not_run_says_so_in_the_gateways_words(voice: VoicePage) -> None:
    voice.gateway.line.running = False
    await voice.open()
    await voice.start.click()
    await expect(voice.problem).to_have_text("Talelinjen er lukket lige nu. Skriv i stedet.")
    await expect(voice.strip).to_be_hidden()
    await expect(voice.start).to_be_focused()
    assert not await voice.microphone_is_open()


async def test_another_window_taking_over_is_said(voice: VoicePage) -> None:
    call = await voice.call()
    await call.socket.close(code=4409)
    await expect(voice.problem).to_have_text("Du taler nu med os i et andet vindue.")


async def test_before_there_is_a_conversation_it_says_so(voice: VoicePage) -> None:
    voice.gateway.unreachable = True
    await voice.visit()
    await voice.launcher.click()
    await voice.start.click()
    await expect(voice.problem).to_have_text("Chatten er ikke klar endnu. Prøv igen om et øjeblik.")


@asynccontextmanager
async def page_without(gateway: FakeGateway, browser: Browser, script: str) -> AsyncIterator[VoicePage]:
    """A page in a browser where speech cannot be had."""
    context = await new_context(browser)
    page = await context.new_page()
    await page.add_init_script(script)
    yield VoicePage(page, gateway)
    await context.close()


def failing(name: str) -> str:
    return (
        "navigator.mediaDevices.getUserMedia = () => "
        f"Promise.reject(new DOMException('Permission denied by system', '{name}'));"
    )


@pytest.mark.parametrize(
    ("script", "told"),
    [
        ("", "Vi kan ikke finde en mikrofon."),  # truly: the machine of the tests has none
        (failing("NotAllowedError"), "Vi har ikke fået lov til at bruge din mikrofon."),
        (failing("NotReadableError"), "Et andet program bruger mikrofonen."),
        ("Object.defineProperty(window, 'isSecureContext', {value: false});", "Din browser giver kun lov"),
        ("delete window.AudioWorkletNode;", "Din browser er for gammel til tale."),
    ],
    ids=["none", "refused", "busy", "insecure", "old"],
)
async def test_without_a_microphone_the_reason_is_told_in_danish_and_the_chat_goes_on(
    gateway: FakeGateway, browser: Browser, script: str, told: str
) -> None:
    async with page_without(gateway, browser, script) as voice:
        await voice.open()
        await voice.start.click()
        await expect(voice.problem).to_contain_text(told)
        await expect(voice.status).to_contain_text(told)
        await expect(voice.strip).to_be_hidden()
        await expect(voice.start).to_be_focused()
        await voice.write("Så skriver jeg")
        await expect(voice.said_by("assistant").last).to_contain_text("Så skriver jeg")
        assert gateway.line.calls == []


async def test_a_browser_that_refuses_the_microphone_is_told_what_to_do(gateway: FakeGateway) -> None:
    """A browser with a microphone, and with nobody there to give permission."""
    flags = [*CHROMIUM_FLAGS, "--use-fake-device-for-media-stream", "--deny-permission-prompts"]
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium(), args=flags)
        async with page_without(gateway, browser, "") as voice:
            await voice.open()
            await voice.start.click()
            await expect(voice.problem).to_contain_text("Giv lov i browserens adresselinje")
            await expect(voice.start).to_be_focused()
        await browser.close()
