"""Danger that is told in the middle of something else, and who does not simply say yes."""

import pytest


@pytest.mark.parametrize("before", ["jeg skal have nyt pas", "jeg vil have fire ruller bioposer", "hej"])
@pytest.mark.parametrize(
    "said",
    [
        "jeg gider snart ikke leve mere",
        "alle ville have det bedre uden mig",
        "der er ingen mening med noget mere. jeg vil bare væk fra det hele",
        "jeg orker ikke mere, det hele er ligegyldigt",
    ],
)
async def test_despair_is_heard_whatever_was_asked(chat, before, said):
    citizen = chat()
    await citizen.says(before)
    answer = await citizen.says(said)
    assert "112" in answer
    assert "Livslinien" in answer
    assert "Så er vi omkring det hele" not in answer
    assert "Skal jeg stille dig videre" not in answer
    assert "adresse" not in answer


@pytest.mark.parametrize("said", ["ved ikke", "jeg bor alene i Valby", "jeg er 14", "hvad skal jeg gøre"])
async def test_whoever_does_not_say_no_is_not_let_go(chat, said):
    citizen = chat()
    await citizen.says("jeg kan bare ikke mere")
    await citizen.says(said)
    (packet,) = citizen.systems.contact_centre.handovers
    assert packet.priority == "immediate"


async def test_a_no_is_a_no_and_the_helpline_is_named(chat):
    citizen = chat()
    await citizen.says("jeg kan bare ikke mere")
    assert "70 201 201" in await citizen.says("nej")
    assert not citizen.systems.contact_centre.handovers


@pytest.mark.parametrize(
    "said",
    [
        "min kæreste har låst mig inde",
        "jeg tør ikke gå hjem, han venter på mig",
        "min søn er forsvundet fra børnehaven",
        "my wife is beating me",
        "my husband beat me",
        "min kone bløder fra næsen, det stopper ikke",
        "min kone blør fra næsen det stopper ikke",
        "min søn er væk, han er 5",
        "jeg kan ikke finde min søn",
        "my mother has fallen and does not wake up",
        "min far er dement og er gået",
        "min kone skal føde nu",
        "strømmen er gået og min mor har iltapparat",
        "hjemmeplejen gav min mor forkert medicin",
        "jeg har mistet lysten til alt",
        "jeg springer ud foran toget",
        "min mand tager kvælertag på mig når han drikker",
        "min lille pige kom ikke hjem fra skole, klokken er 18",
        "jeg kan ikke komme ind til min mor, hun åbner ikke døren og tager ikke telefonen",
        "min mor lukker ikke op og svarer ikke",
        "jeg står foran min fars dør og han lukker ikke op, og jeg kan høre radioen",
    ],
)
async def test_danger_in_plain_words_is_danger(chat, said):
    assert "112" in await chat().says(said)


@pytest.mark.parametrize(
    "said",
    [
        "jeg har ventet i tre timer i telefonen hos jer",
        "jeg fik ingen hjælp sidst jeg ringede",
        "han kan ikke selv aflyse sit besøg, han er dement",
        "min far er sulten",
        "skal barnet med når vi henter passet",
        "jeg har brev fra kommune om bolig",
        "min far er faldet bort, hvordan afmelder jeg hans pension",
        "min mor er terminal, hun skal hjem og dø, hvad gør vi",
        "min kone brænder for at blive frivillig, hvor melder hun sig",
        "min mor svarer ikke på mine sms'er om fødselsdagen",
    ],
)
async def test_nobody_is_called_out_for_what_is_none(chat, said):
    citizen = chat()
    await citizen.says(said)
    assert not citizen.systems.contact_centre.handovers


async def test_whoever_has_told_of_it_is_not_bidden_a_good_day(chat):
    citizen = chat()
    await citizen.says("jeg har ikke lyst til at leve mere")
    first = await citizen.says("nej")
    assert "70 201 201" in first
    second = await citizen.says("jeg sidder bare her")
    assert "70 201 201" in second
    assert second != first
    assert "Byvej 1" in await citizen.says("hvor ligger Borgerservice, og hvornår er der åbent?")


async def test_despair_is_not_taken_from_the_queue_by_a_vague_word(chat):
    citizen = chat()
    await citizen.says("jeg har ikke lyst til at leve mere")
    assert "70 201 201" in await citizen.says("jeg vil ikke snakke med nogen")
    assert citizen.state["state"] == "waiting_for_person"


async def test_a_misheard_sentence_calls_nobody_out(chat):
    call = chat(call={"login": "none"})
    await call.says("jeg vil gerne ringe sosu min folk den siger hun")
    assert not call.systems.contact_centre.handovers


async def test_by_telephone_it_is_not_said_not_to_wait_and_then_to_stay(chat):
    call = chat(call={"login": "none"})
    await call.says("min mand er bevidstløs")
    spoken = " ".join(str(part.get("speech") or part.get("text")) for part in call.reply)
    assert "Vent ikke" not in spoken
    assert "læg på" in spoken
