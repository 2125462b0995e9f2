"""A day's work: cases come in, are taken, answered, noted, moved, given back and closed."""

import re

import pytest
from playwright.async_api import Page, expect

from .cases import METTE, OLE, call_back, case, said, taken
from .desk_page import DeskPage
from .fake_desk import FakeDesk

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_case_that_comes_in_stands_in_the_list_without_a_reload_and_is_counted(
    mette: DeskPage, desk: FakeDesk, page: Page
) -> None:
    await expect(page).to_have_title("(2) Servicedesk – Én Indgang")
    await desk.add(case("s-3", "Nødkald", priority="immediate", opened_at="2026-11-21T10:00:00+01:00"))
    await expect(mette.section("waiting").locator(".row-title")).to_have_text(
        ["Nødkald", "Hjælp til MitID + Spørgsmål til en regning", "Bestil bioposer"]
    )
    await expect(page).to_have_title("(3) Servicedesk – Én Indgang")
    status = page.get_by_role("status").filter(has_text="Sag, der haster, i Borgerservice: Nødkald")
    await expect(status).to_be_attached()


async def test_waits_run_by_the_gateways_clock(mette: DeskPage) -> None:
    await expect(mette.row("s-1").locator(".desk-clock")).to_have_text(re.compile(r"3:0\d"))


async def test_taking_a_case_leads_to_the_reply_and_the_citizen_is_answered(
    mette: DeskPage, desk: FakeDesk
) -> None:
    await mette.take("s-1")
    await mette.write("Hej, jeg hedder Mette")
    await expect(mette.said("Hej, jeg hedder Mette")).to_contain_text("Sendt")
    assert [text["text"] for path, text in desk.acts if path.endswith("messages")] == [
        "Hej, jeg hedder Mette"
    ]
    await expect(mette.section("mine").locator(".case-row")).to_have_count(1)
    await expect(mette.reply).to_have_value("")


async def test_shift_and_enter_makes_a_line_and_blank_is_not_sent(mette: DeskPage, desk: FakeDesk) -> None:
    await mette.take("s-1")
    await mette.reply.press("Enter")
    await expect(mette.page.get_by_text("Skriv en besked først.")).to_be_visible()
    await mette.reply.type("En")
    await mette.reply.press("Shift+Enter")
    await mette.reply.type("To")
    await mette.reply.press("Enter")
    await expect(mette.said("To")).to_contain_text("Sendt")
    assert [text["text"] for path, text in desk.acts if path.endswith("messages")] == ["En\nTo"]


async def test_the_packet_tells_what_it_is_about_what_was_done_and_what_failed(
    mette: DeskPage, desk: FakeDesk
) -> None:
    full = case(
        "s-9", "Hjælp til MitID", identity="mitid", failed=["Vi kunne ikke slå regningen op."], receipt="K-9"
    )
    full["topics"][0] |= {"summary": "Appen er spærret.", "facts": {"Telefon": "iPhone"}}
    receipt = {"type": "receipt", "title": "Bioposer er bestilt", "number": "B-4", "facts": []}
    await desk.add(full, said(1, "citizen", "Hej"), said(2, "assistant", part=receipt))
    await mette.open("s-9")
    facts = mette.page.get_by_role("region", name="Om sagen").first
    for text in (
        "Hjælp til MitID",
        "Appen er spærret.",
        "iPhone",
        "Vi kunne ikke slå regningen op.",
        "Bioposer er bestilt",
        "B-4",
        "K-9",
        "Logget ind med MitID",
        "Borgeren bad om et menneske",
    ):
        await expect(facts).to_contain_text(text)


async def test_who_takes_a_case_second_is_told_who_was_first(mette: DeskPage, desk: FakeDesk) -> None:
    await mette.open("s-1")
    desk.cases["s-1"] |= {**taken(OLE), "version": 2}
    await mette.button("Tag samtalen").click()
    await expect(mette.trouble).to_contain_text("Ole Friis nåede det først")
    await expect(mette.trouble.get_by_role("button", name="Prøv igen")).to_have_count(0)
    await desk.change("s-1")
    await expect(mette.page.locator(".talk-state")).to_contain_text("Ole Friis har samtalen")
    await expect(mette.button("Tag samtalen")).to_be_hidden()


async def test_a_note_is_for_colleagues(mette: DeskPage, desk: FakeDesk) -> None:
    await mette.open("s-1")
    await mette.note.fill("Ny kode er bestilt")
    await mette.button("Gem note").click()
    await expect(mette.page.locator(".note")).to_contain_text("Mette Holm")
    await expect(mette.log).not_to_contain_text("Ny kode er bestilt")
    assert desk.acts[-1][0] == "cases/s-1/notes"


async def test_a_suggestion_goes_into_the_reply_with_one_click_beside_what_is_there(
    mette: DeskPage, desk: FakeDesk
) -> None:
    desk.suggestions = [
        {
            "kind": "answer",
            "intent": "mitid",
            "title": "Spærret",
            "text": "Du kan få en ny kode.",
            "url": None,
        },
        {"kind": "article", "intent": "x", "title": "Ond", "text": "Tekst", "url": "javascript:alert(1)"},
    ]
    await mette.take("s-1")
    await mette.reply.fill("Hej")
    await mette.page.get_by_role("button", name="Indsæt: Spærret").click()
    await expect(mette.reply).to_have_value("Hej\nDu kan få en ny kode.")
    await expect(mette.reply).to_be_focused()
    await expect(mette.page.locator(".suggestions a")).to_have_count(0)
    await mette.search.fill("kode")
    await expect(mette.page.locator(".suggestion")).to_have_count(1)
    assert desk.asked[-1] == ("s-1", "kode")


async def test_a_case_is_moved_to_another_queue(mette: DeskPage, desk: FakeDesk) -> None:
    await mette.take("s-1")
    await mette.button("Flyt").click()
    await mette.dialog.get_by_role("button", name="Flyt samtalen").click()
    await expect(mette.dialog.get_by_text("Vælg en kø først.")).to_be_visible()
    await mette.dialog.get_by_label("Til hvilken kø?").select_option("hjemmepleje")
    await mette.dialog.get_by_role("button", name="Flyt samtalen").click()
    await expect(mette.row("s-1")).to_contain_text("Hjemmepleje")
    await expect(mette.page.locator(".talk-state")).to_contain_text("Venter i Hjemmepleje")
    assert desk.acts[-1] == ("cases/s-1/move", {"queue": "hjemmepleje"})


async def test_a_case_is_closed_with_an_outcome_and_not_without(mette: DeskPage, desk: FakeDesk) -> None:
    await mette.take("s-1")
    await mette.button("Afslut").click()
    await mette.dialog.get_by_role("button", name="Afslut samtalen").click()
    await expect(mette.dialog).to_contain_text("Vælg et svar først.")
    await mette.dialog.get_by_label("Viderevist").check()
    await mette.dialog.get_by_role("button", name="Afslut samtalen").click()
    await expect(mette.page.locator(".talk-state")).to_contain_text("Slut: viderevist")
    assert desk.acts[-1] == ("cases/s-1/close", {"outcome": "viderevist"})
    await expect(mette.reply).to_be_hidden()
    await mette.page.get_by_role("button", name="Næste, der venter").click()
    await expect(mette.title).to_have_text("Bestil bioposer")


async def test_a_case_is_given_back_to_the_assistant_after_a_question(
    mette: DeskPage, desk: FakeDesk
) -> None:
    await mette.take("s-1")
    await mette.reply.fill("Halvt skrevet")
    await mette.button("Giv tilbage").click()
    await expect(mette.dialog).to_contain_text("Du har skrevet noget, som ikke er sendt.")
    await mette.dialog.get_by_role("button", name="Giv tilbage").click()
    await expect(mette.page.locator(".talk-state")).to_contain_text("givet tilbage til assistenten")
    await expect(mette.page.locator(".talk-instead")).to_contain_text("Halvt skrevet")
    assert desk.acts[-1][0] == "cases/s-1/give_back"


async def test_what_the_citizen_writes_meanwhile_is_counted_and_marked(
    mette: DeskPage, desk: FakeDesk
) -> None:
    await mette.take("s-1")
    await mette.take("s-2")
    await desk.say("s-1", "citizen", "Er du der?")
    await desk.say("s-1", "citizen", "Hallo?")
    await expect(mette.row("s-1")).to_contain_text("2 nye beskeder")
    await mette.row("s-1").click()
    await expect(mette.log.locator(".talk-marker + .message")).to_contain_text("Er du der?")
    await expect(mette.row("s-1")).not_to_contain_text("nye beskeder")
    await expect(mette.page).to_have_title("Servicedesk – Én Indgang")


async def test_each_case_keeps_its_own_half_written_words_also_over_a_reload(
    mette: DeskPage, page: Page
) -> None:
    await mette.take("s-1")
    await mette.reply.fill("Til den første")
    await mette.take("s-2")
    await mette.reply.fill("Til den anden")
    await mette.row("s-1").click()
    await expect(mette.reply).to_have_value("Til den første")
    await expect(mette.row("s-2")).to_contain_text("Kladde")
    await page.reload()
    await expect(mette.reply).to_have_value("Til den første")
    await mette.row("s-2").click()
    await expect(mette.reply).to_have_value("Til den anden")


async def test_both_hear_that_the_other_is_writing(mette: DeskPage, desk: FakeDesk) -> None:
    await mette.take("s-1")
    await desk.tell({"type": "citizen_typing", "case": "s-1", "on": True})
    await expect(mette.page.get_by_text("Borgeren skriver …")).to_be_visible()
    await mette.reply.type("Hej")
    await mette.write("Hej")
    await expect(mette.said("Hej").last).to_contain_text("Sendt")
    typing = [frame["on"] for frame in desk.frames if frame["type"] == "typing"]
    assert typing == [True, False]


async def test_the_queues_chosen_are_shown_told_to_the_gateway_and_remembered(
    mette: DeskPage, desk: FakeDesk, page: Page
) -> None:
    await desk.add(case("s-3", "Besøgstid", queue="hjemmepleje", queue_name="Hjemmepleje"))
    await page.get_by_text("Mine køer").click()
    await page.get_by_label("Hjemmepleje").check()
    await expect(mette.section("waiting").locator(".row-title")).to_have_text(["Besøgstid"])
    await page.reload()
    await expect(mette.link).to_have_text("Forbundet")
    await expect(mette.section("waiting").locator(".row-title")).to_have_text(["Besøgstid"])
    assert [frame.get("queues") for frame in desk.frames if frame["type"] in ("hello", "serve")] == [
        None,
        ["hjemmepleje"],
        ["hjemmepleje"],
    ]


async def test_a_call_back_is_taken_called_and_closed(mette: DeskPage, desk: FakeDesk) -> None:
    await mette.page.locator('[data-call-back="b-1"]').click()
    link = mette.page.get_by_role("link", name="Ring til 20 12 34 56")
    await expect(link).to_have_attribute("href", "tel:+4520123456")
    await mette.button("Tag opgaven").click()
    await expect(mette.page.locator(".call-back")).to_contain_text("Du har taget opgaven.")
    await mette.page.locator(".call-back").get_by_role("button", name="Afslut").click()
    await mette.dialog.get_by_label("Løst").check()
    await mette.dialog.get_by_role("button", name="Afslut").click()
    await expect(mette.section("callBacks").locator(".case-row")).to_have_count(0)
    assert [path for path, _ in desk.acts] == ["call_backs/b-1/take", "call_backs/b-1/close"]


async def test_a_call_back_that_a_colleague_took_says_so(mette: DeskPage, desk: FakeDesk) -> None:
    desk.call_backs["b-2"] = call_back("b-2", "20203030", "Vielse", person=None)
    await desk.tell({"type": "call_backs", "call_backs": list(desk.call_backs.values())})
    await mette.page.locator('[data-call-back="b-2"]').click()
    desk.call_backs["b-2"] |= {"person": OLE, "status": "taken"}
    await mette.button("Tag opgaven").click()
    await expect(mette.trouble).to_contain_text("Ole Friis nåede det først")


async def test_the_acute_message_is_seen_before_it_is_published_and_is_withdrawn_again(
    mette: DeskPage, desk: FakeDesk
) -> None:
    await mette.button("Akut besked").click()
    await mette.dialog.get_by_label("Besked", exact=True).fill("Vandet er lukket på Østerbro.")
    await mette.dialog.get_by_label("Fare", exact=True).check()
    await mette.dialog.get_by_label("Fjernes af sig selv").fill("2026-11-21T16:00")
    await expect(mette.dialog.locator(".alert-error")).to_have_text("Vandet er lukket på Østerbro.")
    await mette.dialog.get_by_role("button", name="Vis for alle borgere").click()
    await expect(mette.page.locator(".strip-banner")).to_contain_text("Vandet er lukket på Østerbro.")
    assert desk.acts[-1][1] == {
        "text": "Vandet er lukket på Østerbro.",
        "level": "danger",
        "until": "2026-11-21T15:00:00.000Z",
    }
    await mette.page.get_by_role("button", name="Ret eller fjern").click()
    await mette.dialog.get_by_role("button", name="Fjern beskeden").click()
    await expect(mette.page.locator(".strip-banner")).to_be_hidden()
    assert desk.banner is None


async def test_a_topic_is_switched_off_here_and_by_a_colleague(mette: DeskPage, desk: FakeDesk) -> None:
    await mette.button("Emner").click()
    switch = mette.dialog.get_by_role("switch", name="Bestil bioposer")
    await expect(switch).to_have_attribute("aria-checked", "true")
    await switch.click()
    await expect(switch).to_have_attribute("aria-checked", "false")
    assert desk.topics_off == ["bioposer"]
    desk.topics_off = []
    await desk.tell({"type": "topics_off", "topics_off": []})
    await expect(switch).to_have_attribute("aria-checked", "true")


async def test_a_login_link_or_a_button_of_the_citizens_cannot_be_pressed_here(
    mette: DeskPage, desk: FakeDesk
) -> None:
    buttons = {"type": "buttons", "text": "Vælg", "buttons": [{"title": "Ja", "text": "ja"}]}
    login = {"type": "login", "title": "Log ind med MitID", "url": "/login?x=1"}
    await desk.add(case("s-9", "MitID"), said(1, "assistant", part=buttons), said(2, "assistant", part=login))
    await mette.open("s-9")
    await expect(mette.log).to_contain_text("Log ind med MitID")
    await expect(mette.log.get_by_role("button")).to_have_count(0)
    await expect(mette.log.get_by_role("link")).to_have_count(0)


async def test_markup_in_what_citizens_and_systems_say_stays_text(mette: DeskPage, desk: FakeDesk) -> None:
    evil = "<img src=x onerror=alert(1)>"
    one = case("s-9", evil, failed=[evil])
    one["topics"][0] |= {"summary": evil, "facts": {evil: evil}}
    await desk.add(one, said(1, "citizen", evil), said(2, "person", evil, name=evil))
    desk.suggestions = [{"kind": "answer", "intent": "x", "title": evil, "text": evil, "url": evil}]
    await mette.open("s-9")
    await expect(mette.said(evil)).to_have_count(2)
    await expect(mette.page.locator("img")).to_have_count(0)


async def test_an_employee_sees_the_conversations_of_colleagues_but_does_not_write_in_them(
    mette: DeskPage, desk: FakeDesk
) -> None:
    await desk.add(case("s-9", "Byggesag", **taken(OLE)), said(1, "citizen", "Hej Ole"))
    await mette.page.get_by_role("button", name="Hos kolleger 1").click()
    await mette.open("s-9")
    await expect(mette.reply).to_be_hidden()
    await expect(mette.page.locator(".talk-instead")).to_contain_text("Ole Friis har samtalen")
    await desk.change("s-9", person=METTE)
    await expect(mette.reply).to_be_visible()


async def test_a_colleague_who_has_gone_leaves_the_case_to_be_taken(mette: DeskPage, desk: FakeDesk) -> None:
    await desk.add(case("s-9", "Byggesag", **taken(OLE)), said(1, "citizen", "Hej Ole"))
    await expect(mette.section("waiting").locator('[data-case="s-9"]')).to_have_count(0)
    await desk.change("s-9", away=True)
    await expect(mette.section("waiting").locator('[data-case="s-9"]')).to_contain_text("Ole Friis er væk")
    await mette.open("s-9")
    await expect(mette.page.locator(".talk-instead")).to_contain_text("Ole Friis er gået fra skærmen")
    await mette.button("Tag samtalen").click()
    await expect(mette.reply).to_be_focused()


async def test_call_backs_that_cannot_be_had_are_not_called_none(mette: DeskPage, desk: FakeDesk) -> None:
    await desk.tell({"type": "call_backs", "call_backs": None})
    await expect(mette.section("callBacks")).to_contain_text("Vi kan ikke hente listen lige nu.")
    await desk.tell({"type": "call_backs", "call_backs": []})
    await expect(mette.section("callBacks")).to_contain_text("Ingen venter på at blive ringet op.")
