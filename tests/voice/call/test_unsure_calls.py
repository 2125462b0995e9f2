"""What is not heard clearly is confirmed or asked for again, never guessed."""

from tests.voice.call.scenario import Scenario, answer, listened_for, text

ASK = {"bioposer": answer(text("Hvad er din adresse?"), expects="address")}


def asked_for_address() -> Scenario:
    call = Scenario({**ASK, "byvej fireoghalvtreds": answer(text("Vi sender bioposer til dig."))})
    call.begins_quietly()
    call.types("bioposer")
    call.quiet()
    return call


def test_an_unsure_address_is_read_back_and_sent_on_a_yes() -> None:
    call = asked_for_address()
    call.says("byvej fireoghalvtreds", confidence=0.6)
    call.quiet()
    assert call.heard[-1] == "Sagde du: byvej fireoghalvtreds?"
    assert call.sent == ["bioposer"]
    assert listened_for(call)[-1] == "yes_no"
    call.says("ja", grammar=True)
    call.quiet()
    assert call.sent == ["bioposer", "byvej fireoghalvtreds"]


def test_a_clear_address_is_not_read_back() -> None:
    call = asked_for_address()
    call.says("byvej fireoghalvtreds", confidence=0.9)
    call.quiet()
    assert call.sent[-1] == "byvej fireoghalvtreds"


def test_the_confidence_of_an_address_is_not_enough_to_order_but_enough_to_chat() -> None:
    call = Scenario({"hvad koster et pas": answer(text("Det ved jeg."))}).begins_quietly()
    call.says("hvad koster et pas", confidence=0.6)
    call.quiet()
    assert call.sent == ["hvad koster et pas"]


def test_a_no_is_not_sent_and_the_address_is_listened_for_again() -> None:
    call = asked_for_address()
    call.says("bivej fireoghalvtreds", confidence=0.6)
    call.quiet()
    call.says("nej", grammar=True)
    call.quiet()
    assert call.sent == ["bioposer"]
    assert listened_for(call)[-1] == "address"
    call.says("byvej fireoghalvtreds", confidence=0.9)
    call.quiet()
    assert call.sent[-1] == "byvej fireoghalvtreds"


def test_a_no_with_the_right_address_is_taken_at_once() -> None:
    call = asked_for_address()
    call.says("bivej fireoghalvtreds", confidence=0.6)
    call.quiet()
    call.says("nej byvej fireoghalvtreds", confidence=0.9)
    call.quiet()
    assert call.sent[-1] == "byvej fireoghalvtreds"


def test_what_is_no_number_is_not_read_back_where_a_number_was_asked_for() -> None:
    call = Scenario({"ring mig op": answer(text("Hvilket nummer skal de ringe på?"), expects="number")})
    call.begins_quietly()
    call.types("ring mig op")
    call.quiet()
    call.says("få cpr nummer", confidence=0.6)
    call.quiet()
    assert "Sagde du" not in call.heard[-1]
    assert "ciffer" in call.heard[-1]
    call.says("tyve nul nul nul", confidence=0.6)
    call.quiet()
    assert call.sent == ["ring mig op"]


def test_nothing_is_read_back_twice_in_a_row() -> None:
    call = asked_for_address()
    for _ in range(2):
        call.says("bivej fireoghalvtreds", confidence=0.6)
        call.quiet()
        call.says("nej", grammar=True)
        call.quiet()
    assert sum(said.startswith("Sagde du") for said in call.said) == 1


def test_being_unsure_three_times_calls_a_person() -> None:
    call = asked_for_address()
    for _ in range(3):
        call.says("bivej", confidence=0.1)
        call.run(15_000)
    assert call.happened.count("wants_person") == 1
    assert call.sent == ["bioposer"]


def test_what_was_hardly_heard_is_asked_for_and_not_read_back() -> None:
    call = Scenario().begins_quietly()
    call.says("hund kat mus", confidence=0.1)
    call.quiet()
    assert "hund" not in " ".join(call.said)
    assert call.sent == []


def test_an_unsure_yes_is_asked_for_as_yes_or_no_then_by_keys() -> None:
    call = Scenario({"x": answer(text("Skal jeg gøre det?"), expects="yes_no"), "ja": answer(text("Gjort."))})
    call.begins_quietly()
    call.types("x")
    call.quiet()
    call.says("ja", confidence=0.3)
    call.quiet()
    assert "ja eller nej" in call.heard[-1]
    call.says("ja", confidence=0.3)
    call.quiet()
    assert "Tryk 1 for ja" in call.heard[-1]
    call.presses("1")
    call.quiet()
    assert call.sent == ["x", "Ja"]


def test_an_answer_heard_by_a_grammar_is_not_confirmed() -> None:
    call = Scenario({"x": answer(text("Skal jeg gøre det?"), expects="yes_no")}).begins_quietly()
    call.types("x")
    call.quiet()
    call.says("ja", confidence=0.5, grammar=True)
    call.run(2000)
    assert call.sent == ["x", "ja"]


def test_a_short_yes_without_any_partial_text_is_not_missed() -> None:
    call = Scenario({"x": answer(text("Skal jeg gøre det?"), expects="yes_no")}).begins_quietly()
    call.types("x")
    call.quiet()
    call.says("ja", lasts=180, partials=False, grammar=True)
    call.run(1500)
    assert call.sent == ["x", "ja"]


def test_the_confirmed_text_keeps_the_engine_that_heard_it() -> None:
    call = asked_for_address()
    call.says("byvej fireoghalvtreds", confidence=0.7, engine="parakeet")
    call.quiet()
    call.presses("1")
    call.run(500)
    from voice.conversation import Say

    said = call.all(Say)[-1]
    assert (said.text, said.engine, said.confidence) == ("byvej fireoghalvtreds", "parakeet", 1.0)
