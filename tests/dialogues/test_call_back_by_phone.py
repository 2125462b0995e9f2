"""A caller may be called back on the number that calls, or on another."""

import pytest

from tests.dialogues.test_call_back import closed, ordered

REACHABLE = {"login": "unregistered", "reachable": True}


async def calling(chat, **call):
    citizen = await closed(chat, call=call or REACHABLE)
    await citizen.says("ja tak")
    return citizen


async def test_by_phone_the_number_that_calls_is_offered(chat):
    citizen = await calling(chat)
    await citizen.says("det handler om min folkepension")
    assert citizen.state["expects"] == "yes_no"
    assert citizen.text.endswith("Skal de ringe på det nummer, du ringer fra?")
    await citizen.says("20000001, ja, men først efter klokken 15")  # as the gateway tells it
    (call,) = ordered(citizen)
    assert call.phone[-8:] == "20000001"
    assert "kl. 15" in call.reason
    assert "20000001" not in repr(citizen.agenda).replace(" ", "")


@pytest.mark.parametrize("no", ["nej", "nej, et andet nummer", "på min mands telefon"])
async def test_another_number_is_asked_for(chat, no):
    citizen = await calling(chat)
    await citizen.says("det handler om min folkepension")
    await citizen.says(no)
    assert citizen.state["expects"] == "number"
    assert not ordered(citizen)
    await citizen.says("20 00 00 09")
    assert ordered(citizen)[0].phone[-8:] == "20000009"


async def test_another_number_in_place_of_the_reason_is_no_refusal(chat):
    citizen = await calling(chat)
    await citizen.says("nej, ikke på det her nummer, på min datters")
    assert citizen.state["expects"] == "number"
    await citizen.says("30 11 22 33")
    assert ordered(citizen)[0].phone[-8:] == "30112233"


async def test_a_number_after_a_no_is_a_wish_after_all(chat):
    citizen = await closed(chat)
    await citizen.says("nej tak")
    await citizen.says("30 11 22 33")
    assert ordered(citizen)[0].phone[-8:] == "30112233"


@pytest.mark.parametrize("off", ["nej, I skal ikke ringe alligevel", "glem det", "jeg venter bare"])
async def test_who_wants_no_call_is_not_asked_for_another_number(chat, off):
    citizen = await calling(chat)
    await citizen.says("det handler om min folkepension")
    await citizen.says(off)
    assert "så ringer de ikke" in citizen.text
    assert not ordered(citizen)


async def test_who_keeps_the_number_back_tells_one(chat):
    citizen = await calling(chat, login="none", reachable=False)
    await citizen.says("det handler om min folkepension")
    assert citizen.state["expects"] == "number"


async def test_another_question_meanwhile_leaves_the_offer_of_the_own_number(chat):
    citizen = await calling(chat)
    await citizen.says("det handler om min folkepension")
    answer = await citizen.says("Hvornår har borgerservice åbent?")
    assert answer.endswith("Skal de ringe på det nummer, du ringer fra?")
