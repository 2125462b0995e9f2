"""A person in the conversation: coming, writing, leaving, closing, and what the page tells of the citizen."""

import pytest
from playwright.async_api import Page, expect

from bot.gateway.personal_service.notices import service_notice

from .chat_page import ChatPage
from .fake_gateway import FakeGateway

pytestmark = pytest.mark.asyncio(loop_scope="session")

JOINED = service_notice("person_joined", "da", name="Mette", queue="Borgerservice")
LEFT = service_notice("given_back", "da", name="Mette")
CLOSED = service_notice("closed", "da", name="Mette")


async def with_mette(chat: ChatPage, gateway: FakeGateway) -> None:
    await chat.open()
    await gateway.wait(gateway.only)
    await gateway.join(gateway.only)
    await expect(chat.head).to_contain_text("Du skriver med Mette, et menneske")


async def test_a_person_who_comes_is_named_in_the_head_in_the_log_and_at_the_field(
    chat: ChatPage, gateway: FakeGateway
) -> None:
    await with_mette(chat, gateway)
    await expect(chat.notices).to_have_text([JOINED])
    await expect(chat.head).not_to_contain_text("obot")
    await expect(chat.panel.get_by_label("Skriv din besked til Mette")).to_be_visible()
    await expect(chat.waiting).to_be_hidden()


async def test_word_of_who_came_stands_across_the_conversation_and_is_read_out_once(
    chat: ChatPage, page: Page, gateway: FakeGateway
) -> None:
    await page.clock.install()
    await chat.open()
    await chat.panel.evaluate(
        """panel => {
            window.heard = [];
            const hear = new MutationObserver(changes => changes.forEach(
                change => change.addedNodes.forEach(node => window.heard.push(node.textContent))));
            panel.querySelectorAll('[role=status], [role=alert], [aria-live]').forEach(
                region => hear.observe(region, {childList: true, subtree: true}));
        }"""
    )
    await gateway.wait(gateway.only)
    await gateway.join(gateway.only)
    await expect(chat.notices).to_have_text([JOINED])
    await expect(chat.head).to_contain_text("Mette")
    await page.clock.run_for(2_000)
    heard = await page.evaluate("window.heard")
    assert [text for text in heard if "Mette" in text] == [f"Besked: {JOINED}"]
    notice, log = await chat.notices.bounding_box() or {}, await chat.log.bounding_box() or {}
    assert abs((notice["x"] + notice["width"] / 2) - (log["x"] + log["width"] / 2)) < 2
    assert await chat.notices.locator("p").evaluate("node => getComputedStyle(node).textAlign") == "center"


async def test_a_persons_messages_are_signed_and_look_otherwise_than_the_assistants(
    chat: ChatPage, gateway: FakeGateway
) -> None:
    await with_mette(chat, gateway)
    await gateway.say(gateway.only, "person", text="Hej, hvad kan jeg gøre?", name="Mette")
    await gateway.say(gateway.only, "person", text="Jeg har læst det hele.", name="Omar")
    said = chat.said_by("person")
    await expect(said).to_have_count(2)
    await expect(said.first).to_contain_text("Mette, medarbejder:")
    await expect(said.last).to_contain_text("Omar, medarbejder:")
    await expect(said.last.locator(".byline")).to_be_visible()
    ground = "node => getComputedStyle(node).backgroundColor + getComputedStyle(node).borderLeftWidth"
    persons = await said.first.locator(".bubble").evaluate(ground)
    assert persons != await chat.said_by("assistant").first.locator(".bubble").evaluate(ground)


async def test_the_view_follows_what_a_person_writes_piece_by_piece_and_their_leaving(
    chat: ChatPage, page: Page, gateway: FakeGateway
) -> None:
    await page.set_viewport_size({"width": 360, "height": 740})
    await with_mette(chat, gateway)
    for count in range(1, 9):
        await gateway.say(gateway.only, "person", text=f"Besked nummer {count}", name="Mette")
    await expect(chat.said_by("person").last).to_be_in_viewport()
    await gateway.give_back(gateway.only)
    await expect(chat.said_by("assistant").last).to_be_in_viewport(ratio=1)
    await expect(page.get_by_role("button", name="Nyt svar")).to_be_hidden()


async def test_what_is_written_to_a_person_is_marked_as_sent_until_they_answer(
    chat: ChatPage, gateway: FakeGateway
) -> None:
    await with_mette(chat, gateway)
    await chat.write("Hej Mette")
    await expect(chat.said_by("citizen").last).to_contain_text("Sendt")
    await gateway.say(gateway.only, "person", text="Hej", name="Mette")
    await expect(chat.said_by("citizen").last).not_to_contain_text("Sendt")
    await expect(chat.said_by("assistant")).to_have_count(2)


async def test_the_person_is_seen_and_heard_to_write_and_not_for_ever(
    chat: ChatPage, page: Page, gateway: FakeGateway
) -> None:
    await page.clock.install()
    await with_mette(chat, gateway)
    bubble = chat.panel.locator(".typing")
    await gateway.person_types(gateway.only)
    await expect(bubble).to_have_class("typing of-person")
    await page.clock.run_for(2_500)
    await expect(bubble).to_be_visible()
    await expect(chat.panel.locator("> [role=status]")).to_have_text("Mette skriver …")
    await page.clock.run_for(20_000)
    await expect(bubble).to_be_hidden()


async def test_that_the_citizen_writes_is_told_only_while_a_person_is_there_and_seldom(
    chat: ChatPage, page: Page, gateway: FakeGateway
) -> None:
    await page.clock.install()
    await chat.open()
    await chat.input.press_sequentially("Til robotten")
    await chat.input.press("Enter")
    await expect(chat.said_by("assistant").last).to_contain_text("Til robotten")
    await gateway.wait(gateway.only)
    await chat.input.press_sequentially("Mens jeg venter")
    await gateway.join(gateway.only)
    await expect(chat.head).to_contain_text("Mette")
    await chat.input.press_sequentially(", Mette")
    await chat.input.press("Enter")
    await expect(chat.said_by("citizen").last).to_contain_text("Sendt")
    assert gateway.only.typing == [True, False]
    await chat.input.press_sequentially("Øh")
    await page.clock.run_for(5_000)
    await chat.write("Nå")
    await expect(chat.said_by("citizen").last).to_contain_text("Nå")
    assert gateway.only.typing == [True, False, True, False, True, False]


async def test_a_person_who_gives_the_conversation_back_is_said_to_have_left(
    chat: ChatPage, gateway: FakeGateway
) -> None:
    await with_mette(chat, gateway)
    await gateway.say(gateway.only, "person", text="Nu kan robotten hjælpe dig videre.", name="Mette")
    await gateway.person_types(gateway.only)
    await gateway.give_back(gateway.only)
    await expect(chat.said_by("assistant").last).to_contain_text(LEFT)
    await expect(chat.notices).to_have_text([JOINED])
    await expect(chat.head).to_contain_text("Digital assistent (robot)")
    await expect(chat.panel.locator(".typing")).to_be_hidden()
    await chat.write("Hvad koster et pas?")
    await expect(chat.said_by("assistant").last).to_contain_text("Du skrev: Hvad koster et pas?")
    await expect(chat.panel.get_by_label("Skriv din besked", exact=True)).to_be_visible()


async def test_over_plain_http_a_person_comes_and_answers_as_well(
    chat: ChatPage, gateway: FakeGateway
) -> None:
    gateway.refuse_sockets = True
    await chat.open()
    await gateway.wait(gateway.only)
    await chat.write("Et menneske, tak")
    await expect(chat.waiting).to_contain_text("nummer 2")
    await gateway.join(gateway.only)
    await gateway.say(gateway.only, "person", text="Hej, jeg er her.", name="Mette")
    await expect(chat.said_by("person")).to_contain_text("Hej, jeg er her.")
    await expect(chat.notices).to_have_text([JOINED])
    assert (await chat.log.inner_text()).index(JOINED) < (await chat.log.inner_text()).index(
        "Hej, jeg er her."
    )


async def test_a_reload_in_the_middle_keeps_who_came_when_and_who_is_there(
    chat: ChatPage, page: Page, gateway: FakeGateway
) -> None:
    await with_mette(chat, gateway)
    await gateway.say(gateway.only, "person", text="Hej", name="Mette")
    await expect(chat.said_by("person")).to_have_count(1)
    before = await chat.messages.all_inner_texts()
    await page.reload()
    await expect(chat.head).to_contain_text("Du skriver med Mette, et menneske")
    assert await chat.messages.all_inner_texts() == before


async def test_what_happened_while_the_line_was_cut_is_told_when_it_is_back(
    chat: ChatPage, page: Page, gateway: FakeGateway
) -> None:
    await with_mette(chat, gateway)
    gateway.unreachable = True
    await gateway.drop_sockets()
    await gateway.say(gateway.only, "person", text="Vi tales ved.", name="Mette")
    await gateway.close(gateway.only)
    gateway.unreachable = False
    await page.evaluate("window.dispatchEvent(new Event('online'))")
    await expect(chat.notices).to_have_text([JOINED, CLOSED])
    await expect(chat.said_by("person")).to_have_text(["Mette, medarbejder: kl. 10.00Vi tales ved."])


async def test_a_conversation_closed_by_a_person_says_so_and_offers_a_new_one_and_the_text(
    chat: ChatPage, page: Page, gateway: FakeGateway
) -> None:
    await with_mette(chat, gateway)
    await gateway.say(gateway.only, "person", text="Så er det ordnet.", name="Mette")
    await chat.input.focus()
    await gateway.close(gateway.only)
    closed = chat.panel.locator(".chat-closed")
    await expect(closed).to_contain_text("Samtalen er slut.")
    await expect(chat.notices.last).to_have_text(CLOSED)
    await expect(chat.input).to_be_hidden()
    await expect(page.get_by_role("button", name="Start en ny samtale")).to_be_focused()
    async with page.expect_download() as download:
        await closed.get_by_role("button", name="Hent samtalen som tekst").click()
    text = (await (await download.value).path()).read_text(encoding="utf-8")
    assert f"– {JOINED}" in text
    assert "Mette, medarbejder, kl. 10.00" in text
    assert "Så er det ordnet." in text
    await page.get_by_role("button", name="Start en ny samtale").click()
    await expect(chat.input).to_be_focused()
    await expect(chat.said_by("assistant")).to_have_count(2)
    await expect(chat.notices).to_have_count(0)
    await expect(chat.head).to_contain_text("Digital assistent (robot)")
