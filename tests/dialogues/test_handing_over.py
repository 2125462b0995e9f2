"""A person who takes over knows all of it: what is wanted, what was done, what failed."""

import pytest

from actions.fagsystemer.errors import Unavailable

PERSON = "Jeg vil gerne tale med et menneske"


def packet(citizen):
    return citizen.systems.contact_centre.handovers[-1]


async def test_what_was_done_in_the_conversation_goes_along_with_its_receipt(chat):
    citizen = chat()
    await citizen.says("bestil bioposer til Byvej 54")
    number = citizen.parts("receipt")[0]["number"]
    await citizen.says("hvornår har I åbent?")
    await citizen.says(PERSON)
    by_intent = {topic.intent: topic for topic in packet(citizen).topics}
    assert list(by_intent) == ["tal_med_menneske", "bioposer_bestil", "aabningstider"]
    bags = by_intent["bioposer_bestil"]
    assert bags.state == "done"
    assert bags.facts["Leveres til"] == "Byvej 54, 2700 Brønshøj"
    assert bags.facts["Kvittering"] == number
    assert "kl. 8-16" in by_intent["aabningstider"].facts["Assistentens svar"]


async def test_what_is_wanted_comes_before_what_is_done(chat):
    citizen = chat()
    await citizen.says("bestil bioposer til Byvej 54")
    await citizen.says("jeg har fået en regning, jeg ikke forstår, og vil tale med et menneske")
    assert packet(citizen).topics[0].intent == "regning_forstaar_ikke"
    assert packet(citizen).topics[-1].intent == "bioposer_bestil"


async def test_what_failed_is_told_in_plain_danish_until_it_succeeds(chat):
    citizen = chat()
    await citizen.says("bestil bioposer")
    citizen.systems.waste.fail_with = Unavailable("affald", "timeout", "test")
    await citizen.says("Byvej 54")
    await citizen.says("Tal med et menneske")
    assert packet(citizen).failed == ("Bioposer: Systemet svarede ikke, så der er ikke gjort noget.",)
    (topic,) = packet(citizen).topics
    assert topic.facts["Adresse"] == "Byvej 54 2700"
    again = chat()
    await again.says("bestil bioposer")
    again.systems.waste.fail_with = Unavailable("affald", "timeout", "test")
    await again.says("Byvej 54")
    again.systems.waste.fail_with = None
    await again.says("prøv igen")
    await again.says(PERSON)
    assert packet(again).failed == ()


async def test_a_login_that_failed_is_told(chat):
    citizen = chat()
    await citizen.says("aflys min tid i jobcentret i dag")
    await citizen.fails_to_log_in("refused")
    await citizen.says(PERSON)
    assert packet(citizen).failed == (
        "Borgeren kunne ikke logge ind, fordi MitID blev afvist eller afbrudt.",
    )


async def test_no_cpr_and_no_telephone_number_is_anywhere_in_the_packet(chat):
    citizen = chat()
    await citizen.says("mit cpr er 010190-1234 og mit nummer er 20 00 00 01, jeg forstår ikke min regning")
    await citizen.says(PERSON)
    told = repr(packet(citizen)) + repr(citizen.state["handover"])
    for secret in ("010190", "20 00 00 01", "20000001"):
        assert secret not in told


async def test_the_turns_end_tells_the_packet_as_the_desk_reads_it(chat):
    citizen = chat()
    await citizen.says(PERSON)
    told = citizen.state["handover"]
    assert set(told) == {"id", "receipt", "queue", "priority", "reason", "topics", "failed"}
    assert set(told["topics"][0]) == {"intent", "title", "state", "summary", "facts"}
    await citizen.says("hvornår har I åbent?")
    assert citizen.state["handover"] == told
    assert citizen.state["state"] == "waiting_for_person"


async def test_a_call_carries_its_uuid(chat):
    call = chat(call={"login": "none", "call": "7d1f0c9e"})
    await call.says(PERSON)
    assert packet(call).call == "7d1f0c9e"


async def test_what_the_gateway_tells_is_the_truth_about_the_wait(chat):
    citizen = chat()
    await citizen.says(PERSON)
    first = citizen.state["handover"]["id"]
    citizen.told = {"state": "bot"}
    await citizen.says("hej")
    assert citizen.state["state"] == "bot"
    await citizen.says(PERSON)
    assert citizen.state["handover"]["id"] != first
    assert citizen.state["state"] == "waiting_for_person"


async def test_a_new_topic_while_waiting_goes_in_a_new_packet_that_holds_the_old_one(chat):
    citizen = chat()
    await citizen.says("Mit MitID virker ikke, og jeg vil gerne tale med et menneske")
    citizen.told = {"state": "waiting_for_person"}
    await citizen.says("jeg har også en regning, jeg ikke forstår, og vil tale med et menneske om den")
    assert [topic.intent for topic in packet(citizen).topics] == ["regning_forstaar_ikke", "mitid_hjaelp"]
    assert packet(citizen).topics[1].facts["Borgerens ord"]


@pytest.mark.parametrize(
    "words",
    ["jeg vil ikke vente alligevel", "glem det med mennesket", "det er ikke nødvendigt alligevel", "fortryd",
     "jeg har selv fundet ud af det"],
)  # fmt: skip
async def test_the_wish_is_taken_back_and_can_come_again(chat, words):
    citizen = chat()
    await citizen.says(PERSON)
    citizen.told = {"state": "waiting_for_person"}
    assert "venter ikke længere" in await citizen.says(words)
    assert citizen.state["withdrawn"] is True
    assert citizen.state["state"] == "bot"
    assert citizen.errands == [("tal_med_menneske", "cancelled")]
    citizen.told = {"state": "bot"}
    await citizen.says("hej")
    assert "withdrawn" not in citizen.state
    await citizen.says(PERSON)
    assert len(citizen.systems.contact_centre.handovers) == 2
    assert "withdrawn" not in citizen.state


async def test_an_act_done_while_waiting_is_what_fortryd_means(chat):
    citizen = chat()
    await citizen.says(PERSON)
    await citizen.says("bestil bioposer til Byvej 54")
    assert "annulleret" in await citizen.says("fortryd")
    assert citizen.state["state"] == "waiting_for_person"


async def test_what_else_the_message_asks_for_is_done(chat):
    citizen = chat()
    await citizen.says(PERSON)
    answer = await citizen.says("glem det med mennesket, men jeg mangler bioposer")
    assert "venter ikke længere" in answer
    assert answer.endswith("Ja, hvad er din adresse?")


async def test_danger_while_waiting_comes_first_and_is_a_packet_of_its_own(chat):
    citizen = chat()
    await citizen.says(PERSON)
    citizen.told = {"state": "waiting_for_person"}
    assert (await citizen.says("glem det, min mand kan ikke få vejret")).startswith("Er der fare for liv")
    assert packet(citizen).priority == "immediate"
    assert "withdrawn" not in citizen.state


async def test_a_contact_centre_that_is_down_turns_nobody_away_where_a_desk_keeps_the_case(chat):
    citizen = chat()
    citizen.told = {"state": "bot"}
    citizen.systems.contact_centre.fail_with = Unavailable("kontaktcenter", "timeout", "test")
    answer = await citizen.says(PERSON)
    assert "Jeg stiller dig videre til personlig betjening." in answer
    assert (citizen.state["handover"]["id"], citizen.state["handover"]["receipt"]) == (None, None)
    assert citizen.state["state"] == "waiting_for_person"


async def test_and_is_admitted_where_there_is_no_desk(chat):
    citizen = chat()
    citizen.systems.contact_centre.fail_with = Unavailable("kontaktcenter", "timeout", "test")
    assert "kan ikke stille dig videre lige nu" in await citizen.says(PERSON)
    assert "handover" not in citizen.state
    assert citizen.state["state"] == "bot"
