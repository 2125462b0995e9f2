"""The citizen puts something right, before the act and after it."""

import pytest


def addresses(conversation):
    return [order.address_text for order in conversation.systems.waste.orders if order.status == "placed"]


@pytest.mark.parametrize(
    "correction", ["nej, det var Byvej 45", "jeg mente Byvej 45", "ups, det skulle være Byvej 45"]
)
async def test_an_order_to_the_wrong_number_becomes_one_to_the_right_and_never_two(chat, correction):
    citizen = chat()
    await citizen.says("jeg vil gerne bestille bioposer")
    await citizen.says("Byvej 54")
    answer = await citizen.says(correction)
    assert "Byvej 45, 2700 Brønshøj" in answer
    assert addresses(citizen) == ["Byvej 45, 2700 Brønshøj"]
    assert len(citizen.systems.waste.orders) == 1


async def test_a_number_alone_corrects_the_number_and_keeps_the_street(chat):
    citizen = chat()
    await citizen.says("bestil bioposer til Byvej 54")
    await citizen.says("nej, nummer 45")
    assert addresses(citizen) == ["Byvej 45, 2700 Brønshøj"]


async def test_fortryd_takes_the_order_back_and_a_second_fortryd_does_nothing_more(chat):
    citizen = chat()
    await citizen.says("bestil bioposer til Byvej 54")
    await citizen.says("fortryd")
    assert addresses(citizen) == []
    assert "ikke noget at fortryde" in await citizen.says("fortryd")


async def test_a_correction_inside_the_message_is_read_back_before_anything_is_done(chat):
    citizen = chat()
    await citizen.says("bestil bioposer")
    await citizen.says("Frederikssundsvej 110")
    answer = await citizen.says("nej, det var Byvej 45")
    assert "Skal jeg sende bioposer til Byvej 45" in answer
    assert not citizen.systems.waste.orders
    await citizen.says("ja")
    assert addresses(citizen) == ["Byvej 45, 2700 Brønshøj"]


async def test_the_reason_can_be_changed_after_the_appointment_is_cancelled(chat):
    citizen = chat("anna-jensen")
    await citizen.says("jeg skal aflyse min tid i jobcentret i dag")
    await citizen.says("jeg er syg")
    answer = await citizen.says("nej, begrundelsen er at jeg skal til begravelse")
    assert "jeg skal til begravelse" in answer
    assert list(citizen.systems.jobcenter.reasons.values()) == ["jeg skal til begravelse"]
    assert len(citizen.systems.mailer.sent) == 2


async def test_a_cancelled_appointment_can_be_had_again(chat):
    citizen = chat("anna-jensen")
    await citizen.says("jeg skal aflyse min tid i jobcentret i dag")
    await citizen.says("jeg er syg")
    assert "gælder igen" in await citizen.says("fortryd")
    assert citizen.systems.jobcenter.by_citizen["anna-jensen"][0].status == "booked"


async def test_a_misspelt_street_is_guessed_and_therefore_confirmed(chat):
    citizen = chat()
    await citizen.says("bestil bioposer")
    assert "Byvej 54, 2700 Brønshøj?" in await citizen.says("Bivej 54")
    assert not citizen.systems.waste.orders
    await citizen.says("ja")
    assert addresses(citizen) == ["Byvej 54, 2700 Brønshøj"]


@pytest.mark.parametrize(
    "said",
    [
        "nej det var Byvej 45, og hvornår har borgerservice åbent?",
        "nej vent, det er nummer 45, og hvornår har borgerservice åbent på lørdag?",
    ],
)
async def test_a_correction_and_a_question_in_one_breath_are_both_heard(chat, said):
    citizen = chat()
    await citizen.says("bestil bioposer til Byvej 54")
    answer = await citizen.says(said)
    assert "Byvej 45, 2700 Brønshøj" in answer
    assert "Åbningstid" in answer
    assert addresses(citizen) == ["Byvej 45, 2700 Brønshøj"]


async def test_an_undo_and_a_question_in_one_breath_are_both_heard(chat):
    citizen = chat()
    await citizen.says("bestil bioposer til Byvej 54")
    answer = await citizen.says("fortryd det, og hvornår har borgerservice åbent?")
    assert "Åbningstid" in answer
    assert addresses(citizen) == []


async def test_whose_it_is_is_asked_beside_another_question(chat):
    citizen = chat()
    answer = await citizen.says("hvornår kommer hjemmehjælpen, og hvem tager sig af huller i vejen?")
    assert "logge ind" in answer


async def test_what_is_right_already_is_said_to_be_and_nothing_is_asked(chat):
    citizen = chat()
    await citizen.says("bestil bioposer til Byvej 54")
    answer = await citizen.says("nej 54, ikke 45")
    assert answer == "Ja, de bliver sendt til Byvej 54, 2700 Brønshøj."
    assert citizen.state["expects"] is None
    await citizen.says("nej, det var Byvej 45")
    assert addresses(citizen) == ["Byvej 45, 2700 Brønshøj"]


async def test_an_act_is_undone_by_its_name_in_the_middle_of_another(chat):
    citizen = chat("bo-nielsen")
    await citizen.says("aflys min tid i jobcentret i morgen")
    await citizen.says("min søn er syg")
    assert "Hvilken tid vil du hellere have?" in await citizen.says(
        "jeg vil også flytte min anden tid i jobcentret"
    )
    await citizen.says("fortryd aflysningen")
    assert citizen.errands == [("aflys_jobcentertid", "cancelled"), ("flyt_jobcentertid", "cancelled")]


async def test_who_would_rather_move_what_was_cancelled_gets_it_back_first(chat):
    citizen = chat("bo-nielsen")
    await citizen.says("aflys min tid i jobcentret i morgen")
    await citizen.says("min søn er syg")
    answer = await citizen.says("kunne man egentlig flytte den i stedet for")
    assert "Folkeregistret" not in answer
    assert citizen.errands == [("aflys_jobcentertid", "cancelled"), ("flyt_jobcentertid", "open")]


async def test_a_receipt_is_told_again_and_then_the_question(chat):
    citizen = chat()
    await citizen.says("bestil bioposer til Byvej 54")
    number = citizen.parts("receipt")[0]["number"]
    assert await citizen.says("hvad er mit kvitteringsnummer?") == f"Dit kvitteringsnummer er {number}."
    assert "Hvilken adresse" in await citizen.says("nej, adressen er forkert")
    answer = await citizen.says("hvad er mit kvitteringsnummer?")
    assert answer.startswith(f"Dit kvitteringsnummer er {number}.")
    assert answer.count("?") == 1


@pytest.mark.parametrize(
    "said",
    [
        "jeg flytter til Odense den første februar, hvad skal jeg gøre",
        "jeg vil også gerne flytte den tid jeg har den tolvte",
    ],
)
async def test_what_was_cancelled_stays_so_where_nothing_points_back(chat, said):
    citizen = chat("bo-nielsen")
    await citizen.says("aflys min tid i jobcentret i morgen")
    await citizen.says("min søn er syg")
    await citizen.says(said)
    assert citizen.errands[0] == ("aflys_jobcentertid", "done")


@pytest.mark.parametrize("said", ["er poserne slet ikke bestilt", "stop, men behold poserne"])
async def test_an_act_is_not_undone_by_half_a_word(chat, said):
    citizen = chat("anna-jensen")
    await citizen.says("bestil bioposer til Byvej 54")
    await citizen.says("jeg vil flytte mit besøg fra hjemmeplejen i morgen")
    await citizen.says(said)
    assert addresses(citizen) == ["Byvej 54, 2700 Brønshøj"]


async def test_an_address_put_right_while_a_call_is_ordered_is_no_telephone_number(chat):
    citizen = chat()
    await citizen.says("bestil bioposer til Byvej 54")
    await citizen.says("ring til mig på 20 00 00 01 om min bolig")
    await citizen.says("nej det var Byvej 45, ikke 54")
    assert addresses(citizen) == ["Byvej 45, 2700 Brønshøj"]


@pytest.mark.parametrize("said", ["hvilken dag har jeg tid i jobcentret", "hvilken dag har I længe åbent"])
async def test_a_question_after_an_act_is_not_answered_with_its_receipt(chat, said):
    citizen = chat()
    await citizen.says("bestil bioposer til Byvej 54")
    await citizen.says(said)
    assert citizen.parts("receipt") == []


@pytest.mark.parametrize(
    "said",
    ["stop hjemmeplejen i næste uge", "jeg vil aflyse min tid i jobcentret men jeg vil ikke have en ny tid"],
)
async def test_a_wish_to_cancel_is_not_taken_for_wanting_nothing(chat, said):
    citizen = chat()
    assert "gør jeg ikke mere" not in await citizen.says(said)
    assert citizen.errands
