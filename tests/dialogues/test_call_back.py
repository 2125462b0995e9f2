"""Closed, or nobody there: when it opens, what can be done, and a call instead of a wait."""

import pytest

from actions.fagsystemer.errors import Unavailable

PERSON = "Jeg vil gerne tale med et menneske"


async def closed(chat, **how):
    citizen = chat(**how)
    citizen.systems.contact_centre.close("borgerservice")
    await citizen.says(PERSON)
    return citizen


def ordered(citizen):
    return list(citizen.systems.contact_centre.call_back_by_id.values())


async def test_closed_says_when_it_opens_and_offers_a_call(chat):
    citizen = await closed(chat)
    assert "åbner i morgen kl. 8" in citizen.text
    assert citizen.text.endswith("Skal jeg bede dem om at ringe dig op?")
    assert citizen.state["state"] == "waiting_for_person"
    assert citizen.state["expects"] == "yes_no"


async def test_reason_and_number_are_asked_and_the_receipt_tells_two_digits(chat):
    citizen = await closed(chat)
    await citizen.says("ja tak")
    await citizen.says("det handler om min folkepension")
    assert citizen.state["expects"] == "number"
    await citizen.says("+45 20 00 00 01")
    (call,) = ordered(citizen)
    assert (call.queue, call.phone[-8:], call.handoff) == ("borgerservice", "20000001", "handoff-1")
    assert "folkepension" in call.reason
    assert citizen.state["call_back"] == {"id": call.id, "receipt": call.receipt, "queue": "borgerservice"}
    assert citizen.state["state"] == "bot"
    shown = repr(citizen.reply)
    assert "ender på 01" in shown
    assert "20000001" not in shown.replace(" ", "")
    assert "20000001" not in repr(citizen.agenda).replace(" ", "")


@pytest.mark.parametrize("before", [(), (PERSON, "nej tak")])
async def test_who_asks_to_be_called_is_not_asked_whether_they_want_to_be(chat, before):
    citizen = chat()
    citizen.systems.contact_centre.close("borgerservice")
    for words in before:
        await citizen.says(words)
    answer = await citizen.says("jeg vil gerne ringes op")
    assert "Skal jeg bede dem om at ringe" not in answer
    assert answer.count("?") == 1
    assert citizen.state["expects"] == "free"


async def test_the_reason_is_not_asked_where_it_is_known(chat):
    citizen = chat()
    citizen.systems.contact_centre.close("betaling_og_kontrol")
    await citizen.says("jeg har en regning, jeg ikke forstår, og vil tale med et menneske")
    await citizen.says("ja")
    assert citizen.state["expects"] == "number"
    await citizen.says("20000001")
    assert ordered(citizen)[0].reason == "Din regning"


@pytest.mark.parametrize(
    "told", ["tyve nul nul nul nul nul et", "2, 0, 0, 0, 0, 0, 0, 1", "ja, på 20 00 00 01"]
)
async def test_a_number_is_understood_as_it_is_told(chat, told):
    citizen = await closed(chat)
    await citizen.says("ja, ring mig op")
    await citizen.says("ved ikke")
    await citizen.says(told)
    assert [call.phone[-8:] for call in ordered(citizen)] == ["20000001"]


async def test_what_is_no_number_is_asked_about_twice_and_then_left(chat):
    citizen = await closed(chat)
    await citizen.says("ja")
    await citizen.says("min bolig")
    for wrong in ("2000000", "12 34 56 78"):
        assert "Hvilket nummer" in await citizen.says(wrong)
    assert "ikke bestilt noget opkald" in await citizen.says("det er det samme som før")
    assert citizen.state["expects"] is None
    assert citizen.state["state"] == "waiting_for_person"
    assert ordered(citizen) == []


async def test_a_question_in_the_middle_is_answered_and_the_number_asked_again(chat):
    citizen = await closed(chat)
    await citizen.says("ja")
    await citizen.says("min bolig")
    answer = await citizen.says("hvornår har I åbent?")
    assert "svarer telefonen" in answer
    assert "Hvilket nummer" in answer
    await citizen.says("20 00 00 01")
    assert len(ordered(citizen)) == 1


@pytest.mark.parametrize("words", ["nej", "nej tak", "glem det", "jeg venter bare", "jeg vil hellere vente"])
async def test_a_change_of_mind_leaves_the_wait_as_it_is(chat, words):
    citizen = await closed(chat)
    await citizen.says("ja")
    await citizen.says("min bolig")
    assert "så ringer de ikke" in await citizen.says(words)
    assert citizen.state["state"] == "waiting_for_person"
    assert ordered(citizen) == []


async def test_a_wrong_number_is_put_right_and_nobody_is_called_on_it(chat):
    citizen = await closed(chat)
    await citizen.says("ja")
    await citizen.says("min bolig")
    await citizen.says("20 00 00 01")
    assert "ringer kun på det nye nummer" in await citizen.says("nej, det var 20 00 00 09")
    first, second = ordered(citizen)
    assert (first.status, first.outcome) == ("closed", "opgivet")
    assert (second.phone[-8:], second.status) == ("20000009", "waiting")
    assert "ikke det, der ender på 01" in second.reason
    assert citizen.state["call_back"]["id"] == second.id != first.id


async def test_a_number_that_comes_back_after_another_is_called_again(chat):
    citizen = chat()
    for number in ("ring til mig på 20 00 00 01", "nej, 21 00 00 01", "jo, det var 20 00 00 01"):
        await citizen.says(number)
    assert [(call.phone[-8:], call.status) for call in ordered(citizen)] == [
        ("20000001", "closed"),
        ("21000001", "closed"),
        ("20000001", "waiting"),
    ]


async def test_where_the_first_call_cannot_be_given_up_the_note_must_do(chat):
    citizen = chat()
    await citizen.says("ring til mig på 20 00 00 01")
    centre = citizen.systems.contact_centre

    async def down(*how, **named):
        raise Unavailable("kontaktcenter", "timeout", "test")

    centre.settle_call_back = down
    assert "kun at bruge det nye nummer" in await citizen.says("nej, 20 00 00 09")
    first, second = ordered(citizen)
    assert first.status == "waiting"
    assert "ikke det, der ender på 01" in second.reason


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("ja tak, ring på 20 00 00 01 efter kl. 12", "efter kl. 12"),
        ("20 00 00 01, det er min datters", "det er min datters"),
        ("ja mit nummer er 20 00 00 01, tak", None),
    ],
)
async def test_what_is_said_beside_the_number_reaches_who_calls(chat, said, told):
    citizen = await closed(chat)
    await citizen.says(said)
    (call,) = ordered(citizen)
    assert "20 00 00 01" not in call.reason
    assert (told in call.reason) if told else ("Borgeren skrev" not in call.reason)


async def test_a_number_put_right_is_still_to_be_called_when_it_was_said(chat):
    citizen = await closed(chat)
    await citizen.says("ja tak, ring på 20 00 00 01 efter kl. 12")
    await citizen.says("nej, det var 20 00 00 09")
    assert "efter kl. 12" in ordered(citizen)[1].reason


async def test_digits_alone_are_no_reason_and_are_not_kept(chat):
    citizen = await closed(chat)
    await citizen.says("ja")
    assert "otte cifre" in await citizen.says("2000000")
    await citizen.says("20 00 00 01")
    assert "2000000" not in ordered(citizen)[0].reason


async def test_the_same_number_again_is_the_same_call(chat):
    citizen = await closed(chat)
    await citizen.says("ja")
    await citizen.says("min bolig")
    await citizen.says("20 00 00 01")
    await citizen.says("20 00 00 01")
    assert len(ordered(citizen)) == 1


async def test_trouble_is_admitted_and_a_lost_answer_is_not_ordered_twice(chat):
    citizen = await closed(chat)
    await citizen.says("ja")
    await citizen.says("min bolig")
    centre = citizen.systems.contact_centre
    centre.fail_with = Unavailable("kontaktcenter", "timeout", "test")
    assert "kan ikke bestille opkaldet" in await citizen.says("20 00 00 01")
    assert citizen.state["state"] == "waiting_for_person"
    centre.fail_with, centre.lose_answers = None, True
    assert "ved ikke, om opkaldet er bestilt" in await citizen.says("20 00 00 01")
    assert "20000001" not in repr(citizen.agenda).replace(" ", "")
    centre.lose_answers = False
    assert "Det er bestilt" in await citizen.says("20 00 00 01")
    assert len(ordered(citizen)) == 1


async def test_a_call_can_be_asked_for_with_the_number_at_once(chat):
    citizen = chat()
    await citizen.says("ring til mig på 20 00 00 01")
    assert [call.phone[-8:] for call in ordered(citizen)] == ["20000001"]
    assert citizen.state["state"] == "bot"
    assert "20 00 00 01" not in repr(citizen.systems.contact_centre.handovers)


async def test_nobody_has_come_offers_a_call_once_the_citizen_waits(chat):
    citizen = chat()
    assert await citizen.nobody_comes() == ""
    await citizen.says(PERSON)
    citizen.told = {"state": "waiting_for_person"}
    assert (await citizen.nobody_comes()).endswith("Skal jeg bede dem om at ringe dig op i stedet?")
    await citizen.says("nej tak")
    assert "ring mig op" in await citizen.nobody_comes()
    assert citizen.state["expects"] is None


async def test_nobody_has_come_does_not_take_the_place_of_an_open_question(chat):
    citizen = chat()
    await citizen.says(PERSON)
    await citizen.says("bestil bioposer")
    assert (await citizen.nobody_comes()).endswith("Ja, hvad er din adresse?")
    assert "inden for fire dage" in await citizen.says("Byvej 54")


async def test_a_caller_hears_when_it_opens_and_is_not_put_through_to_nobody(chat):
    call = await closed(chat, call={"login": "none"})
    assert not call.parts("handoff")
    assert "stiller dig videre" not in call.text
    assert "åbner i morgen kl. 8" in call.text
    await call.says("ja")
    await call.says("min bolig")
    await call.says("tyve nul nul nul nul nul et")
    assert len(ordered(call)) == 1


async def test_while_it_is_open_a_caller_is_put_through_and_offered_nothing_else(chat):
    call = chat(call={"login": "none"})
    await call.says(PERSON)
    assert call.parts("handoff")
    assert call.state["expects"] is None


async def test_neither_yes_nor_no_is_asked_once_more_and_then_stands_back(chat):
    citizen = await closed(chat)
    assert (await citizen.says("ja men ikke i dag")).endswith("Skal jeg bede dem om at ringe dig op?")
    assert "svarer telefonen" in await citizen.says("hvornår har I åbent?")
    assert citizen.state["expects"] is None
    assert citizen.state["state"] == "waiting_for_person"


async def test_what_the_assistant_can_do_is_no_reason_to_be_called(chat):
    citizen = await closed(chat)
    await citizen.says("ja")
    assert "bagefter: bioposer" in await citizen.says("jeg vil gerne bestille bioposer")
    await citizen.says("min bolig")
    assert (await citizen.says("20 00 00 01")).endswith("Ja, hvad er din adresse?")
    assert ordered(citizen)[0].reason == "min bolig"


@pytest.mark.parametrize("said", ["hvor lang tid tager det?", "jeg gider ikke vente", "20 00 00 01"])
async def test_who_asks_how_long_is_told_and_offered_a_call_and_loses_nothing(chat, said):
    citizen = chat()
    await citizen.says(PERSON)
    answer = await citizen.says(said)
    assert "cirka 4 minutter" in answer
    assert answer.endswith("Skal jeg bede dem om at ringe dig op i stedet?")
    assert citizen.state["state"] == "waiting_for_person"
    assert ordered(citizen) == []


@pytest.mark.parametrize("said", ["fortryd", "jeg vil ikke ringes op alligevel", "aflys opkaldet"])
async def test_an_ordered_call_can_be_called_off(chat, said):
    citizen = chat()
    await citizen.says("ring til mig på 20 00 00 01")
    assert "så ringer de ikke" in await citizen.says(said)
    assert [(call.status, call.outcome) for call in ordered(citizen)] == [("closed", "opgivet")]
    await citizen.says("ring til mig på 20 00 00 01")
    assert [call.status for call in ordered(citizen)] == ["closed", "waiting"]


async def test_where_it_cannot_be_called_off_that_is_said(chat):
    citizen = chat()
    await citizen.says("ring til mig på 20 00 00 01")
    citizen.systems.contact_centre.fail_with = Unavailable("kontaktcenter", "timeout", "test")
    assert "kan ikke tage det tilbage" in await citizen.says("fortryd")
    assert [call.status for call in ordered(citizen)] == ["waiting"]


async def test_who_asks_when_they_call_is_told_what_is_known(chat):
    citizen = chat()
    await citizen.says("ring til mig på 20 00 00 01")
    assert "så snart de kan" in await citizen.says("hvornår ringer de")
    later = await closed(chat)
    assert (await later.says("hvornår ringer de")).endswith("ringe dig op i stedet?")
    await later.says("ja, 20 00 00 01")
    assert "åbnet i morgen kl. 8" in await later.says("hvornår ringer I?")


@pytest.mark.parametrize("said", ["jeg gider ikke vente", "hvornår kommer der nogen", "hvor lang er køen"])
async def test_impatience_at_the_offer_of_a_call_is_no_alarm_and_the_offer_stands(chat, said):
    citizen = chat()
    await citizen.says(PERSON)
    await citizen.says("hvor lang er køen")
    assert (await citizen.says(said)).endswith("Skal jeg bede dem om det?")
    assert citizen.state["expects"] == "yes_no"
    assert len(citizen.systems.contact_centre.handovers) == 1


async def test_a_case_that_the_gateway_opened_by_itself_can_be_called_back_too(chat):
    citizen = chat()
    citizen.told = {"state": "waiting_for_person"}
    assert "Borgerservice" in await citizen.nobody_comes()
    await citizen.says("ja")
    await citizen.says("min bolig")
    await citizen.says("20 00 00 01")
    (call,) = ordered(citizen)
    assert (call.queue, call.handoff) == ("borgerservice", None)
    assert citizen.state["state"] == "bot"


async def test_the_office_that_is_to_call_is_not_asked_about(chat):
    citizen = chat()
    citizen.systems.contact_centre.close("borgerservice")
    answer = await citizen.says("jeg vil gerne ringes op af borgerservice om mit pas")
    assert "Byvej" not in answer
    assert answer.endswith(("når de ringer?", "skal de ringe på? Skriv de otte cifre."))
