"""Odds and ends of calls that went wrong once, or would."""

from tests.voice.call.scenario import Scenario, answer, text
from voice.call.settings import CallSettings
from voice.call.watchdogs import WatchdogSettings
from voice.conversation import Done, Failed, Happened, Lost, Part, TransferTo, Welcome

LONG = "Du kan aflevere dit affald på genbrugsstationen hver dag, og det koster ikke noget for borgere."


def test_words_over_the_last_sentence_are_not_sent_anywhere() -> None:
    call = Scenario().begins_quietly()
    call.gateway(TransferTo("borgerservice", "q"))
    call.says("jeg skal lige spørge om noget andet først", after=200, partials=False)
    call.run(20_000)
    assert call.sent == []
    assert call.hung_up


def test_each_answer_begins_with_a_quiet_line() -> None:
    """A coughing fit over one answer does not make the next one slower to fall silent."""
    call = Scenario({"x": answer(text(LONG * 4))}).begins_quietly()
    call.types("x")
    for at in range(8):
        call.coughs(after=500 + at * 2500, lasts=330)
    call.quiet()
    call.types("x")
    call.coughs(after=1000, lasts=330)
    call.run(1400)
    assert call.call.snapshot().paused


def test_what_waited_for_a_lost_gateway_is_waited_for_again_when_it_is_back() -> None:
    call = Scenario({"slå det op": answer(Lost(), done=False)}).begins_quietly()
    call.says("slå det op")
    call.run(7000)
    call.gateway(Welcome("da", "none", (), resumed=True))
    call.run(15_000)
    assert "no_input" not in call.happened
    assert call.call.state == "thinking"


def test_what_comes_by_itself_leaves_a_question_of_the_line_open() -> None:
    call = Scenario({"bioposer": answer(text("Hvad er din adresse?"), expects="address")}).begins_quietly()
    call.types("bioposer")
    call.quiet()
    call.says("byvej to", confidence=0.6)
    call.run(2500)
    call.gateway(Part(None, text("Du er logget ind.")))
    call.gateway(Done(None, "address", "bot"))
    call.quiet()
    call.says("ja", grammar=True)
    call.run(2000)
    assert call.sent == ["bioposer", "byvej to"]


def test_an_answer_to_the_second_turn_ends_the_wait_for_the_first() -> None:
    call = Scenario({"to": answer(text("Svar."), after_ms=200)}).begins_quietly()
    call.types("et")
    call.run(300)
    call.types("to")
    call.run(5000)
    assert call.heard[-1] == "Svar."
    assert call.call.state == "listening"


def test_an_answer_to_the_first_turn_leaves_the_second_waited_for() -> None:
    call = Scenario({"et": answer(text("Svar."), after_ms=600)}).begins_quietly()
    call.types("et")
    call.run(300)
    call.types("to")
    call.run(4000)
    assert call.call.state == "thinking"


def test_nobody_is_asked_to_speak_before_the_gateway_has_said_welcome() -> None:
    patient = CallSettings(watchdogs=WatchdogSettings(welcome_gone_ms=60_000))
    call = Scenario(settings=patient)
    call.run(30_000)
    assert "no_input" not in call.happened


def test_a_gateway_that_comes_back_while_a_person_is_waited_for_says_so() -> None:
    call = Scenario().begins_quietly()
    call.gateway(Lost())
    call.presses("0")
    call.run(6000)
    assert any("mistet forbindelsen" in said for said in call.said)
    call.gateway(Welcome("da", "none", (), resumed=True))
    call.run(200)
    assert "her igen" in call.said[-1]


def test_a_long_noise_is_one_false_alarm_and_not_two() -> None:
    call = Scenario({"x": answer(text(LONG * 4))}).begins_quietly()
    call.types("x")
    for at in range(2):
        call.coughs(after=500 + at * 4000, lasts=1500)
    call.coughs(after=9000, lasts=330)
    call.run(9280)
    assert call.call.snapshot().paused


def test_a_second_report_of_no_sound_long_after_sound_came_is_a_first_one() -> None:
    call = Scenario().begins_quietly()
    call.trouble("no_media")
    call.run(3000)
    call.says("hej", after=100)
    call.run(20_000)
    call.trouble("no_media")
    call.run(200)
    assert sum("ingen lyd" in said for said in call.said) == 2
    assert not any("lægger på" in said for said in call.said)


def test_a_recogniser_that_works_again_is_forgiven() -> None:
    call = Scenario({"hvad koster et pas": answer(text("Det ved jeg."))}).begins_quietly()
    call.trouble("recogniser_stalled")
    call.quiet()
    call.says("hvad koster et pas")
    call.quiet()
    call.trouble("recogniser_stalled")
    call.run(500)
    assert "wants_person" not in call.happened


def test_what_was_confirmed_counts_as_understood() -> None:
    call = Scenario({"byvej to": answer(text("Hvad er nummeret?"), expects="address")}).begins_quietly()
    call.says("byvej to", confidence=0.4)
    call.quiet()
    call.says("ja", grammar=True)
    call.quiet()
    call.says("byvej tre", confidence=0.6)
    call.quiet()
    assert call.heard[-1] == "Sagde du: byvej tre?"


def test_a_caller_who_waits_for_a_person_is_left_in_peace() -> None:
    call = Scenario({"x": answer(text("En medarbejder svarer her."), state="waiting_for_person")})
    call.begins_quietly()
    call.types("x")
    call.run(30_000)
    assert "no_input" not in call.happened


def test_failures_with_an_answer_between_are_not_counted_together() -> None:
    call = Scenario({"ok": answer(text("Fint."))}).begins_quietly()
    for turn, words in enumerate(("a", "b", "ok", "c"), 1):
        call.types(words)
        if words != "ok":
            call.gateway(Failed(f"t{turn}", "down", "Det gik ikke."))
        call.run(9000)
    assert "wants_person" not in call.happened


def test_words_of_danger_are_sent_on_although_they_were_heard_badly() -> None:
    call = Scenario().begins_quietly()
    call.says("hjælp min mor er faldet", confidence=0.35)
    call.run(2500)
    assert call.sent == ["hjælp min mor er faldet"]


def test_no_personal_word_travels_in_what_happened() -> None:
    call = Scenario().begins_quietly()
    call.says("byvej fireoghalvtreds", confidence=0.1)
    call.run(60_000)
    details = " ".join(str(what.details) for what in call.all(Happened))
    assert "byvej" not in details


def test_a_gateway_back_without_its_memory_says_so_and_goes_on() -> None:
    call = Scenario({"slå det op": answer(Lost(), done=False)}).begins_quietly()
    call.says("slå det op")
    call.run(7000)
    call.gateway(Welcome("da", "none", ()))
    call.run(8000)
    assert "her igen" in call.heard[-1]
    assert call.call.state == "listening"
