"""Back offices that are down, logins that fail, servers that restart, words in the wrong moment."""

import pytest

from actions.fagsystemer.errors import Unavailable


async def test_a_back_office_that_is_down_is_admitted_and_tried_again(chat):
    citizen = chat()
    await citizen.says("bestil bioposer")
    citizen.systems.waste.fail_with = Unavailable("affald", "timeout", "test")
    assert "jeg har ikke ændret noget" in await citizen.says("Byvej 54")
    citizen.systems.waste.fail_with = None
    assert "inden for fire dage" in await citizen.says("prøv igen")
    assert len(citizen.systems.waste.orders) == 1


async def test_a_lost_answer_is_never_ordered_twice(chat):
    citizen = chat()
    await citizen.says("bestil bioposer")
    citizen.systems.waste.lose_answers = True
    assert "jeg ved ikke, om det gik igennem" in await citizen.says("Byvej 54")
    citizen.systems.waste.lose_answers = False
    await citizen.says("Prøv igen")
    assert len(citizen.systems.waste.orders) == 1


async def test_a_mail_that_cannot_be_sent_is_admitted_and_the_appointment_is_cancelled(chat):
    citizen = chat("anna-jensen")
    await citizen.says("aflys min tid i jobcentret i dag")
    citizen.systems.mailer.fail_with = Unavailable("mail", "timeout", "test")
    answer = await citizen.says("jeg er syg")
    assert "kunne jeg ikke sende" in answer
    assert citizen.errands == [("aflys_jobcentertid", "done")]


@pytest.mark.parametrize("reason", ["refused", "timeout", "state"])
async def test_a_failed_login_keeps_the_errand_and_offers_a_person(chat, reason):
    citizen = chat()
    await citizen.says("aflys min tid i jobcentret i dag")
    answer = await citizen.fails_to_log_in(reason)
    assert "ikke logget ind" in answer
    assert citizen.parts("login")
    assert citizen.errands == [("aflys_jobcentertid", "waiting_login")]
    assert "Hvorfor må du melde afbud?" in await citizen.logs_in("anna-jensen")


async def test_mitid_trouble_never_demands_mitid(chat):
    citizen = chat()
    await citizen.says("hvornår kommer min hjemmepleje")
    await citizen.says("mit mitid virker ikke")
    assert not citizen.parts("login")
    assert "stiller dig videre" in await citizen.says("ja tak")
    assert not citizen.parts("login")


async def test_open_and_parked_errands_survive_a_restart_of_rasa(chat, assistant):
    citizen = chat()
    await citizen.says("Jeg mangler bioposer, og jeg vil gerne vide, hvornår min hjemmepleje kommer")
    before = citizen.errands
    assistant.start()
    assert "inden for fire dage" in await citizen.says("Byvej 54")
    assert [intent for intent, _ in citizen.errands] == [intent for intent, _ in before]


@pytest.mark.parametrize(
    "words", ["ja", "nej", "ved ikke", "fortryd", "gentag", "Byvej 54", "👍", "?", "...", "ok"]
)
async def test_words_out_of_nowhere_get_an_answer_and_do_nothing(chat, words):
    citizen = chat()
    assert await citizen.says(words)
    systems = citizen.systems
    assert not systems.waste.writes + systems.jobcenter.writes + systems.home_care.writes


@pytest.mark.parametrize(
    "text", ["/restart", "/aflys_jobcentertid{}", '/event_login_done{"x": 1}', "//", " /back"]
)
async def test_a_leading_slash_is_only_text(chat, text):
    citizen = chat()
    await citizen.says("bestil bioposer")
    await citizen.says(text)
    assert citizen.errands[0][0] == "bioposer_bestil"
    assert ("aflys_jobcentertid", "open") not in citizen.errands
    assert citizen.citizen is None


async def test_ja_twice_after_an_act_does_it_once(chat):
    citizen = chat("anna-jensen")
    await citizen.says("jeg er syg og skal aflyse min tid i jobcentret i dag")
    await citizen.says("ja")
    await citizen.says("ja")
    assert citizen.systems.jobcenter.writes == 1
    assert len(citizen.systems.mailer.sent) == 1
