"""Nothing is done on words not meant that way: refusals, questions, corrections, unknown outcomes."""

import pytest


@pytest.mark.parametrize(
    "words",
    [
        "jeg vil ikke aflyse den", "behold den", "forkert knap", "vent lidt", "hvad skal jeg skrive?",
        "må jeg skrive privat?", "hvem er min sagsbehandler?", "kl 13", "ok", "ja",
        "<script>alert(1)</script>", "jeg skal lige tænke over det", "jeg er i tvivl",
        "skal der være en grund", "jeg vil hellere flytte den", "jeg skal lige spørge min mand først",
        "jeg ringer selv til dem", "👍", "hvad koster et pas",
    ],
)  # fmt: skip
async def test_what_is_no_reason_cancels_nothing(chat, words):
    citizen = chat("anna-jensen")
    await citizen.says("aflys min tid i jobcentret")
    assert await citizen.says(words)
    assert citizen.systems.jobcenter.writes == 0
    assert citizen.systems.mailer.sent == []


@pytest.mark.parametrize(
    "reason",
    ["jeg er syg", "mit barn har feber", "skal til lægen", "jeg har fået job", "toget kører ikke", "privat"],
)
async def test_a_plain_reason_completes_the_act(chat, reason):
    citizen = chat("anna-jensen")
    await citizen.says("aflys min tid i jobcentret")
    assert "Jeg har aflyst din tid" in await citizen.says(reason)


async def test_words_that_hardly_sound_like_a_reason_are_read_back_first(chat):
    citizen = chat("anna-jensen")
    await citizen.says("aflys min tid i jobcentret")
    answer = await citizen.says("blomsterne på altanen")
    assert "Skal jeg gøre det?" in answer
    assert citizen.systems.jobcenter.writes == 0


async def test_a_correction_of_which_appointment_is_no_reason(chat):
    citizen = chat("bo-nielsen")
    await citizen.says("aflys min tid i jobcentret")
    await citizen.says("den første")
    await citizen.says("nej den anden")
    await citizen.says("jeg er syg")
    statuses = [one.status for one in citizen.systems.jobcenter.by_citizen["bo-nielsen"]]
    assert statuses == ["booked", "cancelled"]


async def test_the_other_appointment_was_meant_after_all(chat):
    citizen = chat("bo-nielsen")
    await citizen.says("aflys min tid i jobcentret i morgen")
    await citizen.says("jeg er syg")
    assert "gælder igen" in await citizen.says("nej det var den anden tid jeg mente")
    await citizen.says("ja")
    statuses = [one.status for one in citizen.systems.jobcenter.by_citizen["bo-nielsen"]]
    assert statuses == ["booked", "cancelled"]


async def test_a_reason_given_before_login_is_read_back_after_it(chat):
    citizen = chat()
    await citizen.says("jeg skal aflyse min tid i jobcentret fordi jeg er syg")
    answer = await citizen.logs_in("anna-jensen")
    assert "”jeg er syg”" in answer
    assert "Skal jeg gøre det?" in answer


async def test_an_act_of_unknown_outcome_is_not_done_twice_when_asked_for_anew(chat):
    citizen = chat()
    await citizen.says("bestil bioposer")
    citizen.systems.waste.lose_answers = True
    await citizen.says("byvej 54")
    assert "ved stadig ikke" in await citizen.says("lad det ligge")
    assert citizen.errands == [("bioposer_bestil", "failed")]
    citizen.systems.waste.lose_answers = False
    await citizen.says("bestil bioposer til byvej 54")
    assert len(citizen.systems.waste.orders) == 1


async def test_two_acts_can_each_be_put_right(chat):
    citizen = chat("anna-jensen")
    await citizen.says("bestil bioposer til byvej 54. aflys min tid i jobcentret")
    await citizen.says("jeg er syg")
    await citizen.says("nej byvej 45")
    assert [order.address_text for order in citizen.systems.waste.orders] == ["Byvej 45, 2700 Brønshøj"]
    assert list(citizen.systems.jobcenter.reasons.values()) == ["jeg er syg"]


async def test_one_more_order_is_not_a_correction_of_the_first(chat):
    citizen = chat()
    await citizen.says("bestil bioposer til byvej 54")
    await citizen.says("og send også til min mor på byvej 60")
    assert [order.address.number for order in citizen.systems.waste.orders] == ["54", "60"]


async def test_glem_det_after_a_receipt_is_asked_about_before_anything_is_undone(chat):
    citizen = chat()
    await citizen.says("bestil bioposer til byvej 54")
    assert "Skal jeg fortryde" in await citizen.says("glem det")
    await citizen.says("nej")
    assert [order.status for order in citizen.systems.waste.orders] == ["placed"]


@pytest.mark.parametrize("address", ["byvej 54 eller 45", "Vestergade 12 i Odense"])
async def test_an_address_that_leaves_a_choice_or_lies_elsewhere_is_asked_about(chat, address):
    citizen = chat()
    await citizen.says("bestil bioposer")
    assert await citizen.says(address)
    assert citizen.systems.waste.orders == []


async def test_an_offer_of_a_person_blocks_nothing(chat):
    citizen = chat()
    await citizen.says("hvad koster et pas")
    await citizen.says("bestil bioposer")
    assert "inden for fire dage" in await citizen.says("byvej 54")


async def test_aflys_det_means_what_was_just_talked_about(chat):
    citizen = chat("anna-jensen")
    await citizen.says("hvad tid kommer hjemmeplejen i dag")
    await citizen.says("aflys det")
    assert citizen.errands[-1][0] == "hjemmepleje_aendr_aflys"


async def test_aflys_without_saying_what_is_asked_about(chat):
    citizen = chat()
    await citizen.says("jeg vil aflyse min tid")
    assert citizen.buttons == ["En tid i jobcentret", "Et besøg fra hjemmeplejen"]


async def test_a_reason_and_another_errand_in_one_answer_are_told_apart(chat):
    citizen = chat("anna-jensen")
    await citizen.says("aflys min tid i jobcentret")
    answer = await citizen.says("jeg er syg, og jeg mangler også bioposer til byvej 54")
    assert list(citizen.systems.jobcenter.reasons.values()) == ["jeg er syg"]
    assert "inden for fire dage" in answer


@pytest.mark.parametrize("answer", ["ja nej", "helt forkert", "ok, men vent lidt"])
async def test_a_yes_that_takes_itself_back_is_none(chat, answer):
    citizen = chat("anna-jensen")
    await citizen.says("aflys min tid i jobcentret, jeg er syg")
    await citizen.says(answer)
    assert citizen.systems.jobcenter.writes == 0


async def test_aflys_den_after_a_look_up_is_one_errand(chat):
    citizen = chat("anna-jensen")
    await citizen.says("har jeg en tid i jobcentret")
    await citizen.says("aflys den")
    await citizen.says("jeg er syg")
    assert [state for _, state in citizen.errands] == ["done", "done"]


async def test_everything_can_be_undone_at_once(chat):
    citizen = chat("anna-jensen")
    await citizen.says("bestil bioposer til byvej 54. aflys min tid i jobcentret")
    await citizen.says("jeg er syg")
    await citizen.says("fortryd det hele")
    assert [order.status for order in citizen.systems.waste.orders] == ["cancelled"]
    assert citizen.systems.jobcenter.by_citizen["anna-jensen"][0].status == "booked"


@pytest.mark.parametrize(
    "answer", ["i næste uge", "ikke den første", "alt andet end kl 9", "hvad med fredag?"]
)
async def test_what_chooses_no_time_moves_nothing(chat, answer):
    citizen = chat("anna-jensen")
    await citizen.says("flyt min tid i jobcentret")
    await citizen.says(answer)
    assert citizen.systems.jobcenter.writes == 0
