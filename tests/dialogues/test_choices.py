"""Which one is meant: appointments, visits, bags, addresses."""

import pytest


@pytest.mark.parametrize("choice", ["den første", "i morgen", "den kl. 9.30", "halv ti"])
async def test_one_of_two_appointments_is_chosen_in_the_citizens_own_way(chat, choice):
    citizen = chat("bo-nielsen")
    await citizen.says("jeg vil aflyse min tid i jobcentret")
    assert len(citizen.buttons) == 2
    assert "Du har tid i morgen kl. 9.30" in await citizen.says(choice)


async def test_nothing_to_cancel_is_said_plainly(chat):
    citizen = chat("carla-holm")
    assert "ikke se nogen kommende tider" in await citizen.says("aflys min tid i jobcentret")
    assert citizen.errands == [("aflys_jobcentertid", "failed")]


async def test_an_appointment_that_has_begun_cannot_be_cancelled(chat):
    citizen = chat("anna-jensen", now="2026-11-23T15:00")
    assert "allerede begyndt eller overstået" in await citizen.says("aflys min tid i jobcentret i dag")
    assert not citizen.systems.jobcenter.writes


async def test_the_poser_trap_is_asked_about_and_never_guessed(chat):
    citizen = chat()
    await citizen.says("jeg mangler poser")
    assert len(citizen.buttons) == 2
    assert "hvad er din adresse" in await citizen.says("dem til madaffald")


async def test_an_address_in_two_postcodes_is_asked_about(chat):
    citizen = chat()
    await citizen.says("bestil bioposer")
    await citizen.says("Frederikssundsvej 110")
    assert len(citizen.buttons) == 2
    await citizen.says("2700")
    assert [order.address.postcode for order in citizen.systems.waste.orders] == ["2700"]


async def test_a_missing_house_number_is_asked_for(chat):
    citizen = chat()
    await citizen.says("bestil bioposer")
    assert "Hvilket nummer på Byvej?" in await citizen.says("Byvej")
    await citizen.says("54")
    assert [order.address.text for order in citizen.systems.waste.orders] == ["Byvej 54, 2700 Brønshøj"]


async def test_a_visit_is_moved_to_the_time_that_was_chosen(chat):
    citizen = chat("anna-jensen")
    await citizen.says("jeg vil gerne flytte mit besøg fra hjemmeplejen i morgen")
    chosen = citizen.buttons[0]
    assert chosen in await citizen.says(chosen)
    assert citizen.errands == [("hjemmepleje_aendr_aflys", "done")]


async def test_other_times_of_the_day_it_is_on_come_first_and_a_clock_time_is_of_that_day(chat):
    citizen = chat("anna-jensen")
    await citizen.says("jeg vil gerne flytte mit besøg fra hjemmeplejen i morgen")
    assert citizen.buttons[0].startswith("i morgen")
    assert "god tid" in await citizen.says("nej vent")
    answer = await citizen.says("klokken elleve er bedre")
    assert "kommer i morgen kl. 11" in answer


async def test_a_time_of_day_that_fits_several_is_narrowed_down(chat):
    citizen = chat("anna-jensen")
    await citizen.says("jeg vil gerne flytte mit besøg fra hjemmeplejen")
    await citizen.says(citizen.buttons[0])
    answer = await citizen.says("om eftermiddagen")
    assert "flere ledige tider, der passer" in answer
    assert all(int(button.split("kl. ")[1][:2]) >= 12 for button in citizen.buttons if "kl." in button)


async def test_a_clock_time_is_of_the_day_whose_times_were_just_offered(chat):
    citizen = chat("bo-nielsen")
    await citizen.says("jeg vil flytte min tid i jobcentret")
    await citizen.says(citizen.buttons[-1])
    await citizen.says("torsdag")
    answer = await citizen.says("ja den klokken to")
    assert "kl. 14" in answer
    assert "torsdag" in answer
    assert "ikke ledig" not in answer


async def test_none_of_them_asks_for_another_day_and_leave_it_leaves_it(chat):
    citizen = chat("anna-jensen")
    await citizen.says("jeg vil gerne flytte mit besøg fra hjemmeplejen i morgen")
    assert "Hvilken dag passer dig bedre?" in await citizen.says("nej ingen af dem")
    assert "ikke gjort noget" in await citizen.says("lad den bare blive stående")
    answer = await citizen.says("stop jeg vil ikke flytte noget")
    assert citizen.state["expects"] is None
    assert "Hvilken tid" not in answer


async def test_an_hour_put_right_in_what_is_read_back_is_of_that_day_and_read_back_again(chat):
    citizen = chat("anna-jensen")
    assert "fredag" in await citizen.says("flyt min tid i jobcentret til fredag klokken ni")
    answer = await citizen.says("nej, klokken elleve")
    assert "fredag" in answer
    assert "kl. 11" in answer
    assert citizen.state["expects"] == "yes_no"
    assert not citizen.systems.jobcenter.writes
    assert "fredag" in await citizen.says("ja")
    assert citizen.systems.jobcenter.writes


@pytest.mark.parametrize("choice", ["så tager jeg den første", "ja så tager jeg den første"])
async def test_so_i_take_it_is_a_choice_and_no_question(chat, choice):
    citizen = chat("bo-nielsen")
    await citizen.says("jeg vil aflyse min tid i jobcentret")
    assert "Hvorfor må du melde afbud?" in await citizen.says(choice)
