"""The button to talk: held, pressed for a moment, by the keyboard, by a screen reader."""

import pytest
from playwright.async_api import expect

from .voice_page import VoicePage

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest.mark.parametrize("key", ["Space", "Enter"])
async def test_the_whole_talk_works_by_the_keyboard_alone(voice: VoicePage, key: str) -> None:
    await voice.open()
    await voice.page.keyboard.press("Tab")
    await voice.page.keyboard.press("Tab")
    await expect(voice.start).to_be_focused()
    await voice.page.keyboard.press("Enter")
    call = await voice.gateway.line.call()
    await expect(voice.talk).to_be_focused()
    await expect(voice.state).to_have_text("Assistenten taler")
    await voice.page.keyboard.down(key)
    await expect(voice.talk).to_have_attribute("aria-pressed", "true")
    await call.until(lambda: call.told[-1] == {"type": "talk", "held": True})
    await voice.page.wait_for_timeout(300)
    await voice.page.keyboard.up(key)
    await call.until(lambda: call.told[-1] == {"type": "talk", "held": False})
    await voice.page.keyboard.press("Tab")
    await expect(voice.free).to_be_focused()
    await voice.page.keyboard.press("Space")
    await call.until(lambda: call.told[-1] == {"type": "mode", "mode": "free"})
    await expect(voice.talk).to_be_hidden()
    await voice.page.keyboard.press("Escape")
    await call.until(lambda: call.told[-1] == {"type": "bye"})
    await expect(voice.strip).to_be_hidden()
    await expect(voice.panel).to_be_visible()
    await expect(voice.start).to_be_focused()


async def test_a_short_press_keeps_the_button_open_until_the_next(voice: VoicePage) -> None:
    call = await voice.call()
    await voice.talk.click()
    await expect(voice.talk).to_have_text("Tryk igen, når du er færdig")
    await call.until(lambda: call.told[-1] == {"type": "talk", "held": True})
    await voice.talk.click()
    await expect(voice.talk).to_have_text("Hold nede, og tal")
    await call.until(lambda: call.told[-1] == {"type": "talk", "held": False})


async def test_a_click_by_a_screen_reader_opens_and_closes_the_button(voice: VoicePage) -> None:
    call = await voice.call()
    await voice.talk.evaluate("button => button.click()")
    await call.until(lambda: call.told[-1] == {"type": "talk", "held": True})
    await voice.talk.evaluate("button => button.click()")
    await call.until(lambda: call.told[-1] == {"type": "talk", "held": False})


async def test_keys_are_those_of_a_telephone_except_in_the_field_where_one_writes(voice: VoicePage) -> None:
    call = await voice.call()
    await voice.talk.focus()
    for key in ("1", "0", "#", "a"):
        await voice.page.keyboard.press(key)
    await call.until(lambda: len(call.told) >= 4)
    assert call.told[1:] == [{"type": "key", "digit": digit} for digit in ("1", "0", "#")]
    await voice.input.press_sequentially("54")
    assert await voice.input.input_value() == "54"
    assert len(call.told) == 4


async def test_a_person_can_be_asked_for_without_a_keyboard(voice: VoicePage) -> None:
    call = await voice.call()
    await voice.strip.get_by_role("button", name="Tal med et menneske").click()
    await call.until(lambda: call.told[-1] == {"type": "key", "digit": "0"})
