"""A question that names no subject is about what was just dealt with, whatever it is likest to."""

import pytest

DAYCARE = "min datter skal i børnehave"


@pytest.mark.parametrize(
    ("matter", "asked"),
    [
        (DAYCARE, "hvad koster det om måneden"),
        (DAYCARE, "hvor ligger det henne"),
        (DAYCARE, "og hvor lang er ventelisten?"),
        ("jeg skal have en beboerlicens", "hvor lang tid tager det at forny"),
        ("jeg skal have en beboerlicens", "hvor meget koster en time"),
        ("jeg vil i svømmehallen", "hvad koster det for en pensionist"),
        ("jeg vil i svømmehallen", "hvornår lukker det i dag"),
        ("mit gule sundhedskort er væk", "hvor skal jeg komme"),
        ("jeg vil søge kontanthjælp", "hvor meget kan man få"),
        ("jeg vil låne en bog på biblioteket", "og juleaften?"),
        ("jeg vil låne en bog på biblioteket", "og om søndagen"),
        ("min søn skal i vuggestue", "nej, jeg spørger hvornår fristen er"),
        ("jeg er kørt i et hul på cykelstien", "nej nej det er ikke så slemt. hvem skal betale for cyklen"),
    ],
)
async def test_it_is_not_known_here_and_a_person_is_offered(chat, matter, asked):
    citizen = chat()
    await citizen.says(matter)
    answer = await citizen.says(asked)
    assert answer.startswith("Det ved jeg desværre ikke om ")
    assert citizen.state["expects"] == "yes_no"
    await citizen.says("ja tak")
    assert citizen.state["state"] == "waiting_for_person"


async def test_asked_once_more_it_is_said_in_other_words(chat):
    citizen = chat()
    await citizen.says(DAYCARE)
    first = await citizen.says("hvad koster det")
    assert await citizen.says("hvor skal jeg komme") != first


async def test_they_are_the_office_of_the_matter(chat):
    citizen = chat()
    await citizen.says(DAYCARE)
    assert (await citizen.says("hvornår har de åbent?")).startswith("Pladsanvisningen svarer telefonen")
    assert (await citizen.says("hvor ligger det henne")).startswith("Det ved jeg desværre ikke om plads")


@pytest.mark.parametrize("asked", ["Hvornår skal jeg aflevere mit storskrald?", "Kan jeg få et nyt pas?"])
async def test_a_question_with_a_subject_is_a_new_one(chat, asked):
    citizen = chat()
    await citizen.says(DAYCARE)
    assert "ved jeg desværre ikke om plads" not in await citizen.says(asked)


@pytest.mark.parametrize(
    "asked", ["Hvad er jeres telefonnummer?", "nå, jeg vil hellere selv ringe. hvad er nummeret"]
)
async def test_a_telephone_number_is_told_or_said_to_be_unknown(chat, asked):
    citizen = chat()
    await citizen.says("jeg skal have nyt kørekort")
    answer = await citizen.says(asked)
    assert "nummer til Borgerservice" in answer or "Borgerservice har telefonnummer" in answer


@pytest.mark.parametrize(
    "asked", ["hvornår kommer de?", "hvor mange dage går der", "kommer poserne inden på fredag"]
)
async def test_when_the_bags_come_is_known(chat, asked):
    citizen = chat()
    for words in ("jeg vil gerne have bioposer", "Byvej 54, 2700"):
        await citizen.says(words)
    answer = await citizen.says(asked)
    assert answer.startswith("Bioposerne er hos dig senest ")
    assert "Byvej 54" in answer
    assert len(citizen.systems.waste.orders) == 1


async def test_bags_just_ordered_that_have_not_come_are_no_carer_who_has_not(chat):
    citizen = chat()
    for words in ("jeg vil gerne have bioposer", "Byvej 54, 2700"):
        await citizen.says(words)
    assert (await citizen.says("de er ikke kommet endnu")).startswith("Bioposerne er hos dig senest ")
    assert not citizen.systems.contact_centre.handovers


async def test_bags_that_did_not_come_are_not_simply_ordered_anew(chat):
    citizen = chat()
    answer = await citizen.says("mine bioposer er ikke kommet, jeg bestilte dem for to uger siden")
    assert answer.endswith("Skal jeg bestille nye bioposer til dig?")
    assert "adresse" in await citizen.says("ja tak")
