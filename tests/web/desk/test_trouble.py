"""What goes wrong: the network, the session, two tabs, two employees, a gateway that restarts."""

import re

import pytest
from playwright.async_api import Browser, BrowserContext, Page, expect

from ..conftest import new_context
from .cases import METTE, OLE, case, said, taken
from .desk_page import DeskPage
from .fake_desk import COOKIE, FakeDesk

pytestmark = pytest.mark.asyncio(loop_scope="session")


def written(desk: FakeDesk) -> list[str]:
    """Texts of all messages that employees have written, as the citizen got them."""
    return [line["text"] for lines in desk.messages.values() for line in lines if line["from"] == "person"]


async def test_without_a_connection_it_is_said_and_nothing_written_is_lost(
    mette: DeskPage, desk: FakeDesk
) -> None:
    await mette.take("s-1")
    await mette.offline()
    await expect(mette.page.locator(".strip-offline")).to_be_visible()
    await mette.write("Er du der?")
    line = mette.said("Er du der?")
    await expect(line).to_contain_text("Ikke sendt. Der er ingen forbindelse lige nu")
    await expect(mette.row("s-1")).to_contain_text("Ikke sendt")
    await mette.online()
    await expect(mette.page.locator(".strip-offline")).to_be_hidden()
    assert written(desk) == []
    await line.get_by_role("button", name="Send igen").click()
    await expect(line).to_contain_text("Sendt")
    assert written(desk) == ["Er du der?"]


async def test_a_message_whose_answer_was_lost_is_not_sent_twice_by_trying_again(
    mette: DeskPage, desk: FakeDesk
) -> None:
    await mette.take("s-1")
    desk.quiet = True
    desk.losing_answers = True
    await mette.write("Kun én gang")
    line = mette.said("Kun én gang")
    await expect(line).to_contain_text("Ikke sendt")
    desk.losing_answers = False
    await line.get_by_role("button", name="Send igen").click()
    await expect(line).to_contain_text("Sendt")
    await expect(line).to_have_count(1)
    assert written(desk) == ["Kun én gang"]
    ids = {body["client_id"] for path, body in desk.acts if path.endswith("messages")}
    assert len(ids) == 1


async def test_a_message_that_arrived_although_its_answer_was_lost_is_shown_as_sent_by_itself(
    mette: DeskPage, desk: FakeDesk
) -> None:
    await mette.take("s-1")
    desk.losing_answers = True
    await mette.write("Kom den frem?")
    await expect(mette.said("Kom den frem?")).to_contain_text("Sendt")
    await expect(mette.said("Kom den frem?")).to_have_count(1)


async def test_a_message_that_did_not_go_can_be_changed_or_given_up(mette: DeskPage, desk: FakeDesk) -> None:
    await mette.take("s-1")
    desk.unreachable = True
    await mette.write("Først")
    await mette.said("Først").get_by_role("button", name="Ret").click()
    await expect(mette.reply).to_have_value("Først")
    await mette.write("Så")
    await mette.said("Så").get_by_role("button", name="Slet").click()
    await expect(mette.log.locator(".from-person")).to_have_count(0)
    assert written(desk) == []


async def test_an_unsent_message_is_there_after_a_reload_and_only_goes_when_asked(
    mette: DeskPage, desk: FakeDesk, page: Page
) -> None:
    await mette.take("s-1")
    desk.unreachable = True
    await mette.write("Husk mig")
    await expect(mette.said("Husk mig")).to_contain_text("Ikke sendt")
    desk.unreachable = False
    await page.reload()
    await expect(mette.said("Husk mig")).to_contain_text("Ikke sendt")
    assert written(desk) == []
    await mette.said("Husk mig").get_by_role("button", name="Send igen").click()
    await expect(mette.said("Husk mig")).to_contain_text("Sendt")
    assert written(desk) == ["Husk mig"]


async def test_an_act_during_an_outage_says_that_it_did_not_happen_and_can_be_done_again(
    mette: DeskPage, desk: FakeDesk
) -> None:
    await mette.open("s-1")
    await mette.offline()
    await mette.button("Tag samtalen").click()
    await expect(mette.trouble).to_contain_text("Du fik ikke samtalen. Der er ingen forbindelse")
    await mette.online()
    await mette.trouble.get_by_role("button", name="Prøv igen").click()
    await expect(mette.page.locator(".talk-state")).to_contain_text("Du har samtalen")
    await expect(mette.trouble).to_have_count(0)


async def test_a_take_that_arrived_although_its_answer_was_lost_is_no_trouble(
    mette: DeskPage, desk: FakeDesk
) -> None:
    await mette.open("s-1")
    desk.losing_answers = True
    await mette.button("Tag samtalen").click()
    await expect(mette.page.locator(".talk-state")).to_contain_text("Du har samtalen")
    await expect(mette.trouble).to_have_count(0)


async def test_two_presses_on_a_slow_day_are_one_act(mette: DeskPage, desk: FakeDesk) -> None:
    await mette.open("s-1")
    desk.slow.clear()
    await mette.button("Tag samtalen").click()
    await mette.button("Tag samtalen").click(force=True)
    desk.slow.set()
    await expect(mette.reply).to_be_focused()
    assert [path for path, _ in desk.acts] == ["cases/s-1/take"]


async def test_after_an_outage_the_page_is_what_the_gateway_says_and_goes_on_from_the_last_message(
    mette: DeskPage, desk: FakeDesk
) -> None:
    await mette.take("s-1")
    await mette.offline()
    await desk.add(case("s-8", "Byggesag"))
    del desk.cases["s-2"]
    await desk.say("s-1", "citizen", "Skrevet imens")
    await mette.online()
    await expect(mette.said("Skrevet imens")).to_have_count(1)
    await expect(mette.row("s-8")).to_be_visible()
    await expect(mette.row("s-2")).to_have_count(0)
    watches = [frame for frame in desk.frames if frame["type"] == "watch" and frame["case"] == "s-1"]
    assert watches[-1]["last_seq"] == 2
    await expect(mette.log.locator(".message")).to_have_count(3)


async def test_when_the_session_ends_the_words_wait_for_the_next_sign_in(
    mette: DeskPage, desk: FakeDesk, page: Page
) -> None:
    await mette.take("s-1")
    await mette.reply.fill("Halvt skrevet")
    await desk.sign_out()
    strip = page.locator(".strip-signed-out")
    await expect(strip).to_contain_text("Du er logget ud. Det, du har skrevet, er gemt")
    await expect(mette.reply).to_have_value("Halvt skrevet")
    await strip.get_by_role("link", name="Log ind igen").click()
    await expect(mette.link).to_have_text("Forbundet")
    await expect(mette.title).to_contain_text("Hjælp til MitID")
    await expect(mette.reply).to_have_value("Halvt skrevet")


async def test_an_answer_of_401_ends_the_session_on_the_page_too(mette: DeskPage, desk: FakeDesk) -> None:
    await mette.take("s-1")
    desk.employee = None
    await mette.write("For sent")
    await expect(mette.said("For sent")).to_contain_text("Du er logget ud. Log ind, og prøv igen.")
    await expect(mette.link).to_have_text("Logget ud")
    desk.employee = METTE
    await mette.page.evaluate("window.dispatchEvent(new Event('focus'))")
    await expect(mette.link).to_have_text("Forbundet")
    await mette.said("For sent").get_by_role("button", name="Send igen").click()
    await expect(mette.said("For sent")).to_contain_text("Sendt")


async def test_another_employee_who_signs_in_in_the_same_tab_sees_none_of_the_words(
    mette: DeskPage, desk: FakeDesk, page: Page
) -> None:
    await mette.take("s-1")
    await mette.reply.fill("Fortroligt")
    desk.employee = OLE
    await desk.cut()
    await page.evaluate("window.dispatchEvent(new Event('online'))")
    await expect(page.locator(".desk-who")).to_have_text("Ole Friis")
    await expect(page.locator("body")).not_to_contain_text("Fortroligt")
    assert "Fortroligt" not in await page.evaluate("JSON.stringify(sessionStorage)")


async def test_who_is_not_signed_in_is_asked_to_and_sees_nothing_else(desk: FakeDesk, page: Page) -> None:
    desk.employee = None
    await page.goto(f"{desk.address}/desk")
    await expect(page.get_by_role("link", name="Log ind")).to_have_attribute("href", "/desk/login")
    await expect(page.locator(".desk-tools, .desk-panes").locator("visible=true")).to_have_count(0)


async def test_logging_out_warns_of_conversations_and_words_and_leaves_none_behind(
    mette: DeskPage, desk: FakeDesk, page: Page
) -> None:
    await mette.take("s-1")
    await mette.reply.fill("Ikke sendt endnu")
    await page.get_by_role("button", name="Mette Holm").click()
    await page.get_by_role("button", name="Log ud", exact=True).click()
    await expect(mette.dialog).to_contain_text("Du har stadig 1 samtale.")
    await expect(mette.dialog).to_contain_text("Det forsvinder, når du logger ud.")
    await mette.dialog.get_by_role("button", name="Log ud").click()
    await expect(page.get_by_role("link", name="Log ind")).to_be_visible()
    assert "Ikke sendt endnu" not in await page.evaluate("JSON.stringify(sessionStorage)")


async def test_two_tabs_of_one_employee_show_the_same(
    mette: DeskPage, desk: FakeDesk, context: BrowserContext
) -> None:
    other = await DeskPage(await context.new_page(), desk).enter()
    await other.open("s-1")
    await mette.take("s-1")
    await mette.write("Fra den ene")
    await expect(other.said("Fra den ene")).to_have_count(1)
    await expect(other.reply).to_be_visible()


async def test_of_two_who_take_at_once_one_has_it_and_the_other_sees_who(
    mette: DeskPage, desk: FakeDesk, browser: Browser
) -> None:
    context = await new_context(browser)
    await context.add_cookies([{"name": COOKIE, "value": "ole", "url": desk.address}])
    ole = await DeskPage(await context.new_page(), desk).enter()
    await mette.open("s-1")
    await ole.open("s-1")
    desk.slow.clear()
    await mette.button("Tag samtalen").click()
    await ole.button("Tag samtalen").click()
    desk.slow.set()
    state = [page.page.locator(".talk-state") for page in (mette, ole)]
    for one in state:
        await expect(one).to_contain_text(re.compile("har samtalen"))
    texts = [await one.inner_text() for one in state]
    assert sum("Du har samtalen" in text for text in texts) == 1, texts
    await context.close()


async def test_a_call_that_rings_opens_its_case_by_itself(mette: DeskPage, desk: FakeDesk) -> None:
    call = case("s-7", "Hjemmepleje", channel="voice", call="u-1")
    await desk.add(call, said(1, "citizen", "Min hjælper er ikke kommet"))
    await desk.tell({"type": "ringing", "case": {**call, "ringing": True}})
    await expect(mette.title).to_have_text("Hjemmepleje")
    await expect(mette.page.locator(".talk-state")).to_contain_text("Telefonen ringer nu")
    await mette.button("Tag opkaldet").click()
    await expect(mette.page.locator(".talk-instead")).to_contain_text("Borgeren er i telefonen")
    await expect(mette.reply).to_be_hidden()


async def test_a_call_that_rings_while_one_writes_is_offered_and_does_not_push_the_words_aside(
    mette: DeskPage, desk: FakeDesk
) -> None:
    await mette.take("s-1")
    await mette.reply.type("Et øjeblik")
    call = case("s-7", "Hjemmepleje", channel="voice", call="u-1", ringing=True)
    await desk.add(call)
    bar = mette.page.get_by_role("alert").filter(has_text="Telefonen ringer: Hjemmepleje")
    await expect(bar).to_be_visible()
    await expect(mette.reply).to_be_focused()
    await bar.get_by_role("button", name="Vis sagen").click()
    await expect(mette.title).to_have_text("Hjemmepleje")
    await expect(bar).to_be_hidden()
    await mette.row("s-1").click()
    await expect(mette.reply).to_have_value("Et øjeblik")


async def test_a_call_that_is_answered_by_a_colleague_is_offered_no_more(
    mette: DeskPage, desk: FakeDesk
) -> None:
    await mette.take("s-1")
    await mette.reply.type("Et øjeblik")
    await desk.add(case("s-7", "Hjemmepleje", channel="voice", call="u-1", ringing=True))
    bar = mette.page.locator(".strip-ringing")
    await expect(bar).to_be_visible()
    await desk.change("s-7", ringing=False, **taken(OLE))
    await expect(bar).to_have_count(0)


async def test_a_reader_who_has_scrolled_up_stays_there_and_is_told_of_what_is_new(
    mette: DeskPage, desk: FakeDesk
) -> None:
    lines = [said(seq, "citizen", f"Linje {seq} og lidt mere\ni en linje til") for seq in range(1, 30)]
    await desk.add(case("s-9", "Lang", **taken(METTE)), *lines)
    await mette.open("s-9")
    scroller = mette.page.locator(".talk-scroller")
    await expect(mette.said("Linje 29")).to_be_in_viewport()
    await scroller.evaluate("node => { node.scrollTop = 0 }")
    await expect(mette.said("Linje 1 og")).to_be_in_viewport()
    await desk.say("s-9", "citizen", "Det nyeste")
    await mette.button("Ny besked").click()
    await expect(mette.said("Det nyeste")).to_be_in_viewport()
    await expect(mette.button("Ny besked")).to_be_hidden()


async def test_a_strip_that_comes_does_not_push_the_newest_message_out_of_sight(
    mette: DeskPage, desk: FakeDesk
) -> None:
    lines = [said(seq, "citizen", f"Linje {seq} og lidt mere\ni en linje til") for seq in range(1, 30)]
    await desk.add(case("s-9", "Lang", **taken(METTE)), *lines)
    await mette.open("s-9")
    await expect(mette.said("Linje 29")).to_be_in_viewport(ratio=1)
    await desk.tell(
        {"type": "banner", "banner": {"id": "b", "text": "Vandet er lukket. " * 12, "level": "danger"}}
    )
    await expect(mette.page.locator(".strip-banner")).to_be_visible()
    await expect(mette.said("Linje 29")).to_be_in_viewport(ratio=1)
    await desk.say("s-9", "citizen", "Det nyeste")
    await expect(mette.said("Det nyeste")).to_be_in_viewport(ratio=1)
