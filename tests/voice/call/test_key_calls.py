"""Keys, as calls."""

from tests.voice.call.scenario import Scenario, answer, text
from voice.conversation import Say

CHOICE = answer(
    {
        "type": "buttons",
        "text": "Hvilken tid drejer det sig om?",
        "buttons": [{"title": "I dag kl. 13", "text": "tid-1"}, {"title": "I morgen kl. 9", "text": "tid-2"}],
    },
    expects="choice",
    choices=("I dag kl. 13", "I morgen kl. 9"),
)


def asked(reply: object) -> Scenario:
    call = Scenario({"x": reply})  # type: ignore[dict-item]
    call.begins_quietly()
    call.types("x")
    call.quiet()
    return call


def test_one_and_two_are_yes_and_no() -> None:
    for key, said in (("1", "Ja"), ("2", "Nej")):
        call = asked(answer(text("Skal jeg?"), expects="yes_no", choices=("Ja", "Nej")))
        call.presses(key)
        assert call.sent == ["x", said]
        assert call.all(Say)[-1].engine == "keys"


def test_a_choice_is_read_out_and_its_key_sends_what_the_button_sends() -> None:
    call = asked(CHOICE)
    assert call.heard[-1] == "Du kan sige I dag kl. 13 eller I morgen kl. 9. Eller tryk 1 eller 2."
    call.presses("2")
    assert call.sent[-1] == "tid-2"


def test_a_key_without_a_meaning_is_answered_with_help() -> None:
    call = asked(CHOICE)
    call.presses("7")
    call.quiet()
    assert "Tryk 1 for I dag kl. 13." in call.heard[-1]
    assert call.sent == ["x"]


def test_a_number_ends_with_a_hash() -> None:
    call = asked(answer(text("Hvad er dit nummer?"), expects="number"))
    call.presses("20000001#")
    assert call.sent[-1] == "20000001"


def test_a_number_that_is_keyed_before_it_is_asked_for_is_sent() -> None:
    call = asked(answer(text("Hvad skal de vide, når de ringer?"), expects="free"))
    call.presses("28374655")
    call.run(2600)
    assert call.sent[-1] == "28374655"
    assert "tast" not in call.heard[-1]


def test_a_key_where_anything_may_be_said_is_answered_with_help_and_0_is_a_person_at_once() -> None:
    call = asked(answer(text("Hvad kan jeg hjælpe dig med?")))
    call.presses("5")
    call.run(2600)
    call.quiet()
    assert call.sent == ["x"]
    assert "den tast" in call.heard[-1]
    call = asked(answer(text("Hvad kan jeg hjælpe dig med?")))
    call.presses("0")
    call.run(100)
    assert call.happened == ["wants_person"]


def test_a_number_ends_when_no_key_comes_for_four_seconds() -> None:
    call = asked(answer(text("Hvad er dit nummer?"), expects="number"))
    call.presses("2012", every=3500)
    call.run(3500)
    assert call.sent == ["x"]
    call.run(600)
    assert call.sent[-1] == "2012"


def test_a_star_begins_the_number_anew() -> None:
    call = asked(answer(text("Hvad er dit nummer?"), expects="number"))
    call.presses("99*12#")
    assert call.sent[-1] == "12"


def test_a_nought_in_a_number_is_a_digit_and_alone_a_person() -> None:
    call = asked(answer(text("Hvad er dit nummer?"), expects="number"))
    call.presses("0102#")
    assert call.sent[-1] == "0102"
    call = asked(answer(text("Hvad er dit nummer?"), expects="number"))
    call.presses("0")
    call.run(5000)
    assert "wants_person" in call.happened


def test_nought_calls_a_person_at_any_time_and_only_once() -> None:
    call = Scenario().begins()
    call.run(500)
    call.presses("000")
    assert call.happened.count("wants_person") == 1


def test_a_star_repeats_the_last_answer() -> None:
    call = asked(answer(text("Genbrugsstationen har åbent til 18.")))
    call.presses("*")
    call.quiet()
    assert call.heard.count("Genbrugsstationen har åbent til 18.") == 2


def test_a_key_overtakes_what_is_being_said() -> None:
    call = asked(answer(text("Skal jeg gøre det?"), expects="yes_no"))
    call.says("jeg ved ikke rigtig altså")
    call.run(900)
    call.presses("2")
    call.run(4000)
    assert call.sent == ["x", "Nej"]
    assert call.ended_turns == 1
