"""Something else in the middle of a question: answered, and then back; or dropped altogether."""


async def test_a_question_in_the_middle_is_answered_and_the_open_one_asked_again(chat):
    citizen = chat()
    await citizen.says("jeg vil gerne bestille bioposer")
    answer = await citizen.says("hvornår har I åbent?")
    assert "svarer telefonen" in answer
    assert answer.rstrip().endswith("Ja, hvad er din adresse?")
    assert "inden for fire dage" in await citizen.says("Byvej 54")


async def test_an_answer_that_cannot_be_used_beside_a_question_is_asked_about_once_and_last(chat):
    citizen = chat()
    await citizen.says("jeg vil gerne bestille bioposer")
    answer = await citizen.says("Xyzvej 999, og hvornår har I åbent?")
    assert "svarer telefonen" in answer.split("Jeg kan ikke finde Xyzvej 999")[0]
    assert answer.count("Hvad er din adresse?") == 1
    assert "inden for fire dage" in await citizen.says("Byvej 54")


async def test_small_talk_in_the_middle_ends_nothing(chat):
    citizen = chat("bo-nielsen")
    await citizen.says("aflys min tid i jobcentret")
    answer = await citizen.says("er du en robot?")
    assert "robot" in answer
    assert "Hvilken vil du aflyse?" in answer


async def test_a_new_act_in_the_middle_waits_and_comes_by_itself(chat):
    citizen = chat("anna-jensen")
    await citizen.says("jeg vil gerne bestille bioposer")
    assert "bagefter" in await citizen.says("jeg skal også aflyse min tid i jobcentret i dag")
    answer = await citizen.says("Byvej 54")
    assert "inden for fire dage" in answer
    assert "Hvorfor må du melde afbud?" in answer


async def test_glem_det_drops_the_errand_and_says_that_nothing_was_done(chat):
    citizen = chat("anna-jensen")
    await citizen.says("jeg skal aflyse min tid i jobcentret i dag")
    answer = await citizen.says("glem det")
    assert "ikke gjort noget" in answer
    assert citizen.errands == [("aflys_jobcentertid", "cancelled")]
    assert not citizen.systems.jobcenter.writes


async def test_moving_instead_of_cancelling_is_a_change_of_mind_not_a_second_errand(chat):
    citizen = chat("anna-jensen")
    await citizen.says("jeg skal aflyse min tid i jobcentret i dag")
    answer = await citizen.says("jeg vil hellere flytte tiden til en anden dag")
    assert "Hvilken tid vil du hellere have?" in answer
    assert citizen.errands == [("aflys_jobcentertid", "cancelled"), ("flyt_jobcentertid", "open")]


async def test_asking_again_repeats_what_was_just_said(chat):
    citizen = chat()
    await citizen.says("bestil bioposer til Byvej 54")
    receipt = citizen.parts("receipt")[0]
    await citizen.says("hvad sagde du?")
    assert citizen.parts("receipt") == [receipt]


async def test_danger_interrupts_everything(chat):
    citizen = chat()
    await citizen.says("jeg vil gerne bestille bioposer")
    answer = await citizen.says("hjælp min mand kan ikke få vejret")
    assert "ring 112" in answer
    assert citizen.systems.contact_centre.handovers[0].priority == "immediate"


async def test_a_follow_up_asks_the_last_question_for_another_day(chat):
    citizen = chat("anna-jensen")
    await citizen.says("hvornår kommer min hjemmepleje i morgen")
    assert "onsdag den 25. november" in await citizen.says("og på onsdag?")


async def test_what_was_written_to_the_caseworker_is_repeated_and_nobody_is_called(chat):
    citizen = chat("anna-jensen")
    await citizen.says("jeg skal aflyse min tid i jobcentret i dag")
    await citizen.says("jeg er syg")
    assert "skrevet en mail" in await citizen.says("hvad skrev du til min sagsbehandler")
    assert citizen.systems.contact_centre.handovers == []
