"""Whether the answer could be used: told by the citizen, and asked once when a call ends."""

import pytest


@pytest.mark.parametrize("said", ["ja, det kunne jeg bruge", "det var et godt svar"])
async def test_praise_is_told_and_thanked_for(chat, said):
    citizen = chat()
    await citizen.says("hvornår har I åbent")
    assert "Tak for din tilbagemelding" in await citizen.says(said)
    assert citizen.state["feedback"]["n"] == 1
    assert citizen.state["feedback"]["useful"] is True


async def test_blame_offers_a_person_who_is_told_why(chat):
    citizen = chat()
    await citizen.says("hvornår har I åbent")
    assert (await citizen.says("nej det hjalp ikke")).endswith("Vil du tale med et menneske om det?")
    assert citizen.state["feedback"]["useful"] is False
    await citizen.says("ja tak")
    (packet,) = citizen.systems.contact_centre.handovers
    assert packet.reason == "answer_not_useful"
    assert packet.failed == ("Borgeren kunne ikke bruge assistentens svar.",)
    assert [topic.intent for topic in packet.topics] == ["tal_med_menneske", "aabningstider"]


async def test_each_answer_counts_once(chat):
    citizen = chat()
    await citizen.says("det var et godt svar")
    await citizen.says("hej")
    assert citizen.state["feedback"]["n"] == 1
    await citizen.says("jeg giver det 2 ud af 5 stjerner")
    assert {key: citizen.state["feedback"][key] for key in ("n", "useful", "rating")} == {
        "n": 2,
        "useful": False,
        "rating": 2,
    }


async def test_an_open_question_is_asked_again_after_it(chat):
    citizen = chat()
    await citizen.says("bestil bioposer")
    assert (await citizen.says("det var ubrugeligt")).endswith("Ja, hvad er din adresse?")
    assert citizen.state["feedback"]["useful"] is False


@pytest.mark.parametrize(("said", "useful"), [("ja", True), ("nej", False)])
async def test_a_caller_who_says_goodbye_is_asked_once(chat, said, useful):
    call = chat(call={"login": "none"})
    await call.says("hvor ligger Borgerservice")
    assert await call.says("farvel") == "Kunne du bruge svaret?"
    await call.says(said)
    assert call.state["feedback"] == {"n": 1, "useful": useful}
    if not useful:
        await call.says("nej tak")
    assert call.text.startswith("Farvel")
    assert (await call.says("farvel")).startswith("Farvel")


async def test_a_caller_who_has_had_no_answer_and_a_chat_are_not_asked(chat):
    call = chat(call={"login": "none"})
    assert (await call.says("farvel")).startswith("Farvel")
    citizen = chat()
    await citizen.says("hvor ligger Borgerservice")
    assert (await citizen.says("farvel")).startswith("Farvel")


async def test_a_goodbye_again_is_a_goodbye(chat):
    call = chat(call={"login": "none"})
    await call.says("hvor ligger Borgerservice")
    await call.says("farvel")
    assert (await call.says("farvel")).startswith("Farvel")
    assert "feedback" not in call.state


@pytest.mark.parametrize(("said", "first"), [("farvel", "Farvel"), ("tusind tak for hjælpen", "Selv tak")])
async def test_whoever_leaves_the_chat_is_asked_by_the_pages_card_once(chat, said, first):
    citizen = chat()
    citizen.told = {"state": "bot"}
    await citizen.says("hvor ligger Borgerservice")
    assert (await citizen.says(said)).startswith(first)
    assert citizen.reply[-1] == {"type": "feedback", "text": "Kunne du bruge svaret?"}
    await citizen.says(said)
    assert all(part["type"] != "feedback" for part in citizen.reply)


async def test_a_written_answer_to_the_card_counts(chat):
    citizen = chat()
    citizen.told = {"state": "bot"}
    await citizen.says("hvor ligger Borgerservice")
    await citizen.says("farvel")
    await citizen.says("ja")
    assert citizen.state["feedback"] == {"n": 1, "useful": True}


async def test_who_has_had_no_answer_is_not_asked_on_the_way_out(chat):
    citizen = chat()
    citizen.told = {"state": "bot"}
    await citizen.says("tak")
    assert all(part["type"] != "feedback" for part in citizen.reply)
