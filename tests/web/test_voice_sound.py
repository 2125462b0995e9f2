"""What the line hears of the microphone, and what the citizen hears of the line."""

from pathlib import Path

import pytest
from playwright.async_api import expect

from .sound import HEAR, TONE_HZ, strength, tone
from .voice_page import VoicePage

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_hands_free_the_line_hears_the_microphone_at_16_khz_in_20_ms(voice: VoicePage) -> None:
    call = await voice.call(freely=True)
    await call.state("listening")
    await expect(voice.state).to_have_text("Vi lytter")
    await call.until(lambda: len(call.pcm) > 16_000)
    call.pcm = call.pcm[:0]
    await call.until(lambda: len(call.pcm) >= 12_000)
    assert call.frame_bytes == {640}
    assert strength(call.pcm[:12_000], TONE_HZ) > 0.9
    assert await voice.bars() > 0


async def test_the_browser_is_asked_to_take_out_echo_and_noise(voice: VoicePage) -> None:
    await voice.call()
    wanted = await voice.page.evaluate("window.wanted.audio")
    assert wanted["echoCancellation"] is True
    assert wanted["noiseSuppression"] is True
    assert await voice.page.evaluate("window.wanted.video") is None


async def test_by_the_button_only_what_is_said_while_it_is_held_is_heard(voice: VoicePage) -> None:
    call = await voice.call()
    await call.state("listening")
    await expect(voice.state).to_have_text("Din tur")
    await call.until(lambda: len(call.pcm) > 8_000)
    assert call.loudest() == 0
    await voice.talk.hover()
    await voice.page.mouse.down()
    await expect(voice.talk).to_have_text("Slip, når du er færdig")
    await expect(voice.state).to_have_text("Vi lytter")
    await call.until(lambda: len(call.pcm) > 8_000)
    await voice.page.mouse.up()
    await expect(voice.talk).to_have_text("Hold nede, og tal")
    assert call.loudest() > 1_000
    await call.until(lambda: {"type": "talk", "held": False} in call.told)
    call.loudest()
    await call.until(lambda: len(call.pcm) > 8_000)
    assert call.loudest() == 0
    assert call.told[1:] == [{"type": "talk", "held": True}, {"type": "talk", "held": False}]


async def test_what_the_line_says_is_heard_at_its_pitch_and_stops_at_once_when_told(voice: VoicePage) -> None:
    await voice.page.add_init_script(HEAR)
    call = await voice.call()
    await call.speak(tone(880, 1.0))
    assert abs(await voice.page.evaluate("window.pitch()") - 880) < 25
    assert 0.15 < await voice.page.evaluate("window.loudness()") < 0.4
    await call.until(lambda: call.got >= 40)
    for _ in range(35):  # 0.7 s ahead of time
        await call.socket.send_bytes(tone(880, 0.02).tobytes())
    await call.say(type="stop")
    await voice.page.wait_for_timeout(300)
    assert await voice.page.evaluate("window.loudness()") < 0.001


async def test_who_presses_the_button_silences_the_assistant(voice: VoicePage) -> None:
    await voice.page.add_init_script(HEAR)
    call = await voice.call()
    await call.speak(tone(880, 0.5))
    for _ in range(35):
        await call.socket.send_bytes(tone(880, 0.02).tobytes())
    await voice.talk.hover()
    await voice.page.mouse.down()
    await voice.page.wait_for_timeout(300)
    assert await voice.page.evaluate("window.loudness()") < 0.001
    await voice.page.mouse.up()


async def test_hands_free_pauses_while_the_tab_is_hidden_and_says_so(voice: VoicePage) -> None:
    call = await voice.call(freely=True)
    await voice.page.evaluate(
        """() => {
            Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true });
            document.dispatchEvent(new Event('visibilitychange'));
        }"""
    )
    await expect(voice.state).to_have_text("På pause, mens du er i en anden fane")
    await expect(voice.status).to_have_text("På pause, mens du er i en anden fane")
    await call.until(lambda: len(call.pcm) > 1_600)
    call.loudest()
    await call.until(lambda: len(call.pcm) > 4_800)
    assert call.loudest() == 0
    await voice.page.evaluate(
        "() => { delete document.visibilityState; document.dispatchEvent(new Event('visibilitychange')); }"
    )
    await expect(voice.status).to_have_text("Vi lytter igen.")
    await call.until(lambda: max(map(abs, call.pcm), default=0) > 1_000)


async def test_the_worklet_is_a_file_of_its_own(page_files: Path) -> None:
    """An AudioWorklet comes by address, and the page's policy allows no other address than our own."""
    page = (page_files / "index.html").read_text("utf-8")
    (name,) = [file.name for file in (page_files / "assets").glob("voice-*.js")]
    assert f'data-voice="/assets/{name}"' in page
