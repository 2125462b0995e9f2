"""An offer is taken by who says yes to it, and not by every sentence that begins with a nod."""

import pytest

PASSPORT = "jeg skal have nyt pas"


@pytest.mark.parametrize(
    "yes",
    [
        "ja tak",
        "ja, stil mig bare videre til en medarbejder",
        "okay fint nok",
        "jo tak gerne",
        "det kan vi godt prøve",
        "det vil jeg meget gerne have dig til",
        "hellere end gerne",
        "det skal du",
        "bestemt",
        "👍",
    ],
)
async def test_a_yes_is_a_yes(chat, yes):
    citizen = chat()
    await citizen.says(PASSPORT)
    await citizen.says(yes)
    assert citizen.state["state"] == "waiting_for_person"


@pytest.mark.parametrize(
    ("said", "answered"),
    [
        ("okay og så skal vi leje et sted til festen", "lokaler"),
        ("okay så skal jeg også lige høre om affald", "affald"),
        ("ja okay og hvor er i henne", "Det ved jeg desværre ikke om pas"),
        ("ja det er rigtigt, og det er til min datter", "Skal jeg stille dig videre"),
        ("ok tak for snakken du", "Selv tak"),
        ("fint nok, så ved jeg det", "Skal jeg stille dig videre"),
        ("ja ja, det har jeg hørt før", "Skal jeg stille dig videre"),
        ("nå okay", "Skal jeg stille dig videre"),
        ("måske", "Skal jeg stille dig videre"),
        ("jeg ikke vil snakke med menneske nu", "Det er i orden"),
        ("ja men først vil jeg vide hvad det koster", "Det ved jeg desværre ikke om pas"),
        ("perfekt, hvor lang tid tager det", "Det ved jeg desværre ikke om pas"),
    ],
)
async def test_what_else_is_said_is_answered_and_nobody_is_called(chat, said, answered):
    citizen = chat()
    await citizen.says(PASSPORT)
    assert answered in await citizen.says(said)
    assert citizen.state["state"] != "waiting_for_person"


@pytest.mark.parametrize(
    "no",
    [
        "nej tak",
        "det klarer jeg selv",
        "det kan vente",
        "jeg venter til mandag",
        "måske senere",
        "ja tak, jeg har fundet det på siden",
    ],
)
async def test_a_no_in_other_words_is_a_no(chat, no):
    citizen = chat()
    await citizen.says(PASSPORT)
    assert "Det er i orden" in await citizen.says(no)


async def test_a_yes_with_a_question_is_both(chat):
    citizen = chat()
    await citizen.says(PASSPORT)
    await citizen.says("ja tak, det vil jeg gerne, og hvornår har i åbent")
    assert citizen.state["state"] == "waiting_for_person"


async def test_a_greeting_with_a_name_takes_nothing_of_the_errand(chat):
    citizen = chat()
    answer = await citizen.says("hej jeg hedder mohammed, og jeg vil høre om en plads i børnehave")
    assert "børnehave" in answer


async def test_after_a_no_the_next_matter_follows_at_once_without_a_question_between(chat):
    citizen = chat(call={"login": "unregistered", "reachable": True})
    await citizen.says("jeg skal have nyt pas, og jeg skal have en beboerlicens")
    await citizen.says("nej tak")
    spoken = " ".join(str(part.get("speech") or part.get("text")) for part in citizen.reply)
    assert "Er der andet" not in spoken
    assert "beboerlicens" in spoken


@pytest.mark.parametrize("said", ["min rådgiver er sød", "hvad laver en sagsbehandler"])
async def test_nobody_is_called_for_the_word_alone(chat, said):
    citizen = chat()
    await citizen.says(said)
    assert citizen.state["state"] == "bot"


async def test_a_person_who_is_told_of_beside_a_matter_is_no_wish_for_one(chat):
    citizen = chat()
    answer = await citizen.says("jeg talte med en medarbejder i går, hun sagde jeg skulle have et pas")
    assert citizen.state["state"] == "bot"
    assert "pas" in answer


async def test_a_yes_with_a_time_takes_the_offer(chat):
    citizen = chat()
    await citizen.says(PASSPORT)
    await citizen.says("ja tak, men først på tirsdag efter klokken ti")
    assert citizen.state["state"] == "waiting_for_person"


async def test_who_says_goodbye_is_not_held_back_by_a_question(chat):
    citizen = chat()
    await citizen.says("jeg vil gerne have bioposer")
    answer = await citizen.says("nej tak det var det hele, farvel")
    assert "Farvel" in answer
    assert "adresse" not in answer
