"""What people say around a hand-over in their own way: pictures, ways of speaking, hours, topics off."""

import pytest

PERSON = "Jeg vil gerne tale med et menneske"


async def test_a_thumb_after_an_answer_is_feedback_and_down_offers_a_person(chat):
    citizen = chat()
    await citizen.says("hvornår har I åbent?")
    await citizen.says("👍")
    assert citizen.state["feedback"] == {"n": 1, "useful": True}
    assert (await citizen.says("👎")).endswith("Vil du tale med et menneske om det?")
    assert citizen.state["feedback"] == {"n": 2, "useful": False}


async def test_a_thumb_to_who_waits_judges_nothing(chat):
    citizen = chat()
    await citizen.says("hvornår har I åbent?")
    await citizen.says(PERSON)
    assert "ligger stadig hos" in await citizen.says("👍")
    assert "feedback" not in citizen.state


@pytest.mark.parametrize("sign", ["👤", "?", "..."])
async def test_what_says_nothing_is_not_called_none_of_ours_and_twice_offers_a_person(chat, sign):
    citizen = chat()
    assert "forstod jeg ikke helt" in await citizen.says(sign)
    await citizen.says(sign)
    assert citizen.buttons == ["Tal med et menneske"]


async def test_a_way_of_speaking_calls_nobody_out(chat):
    citizen = chat()
    await citizen.says("i slår mig ihjel med alt det papir")
    assert citizen.systems.contact_centre.handovers == []


@pytest.mark.parametrize("call", [None, {"login": "none"}])
async def test_who_answers_day_and_night_is_said_to(chat, call):
    citizen = chat(call=call)
    answer = await citizen.says("hvornår har akut social åbent")
    assert "svarer hele døgnet" in answer
    assert "kl." not in answer


async def test_hours_asked_while_waiting_are_those_of_who_is_waited_for(chat):
    citizen = chat()
    await citizen.says("jeg vil tale med et menneske om min folkepension")
    assert (await citizen.says("hvornår har I åbent?")).startswith("Folkepension svarer telefonen")


async def test_each_topic_that_is_switched_off_is_told_to_the_person(chat):
    citizen = chat()
    citizen.told = {"state": "bot", "topics_off": ["bioposer_bestil", "pas"]}
    await citizen.says("jeg skal bruge bioposer og et nyt pas")
    await citizen.says("ja")
    (packet,) = citizen.systems.contact_centre.handovers
    assert [told.split(":")[0] for told in packet.failed] == ["Bioposer", "Pas"]


async def test_all_that_was_waited_for_is_given_up_together(chat):
    citizen = chat()
    await citizen.says(PERSON)
    citizen.told = {"state": "waiting_for_person"}
    await citizen.says("min hjemmehjælper er ikke kommet")
    assert "venter ikke længere" in await citizen.says("glem det")
    assert {state for _, state in citizen.errands} == {"cancelled"}


async def test_whoever_is_asked_for_beside_an_act_comes_after_it(chat):
    citizen = chat()
    await citizen.says("jeg vil gerne tale med en om min husleje, og så mangler jeg bioposer")
    assert citizen.text.endswith("Ja, hvad er din adresse?")
    await citizen.says("Byvej 54")
    assert citizen.parts("receipt")
    assert citizen.parts("handoff")


async def test_an_english_wish_for_a_person_is_met_in_english(chat):
    citizen = chat()
    answer = await citizen.says("Can I talk to a human please?")
    assert "I will put you through" in answer
    (packet,) = citizen.systems.contact_centre.handovers
    assert packet.language == "en"


async def test_a_call_is_asked_for_with_its_matter_and_its_number_at_once(chat):
    citizen = chat()
    await citizen.says("ring mig op om min folkepension på 20 00 00 01")
    (packet,) = citizen.systems.contact_centre.handovers
    assert (packet.queue, [topic.intent for topic in packet.topics]) == ("folkepension", ["folkepension"])
    (call,) = citizen.systems.contact_centre.call_back_by_id.values()
    assert (call.queue, call.phone[-8:]) == ("folkepension", "20000001")


async def test_a_call_asked_for_in_the_middle_of_a_form_takes_the_form_along(chat):
    citizen = chat()
    await citizen.says("bestil bioposer")
    await citizen.says("kan I ikke ringe til mig på 20 00 00 01")
    (packet,) = citizen.systems.contact_centre.handovers
    assert [topic.intent for topic in packet.topics] == ["bioposer_bestil"]
    assert len(citizen.systems.contact_centre.call_back_by_id) == 1
    assert citizen.state["expects"] is None


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("hvem har ansvaret for hjemmepleje", "Sundheds- og Omsorgsforvaltningen"),
        ("hvem står for skoler", "Børne- og Ungdomsforvaltningen"),
        ("hører parker under TMF?", "hedder nu Klima-, Miljø- og Teknikforvaltningen"),
        ("hvem er ansvarlig for bibliotekerne", "Kultur-, Fritids- og Borgerserviceforvaltningen"),
        ("hvem skal jeg kontakte", "Det kommer an på"),
    ],
)
async def test_whose_it_is_is_told_from_the_question_itself(chat, question, told):
    assert told in await chat().says(question)


async def test_who_no_longer_wants_to_live_is_heard_behind_a_wish_for_a_person(chat):
    citizen = chat()
    await citizen.says("jeg vil tale med nogen, jeg har det så skidt at jeg ikke orker at leve")
    assert citizen.text.startswith("Er der fare for liv")
    (packet,) = citizen.systems.contact_centre.handovers
    assert packet.priority == "immediate"


@pytest.mark.parametrize("said", ["hallo???", "er der nogen", "hvor bliver I af"])
async def test_a_call_into_the_silence_of_the_wait_is_told_how_it_stands(chat, said):
    citizen = chat()
    await citizen.says(PERSON)
    assert "det tager cirka 4 minutter" in await citizen.says(said)


async def test_a_yes_to_a_person_who_was_only_mentioned_is_a_wish_for_one(chat):
    citizen = chat("anna-jensen", now="2026-11-23T15:00")
    assert "tal med et menneske" in await citizen.says("aflys min tid i jobcentret i dag")
    await citizen.says("ja tak det vil jeg gerne")
    assert [handover.queue for handover in citizen.systems.contact_centre.handovers] == ["jobcenter"]


async def test_a_question_behind_a_yes_is_not_taken_for_one(chat):
    citizen = chat()
    await citizen.says("jeg skal af med en gammel sofa")
    answer = await citizen.says("ja men kommer de og henter den")
    assert "Godt" not in answer
    assert citizen.state["expects"] == "yes_no"


async def test_who_asks_on_does_not_hear_the_same_advice_again(chat):
    citizen = chat()
    first = await citizen.says("hvordan får vi en vuggestueplads til hende")
    second = await citizen.says("men hvor lang er ventelisten til vuggestuen")
    assert "Pladsanvisningen" in first
    assert "Det kan jeg desværre ikke svare på, men Pladsanvisningen kan." in second
    assert "kk.dk" not in second
    await citizen.says("ja tak")
    assert [handover.queue for handover in citizen.systems.contact_centre.handovers] == ["pladsanvisningen"]


@pytest.mark.parametrize(
    ("said", "whose"),
    [
        ("hvor søger jeg boligstøtte", "borger.dk"),
        ("hvornår kommer min årsopgørelse fra skat", "skat.dk"),
        ("min cykel er blevet stjålet i nat", "114"),
        ("jeg skal have fornyet en recept", "1813"),
    ],
)
async def test_what_is_none_of_ours_is_said_to_be_somebody_elses(chat, said, whose):
    answer = await chat().says(said)
    assert whose in answer
    assert "ikke kommunen" in answer


async def test_and_the_open_question_comes_again_after_it(chat):
    citizen = chat()
    await citizen.says("bestil bioposer")
    answer = await citizen.says("hvor søger jeg boligstøtte")
    assert "borger.dk" in answer
    assert answer.endswith("Ja, hvad er din adresse?")


async def test_the_address_that_was_written_down_is_told(chat):
    citizen = chat()
    await citizen.says("bestil bioposer til Byvej 54")
    assert "Byvej 54" in repr((await citizen.says("hvilken adresse har du skrevet"), citizen.reply))


async def test_a_question_behind_a_no_is_what_is_wanted(chat):
    citizen = chat()
    await citizen.says("jeg skal af med en gammel sofa")
    answer = await citizen.says("nej tak men hvornår har borgerservice åbent")
    assert "svarer telefonen" in answer or "Åbningstid" in answer


async def test_what_was_asked_in_the_same_breath_is_promised(chat):
    answer = await chat().says("der er et hul i vejen, og så er der rotter i vores baggård")
    assert "Bagefter tager vi rotter og skadedyr." in answer


async def test_who_says_no_and_goodbye_is_not_asked_what_else(chat):
    citizen = chat()
    await citizen.says("jeg skal af med en gammel sofa")
    assert "andet, jeg kan" not in await citizen.says("nej tak det var alt hej hej")


@pytest.mark.parametrize("said", ["nej tak, så ringer jeg selv", "nej så tager jeg det selv"])
async def test_a_no_with_what_one_does_instead_is_a_no(chat, said):
    citizen = chat()
    await citizen.says("jeg skal af med en gammel sofa")
    answer = await citizen.says(said)
    assert "forstod" not in answer
    assert citizen.state["expects"] is None


async def test_ringing_at_a_door_is_no_wish_to_be_called(chat):
    citizen = chat()
    await citizen.says("bestil bioposer")
    await citizen.says("Byvej 54, de skal ringe på hos naboen")
    assert citizen.systems.contact_centre.handovers == []


async def test_politicians_are_not_the_police(chat):
    assert "politiet" not in await chat().says("hvilke politikere sidder i folketinget")
