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


async def test_a_wish_that_was_not_passed_on_is_not_told_back(chat):
    citizen = chat()
    await citizen.says("ring til mig på 20 00 00 01")
    assert "helst" not in await citizen.says("20 00 00 01 efter kl. 14")
    assert len(ordered(citizen)) == 1
