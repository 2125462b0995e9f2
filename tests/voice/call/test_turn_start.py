"""When a voice, or a word, begins a turn."""

from voice.call.turn_start import TurnStart, TurnStartSettings


def start() -> TurnStart:
    return TurnStart(TurnStartSettings(least_voice_ms=100))


def test_a_voice_begins_a_turn_once_it_is_long_enough_and_counts_from_its_first_sound() -> None:
    turn = start()
    turn.voice_began(1000)
    assert turn.began_at(1080, "") is None
    assert turn.began_at(1100, "") == 1000


def test_a_click_is_no_turn() -> None:
    turn = start()
    turn.voice_began(1000)
    turn.voice_paused(1060)
    assert turn.began_at(5000, "") is None


def test_a_short_yes_that_was_over_before_anyone_looked_is_a_turn() -> None:
    turn = start()
    turn.voice_began(1000)
    turn.voice_paused(1160)
    assert turn.began_at(1240, "") == 1000


def test_a_word_begins_a_turn_without_a_voice() -> None:
    assert start().began_at(700, "ja") == 700


def test_a_word_makes_a_short_voice_a_turn() -> None:
    turn = start()
    turn.voice_began(1000)
    assert turn.began_at(1040, "ja") == 1000


def test_noise_that_ended_a_turn_does_not_begin_the_next() -> None:
    turn = start()
    turn.voice_began(0)
    turn.reset(voiced=False, now_ms=6000)
    assert turn.began_at(9000, "") is None
    turn.voice_paused(9500)
    turn.voice_began(10_000)
    assert turn.began_at(10_100, "") == 10_000
