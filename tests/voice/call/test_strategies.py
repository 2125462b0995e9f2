"""Smaller decisions, each by itself: silence counted, words while it is slow, keys, confidence."""

import pytest

from voice.call.confirm import Confirm, ConfirmSettings
from voice.call.key_presses import Answer, KeyPresses, KeySettings, More, Nothing, Person, Repeat
from voice.call.no_input import NoInput, NoInputSettings
from voice.call.slow_answer import SlowAnswer, SlowAnswerSettings
from voice.recognition.protocol import Expected, Utterance

# ── Nobody says anything ────────────────────────────────────────────────────────────────────────


def test_time_runs_from_the_first_quiet_moment() -> None:
    silence = NoInput(NoInputSettings())
    assert silence.due(10_000, "free", False, False) is None
    assert silence.due(17_900, "free", False, False) is None
    assert silence.due(18_000, "free", False, False) == "reprompt"


def test_somebody_speaking_sets_the_time_back_but_not_the_count() -> None:
    silence = NoInput(NoInputSettings())
    silence.due(0, "free", False, False)
    silence.busy()
    assert silence.due(8000, "free", False, False) is None
    assert silence.due(16_000, "free", False, False) == "reprompt"
    assert silence.count == 1


def test_two_reprompts_then_a_person_then_goodbye() -> None:
    silence, steps, now = NoInput(NoInputSettings()), [], 0.0
    while len(steps) < 4:
        now += 500
        step = silence.due(now, "yes_no", False, False)
        steps += [step] if step else []
    assert steps == ["reprompt", "reprompt", "person", "goodbye"]


def test_a_sign_of_the_caller_begins_the_count_anew() -> None:
    silence = NoInput(NoInputSettings())
    silence.due(0, "free", False, False)
    silence.due(9000, "free", False, False)
    silence.caller_is_there()
    assert silence.count == 0


@pytest.mark.parametrize(("login", "person", "ms"), [(True, False, 20_000), (False, True, 60_000)])
def test_waiting_for_the_app_or_a_person_takes_longer(login: bool, person: bool, ms: float) -> None:
    silence = NoInput(NoInputSettings())
    silence.due(0, "free", login, person)
    assert silence.due(ms - 1, "free", login, person) is None
    assert silence.due(ms, "free", login, person) == "reprompt"


def test_patience_lasts_for_one_silence() -> None:
    silence = NoInput(NoInputSettings())
    silence.be_patient()
    silence.due(0, "yes_no", False, False)
    assert silence.due(29_000, "yes_no", False, False) is None
    assert silence.due(30_000, "yes_no", False, False) == "reprompt"
    silence.due(31_000, "yes_no", False, False)
    assert silence.due(37_000, "yes_no", False, False) == "reprompt"


# ── The back office is slow ─────────────────────────────────────────────────────────────────────


def test_words_come_at_their_times_and_then_the_truth() -> None:
    slow, said = SlowAnswer(SlowAnswerSettings()), []
    slow.sent(1000)
    for now in range(1000, 40_000, 100):
        step = slow.due(now, may_speak=True)
        said += [(now - 1000, step)] if step else []
    assert said == [(700, "first"), (8700, "more"), (16_700, "more"), (20_000, "too_slow")]


def test_nothing_is_said_over_anyone() -> None:
    slow = SlowAnswer(SlowAnswerSettings())
    slow.sent(0)
    assert slow.due(5000, may_speak=False) is None
    assert slow.due(5100, may_speak=True) == "first"


def test_an_answer_ends_the_wait() -> None:
    slow = SlowAnswer(SlowAnswerSettings())
    slow.sent(0)
    slow.answered()
    assert slow.due(30_000, may_speak=True) is None


def test_after_a_first_part_the_rest_may_take_its_time() -> None:
    slow = SlowAnswer(SlowAnswerSettings())
    slow.sent(0)
    slow.part_came(600)
    assert slow.due(8500, may_speak=True) is None
    assert slow.due(8600, may_speak=True) == "more"


# ── Keys ────────────────────────────────────────────────────────────────────────────────────────


def test_keys_mean_what_was_asked() -> None:
    keys = KeyPresses(KeySettings())
    assert keys.press("1", 0, "yes_no", ()) == Answer("Ja")
    assert keys.press("3", 0, "yes_no", ()) == Nothing()
    assert keys.press("2", 0, "choice", ("A", "B")) == Answer("B")
    assert keys.press("3", 0, "choice", ("A", "B")) == Nothing(beyond=True)
    assert keys.press("0", 0, "free", ()) == Person()
    assert keys.press("*", 0, "free", ()) == Repeat()
    assert keys.press("½", 0, "digits", ()) == Nothing()
    assert keys.press("#", 0, "digits", ()) == Nothing()


def test_a_number_longer_than_any_of_ours_is_cut() -> None:
    keys = KeyPresses(KeySettings(longest_number=3))
    for key in "12345":
        assert keys.press(key, 0, "digits", ()) == More()
    assert keys.press("#", 0, "digits", ()) == Answer("123")


def test_the_time_between_two_digits_is_counted_from_the_last() -> None:
    keys = KeyPresses(KeySettings())
    keys.press("1", 0, "digits", ())
    keys.press("2", 3900, "digits", ())
    assert keys.tick(7800) is None
    assert keys.tick(7900) == Answer("12")
    assert not keys.collecting


# ── Confidence ──────────────────────────────────────────────────────────────────────────────────


def heard(confidence: float, text: str = "byvej to", grammar: bool = False) -> Utterance:
    return Utterance(text, confidence, (), 0, 0, "vosk", grammar)


@pytest.mark.parametrize(
    ("expected", "confidence", "decision"),
    [
        ("address", 0.8, "take"),
        ("address", 0.7, "confirm"),
        ("digits", 0.7, "again"),
        ("free", 0.5, "take"),
        ("free", 0.4, "confirm"),
        ("free", 0.2, "again"),
        ("yes_no", 0.5, "again"),
        ("choice", 0.5, "confirm"),
    ],
)
def test_how_sure_is_sure_enough_depends_on_what_was_asked(
    expected: Expected, confidence: float, decision: str
) -> None:
    assert Confirm(ConfirmSettings()).decide(heard(confidence), expected) == decision


def test_an_empty_text_is_never_taken() -> None:
    assert Confirm(ConfirmSettings()).decide(heard(1.0, ""), "free") == "again"


def test_a_grammar_is_believed_sooner() -> None:
    assert Confirm(ConfirmSettings()).decide(heard(0.4, "ja", True), "yes_no") == "take"
    assert Confirm(ConfirmSettings()).decide(heard(0.2, "ja", True), "yes_no") == "again"


def test_a_long_sentence_is_not_read_back() -> None:
    assert Confirm(ConfirmSettings()).decide(heard(0.4, "ord " * 13), "free") == "again"


def test_unsure_again_goes_to_the_keys_and_then_to_a_person() -> None:
    confirm = Confirm(ConfirmSettings())
    assert [confirm.decide(heard(0.5), "address") for _ in range(3)] == ["confirm", "keypad", "person"]


def test_something_understood_begins_anew() -> None:
    confirm = Confirm(ConfirmSettings())
    confirm.decide(heard(0.5), "address")
    confirm.decide(heard(0.9), "address")
    assert confirm.decide(heard(0.5), "address") == "confirm"


def test_who_talks_by_a_button_is_left_in_peace_to_read() -> None:
    silence = NoInput(NoInputSettings(push_to_talk_ms=45_000))
    silence.holds_a_button()
    assert silence.due(0, "free", login=False, with_person=False) is None
    assert silence.due(44_000, "free", login=False, with_person=False) is None
    assert silence.due(45_000, "free", login=False, with_person=False) == "reprompt"
