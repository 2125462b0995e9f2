"""Commands to the line, links and logins, typing, push to talk, goodbye."""

import pytest

from tests.voice.call.scenario import Scenario, answer, text
from voice.call.events import HangUp, Say
from voice.conversation import Done, Happened, IdentityChanged, Part, Welcome

FACT = "Genbrugsstationen har åbent til klokken 18."
LINK = {"type": "link", "text": "Du kan læse mere her.", "title": "Pas", "url": "https://www.kk.dk/pas?x=1"}
LOGIN = {
    "type": "login",
    "text": "Du skal først logge ind med MitID.",
    "title": "Log ind",
    "url": "https://x.dk/login/abc",
}


def told(identity: str = "none", *parts: object, **more: object) -> Scenario:
    call = Scenario({"x": answer(*(parts or (text(FACT),)), **more)})  # type: ignore[arg-type]
    call.begins_quietly(identity)  # type: ignore[arg-type]
    call.types("x")
    call.quiet()
    return call


@pytest.mark.parametrize("words", ["gentag", "hvad sagde du", "undskyld hvad", "kan du gentage det", "hvad"])
def test_the_last_answer_is_said_again(words: str) -> None:
    call = told()
    call.says(words)
    call.quiet()
    assert call.heard.count(FACT) == 2
    assert call.sent == ["x"]


def test_slower_repeats_slower_and_stays_slower() -> None:
    call = told()
    call.says("lidt langsommere tak")
    call.quiet()
    call.types("x")
    call.quiet()
    paces = [say.speech.pace for say in call.all(Say) if say.speech.text == FACT]
    assert paces[0] == 1.0
    assert paces[1] == paces[2] < 0.9


def test_faster_is_faster() -> None:
    call = told()
    call.says("tal hurtigere")
    call.quiet()
    call.types("x")
    call.quiet()
    assert call.all(Say)[-1].speech.pace > 1


def test_a_sentence_that_only_holds_a_command_word_is_for_the_assistant() -> None:
    call = told()
    call.says("jeg vil gerne vente med at bestille")
    call.run(3000)
    assert call.sent[-1] == "jeg vil gerne vente med at bestille"


def test_what_is_not_there_yet_cannot_be_repeated() -> None:
    call = told()
    call.says("gentag kvitteringen")
    call.quiet()
    assert "kvittering" in call.heard[-1]
    assert call.sent == ["x"]


def test_farewell_ends_the_call_after_a_last_word() -> None:
    call = told()
    call.says("tak farvel")
    call.run(10_000)
    assert call.heard[-1].endswith("Farvel.")
    assert call.hung_up
    assert call.call.state == "closed"


def test_a_conversation_that_the_assistant_closes_ends_the_call() -> None:
    call = told("none", text("Ha' en god dag."), state="closed")
    call.run(10_000)
    assert "Ha' en god dag." in call.heard
    assert len(call.all(HangUp)) == 1


# ── Links and logins ────────────────────────────────────────────────────────────────────────────


def test_a_link_is_never_read_out_but_offered_and_sent_on_a_yes() -> None:
    call = told("unregistered", LINK)
    assert not any("http" in said or "/pas" in said for said in call.said)
    assert "sms" in call.heard[-1]
    call.says("ja tak", grammar=True)
    call.quiet()
    sent = [what.details for what in call.all(Happened) if what.name == "sms_link"]
    assert sent == [{"title": "Pas", "url": "https://www.kk.dk/pas?x=1", "kind": "link"}]
    assert call.sent == ["x"]


def test_a_no_to_the_link_sends_nothing() -> None:
    call = told("unregistered", LINK)
    call.says("nej tak", grammar=True)
    call.quiet()
    assert "sms_link" not in call.happened
    assert call.sent == ["x"]


def test_another_question_instead_of_an_answer_about_the_link_goes_to_the_assistant() -> None:
    call = told("unregistered", LINK)
    call.says("hvad tid har i åbent i morgen")
    call.run(3000)
    assert call.sent[-1] == "hvad tid har i åbent i morgen"


def test_a_link_beside_an_open_question_does_not_ask_a_second_one() -> None:
    call = told("unregistered", LINK, text("Skal jeg bestille tid?"), expects="yes_no")
    assert not any(said.startswith("Skal jeg sende dig") for said in call.said)
    call.says("send en sms")
    call.quiet()
    assert "sms_link" in call.happened


def test_a_withheld_number_is_not_offered_an_sms() -> None:
    call = told("none", LINK)
    assert not any("sms" in said for said in call.said)


def test_a_login_on_the_phone_is_an_approval_in_the_app() -> None:
    call = told("pending", LOGIN, expects="login")
    assert "MitID-appen" in call.heard[-1]
    assert not any("http" in said for said in call.said)
    call.gateway(IdentityChanged("approved"))
    call.gateway(Part(None, text(FACT)), after=100)
    call.gateway(Done(None, None, "bot"), after=110)
    call.run(6000)
    assert call.heard[-1] == FACT


def test_a_caller_who_is_not_registered_gets_a_link_or_a_person() -> None:
    call = told("unregistered", LOGIN, expects="login")
    call.says("ja", grammar=True)
    call.quiet()
    assert [what.details["kind"] for what in call.all(Happened)] == ["login"]
    assert "0" in told("none", LOGIN, expects="login").heard[-1]


@pytest.mark.parametrize("state", ["refused", "expired", "unregistered", "unavailable"])
def test_a_refusal_is_told_only_where_something_personal_was_asked(state: str) -> None:
    call = told("pending", LOGIN, expects="login")
    before = len(call.said)
    call.gateway(IdentityChanged(state))  # type: ignore[arg-type]
    call.run(5000)
    assert len(call.said) == before + 1
    assert "MitID" in call.said[-1]
    call = told("pending")
    before = len(call.said)
    call.gateway(IdentityChanged(state))  # type: ignore[arg-type]
    call.run(2000)
    assert len(call.said) == before


def test_waiting_for_the_app_is_not_taken_for_silence() -> None:
    call = told("pending", LOGIN, expects="login")
    call.run(15_000)
    assert "no_input" not in call.happened


# ── Greeting ────────────────────────────────────────────────────────────────────────────────────


def test_the_greeting_says_robot_interrupting_and_the_key_for_a_person() -> None:
    call = Scenario().begins_quietly()
    greeting = " ".join(call.heard).lower()
    assert "robot" in greeting
    assert "afbryde" in greeting
    assert "tryk 0" in greeting
    assert "MitID" not in greeting
    assert call.heard[-1] == "Hvad kan jeg hjælpe dig med?"


def test_a_waiting_approval_is_part_of_the_greeting() -> None:
    assert any("MitID-app" in said for said in Scenario().begins_quietly("pending").heard)


def test_a_greeting_for_the_telephone_is_kept_and_only_completed() -> None:
    spoken = "Hej, her er kommunens robot. Hvad kan jeg gøre for dig?"
    call = Scenario().begins("none", parts=(text("På siden.", speech=spoken),)).quiet()
    assert sum("robot" in said for said in call.heard) == 1
    assert call.heard[-1] == "Hvad kan jeg gøre for dig?"
    assert not any("På siden" in said for said in call.heard)


def test_no_greeting_leaves_out_that_it_is_a_robot() -> None:
    spoken = "Jeg lytter. Hvad kan jeg hjælpe dig med?"
    call = Scenario().begins("none", parts=(text(spoken, speech=spoken),)).quiet()
    assert call.heard == ["Jeg er en robot.", "Jeg lytter.", "Hvad kan jeg hjælpe dig med?"]


def test_a_resumed_call_is_not_greeted() -> None:
    call = Scenario()
    call.gateway(Welcome("da", "none", (), resumed=True))
    call.run(1000)
    assert call.said == []
    assert call.call.state == "listening"


# ── Typing, push to talk ────────────────────────────────────────────────────────────────────────


def test_what_is_typed_is_sent_as_it_is() -> None:
    call = told()
    call.types("Hvad koster et pas?")
    assert call.sent[-1] == "Hvad koster et pas?"


def test_silence_does_not_end_a_turn_while_the_button_is_held() -> None:
    call = told()
    call.talk_button(True)
    call.says("jeg vil gerne have bioposer", after=200)
    call.run(9000)
    assert call.sent == ["x"]
    call.talk_button(False)
    call.run(500)
    assert call.sent[-1] == "jeg vil gerne have bioposer"


def test_the_button_makes_the_assistant_fall_silent_at_once() -> None:
    call = Scenario().begins()
    call.run(500)
    call.talk_button(True)
    call.run(40)
    assert call.line.queue == []


def test_an_answer_to_half_of_what_is_said_is_given_before_the_answer_to_the_rest() -> None:
    call = Scenario(
        {
            "hvad koster en plads om måneden": answer(text("Prisen står på kk.dk."), text("Er det godt?")),
            "kan man få tilskud": answer(text("Ja, det kan man.")),
            "nej det var noget andet": answer(text("Det er i orden.")),
        }
    ).begins_quietly()
    for rest, times in (("kan man få tilskud", 2), ("nej det var noget andet", 3)):
        call.says("hvad koster en plads om måneden")
        call.run(3000)
        call.says(rest)
        call.quiet()
        assert call.sent[-2:] == ["hvad koster en plads om måneden", rest]
        assert call.said.count("Prisen står på kk.dk.") == times
        call.run(5000)
    assert call.said[-1] == "Det er i orden."
    after = call.said.index("Ja, det kan man.")
    assert call.said[after - 1] == "Prisen står på kk.dk."


def test_who_is_known_to_have_no_app_before_it_is_told_of_is_not_told_to_approve() -> None:
    call = Scenario().begins("pending")
    call.gateway(IdentityChanged("unregistered"), 500)
    call.quiet()
    assert not any("MitID" in said for said in call.heard)
    assert call.heard[-1] == "Hvad kan jeg hjælpe dig med?"


def test_a_greeting_that_was_cut_short_is_not_gone_on_with() -> None:
    call = Scenario({"har i åbent": answer(text("Ja."))}).begins("pending")
    call.run(500)
    call.says("har i åbent")
    call.quiet()
    assert call.heard[-1] == "Ja."
    assert not any("MitID" in said for said in call.said)
