"""Callers who say nothing, back offices that take their time, and lines that fail."""

import itertools

import pytest

from tests.voice.call.scenario import Scenario, answer, text
from voice.call.events import HangUp, Show
from voice.call.phrases import call_phrases
from voice.conversation import Done, Ended, Failed, Lost, Part, TransferTo, Welcome

SLOW = {text_ for key in ("slow_first", "slow_more") for text_ in call_phrases().wordings(key)}


def test_silence_brings_two_different_helps_then_a_person_then_goodbye() -> None:
    call = Scenario().begins_quietly()
    before = len(call.said)
    call.run(120_000)
    said = call.said[before:]
    assert len(said) == len(set(said))
    assert "Tryk 0" in said[1]
    assert call.happened.count("no_input") >= 3
    assert "wants_person" in call.happened
    assert call.hung_up


def test_a_person_is_found_for_the_silent_caller() -> None:
    call = Scenario().begins_quietly()
    while "wants_person" not in call.happened:
        call.run(1000)
    call.gateway(TransferTo("borgerservice", "borgerservice"), after=500)
    call.run(30_000)
    assert call.all(Ended)[-1].reason == "transfer"
    assert call.states()[-1] == "transferring"


def test_no_silence_is_counted_while_the_caller_speaks() -> None:
    call = Scenario().begins_quietly()
    words = " ".join(["nu skal jeg fortælle dig en meget lang historie om min gamle vej"] * 6)
    call.says(words, after=5000, lasts=25_000)
    call.run(29_000)
    assert "no_input" not in call.happened


def test_no_silence_is_counted_while_the_back_office_works() -> None:
    call = Scenario({"slå det op": answer(text("Her er det."), after_ms=19_000)}).begins_quietly()
    call.says("slå det op")
    call.run(24_000)
    assert "no_input" not in call.happened
    assert call.heard[-1] == "Her er det."


def test_the_caller_who_asks_for_time_gets_it() -> None:
    call = Scenario({"nummer": answer(text("Hvad er dit sagsnummer?"), expects="number")}).begins_quietly()
    call.types("nummer")
    call.quiet()
    call.says("lige et øjeblik")
    call.run(28_000)
    assert "no_input" not in call.happened
    assert call.sent == ["nummer"]
    call.run(10_000)
    assert "no_input" in call.happened


def test_a_cough_in_the_silence_is_not_answered() -> None:
    call = Scenario().begins_quietly()
    before = len(call.said)
    call.coughs(after=1000, lasts=300)
    call.run(5000)
    assert call.said[before:] == []


def test_a_voice_that_could_not_be_understood_is_asked_again_in_another_way() -> None:
    call = Scenario().begins_quietly()
    before = len(call.said)
    call.coughs(after=500, lasts=1500)
    call.run(6000)
    call.coughs(lasts=1500)
    call.run(9000)
    first, second = call.said[before : before + 2]
    assert first != second
    assert "no_input" not in call.happened


def test_noise_without_end_is_named_and_leads_to_a_person() -> None:
    call = Scenario().begins_quietly()
    call.coughs(after=100, lasts=600_000)
    call.run(15_000)
    assert any("støj" in said for said in call.said)
    call.run(180_000)
    assert call.hung_up


# ── The back office ─────────────────────────────────────────────────────────────────────────────


def test_a_quick_answer_needs_no_word() -> None:
    call = Scenario({"hvad": answer(text("x")), "slå det op": answer(text("Her er det."), after_ms=500)})
    call.begins_quietly()
    call.says("slå det op")
    call.quiet()
    assert not SLOW & set(call.said)


def test_a_slow_answer_is_announced_after_700_ms_and_never_the_same_twice_in_a_row() -> None:
    call = Scenario({"slå det op": answer(text("Her er det."), after_ms=19_000)}).begins_quietly()
    call.says("slå det op")
    call.run(25_000)
    words = [said for said in call.said if said in SLOW]
    assert len(words) == 3
    assert all(one != other for one, other in itertools.pairwise(words))


def test_two_slow_answers_begin_with_different_words() -> None:
    call = Scenario({"slå det op": answer(text("Her er det."), after_ms=2000)}).begins_quietly()
    for _ in range(2):
        call.says("slå det op")
        call.quiet()
    first, second = (said for said in call.said if said in SLOW)
    assert first != second


def test_an_answer_that_never_comes_ends_in_an_honest_sentence_and_a_way_on() -> None:
    call = Scenario().begins_quietly()
    call.says("slå det op")
    call.run(30_000)
    honest = [said for said in call.said if "ikke fået svar" in said]
    assert len(honest) == 1
    assert "0" in honest[0]
    assert call.call.state == "listening"
    call.run(300_000)
    assert call.hung_up


def test_an_answer_after_that_is_still_spoken() -> None:
    call = Scenario({"slå det op": answer(text("Her er det."), after_ms=32_000)}).begins_quietly()
    call.says("slå det op")
    call.run(38_000)
    assert "Her er det." in call.heard


def test_an_answer_without_an_end_does_not_keep_the_caller_waiting_for_ever() -> None:
    call = Scenario({"slå det op": answer(text("Første del."), done=False)}).begins_quietly()
    call.says("slå det op")
    call.run(40_000)
    assert any("ikke fået svar" in said for said in call.said)


def test_an_empty_answer_is_not_met_with_silence() -> None:
    call = Scenario({"slå det op": answer()}).begins_quietly()
    before = len(call.said)
    call.says("slå det op")
    call.run(4000)
    assert len(call.said) == before + 1


def test_failures_are_said_and_the_third_calls_a_person() -> None:
    call = Scenario().begins_quietly()
    for turn in range(3):
        call.types("slå det op")
        call.gateway(Failed(f"t{turn + 1}", "down", "Det gik ikke."))
        call.run(6000)
    assert call.said.count("Det gik ikke.") == 3
    assert "wants_person" in call.happened


# ── The gateway, the recogniser, the sound ──────────────────────────────────────────────────────


def test_a_gateway_that_never_says_welcome_is_not_silence() -> None:
    call = Scenario()
    call.run(5000)
    assert call.said
    call.run(60_000)
    assert any("kk.dk" in said for said in call.said)
    assert call.states()[-1] == "transferring"
    assert call.hung_up


def test_a_lost_gateway_is_told_and_forgotten_when_it_is_back() -> None:
    call = Scenario({"slå det op": answer(Lost(), done=False)}).begins_quietly()
    call.says("slå det op")
    call.run(6000)
    assert any("mistet forbindelsen" in said for said in call.said)
    call.gateway(Welcome("da", "none", (), resumed=True))
    call.gateway(Part("t1", text("Her er det.")), after=300)
    call.gateway(Done("t1", None, "bot"), after=310)
    call.run(5000)
    assert call.heard[-1] == "Her er det."
    assert not call.hung_up


def test_a_gateway_that_stays_away_ends_in_the_truth_and_the_dialplan() -> None:
    call = Scenario({"slå det op": answer(Lost(), done=False)}).begins_quietly()
    call.says("slå det op")
    call.run(60_000)
    assert "kk.dk" in call.heard[-1]
    assert call.states()[-1] == "transferring"
    assert call.all(Ended)[-1].reason == "person"


def test_a_gateway_lost_while_nobody_needs_it_is_not_mentioned() -> None:
    call = Scenario().begins_quietly()
    before = len(call.said)
    call.gateway(Lost())
    call.run(4000)
    call.gateway(Welcome("da", "none", (), resumed=True))
    call.run(2000)
    assert call.said[before:] == []


def test_a_welcome_after_a_lost_line_greets_nobody_twice() -> None:
    call = Scenario().begins_quietly()
    before = len(call.said)
    call.gateway(Lost())
    call.run(200)
    call.gateway(Welcome("da", "none", (text("Hej."),), resumed=True))
    call.run(3000)
    assert call.said[before:] == []


def test_a_wish_for_a_person_that_nobody_answers_lets_the_dialplan_try() -> None:
    call = Scenario().begins_quietly()
    call.presses("0")
    call.run(60_000)
    assert call.happened.count("wants_person") == 1
    assert call.all(Ended)[-1].reason == "person"


def test_a_wish_for_a_person_that_is_answered_with_words_goes_on() -> None:
    call = Scenario().begins_quietly()
    call.presses("0")
    call.gateway(Part(None, text("Der er lukket lige nu.")), after=400)
    call.gateway(Done(None, None, "bot"), after=410)
    call.run(9000)
    assert "Der er lukket lige nu." in call.heard
    assert call.call.state == "listening"


def test_a_stalled_recogniser_is_told_and_the_second_time_a_person_is_called() -> None:
    call = Scenario().begins_quietly()
    call.ear_answers = False
    call.says("hvad koster et pas")
    call.run(15_000)
    assert any("tasterne" in said for said in call.said)
    call.says("hvad koster et pas")
    call.run(15_000)
    assert "wants_person" in call.happened


def test_a_line_without_sound_from_the_caller_is_named_and_then_given_up() -> None:
    call = Scenario().begins_quietly()
    for _ in range(20):
        call.trouble("no_media", after=1500)
    call.run(40_000)
    assert sum("ingen lyd" in said for said in call.said) == 2
    assert call.all(Ended)[-1].reason == "no_sound"


def test_sound_that_came_back_is_not_held_against_the_caller() -> None:
    call = Scenario().begins_quietly()
    call.trouble("no_media")
    call.says("hej", after=3000)
    call.run(30_000)
    call.trouble("no_media")
    call.run(100)
    assert not call.call.snapshot().saying.endswith("Farvel.")


@pytest.mark.parametrize("what", ["synthesis_failed", "line_stuck"])
def test_speech_that_fails_twice_leads_to_a_person_without_words(what: str) -> None:
    call = Scenario().begins_quietly()
    call.trouble(what)
    call.run(300)
    call.trouble(what)
    call.run(60_000)
    assert "wants_person" in call.happened
    assert call.hung_up


def test_a_line_that_plays_nothing_does_not_hold_the_call_for_ever() -> None:
    call = Scenario()
    call.line.mute = True
    call.begins()
    call.run(180_000)
    assert call.hung_up


def test_the_caller_who_hangs_up_ends_the_call_without_a_word() -> None:
    call = Scenario().begins("none")
    call.hangs_up()
    before = len(call.said)
    call.run(60_000)
    assert len(call.said) == before
    assert call.all(HangUp) == []
    assert [ended.reason for ended in call.all(Ended)] == ["hung_up"]
    assert call.all(Show)[-1].state == "closed"
