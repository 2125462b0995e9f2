"""When the citizen would like to be called is told back, and written with a date for those who call."""

import pytest

TOMORROW = "tirsdag den 24. november om formiddagen"
BETWEEN = "mellem kl. 10 og kl. 12"
REST = ("min bolig", "20 00 00 01")


def receipt(citizen):
    return {fact["label"]: fact["value"] for part in citizen.parts("receipt") for fact in part["facts"]}


def ordered(citizen):
    return list(citizen.systems.contact_centre.call_back_by_id.values())


@pytest.mark.parametrize(
    ("said", "told", "written"),
    [
        (["ring til mig på 20 00 00 01 efter klokken 12"], "helst efter kl. 12.", "efter kl. 12"),
        (["ring til mig på 20 00 00 01 mellem 10 og 12"], f"helst {BETWEEN}.", BETWEEN),
        (["kan I ringe til mig i morgen formiddag?", *REST], "helst i morgen om formiddagen.", TOMORROW),
        (["ring mig op", "min bolig, helst før kl. 11", "20 00 00 01"], "helst før kl. 11.", "før kl. 11"),
        (["ring mig op", "min bolig", "20 00 00 01 efter kl. 14"], "helst efter kl. 14.", "efter kl. 14"),
        (["ring til mig på 20 00 00 01 efter klokken fjorten"], "helst efter kl. 14.", "efter kl. 14"),
        (["ring til mig på 20 00 00 01 inden klokken elleve"], "helst før kl. 11.", "før kl. 11"),
    ],
)  # fmt: skip
async def test_it_is_told_back_and_reaches_who_calls(chat, said, told, written):
    citizen = chat()
    for words in said:
        await citizen.says(words)
    assert f"så snart de kan, {told}" in citizen.text
    assert receipt(citizen)["Helst"].lower() == written
    assert f"Ring helst {written}." in ordered(citizen)[0].reason
    assert told.rstrip(".") in await citizen.says("hvornår ringer de?")


async def test_a_yes_with_a_time_is_a_yes(chat):
    citizen = chat()
    citizen.systems.contact_centre.close("borgerservice")
    await citizen.says("jeg vil tale med en person")
    assert "Hvad skal de vide" in await citizen.says("ja, men først efter kl. 15 på torsdag")
    await citizen.says("min bolig")
    answer = await citizen.says("20 00 00 01")
    assert "når de har åbnet i morgen kl. 8, helst torsdag den 26. november efter kl. 15." in answer


async def test_a_time_in_place_of_the_number_is_noted_and_half_a_number_is_no_time(chat):
    citizen = chat()
    citizen.systems.contact_centre.close("borgerservice")
    for words in ("jeg vil tale med en person", "ja", "min bolig"):
        await citizen.says(words)
    answer = await citizen.says("om formiddagen")
    assert "helst vil ringes op om formiddagen. Hvilket nummer" in answer
    assert "ikke et dansk nummer" in await citizen.says("tyve tredive")
    await citizen.says("20 00 00 01")
    assert "Ring helst om formiddagen." in ordered(citizen)[0].reason


async def test_a_caller_hears_it_too(chat):
    call = chat(call={"login": "none"})
    call.systems.contact_centre.close("borgerservice")
    await call.says("jeg vil tale med en person")
    for said in ("ja tak, helst i morgen eftermiddag", "min bolig", "tyve nul nul nul nul nul et"):
        await call.says(said)
    spoken = " ".join(str(part.get("speech") or part.get("text")) for part in call.reply)
    assert "kl. 8, helst i morgen om eftermiddagen." in spoken


@pytest.mark.parametrize(
    "said",
    ["ring til mig på 20 00 00 01", "ring til mig på 20 00 00 01 om min tid i jobcentret i morgen",
     "ring mig op på 20 00 00 01 men ikke om formiddagen"],
)  # fmt: skip
async def test_what_is_no_wish_is_not_told_back_as_one(chat, said):
    citizen = chat()
    await citizen.says(said)
    assert "helst" not in citizen.text
    assert "Helst" not in receipt(citizen)


async def test_the_same_number_with_a_time_puts_the_call_right(chat):
    citizen = chat()
    await citizen.says("ring til mig på 20 00 00 01")
    for _ in range(2):
        assert "helst efter kl. 14" in await citizen.says("20 00 00 01 efter kl. 14")
    first, second = ordered(citizen)
    assert (first.status, second.status) == ("closed", "waiting")
    assert "Ring helst efter kl. 14." in second.reason
    assert "ender på" not in second.reason


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("jeg vil helst ringes op efter klokken 15", "efter kl. 15"),
        ("kan de ringe i morgen eftermiddag i stedet", "i morgen om eftermiddagen"),
        ("ikke før klokken 15", "efter kl. 15"),
        ("nej vent de må ikke ringe før klokken 15", "efter kl. 15"),
    ],
)
async def test_a_time_that_is_told_after_the_order_reaches_who_calls(chat, said, told):
    citizen = chat()
    await citizen.says("ring til mig på 20 00 00 01")
    answer = await citizen.says(said)
    assert f"helst vil ringes op {told}" in answer
    assert citizen.state["expects"] == "number"
    assert f"så snart de kan, helst {told}." in await citizen.says("20 00 00 01")
    first, second = ordered(citizen)
    assert (first.status, second.status) == ("closed", "waiting")
    assert "Ring helst " in second.reason


async def test_who_leaves_the_new_time_keeps_the_call(chat):
    citizen = chat()
    await citizen.says("ring til mig på 20 00 00 01")
    await citizen.says("jeg vil helst ringes op efter klokken 15")
    assert "De ringer, som det er bestilt." in await citizen.says("nej, det er lige meget")
    (call,) = ordered(citizen)
    assert call.status == "waiting"


async def test_who_wants_no_call_after_all_is_not_called(chat):
    citizen = chat()
    await citizen.says("ring til mig på 20 00 00 01")
    await citizen.says("kan de ringe på tirsdag i stedet")
    assert "så ringer de ikke" in await citizen.says("jeg vil alligevel ikke ringes op")
    (call,) = ordered(citizen)
    assert call.status == "closed"


async def test_by_phone_the_new_time_needs_no_number(chat):
    call = chat(call={"login": "unregistered", "reachable": True})
    call.systems.contact_centre.close("borgerservice")
    await call.says("ring til mig på 20 00 00 01")
    answer = await call.says("jeg vil helst ringes op efter klokken 15")
    assert answer.endswith("Skal de ringe på det nummer, du ringer fra?")
    await call.says("20000001, ja")
    assert len(ordered(call)) == 2


async def test_a_time_for_something_else_is_not_one_of_the_call(chat):
    citizen = chat()
    await citizen.says("ring til mig på 20 00 00 01")
    await citizen.says("har Borgerservice åbent efter klokken 15?")
    assert "ringes op" not in citizen.text
    assert len(ordered(citizen)) == 1
