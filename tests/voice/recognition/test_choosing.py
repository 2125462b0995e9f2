"""Which of two texts is taken."""

import pytest

from voice.recognition.choosing import better_of, reason_against
from voice.recognition.language import language_of
from voice.recognition.protocol import Utterance
from voice.recognition.second_pass import SecondText

VOSK = Utterance("jæ vi gærne ha biposer", 0.4, (), 0.0, 2500.0, "vosk")


def test_the_second_text_is_taken_as_a_citizen_would_type_it() -> None:
    better = better_of(VOSK, SecondText("Jeg vil gerne have  bioposer.", 0.95), 2.5, "parakeet")
    assert better.text == "jeg vil gerne have bioposer"
    assert (better.confidence, better.engine, better.language) == (0.95, "parakeet", "da")


def test_commas_and_question_marks_stay_for_the_language_understanding() -> None:
    text = "Hvornår har I åbent, og hvad koster det? Tak."
    assert better_of(VOSK, SecondText(text), 4.0, "parakeet").text == (
        "hvornår har i åbent, og hvad koster det? tak"
    )


def test_hesitations_go_and_figures_stay() -> None:
    assert better_of(VOSK, SecondText("Øh, Byvej 54."), 2.0, "parakeet").text == "byvej 54"


@pytest.mark.parametrize(
    ("text", "seconds", "reason"),
    [
        ("", 2.0, "empty"),
        ("…", 2.0, "empty"),
        ("<unk>", 2.0, "empty"),
        ("- – -", 2.0, "garbage"),
        ("bio\ufffdposer", 2.0, "garbage"),
        ("tak tak tak tak tak tak", 3.0, "repetition"),
        ("jeg vil gerne jeg vil gerne jeg vil gerne jeg vil gerne jeg vil gerne", 9.0, "repetition"),
        ("det er en meget lang sætning som ingen kan nå at sige på et halvt sekund", 0.5, "length"),
        ("Danske tekster: Jesper Buhl", 2.0, "stock"),
    ],
)
def test_a_text_that_shows_a_failing_engine_is_not_taken(text: str, seconds: float, reason: str) -> None:
    from voice.recognition.text import from_second_pass

    assert reason_against(from_second_pass(text), VOSK.text, seconds) == reason
    assert better_of(VOSK, SecondText(text, 0.99), seconds, "parakeet") is VOSK


def test_far_less_than_vosk_heard_is_not_taken() -> None:
    first = "jeg vil gerne høre hvornår jeg kan få hentet mit storskrald på byvej"
    assert reason_against("ja", first, 5.0) == "length"
    assert reason_against("ja", "jæ nej ja", 1.0) is None


@pytest.mark.parametrize(
    "text", ["nej nej nej nej nej nej", "nul nul nul nul nul nul", "20 00 00 00 00 00", "ja ja ja ja ja"]
)
def test_people_do_repeat_themselves(text: str) -> None:
    assert reason_against(text, "noget", 4.0) is None


def test_an_engine_that_gives_no_confidence_is_not_called_sure() -> None:
    assert better_of(VOSK, SecondText("bioposer"), 2.0, "parakeet").confidence == pytest.approx(0.7)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Jeg vil gerne bestille tid til et pas", "da"),
        ("I would like to book an appointment for a passport", "en"),
        ("Ich möchte bitte einen Termin für einen Pass", "de"),
        ("Jag vill gärna boka en tid för pass och är inte hemma nu", "sv"),
        ("Мені потрібна допомога з моєю адресою", "uk"),
        ("Мне нужна помощь с адресом", "ru"),
        ("Χρειάζομαι βοήθεια", "el"),
        ("ja", "da"),
        ("ok", "da"),
        ("Byvej 54", "da"),
        ("", "da"),
        ("min plan er at tage til test", "da"),
    ],
)
def test_the_language_is_told_by_its_words(text: str, language: str) -> None:
    assert language_of(text) == language
