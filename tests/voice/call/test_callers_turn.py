"""The bookkeeping of one turn: asked once, late texts, slow speakers, what is thrown away."""

from voice.call.callers_turn import CallersTurn, CallersTurnSettings
from voice.call.phrases import call_phrases
from voice.call.turn_start import TurnStartSettings
from voice.call.turn_stop import TurnStopSettings


def spoken(text: str, at: float = 0) -> CallersTurn:
    """A turn of one second from ``at`` on, with this text."""
    turn = CallersTurn(CallersTurnSettings(), TurnStartSettings(), TurnStopSettings(), call_phrases())
    speak(turn, text, at)
    return turn


def speak(turn: CallersTurn, text: str, at: float) -> None:
    turn.voice_began(at)
    turn.partial(text, at + 900)
    turn.voice_paused(at + 1000, at + 1060)


def test_the_recogniser_is_not_asked_about_the_next_turn_before_it_has_answered() -> None:
    turn = spoken("jeg vil bestille bioposer")
    assert turn.over("free", 1600) == "silence"
    turn.ask(1600, "silence")
    speak(turn, "og så en ting mere i dag", 2000)
    assert turn.live
    assert turn.over("free", 4000) is None
    turn.heard()
    assert turn.over("free", 4000) == "silence"


def test_a_text_that_comes_late_is_not_another_turn() -> None:
    turn = spoken("jeg vil bestille")
    turn.ask(1600, "silence")
    turn.partial("jeg vil bestille bioposer", 1610)
    turn.partial("jeg vil", 1620)
    assert not turn.live
    turn.partial("og en ting mere", 1700)
    assert turn.live


def test_a_turn_tells_when_the_last_sound_was() -> None:
    turn = spoken("ja")
    turn.ask(1600, "silence")
    asked = turn.heard()
    assert asked is not None
    assert (asked.began_ms, asked.speech_ended_ms, asked.voice_ms) == (0, 1000, 1000)
    assert turn.heard() is None


def test_who_goes_on_at_once_is_a_slow_speaker_and_who_comes_back_later_is_not() -> None:
    turn = spoken("jeg vil bestille bioposer")
    turn.ask(1600, "silence")
    turn.heard()
    speak(turn, "til byvej", 2000)
    assert turn.patience > 1
    turn = spoken("jeg vil bestille bioposer")
    turn.ask(1600, "silence")
    turn.heard()
    speak(turn, "til byvej", 6000)
    assert turn.patience == 1


def test_a_dropped_turn_says_so_when_the_answer_comes() -> None:
    turn = spoken("jeg vil")
    assert turn.drop(1200)
    asked = turn.heard()
    assert asked is not None
    assert asked.dropped


def test_a_turn_dropped_in_the_middle_of_a_sentence_is_thrown_away_to_its_end() -> None:
    turn = CallersTurn(CallersTurnSettings(), TurnStartSettings(), TurnStopSettings(), call_phrases())
    turn.voice_began(0)
    turn.partial("jeg vil", 500)
    assert not turn.drop(600)
    assert turn.text == ""
    turn.partial("jeg vil gerne noget andet", 1200)
    turn.voice_paused(1300, 1360)
    assert turn.over("free", 2000) == "silence"
    turn.ask(2000, "silence")
    asked = turn.heard()
    assert asked is not None
    assert asked.dropped


def test_dropping_silence_asks_nobody() -> None:
    turn = CallersTurn(CallersTurnSettings(), TurnStartSettings(), TurnStopSettings(), call_phrases())
    assert not turn.drop(100)
    assert turn.asked is None


def test_a_recogniser_is_stalled_only_while_it_owes_an_answer() -> None:
    turn = spoken("ja")
    assert not turn.is_stalled(99_000)
    turn.ask(1600, "silence")
    assert not turn.is_stalled(5500)
    assert turn.is_stalled(5600)


def test_the_button_holds_the_turn_open_and_letting_go_ends_it() -> None:
    turn = CallersTurn(CallersTurnSettings(), TurnStartSettings(), TurnStopSettings(), call_phrases())
    turn.hold(True, 0)
    speak(turn, "jeg vil bestille bioposer", 100)
    assert turn.over("free", 9000) is None
    turn.hold(False, 9000)
    assert turn.over("free", 9001) == "released"
