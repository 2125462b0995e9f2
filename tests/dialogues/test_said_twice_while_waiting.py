"""Who says the same twice while waiting hears other words, and what else can be done."""

import pytest

PERSON = "Jeg vil gerne tale med et menneske"


async def waiting(chat, *closed, **waits):
    citizen = chat()
    for queue in closed:
        citizen.systems.contact_centre.close(queue)
    await citizen.says(PERSON)
    citizen.told = {"state": "waiting_for_person", **waits}
    return citizen


async def answers(citizen, said, times):
    return [(await citizen.says(said)).split("\n") for _ in range(times)]


@pytest.mark.parametrize(
    "said", ["jeg gider ikke vente", "hvor lang tid tager det?", "hallo?", "er der snart nogen?"]
)
@pytest.mark.parametrize("waits", [{}, {"waits": {}}])
async def test_the_wait_is_told_in_other_words_and_a_call_is_offered_each_time(chat, said, waits):
    citizen = await waiting(chat, **waits)
    for before, after in zip(told := await answers(citizen, said, 5), told[1:], strict=False):
        assert not set(before) & set(after)
        assert after[-1].endswith("?")
    assert "har åbent til kl. " in told[1][0]
    assert citizen.state["expects"] == "yes_no"
    await citizen.says("ja tak")
    assert "Hvad skal de vide" in citizen.text


@pytest.mark.parametrize("said", ["jeg gider ikke vente", "hvor lang tid tager det?", PERSON])
async def test_closed_is_told_in_other_words_too(chat, said):
    citizen = await waiting(chat, "borgerservice")
    first, second = await answers(citizen, said, 2)
    assert first[0] != second[0]
    assert "kl. 8" in " ".join(second)


async def test_who_will_not_be_called_is_not_asked_again_but_hears_other_words(chat):
    citizen = await waiting(chat)
    await citizen.says("jeg gider ikke vente")
    await citizen.says("nej tak")
    first, second = await answers(citizen, "jeg gider ikke vente", 2)
    assert not set(first) & set(second)
    assert "ring mig op" in first[-1]
    assert "ring mig op" in second[-1]
    assert citizen.state["expects"] is None


async def test_who_waits_on_is_told_so_in_other_words(chat):
    citizen = await waiting(chat)
    first, second = await answers(citizen, "jeg venter bare", 2)
    assert first != second


async def test_a_person_asked_for_three_times_is_offered_a_call_and_queued_once(chat):
    citizen = await waiting(chat)
    first, second, third = await answers(citizen, PERSON, 3)
    assert first[0] != second[0] != third[0]
    assert second[-1].endswith("?")
    assert len(citizen.systems.contact_centre.handovers) == 1


async def test_when_they_call_is_told_in_other_words(chat):
    citizen = chat()
    await citizen.says("ring til mig på 20 00 00 01")
    first, second = await answers(citizen, "hvornår ringer de?", 2)
    assert first != second
