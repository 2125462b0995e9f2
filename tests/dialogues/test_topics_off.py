"""An enquiry that employees have switched off is not dealt with; a person is offered. And two old faults."""

OFF = {"state": "bot", "topics_off": ["bioposer_bestil"]}


async def test_nothing_is_done_and_a_person_is_offered(chat):
    citizen = chat()
    citizen.told = OFF
    answer = await citizen.says("bestil bioposer til Byvej 54")
    assert "Det tager mine kolleger sig af lige nu" in answer
    assert citizen.systems.waste.writes == 0
    await citizen.says("ja tak")
    (packet,) = citizen.systems.contact_centre.handovers
    assert (packet.queue, packet.reason) == ("affald", "topic_off")
    assert packet.topics[0].summary == "bestil bioposer til Byvej 54"


async def test_no_leaves_it_undone_and_says_so(chat):
    citizen = chat()
    citizen.told = OFF
    await citizen.says("bestil bioposer til Byvej 54")
    await citizen.says("nej")
    assert citizen.errands == [("bioposer_bestil", "failed")]
    assert citizen.systems.waste.writes == 0


async def test_one_that_is_switched_off_in_the_middle_is_not_finished(chat):
    citizen = chat()
    await citizen.says("bestil bioposer")
    citizen.told = OFF
    assert "kolleger" in await citizen.says("Byvej 54")
    assert citizen.systems.waste.writes == 0


async def test_what_is_done_can_still_be_undone(chat):
    citizen = chat()
    await citizen.says("bestil bioposer til Byvej 54")
    citizen.told = OFF
    assert "annulleret" in await citizen.says("fortryd bioposerne")


async def test_other_enquiries_go_on_as_ever_and_it_goes_on_again_when_switched_on(chat):
    citizen = chat()
    citizen.told = OFF
    assert "svarer telefonen" in await citizen.says("hvornår har I åbent?")
    citizen.told = {"state": "bot", "topics_off": []}
    assert "inden for fire dage" in await citizen.says("bestil bioposer til Byvej 54")


async def test_a_question_that_asks_on_is_not_refused_as_none_of_ours(chat):
    citizen = chat()
    await citizen.says("bestil bioposer til Byvej 54")
    answer = await citizen.says("og hvad koster de?")
    assert "kan jeg desværre ikke svare på" not in answer
    assert "bioposer" in answer
    await citizen.says("ja")
    assert citizen.systems.contact_centre.handovers[0].topics[0].summary == "og hvad koster de?"
    assert "kan jeg desværre ikke svare på" in await citizen.says("hvordan bliver vejret på fredag")


async def test_opening_hours_by_telephone_are_short_and_the_rest_is_offered(chat):
    call = chat(call={"login": "none"})
    await call.says("hvornår har I åbent")
    spoken = " ".join(part.get("speech") or part["text"] for part in call.reply)
    assert "i dag kl. 8-16 og i morgen kl. 8-16" in spoken
    assert len(spoken.split()) < 30
    assert spoken.endswith("Vil du høre resten af ugen?")
    assert "mandag til fredag" in await call.says("ja tak")
