"""Reloads, dropped lines and servers that are away: nothing is lost and nothing comes twice."""

import pytest
from playwright.async_api import Page, expect

from .chat_page import ChatPage
from .fake_gateway import FakeGateway

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_reload_keeps_the_conversation_and_goes_on_with_it(
    chat: ChatPage, page: Page, gateway: FakeGateway
) -> None:
    await chat.open()
    await chat.write("Første")
    await expect(chat.said_by("assistant").last).to_contain_text("Første")
    before = await chat.messages.all_inner_texts()
    await page.reload()
    await expect(chat.said_by("assistant").last).to_contain_text("Første")
    assert await chat.messages.all_inner_texts() == before
    await chat.write("Anden")
    await expect(chat.said_by("assistant").last).to_contain_text("Anden")
    assert gateway.only.turns == ["Første", "Anden"]
    assert gateway.hellos[-1]["last_seq"] == 0


async def test_the_chat_stays_closed_after_a_reload_if_it_was_closed(chat: ChatPage, page: Page) -> None:
    await chat.open()
    await page.keyboard.press("Escape")
    await page.reload()
    await expect(chat.launcher).to_be_visible()
    await expect(chat.panel).to_be_hidden()


async def test_the_address_with_chat_opens_the_chat_at_once(
    chat: ChatPage, page: Page, gateway: FakeGateway
) -> None:
    await chat.visit("/?chat=1")
    await chat.greeted()
    await expect(chat.input).to_be_focused()
    assert page.url == f"{gateway.address}/"


async def test_what_is_written_while_the_line_is_cut_arrives_once_when_it_is_back(
    chat: ChatPage, gateway: FakeGateway
) -> None:
    await chat.open()
    gateway.unreachable = True
    await gateway.drop_sockets()
    await chat.write("Skrevet uden forbindelse")
    await expect(chat.banner).to_contain_text("Der er ingen forbindelse lige nu")
    await expect(chat.said_by("citizen").last).to_contain_text("Sender …")
    gateway.unreachable = False
    await chat.page.evaluate("window.dispatchEvent(new Event('online'))")
    await expect(chat.said_by("assistant").last).to_contain_text("Skrevet uden forbindelse")
    await expect(chat.banner).to_be_hidden()
    await expect(chat.said_by("citizen")).to_have_count(1)
    assert gateway.only.turns == ["Skrevet uden forbindelse"]


async def test_a_message_whose_echo_was_lost_is_neither_lost_nor_doubled(
    chat: ChatPage, gateway: FakeGateway
) -> None:
    await chat.open()
    gateway.drop_before_echo = 1
    await chat.write("Bestil én")
    await expect(chat.said_by("assistant").last).to_contain_text("Du skrev: Bestil én")
    await expect(chat.said_by("citizen")).to_have_count(1)
    assert gateway.only.turns == ["Bestil én"]
    assert gateway.hellos[-1]["last_seq"] == 2


async def test_an_unsent_message_survives_a_reload(chat: ChatPage, page: Page, gateway: FakeGateway) -> None:
    await chat.open()
    gateway.unreachable = True
    await gateway.drop_sockets()
    await chat.write("Husk mig")
    gateway.unreachable = False
    await page.reload()
    await expect(chat.said_by("assistant").last).to_contain_text("Husk mig")
    assert gateway.only.turns == ["Husk mig"]


async def test_where_no_socket_can_be_had_the_chat_works_over_plain_http(
    chat: ChatPage, gateway: FakeGateway
) -> None:
    gateway.refuse_sockets = True
    await chat.open()
    await chat.write("Uden socket")
    await expect(chat.said_by("assistant").last).to_contain_text("Du skrev: Uden socket")
    await expect(chat.said_by("citizen")).to_have_count(1)
    await expect(chat.banner).to_be_hidden()
    assert gateway.only.turns == ["Uden socket"]


async def test_a_conversation_that_is_gone_is_replaced_by_a_new_one_and_the_citizen_is_told(
    chat: ChatPage, page: Page, gateway: FakeGateway
) -> None:
    await chat.open()
    gateway.conversations.clear()
    await page.reload()
    await expect(chat.banner).to_contain_text("Din tidligere samtale er slut")
    await chat.write("Hej igen")
    await expect(chat.said_by("assistant").last).to_contain_text("Hej igen")


async def test_many_messages_at_once_are_all_answered_in_order(chat: ChatPage, gateway: FakeGateway) -> None:
    await chat.open()
    sent = [f"Besked {number}" for number in range(10)]
    for text in sent:
        await chat.write(text)
    await expect(chat.said_by("assistant").last).to_contain_text("Besked 9")
    assert gateway.only.turns == sent
    assert await chat.texts("citizen") == sent


async def test_the_typing_bubble_takes_the_place_of_the_answer_without_moving_what_is_read(
    chat: ChatPage, page: Page, gateway: FakeGateway
) -> None:
    await chat.open()
    gateway.go_on.clear()
    await chat.write("Hej")
    bubble = page.locator(".typing .bubble")
    await expect(bubble).to_be_visible()
    question = await chat.said_by("citizen").last.bounding_box()
    waiting = await bubble.bounding_box()
    gateway.go_on.set()
    answer = chat.said_by("assistant").last.locator(".bubble")
    await expect(answer).to_contain_text("Du skrev: Hej")
    await expect(bubble).to_be_hidden()
    assert await chat.said_by("citizen").last.bounding_box() == question
    assert waiting is not None
    assert abs((await answer.bounding_box() or {})["y"] - waiting["y"]) <= 1


async def test_a_reader_who_has_scrolled_up_is_not_pulled_down_but_told(
    chat: ChatPage, page: Page, gateway: FakeGateway
) -> None:
    gateway.script = lambda *_: [{"type": "text", "text": "Linje\n" * 12}]
    await chat.open()
    for text in ("Nummer et", "Nummer to", "Nummer tre"):
        await chat.write(text)
        await expect(chat.messages.filter(has_text=text)).to_be_visible()
    await expect(chat.said_by("assistant")).to_have_count(5)
    await chat.scroller.evaluate("node => { node.scrollTop = 0 }")
    jump = page.get_by_role("button", name="Nyt svar")
    await gateway.say(gateway.only, "assistant", part={"type": "text", "text": "Noget nyt"})
    await expect(jump).to_be_visible()
    assert await chat.scroller.evaluate("node => node.scrollTop") == 0
    await jump.click()
    await expect(chat.messages.filter(has_text="Noget nyt")).to_be_in_viewport()
    await expect(jump).to_be_hidden()


async def test_an_answer_taller_than_the_view_is_shown_from_its_start(
    chat: ChatPage, gateway: FakeGateway
) -> None:
    gateway.script = lambda *_: [{"type": "text", "text": "Begyndelsen\n" + "mere\n" * 60 + "slutningen"}]
    await chat.open()
    await chat.write("Hej")
    answer = chat.said_by("assistant").last
    await expect(answer).to_contain_text("slutningen")
    view = await chat.scroller.bounding_box() or {}
    top = (await answer.bounding_box() or {})["y"]
    assert view["y"] <= top <= view["y"] + 40
