"""Interruptions, true and false, as calls."""

import pytest

from tests.voice.call.scenario import Scenario, answer, text
from voice.call.events import DropSpeech, PauseSpeech, ResumeSpeech

LONG = "Du kan aflevere dit affald på genbrugsstationen hver dag, og det koster ikke noget for borgere."
QUESTION = "Skal jeg bestille bioposer til Byvej 54?"


def speaking(*parts: object, **more: object) -> Scenario:
    """A call in which the assistant has just begun to answer."""
    call = Scenario({"spørgsmål": answer(*parts, **more), "ja": answer(text("Det er gjort."))})  # type: ignore[arg-type]
    call.begins_quietly()
    call.types("spørgsmål")
    call.run(600)
    assert call.call.state == "speaking"
    return call


def test_a_cough_pauses_the_answer_and_it_goes_on() -> None:
    call = speaking(text(LONG))
    call.coughs()
    call.quiet()
    assert len(call.all(PauseSpeech)) == len(call.all(ResumeSpeech)) == 1
    assert call.all(DropSpeech) == []
    assert call.when(ResumeSpeech)[0] - call.when(PauseSpeech)[0] <= 1200
    assert call.heard[-1] == LONG
    assert call.sent == ["spørgsmål"]


@pytest.mark.parametrize("nod", ["hm", "øh", "mm", "ja", "ja ja", "nå okay", "mm ja"])
def test_a_nod_does_not_interrupt_for_good(nod: str) -> None:
    call = speaking(text(LONG))
    call.says(nod, lasts=350)
    call.quiet()
    assert call.heard[-1] == LONG
    assert call.sent == ["spørgsmål"]
    assert call.all(DropSpeech) == []


@pytest.mark.parametrize("words", ["nej", "stop", "jeg vil hellere vide hvad det koster", "hvad"])
def test_real_words_drop_the_answer(words: str) -> None:
    call = speaking(text(LONG))
    call.says(words)
    call.run(1500)
    assert len(call.all(DropSpeech)) == 1
    assert call.interrupted == [LONG]


def test_what_was_said_over_the_answer_is_the_next_turn() -> None:
    call = speaking(text(LONG))
    call.says("jeg vil hellere vide hvad det koster")
    call.run(4000)
    assert call.sent == ["spørgsmål", "jeg vil hellere vide hvad det koster"]
    assert call.ended_turns == 1


def test_a_short_word_that_the_recogniser_made_of_a_cough_is_not_believed() -> None:
    call = speaking(text(LONG))
    call.says("hos", confidence=0.4, lasts=250)
    call.quiet()
    assert call.heard[-1] == LONG
    assert call.sent == ["spørgsmål"]


def test_a_short_word_that_was_heard_clearly_is_believed() -> None:
    call = speaking(text(LONG))
    call.says("pas", confidence=0.9, lasts=350)
    call.run(3000)
    assert call.sent[-1] == "pas"


def test_a_yes_over_the_end_of_a_question_is_the_answer() -> None:
    call = speaking(text(f"{LONG} {QUESTION}"), expects="yes_no")
    while call.call.snapshot().saying != QUESTION:
        call.run(100)
    call.run(800)
    call.says("ja", grammar=True)
    call.run(2000)
    assert call.sent == ["spørgsmål", "ja"]


def test_a_yes_before_the_question_is_a_nod() -> None:
    call = speaking(text(f"{LONG} {QUESTION}"), expects="yes_no")
    call.says("ja", grammar=True)
    call.quiet()
    assert call.sent == ["spørgsmål"]
    assert call.heard[-1] == QUESTION


def test_noise_that_goes_on_does_not_keep_the_answer_away() -> None:
    call = speaking(text(LONG))
    call.coughs(lasts=60_000)
    call.run(12_000)
    assert LONG in call.heard


def test_coughing_fits_make_the_line_less_ready_to_fall_silent() -> None:
    call = speaking(text(LONG * 6))
    for at in range(8):
        call.coughs(after=at * 2500, lasts=330)
    call.run(25_000)
    assert 3 <= len(call.all(PauseSpeech)) < 8


def test_the_echo_of_the_assistant_is_no_interruption() -> None:
    call = speaking(text(LONG))
    call.says("aflevere dit affald på genbrugsstationen hver dag")
    call.quiet()
    assert call.heard[-1] == LONG
    assert call.sent == ["spørgsmål"]


def test_the_number_of_the_emergency_services_is_never_lost() -> None:
    danger = "Er der fare for liv eller helbred, så ring 112 nu."
    call = speaking(text(danger))
    call.says("min mor er faldet og kan ikke rejse sig")
    call.run(20_000)
    assert danger in call.heard
    assert call.sent[-1] == "min mor er faldet og kan ikke rejse sig"


def test_a_key_interrupts_and_the_emergency_number_still_comes() -> None:
    danger = "Er der fare for liv eller helbred, så ring 112 nu."
    call = speaking(text(LONG), text(danger))
    call.presses("5")
    call.run(15_000)
    assert call.interrupted == [LONG]
    assert danger in call.heard


def test_an_answer_that_comes_while_the_caller_speaks_waits_for_the_last_word() -> None:
    call = Scenario({"hvad koster det": answer(text("Det koster 100 kroner."), after_ms=1500)})
    call.begins_quietly()
    call.says("hvad koster det")
    call.run(2000)
    assert call.sent == ["hvad koster det"]
    end = call.says("og hvornår er det færdigt hvis jeg bestiller i dag")
    call.run(8000)
    assert call.sent[-1].startswith("og hvornår")
    assert "Det koster 100 kroner." in call.heard
    assert call.interrupted == [] or call.interrupted == ["Et øjeblik, jeg slår det op."]
    assert end < call.now
