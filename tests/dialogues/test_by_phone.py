"""On the telephone: the app in place of a link, a person where there is no app, and words for the ear."""

from __future__ import annotations

import pytest

from tests.actions.dialogue.test_by_ear import FOR_THE_EYE

PENDING = {"login": "pending", "reachable": True}


def by_ear(conversation) -> str:
    return "\n".join(str(part.get("speech") or part.get("text") or "") for part in conversation.reply)


async def test_d1_by_phone_word_for_word(chat):
    d1 = chat(call=PENDING)
    await d1.says("Hvad tid kommer min hjemmepleje?")
    assert d1.parts("login")
    assert d1.state["expects"] == "login"
    assert "Kirsten" not in by_ear(d1)
    await d1.logs_in("anna-jensen")
    assert "Din hjemmeplejer, Kirsten Larsen, kommer i dag kl. 10" in by_ear(d1)
    await d1.says("Jeg er også løbet tør for bioposer. Kan jeg få nogle flere?")
    assert "Ja, hvad er din adresse?" in by_ear(d1)
    await d1.says("Byvej 54")
    assert "Vi sender bioposer til dig, og de er hos dig inden for fire dage." in by_ear(d1)


async def test_who_is_put_through_at_once_takes_the_other_errands_along(chat):
    call = chat(call={"login": "none"})
    await call.says("min fars hjælper er ikke kommet, og så vil jeg bestille bioposer")
    (packet,) = call.systems.contact_centre.handovers
    assert [topic.intent for topic in packet.topics] == ["hjemmepleje_ikke_kommet", "bioposer_bestil"]
    assert "adresse" not in by_ear(call)
    assert call.state["expects"] is None


async def test_d2_by_phone_hands_over_on_the_voice_channel(chat):
    d2 = chat(call={"login": "none"})
    await d2.says(
        "Mit MitID virker ikke, og jeg har også en regning, jeg ikke forstår. "
        "Jeg vil gerne snakke med en, der kan hjælpe mig"
    )
    assert "Jeg stiller dig videre til personlig betjening." in by_ear(d2)
    assert d2.systems.contact_centre.handovers[0].channel == "voice"
    assert d2.state["state"] == "waiting_for_person"


async def test_asking_again_after_a_transfer_rings_again_without_a_second_place_in_the_queue(chat):
    call = chat(call={"login": "none"})
    for _ in range(2):
        await call.says("Jeg vil gerne tale med et menneske")
        assert [part["queue"]["id"] for part in call.parts("handoff")] == ["borgerservice"]
    assert len(call.systems.contact_centre.handovers) == 1


@pytest.mark.parametrize("state", ["none", "refused", "expired", "unregistered", "unavailable"])
async def test_who_cannot_be_identified_is_told_why_and_offered_a_person(chat, state):
    call = chat(call={"login": state})
    await call.says("Hvornår kommer min hjemmepleje?")
    assert not call.parts("login")
    assert "Kirsten" not in by_ear(call)
    assert by_ear(call).endswith("Skal jeg stille dig videre til en medarbejder, som kan hjælpe uden MitID?")
    assert call.state["expects"] == "yes_no"
    await call.says("Ja tak")
    assert call.state["state"] == "waiting_for_person"
    (packet,) = call.systems.contact_centre.handovers
    assert [topic.intent for topic in packet.topics] == ["hjemmepleje_hvornaar"]
    assert packet.identity_level == "none"


async def test_no_person_is_no_person(chat):
    call = chat(call={"login": "refused"})
    await call.says("Hvornår kommer min hjemmepleje?")
    assert "Er der andet, jeg kan hjælpe med?" in (await call.says("Nej tak"), by_ear(call))[1]
    assert call.errands == [("hjemmepleje_hvornaar", "failed")]
    assert not call.systems.contact_centre.handovers


async def test_a_public_question_is_answered_all_the_same(chat):
    call = chat(call={"login": "refused"})
    await call.says("Hvornår kommer min hjemmepleje?")
    await call.says("Hvor ligger Borgerservice?")
    assert "Borgerservice ligger på" in by_ear(call)


async def test_the_way_to_do_it_oneself_is_offered_where_it_can_be_sent(chat):
    call = chat(call={"login": "unregistered", "reachable": True})
    await call.says("Hvornår kommer min hjemmepleje?")
    assert [part["url"] for part in call.parts("link")] == ["https://www.kk.dk"]
    anonymous = chat(call={"login": "none", "reachable": False})
    await anonymous.says("Hvornår kommer min hjemmepleje?")
    assert not anonymous.parts("link")


async def test_a_refusal_while_the_question_waits_offers_a_person(chat):
    call = chat(call=PENDING)
    await call.says("Hvornår kommer min hjemmepleje?")
    call.call = {"login": "refused", "reachable": True}
    await call.fails_to_log_in("refused")
    assert call.state["expects"] == "yes_no"
    await call.says("Ja")
    assert call.state["state"] == "waiting_for_person"


async def test_an_approval_that_comes_late_answers_after_all(chat):
    call = chat(call=PENDING)
    await call.says("Hvornår kommer min hjemmepleje?")
    await call.fails_to_log_in("timed_out")
    await call.logs_in("anna-jensen")
    assert "Kirsten Larsen" in by_ear(call)
    assert call.state["expects"] is None


async def test_another_question_meanwhile_is_heard_and_its_own_question_asked_again(chat):
    call = chat(call=PENDING)
    await call.says("Hvornår kommer min hjemmepleje? Jeg mangler også bioposer")
    await call.fails_to_log_in("refused")
    assert "hvad er din adresse" in by_ear(call).lower()


@pytest.mark.parametrize(
    "talk",
    [
        ["Jeg skal aflyse min tid i Jobcentret i dag", "Jeg er syg", "fortryd"],
        ["Hvad kan du?", "Er du en robot?", "Farvel"],
        ["Bestil bioposer", "ved ikke", "Andeby 3", "Byvej 54", "kvittering", "fortryd"],
        ["Hvornår er mine tider i jobcentret?", "flyt den til torsdag", "gentag", "nej"],
        ["Status på min byggesag", "det ved jeg ikke", "2026-0012345"],
        ["Mit MitID virker ikke", "nej", "sludder og vrøvl og bavl", "blip blop"],
        ["Flyt mit besøg fra hjemmeplejen", "på torsdag", "stop"],
        ["Der er ikke kommet nogen fra hjemmeplejen", "ja"],
    ],
)
async def test_nothing_that_is_said_needs_eyes_or_hands(chat, talk):
    call = chat("anna-jensen", call=PENDING)
    for said in talk:
        await call.says(said)
        for part in call.reply:
            spoken = str(part.get("speech") or part.get("text") or "")
            assert not FOR_THE_EYE.search(spoken), (said, spoken)
