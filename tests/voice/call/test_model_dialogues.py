"""The two spoken model dialogues, as a caller and a clock see them."""

from tests.voice.call.scenario import Answer, Scenario, answer, listened_for, text
from voice.call.events import HangUp
from voice.conversation import Ended, TransferTo

CARER = "Din hjemmeplejer, Kirsten Larsen, kommer i dag kl. 10."
ASK = "Ja, hvad er din adresse?"
PROMISE = "Vi sender bioposer til dig, og de er hos dig inden for fire dage."
D1: dict[str, Answer] = {
    "hvad tid kommer min hjemmepleje": answer(text(CARER)),
    "jeg er også løbet tør for bioposer kan jeg få nogle flere": answer(text(ASK), expects="address"),
    "byvej fireoghalvtreds": answer(
        text(PROMISE),
        {
            "type": "receipt",
            "text": "Her er din kvittering. Er adressen forkert, så skriv bare den rigtige.",
            "title": "Kvittering",
            "number": "BIO-2026-00012",
            "facts": [{"label": "Adresse", "value": "Byvej 54"}],
        },
    ),
}


def test_d1_is_spoken_word_for_word() -> None:
    call = Scenario(D1).begins_quietly("approved")
    for words in D1:
        call.says(words)
        call.quiet()
    assert call.sent == list(D1)
    assert [said for said in call.heard if said in (CARER, ASK, PROMISE)] == [CARER, ASK, PROMISE]
    assert "address" in listened_for(call)
    assert call.ended_turns == 3
    assert not call.hung_up


def test_every_answer_of_d1_is_heard_within_a_second_of_the_last_word() -> None:
    call = Scenario(D1).begins_quietly("approved")
    for words in D1:
        call.says(words)
        call.quiet()
    assert len(call.measured("first_sound")) == 3
    assert max(call.measured("first_sound")) <= 1000


def test_a_receipt_is_read_for_the_ear_and_its_number_again_on_request() -> None:
    call = Scenario(D1).begins_quietly("approved")
    for words in D1:
        call.says(words)
        call.quiet()
    assert any("BIO-2026-00012" in said for said in call.heard)
    assert not any("skriv" in said for said in call.heard)
    call.says("kan du gentage nummeret")
    call.quiet()
    assert len(call.sent) == 3
    assert "B, I, O, 2, 0, 2, 6, 0, 0, 0, 1, 2" in call.heard[-1]
    assert "Adresse: Byvej 54." in call.heard


D2 = (
    "mit mitid virker ikke og jeg har også en regning jeg ikke forstår "
    "jeg vil gerne snakke med en der kan hjælpe mig"
)
HANDOFF = "Jeg stiller dig videre til personlig betjening."


def test_d2_is_put_through_when_the_sentence_is_over_and_not_before() -> None:
    call = Scenario({D2: answer(text(HANDOFF), TransferTo("borgerservice", "borgerservice"))})
    call.begins_quietly()
    call.says(D2)
    call.run(60_000)
    assert call.heard[-1] == HANDOFF
    assert call.said.count(HANDOFF) == 1
    assert not any("Bliv i røret" in said for said in call.said)
    assert call.states()[-1] == "transferring"
    assert len(call.all(HangUp)) == 1
    assert call.all(Ended)[-1].reason == "transfer"


def test_a_transfer_without_a_word_is_announced() -> None:
    call = Scenario().begins_quietly()
    call.gateway(TransferTo("borgerservice", "borgerservice"))
    assert not call.hung_up
    call.run(20_000)
    assert "stiller dig videre" in call.heard[-1]
    assert call.hung_up


def test_the_caller_cannot_talk_the_transfer_away() -> None:
    call = Scenario().begins_quietly()
    call.gateway(TransferTo("borgerservice", "borgerservice"))
    call.says("hov vent lige jeg ville også spørge om noget", after=300)
    call.presses("1", after=500)
    call.run(20_000)
    assert "stiller dig videre" in call.heard[-1]
    assert call.sent == []
    assert call.hung_up


def test_the_question_may_be_asked_over_the_greeting() -> None:
    call = Scenario(D1).begins("approved")
    call.says("hvad tid kommer min hjemmepleje", after=2000)
    call.quiet()
    assert call.sent == ["hvad tid kommer min hjemmepleje"]
    assert call.heard[-1] == CARER
    assert call.interrupted
