"""Whose a matter is, by the names that hold today."""

import pytest


async def test_the_forvaltning_of_the_errand_before_is_told(chat):
    citizen = chat()
    await citizen.says("jeg vil klage over en parkeringsafgift")
    answer = await citizen.says("hvilken forvaltning hører det under?")
    assert "hører under Klima-, Miljø- og Teknikforvaltningen, og Parkering kan hjælpe dig" in answer


async def test_before_2026_the_same_matter_belongs_to_the_old_name(chat):
    citizen = chat(now="2025-11-24T09:00")
    await citizen.says("jeg vil klage over en parkeringsafgift")
    assert "Teknik- og Miljøforvaltningen" in await citizen.says("hvilken forvaltning hører det under?")


async def test_an_old_name_is_understood_and_the_one_of_today_told(chat):
    answer = await chat().says("hvilken afdeling i Teknik- og Miljøforvaltningen skal jeg kontakte?")
    assert "Teknik- og Miljøforvaltningen hedder nu Klima-, Miljø- og Teknikforvaltningen." in answer


async def test_a_name_that_holds_is_not_said_to_be_old(chat):
    answer = await chat().says("hvem skal jeg kontakte i socialforvaltningen?")
    assert "hedder nu" not in answer
    assert "Socialforvaltningen tager sig blandt andet af" in answer


async def test_with_nothing_to_go_by_a_person_is_offered(chat):
    answer = await chat().says("hvem skal jeg kontakte?")
    assert answer.rstrip().endswith("Skal jeg stille dig videre til en medarbejder?")


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("hvem har ansvaret for hjemmeplejen?", "Hjemmeplejen"),
        ("hvem har ansvaret for hjemmepleje?", "Hjemmeplejen"),
        ("hvem tager sig af skolerne?", "Skoler"),
        ("hvem bestemmer over jobcentret?", "Jobcenter København"),
    ],
)
async def test_people_who_are_named_are_told_by_their_name(chat, said, name):
    assert f"{name} hører under" in await chat().says(said)


@pytest.mark.parametrize(
    ("said", "queue"),
    [
        (["hvem har ansvaret for hjemmeplejen?"], "hjemmeplejen"),
        (["der er et hul i vejen ud for Byvej 54", "hvem tager sig af det?"], "drift_byrum"),
    ],
)
async def test_who_then_wants_a_person_comes_to_those_who_were_named(chat, said, queue):
    citizen = chat()
    for words in [*said, "ja tak"]:
        await citizen.says(words)
    assert citizen.systems.contact_centre.handovers[-1].queue == queue


async def test_a_matter_is_named_as_a_thing_and_not_as_an_order(chat):
    assert "Drejer det sig om hjælp i hjemmet" in await chat().says(
        "hvem har ansvar for hjemmehjælp til ældre"
    )
