"""Text from a citizen, the assistant or a back office never becomes markup, and no address runs anything."""

import pytest
from playwright.async_api import Page, expect

from .chat_page import ChatPage
from .fake_gateway import FakeGateway, Part

pytestmark = pytest.mark.asyncio(loop_scope="session")

ATTACKS = (
    "<script>window.hacked = 1</script>",
    "<img src=x onerror='window.hacked = 1'>",
    "<svg/onload=window.hacked=1>",
    "</div></section><iframe srcdoc='<script>parent.hacked=1</script>'></iframe>",
    "&lt;b&gt; <b>fed</b> &amp;",
)

UNSAFE = (
    "javascript:window.hacked=1",
    " javascript:window.hacked=1",
    "data:text/html,<script>parent.hacked=1</script>",
    "http://elsewhere.example/",
    "//elsewhere.example/",
)


def everywhere(text: str) -> list[Part]:
    """Every field of every part that carries words, filled with the text."""
    return [
        {"type": "text", "text": text},
        {"type": "link", "text": text, "title": text, "url": "https://www.borger.dk/"},
        {
            "type": "receipt",
            "text": text,
            "title": text,
            "number": text,
            "facts": [{"label": text, "value": text}],
        },
        {"type": "login", "text": text, "title": text, "url": "/login?ticket=1"},
        {
            "type": "handoff",
            "text": text,
            "queue": {"id": "x", "name": text},
            "topics": [text],
            "receipt": text,
        },
        {"type": "buttons", "text": text, "buttons": [{"title": text, "text": text}]},
        {"type": text, "text": text},
    ]


async def test_markup_in_any_field_is_shown_as_it_was_written(
    chat: ChatPage, page: Page, gateway: FakeGateway
) -> None:
    gateway.script = lambda _, text: everywhere(text)
    await chat.open()
    for number, attack in enumerate(ATTACKS):
        await chat.write(attack)
        await expect(chat.said_by("assistant")).to_have_count(2 + 7 * (number + 1))
        first = chat.said_by("assistant").nth(2 + 7 * number).locator(".bubble")
        assert (await first.inner_text()).strip() == attack
    assert await chat.texts("citizen") == list(ATTACKS)
    assert await chat.log.locator("script, img, iframe, b, svg[onload]").count() == 0
    assert await page.evaluate("window.hacked") is None


async def test_an_unsafe_address_is_text_and_not_a_link(chat: ChatPage, gateway: FakeGateway) -> None:
    gateway.script = lambda *_: [
        {"type": kind, "text": "Se her", "title": "Læs mere", "url": url}
        for kind in ("link", "login")
        for url in UNSAFE
    ]
    await chat.open()
    await chat.write("Hej")
    await expect(chat.said_by("assistant")).to_have_count(2 + 2 * len(UNSAFE))
    links = chat.log.get_by_text("Linket kan ikke åbnes herfra")
    await expect(links).to_have_count(len(UNSAFE) + 1)  # the older login cards point to the newest
    assert await chat.log.locator("a").count() == 0


async def test_a_link_to_another_site_opens_beside_the_chat_and_tells_it_nothing(
    chat: ChatPage, page: Page, gateway: FakeGateway
) -> None:
    gateway.script = lambda *_: [{"type": "link", "title": "Borger.dk", "url": "https://www.borger.dk/"}]
    await chat.open()
    await chat.write("Hej")
    link = page.get_by_role("link", name="Borger.dk (åbner i en ny fane)")
    await expect(link).to_have_attribute("rel", "noopener noreferrer")
    await expect(link).to_have_attribute("target", "_blank")


async def test_frames_that_make_no_sense_are_passed_over(chat: ChatPage, gateway: FakeGateway) -> None:
    await chat.open()
    (socket,) = gateway.only.sockets
    for frame in (
        "{",
        "[]",
        '{"type":"message","message":{"seq":"x"}}',
        '{"type":"message"}',
        '{"type":"unknown"}',
    ):
        await socket.send_str(frame)
    await chat.write("Lever du?")
    await expect(chat.said_by("assistant").last).to_contain_text("Lever du?")
