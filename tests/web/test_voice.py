"""A talk in the page, before a scripted line: how it begins, what it shows, how it ends."""

from collections.abc import Awaitable, Callable

import pytest
from playwright.async_api import expect

from .voice_page import VoicePage

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_talk_says_hello_for_the_conversation_in_the_chat(voice: VoicePage) -> None:
    call = await voice.call()
    conversation = voice.gateway.only
    assert call.hello == {
        "type": "hello",
        "conversation": conversation.id,
        "token": conversation.token,
        "mode": "push",
    }
    await call.until(lambda: call.told == [{"type": "mode", "mode": "push"}])


async def test_the_state_is_told_in_words_and_by_an_icon(voice: VoicePage) -> None:
    call = await voice.call(freely=True)
    seen = set()
    for state, text in (
        ("listening", "Vi lytter"),
        ("thinking", "Assistenten tænker …"),
        ("speaking", "Assistenten taler"),
        ("transferring", "Vi stiller dig videre …"),
    ):
        await call.state(state)
        await expect(voice.state).to_have_text(text)
        seen.add(await voice.state.locator("use").get_attribute("href"))
    assert seen == {"#icon-mic", "#icon-hourglass", "#icon-speaker"}


async def test_captions_are_live_and_what_becomes_a_message_is_shown_once(voice: VoicePage) -> None:
    call = await voice.call(freely=True)
    conversation = voice.gateway.only
    await call.caption("citizen", "jeg vil gerne")
    await expect(voice.captions).to_have_text("Du: jeg vil gerne")
    await call.caption("citizen", "jeg vil gerne have bioposer", final=True)
    await expect(voice.captions).to_have_text("Du: jeg vil gerne have bioposer")
    await voice.gateway.say(conversation, "citizen", text="jeg vil gerne have bioposer", client_id="v1")
    await expect(voice.captions).to_be_empty()
    await expect(voice.said_by("citizen")).to_contain_text(["jeg vil gerne have bioposer"])
    await call.caption("assistant", "Et øjeblik.", final=True, number=2)
    await expect(voice.captions).to_have_text("Assistenten: Et øjeblik.")
    await voice.gateway.say(conversation, "assistant", part={"type": "text", "text": "Hvad er din adresse?"})
    await call.caption("assistant", "Hvad er din adresse?", number=3)
    await expect(voice.captions).to_have_text("Assistenten: Et øjeblik.")
    await call.caption("citizen", "byvej", number=4)
    await expect(voice.captions).to_have_text("Du: byvej")
    await expect(voice.panel.get_by_text("Hvad er din adresse?")).to_have_count(1)


async def test_one_can_write_while_one_talks_and_buttons_work(voice: VoicePage) -> None:
    call = await voice.call(freely=True)
    await voice.write("Byvej 54")
    await expect(voice.said_by("assistant").last).to_contain_text("Du skrev: Byvej 54")
    await expect(voice.strip).to_be_visible()
    await voice.gateway.say(
        voice.gateway.only,
        "assistant",
        part={"type": "buttons", "text": "Er det rigtigt?", "buttons": [{"title": "Ja", "text": "Ja"}]},
    )
    await voice.log.get_by_role("button", name="Ja", exact=True).click()
    await expect(voice.said_by("assistant").last).to_contain_text("Du skrev: Ja")
    assert voice.gateway.only.turns == ["Byvej 54", "Ja"]
    assert not call.closed.is_set()


async def test_how_one_likes_to_talk_is_kept_across_a_reload(voice: VoicePage) -> None:
    await voice.call(freely=True)
    await voice.page.reload()
    voice.gateway.line.came.clear()
    await voice.greeted()
    await voice.start.click()
    call = await voice.gateway.line.call()
    assert call.hello["mode"] == "free"
    await expect(voice.free).to_be_checked()
    await expect(voice.stop).to_be_focused()


async def test_what_becomes_of_the_voice_is_said(voice: VoicePage) -> None:
    await voice.call()
    await expect(voice.strip.get_by_text("Vi optager ikke din stemme.")).to_be_visible()


async def test_a_caption_is_text_whatever_it_holds(voice: VoicePage) -> None:
    call = await voice.call()
    await call.caption("citizen", "<img src=x onerror='window.hacked = 1'>")
    await expect(voice.captions).to_have_text("Du: <img src=x onerror='window.hacked = 1'>")
    assert await voice.page.evaluate("window.hacked") is None


async def end_by_stop(voice: VoicePage) -> None:
    await voice.stop.click()


async def end_by_closing_the_chat(voice: VoicePage) -> None:
    await voice.panel.get_by_role("button", name="Luk chatten").click()


async def end_by_leaving(voice: VoicePage) -> None:
    await voice.page.evaluate("window.dispatchEvent(new PageTransitionEvent('pagehide'))")


async def end_by_a_new_conversation(voice: VoicePage) -> None:
    await voice.page.get_by_role("button", name="Flere muligheder").click()
    await voice.page.get_by_role("button", name="Ny samtale").click()


async def end_by_the_conversations_end(voice: VoicePage) -> None:
    await voice.gateway.set_state(voice.gateway.only, state="closed")


@pytest.mark.parametrize(
    "end",
    [
        end_by_stop,
        end_by_closing_the_chat,
        end_by_leaving,
        end_by_a_new_conversation,
        end_by_the_conversations_end,
    ],
)
async def test_however_a_talk_ends_the_line_is_told_and_the_microphone_given_back(
    voice: VoicePage, end: Callable[[VoicePage], Awaitable[None]]
) -> None:
    call = await voice.call(freely=True)
    assert await voice.microphone_is_open()
    await end(voice)
    await call.until(call.closed.is_set)
    assert call.told[-1] == {"type": "bye"}
    assert not await voice.microphone_is_open()
