"""Home care that has not come goes to those who have the citizen's case, as long as there are two of them."""

import pytest

from actions.fagsystemer.errors import Unavailable

NOT_COME = "min hjemmehjælper er ikke kommet i dag"
BEFORE, TODAY = "2026-03-02T12:00", "2026-11-23T12:00"


@pytest.mark.parametrize(
    ("now", "citizen", "queue"),
    [
        (BEFORE, "dan-madsen", "den_sociale_hjemmepleje"),
        (BEFORE, "anna-jensen", "hjemmeplejen"),
        (BEFORE, None, "hjemmeplejen"),
        (TODAY, "dan-madsen", "hjemmeplejen"),
    ],
)
async def test_a_carer_who_has_not_come_is_told_to_whoever_sends_the_carer(chat, now, citizen, queue):
    conversation = chat(citizen, now=now)
    await conversation.says(NOT_COME)
    assert conversation.systems.contact_centre.handovers[-1].queue == queue
    assert conversation.state["handover"]["queue"] == queue


async def test_a_care_record_that_is_down_keeps_nobody_from_a_person(chat):
    conversation = chat("dan-madsen", now=BEFORE)
    conversation.systems.home_care.fail_with = Unavailable("cura", "timeout", "test")
    await conversation.says(NOT_COME)
    assert conversation.systems.contact_centre.handovers[-1].queue == "hjemmeplejen"


@pytest.mark.parametrize("then", [[], ["nej tak"], ["nej tak", "hvornår har I åbent?"]])
async def test_the_matter_that_was_advised_on_last_decides_where_only_a_person_is_asked_for(chat, then):
    citizen = chat()
    for said in ["der er et hul i vejen ud for Byvej 54", *then, "jeg vil gerne tale med et menneske"]:
        await citizen.says(said)
    assert citizen.systems.contact_centre.handovers[-1].queue == "drift_byrum"


async def test_a_matter_that_was_called_off_decides_nothing(chat):
    citizen = chat()
    for said in ["bestil bioposer", "glem det", "jeg vil gerne tale med et menneske"]:
        await citizen.says(said)
    assert citizen.systems.contact_centre.handovers[-1].queue == "borgerservice"


@pytest.mark.parametrize(
    ("said", "queue"),
    [
        ("stil mig om til jobcentret", "jobcenter"),
        ("jeg vil tale med en medarbejder i Pladsanvisningen", "pladsanvisningen"),
        ("jeg vil tale med et menneske", "borgerservice"),
    ],
)
async def test_the_office_that_is_named_gets_the_call(chat, said, queue):
    citizen = chat()
    await citizen.says(said)
    assert [packet.queue for packet in citizen.systems.contact_centre.handovers] == [queue]
