"""What must not wait: a child, a home, danger. A person at once: no login, no question, whatever is open."""

import pytest

CHILD = [
    "jeg vil gerne lave en underretning om et barn",
    "jeg er bekymret for en dreng i min søns klasse",
    "jeg tror at børnene hos underboen bliver slået",
    "min datters veninde får ikke mad derhjemme",
]
HOME = [
    "jeg bliver sat på gaden i morgen",
    "fogeden kommer på fredag og smider os ud",
    "jeg kan ikke betale min husleje og bliver smidt ud",
    "jeg skal bruge et krisecenter",
    "jeg har ingen steder at bo",
]
DANGER = [
    "min mand kan ikke få vejret",
    "jeg vil ikke leve længere",
    "der er brand i min opgang",
    "min kæreste slår mig",
]


def packet(citizen):
    return citizen.systems.contact_centre.handovers[-1]


@pytest.mark.parametrize(
    ("intent", "said"),
    [("underretning", said) for said in CHILD] + [("udsaettelse_boligraadgiver", said) for said in HOME],
)
async def test_a_child_or_a_home_goes_to_a_person_at_once(chat, intent, said):
    citizen = chat()
    answer = await citizen.says(said)
    assert "ring 112" in answer
    assert "Jeg stiller dig videre" in answer
    assert (packet(citizen).priority, packet(citizen).queue) == ("immediate", "akut_social")
    assert packet(citizen).topics[0].intent == intent
    assert packet(citizen).reason == intent
    assert not citizen.parts("login")
    assert citizen.state["expects"] is None
    assert citizen.state["state"] == "waiting_for_person"


@pytest.mark.parametrize("said", DANGER)
async def test_danger_says_112_first(chat, said):
    citizen = chat()
    assert (await citizen.says(said)).startswith("Er der fare for liv eller helbred, så ring 112 nu.")
    assert packet(citizen).priority == "immediate"


@pytest.mark.parametrize("said", [CHILD[1], HOME[0], HOME[2], DANGER[0]])
async def test_it_comes_before_an_open_question_which_is_asked_again(chat, said):
    citizen = chat()
    await citizen.says("bestil bioposer")
    answer = await citizen.says(said)
    assert packet(citizen).priority == "immediate"
    assert [topic.intent for topic in packet(citizen).topics][1:] == ["bioposer_bestil"]
    assert answer.endswith("Ja, hvad er din adresse?")
    assert "inden for fire dage" in await citizen.says("Byvej 54")


async def test_it_is_no_reason_for_not_coming(chat):
    citizen = chat("anna-jensen")
    await citizen.says("jeg skal aflyse min tid i jobcentret i dag")
    await citizen.says("min nabo slår sine børn")
    assert packet(citizen).topics[0].intent == "underretning"
    assert citizen.systems.jobcenter.writes == 0


@pytest.mark.parametrize("said", [CHILD[0], HOME[3]])
async def test_a_login_that_is_awaited_keeps_nobody_waiting(chat, said):
    citizen = chat()
    await citizen.says("hvornår kommer min hjemmepleje")
    await citizen.says(said)
    assert packet(citizen).priority == "immediate"
    assert packet(citizen).identity_level == "none"
    assert "Kirsten Larsen" in await citizen.logs_in("anna-jensen")


async def test_what_else_was_asked_in_the_same_breath_is_dealt_with(chat):
    citizen = chat()
    await citizen.says("jeg er bekymret for naboens barn, og jeg vil også bestille bioposer til Byvej 54")
    assert packet(citizen).priority == "immediate"
    assert len(citizen.systems.waste.orders) == 1


async def test_after_hours_it_is_said_when_they_open_and_a_call_is_offered(chat):
    citizen = chat()
    citizen.systems.contact_centre.close("akut_social")
    answer = await citizen.says(CHILD[0])
    assert "ring 112" in answer
    assert "åbner i morgen kl. 8" in answer
    assert answer.endswith("Skal jeg bede dem om at ringe dig op?")


async def test_a_caller_is_put_through_at_any_hour(chat):
    call = chat(call={"login": "none"})
    call.systems.contact_centre.close("akut_social")
    await call.says(CHILD[0])
    assert call.parts("handoff")
    assert call.state["expects"] is None


@pytest.mark.parametrize(
    ("said", "line", "not_line"),
    [
        ("jeg vil ikke leve længere", "70 201 201", "1888"),
        ("min mand slår mig", "1888", "70 201 201"),
        ("der er brand i min opgang", "112", "1888"),
        ("min mor er faldet og har slået hovedet, hun er bevidstløs", "112", "1888"),
        ("min far er ved at dø, han kan ikke trække vejret", "112", "70 201 201"),
        ("min mand truer med at tage mit liv", "1888", "70 201 201"),
    ],
)
async def test_the_helpline_that_is_told_of_is_for_this_danger(chat, said, line, not_line):
    answer = await chat().says(said)
    assert line in answer
    assert not_line not in answer


async def test_who_can_bear_no_more_is_asked_and_nobody_is_called_out(chat):
    citizen = chat()
    answer = await citizen.says("jeg ved ikke hvem jeg skal tale med, jeg kan bare ikke mere")
    assert "112" in answer
    assert "70 201 201" in answer
    assert citizen.state["expects"] == "yes_no"
    assert citizen.systems.contact_centre.handovers == []
    assert "1888" in await citizen.says("min mand slår mig")
    assert citizen.systems.contact_centre.handovers[0].priority == "immediate"


async def test_whoever_worries_about_a_child_may_ask_about_their_name_first(chat):
    citizen = chat()
    answer = await citizen.says("kan jeg være anonym når jeg er bekymret for naboens børn")
    assert "Ja, du kan være anonym" in answer
    assert citizen.systems.contact_centre.handovers == []


async def test_what_must_not_wait_is_no_impatience(chat):
    citizen = chat()
    citizen.systems.contact_centre.close("borgerservice")
    await citizen.says("jeg vil tale med et menneske")
    await citizen.says("jeg kan ikke vente til mandag jeg bliver sat ud af min lejlighed")
    assert citizen.systems.contact_centre.handovers[-1].queue == "akut_social"
