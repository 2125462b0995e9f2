"""Spoken into the browser's microphone, with the shipped Danish model: nothing on the way is a stand-in."""

from __future__ import annotations

import asyncio
import wave
from pathlib import Path

import pytest
from playwright.sync_api import expect, sync_playwright

from tests.house.running import House
from tests.house.test_in_the_browser import opens_the_chat
from tests.web.building import CHROMIUM_FLAGS, chromium
from voice.synthesis.choose import SynthesisSettings, voice_from_settings
from voice.synthesis.protocol import Speech

SENTENCE = "Jeg er løbet tør for bioposer. Kan jeg få nogle flere?"
RATE_HZ = 16_000
QUIET_SECONDS = 6
PATIENCE_MS = 60_000


@pytest.fixture(scope="module")
def microphone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file that says the sentence and is quiet long enough for an answer, over and over."""

    async def spoken() -> bytes:
        voice = voice_from_settings(SynthesisSettings())
        sound = b"".join([piece async for piece in voice.speak(Speech(SENTENCE), RATE_HZ)])
        await voice.close()
        return sound

    path = tmp_path_factory.mktemp("microphone") / "bioposer.wav"
    with wave.open(str(path), "wb") as writer:
        writer.setparams((1, 2, RATE_HZ, 0, "NONE", ""))
        writer.writeframes(bytes(2 * RATE_HZ) + asyncio.run(spoken()) + bytes(2 * RATE_HZ * QUIET_SECONDS))
    return path


def test_a_sentence_spoken_into_the_microphone_is_understood_and_answered(
    house: House, microphone: Path
) -> None:
    flags = [
        *CHROMIUM_FLAGS,
        "--use-fake-device-for-media-stream",
        "--use-fake-ui-for-media-stream",
        f"--use-file-for-fake-audio-capture={microphone}",
    ]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=flags)
        page = browser.new_context(viewport={"width": 1280, "height": 900}, locale="da-DK").new_page()
        page.goto(house.gateway)
        opens_the_chat(page)
        page.get_by_role("button", name="Tal med os").click()
        strip = page.get_by_role("group", name="Tal med os")
        strip.get_by_role("checkbox", name="Tal frit").check()
        log = page.get_by_role("log")
        expect(log.get_by_text("Ja, hvad er din adresse?").first).to_be_visible(timeout=PATIENCE_MS)
        strip.get_by_role("button", name="Læg på").click()
        browser.close()
