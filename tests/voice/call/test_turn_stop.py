"""When the caller's turn is over, by what was asked and by what was said so far."""

import pytest

from voice.call.dictated import count_digits, is_complete
from voice.call.phrases import call_phrases
from voice.call.turn_stop import TurnStop, TurnStopSettings
from voice.recognition.protocol import Expected


def turn(text: str, heard_at: float = 1000, silent_since: float | None = 1000) -> TurnStop:
    """A turn from 0 with this text, whose voice ended at ``silent_since``."""
    stop = TurnStop(TurnStopSettings(), call_phrases())
    stop.begin(0)
    stop.heard(text, heard_at)
    if silent_since is not None:
        stop.voice_paused(silent_since)
    return stop


def needed(text: str, expected: Expected) -> float:
    """The silence after which the turn is over, in steps of 50 ms."""
    stop = turn(text)
    return next(float(ms) for ms in range(0, 5000, 50) if stop.over(expected, 1000 + ms))


@pytest.mark.parametrize(
    ("text", "expected", "ms"),
    [
        ("ja", "yes_no", 300),
        ("nej tak", "yes_no", 300),
        ("ja det må du gerne", "yes_no", 300),
        ("jeg skal også af med en gammel sofa", "yes_no", 550),
        ("den første", "choice", 400),
        ("jeg vil gerne bestille bioposer", "free", 550),
        ("jeg vil gerne", "free", 1500),
        ("hvornår kommer min hjemmepleje og", "free", 1500),
        ("jeg skal aflyse min tid fordi", "free", 1500),
        ("det er øh", "free", 1500),
        ("øh", "yes_no", 1500),
        ("min adresse er", "address", 1500),
        ("byvej", "address", 1200),
        ("byvej fireoghalvtreds", "address", 600),
        ("byvej 54", "address", 600),
        ("byvej fire og", "address", 1500),
        ("tyve nul nul", "digits", 1200),
        ("to nul nul nul nul nul nul et", "digits", 600),
        ("nul et nul to tre fire fem seks og", "digits", 1500),
        ("to et", "digits", 1200),
        ("{}", "digits", 1200),
        ("…", "address", 1200),
        ("hvor afleverer jeg gammel maling", "address", 550),
        ("hvad sagde du", "address", 550),
        ("min nabos hæk vokser ud over fortovet", "address", 550),
        ("nej jeg vil hellere tale med et menneske", "digits", 550),
        ("hej hvor er den", "address", 550),
        ("jeg bor på gammel kongevej", "address", 1200),
        ("det er nede på bispebjerg bakke", "address", 1200),
        ("jo altså jeg bor oppe i tingbjerg", "address", 1200),
        ("lad mig lige se det er på", "address", 1200),
        ("min nabos hæk vokser ud over", "address", 900),
        ("det staves h a u s e r", "address", 1200),
        ("anton bertil cæsar david", "address", 1200),
        ("b y g streg", "digits", 1200),
        ("jeg bor ved siden af brønshøj kirke", "address", 1200),
        ("hvor er det nu", "address", 1500),
        ("hvad hedder den nu", "address", 1500),
        ("må jeg lige finde det", "digits", 1500),
        ("er det ok jeg lige finder kortet", "digits", 1500),
        ("jeg vil gerne have nye skraldespande", "address", 550),
        ("hvornår åbner genbrugspladsen", "address", 550),
        ("kan jeg få lov at have en hund", "address", 550),
        ("min nabos hedder vokser ud over fortovet", "address", 550),
        ("hvor finder jeg borgerservice henne", "address", 550),
        ("jeg vil melde mig til", "free", 900),
        ("hvad handler det om", "free", 550),
        ("hej hvor er den", "free", 550),
        ("hvad koster det", "free", 550),
        ("men", "free", 1500),
    ],
)
def test_silence_ends_a_turn_by_what_was_asked_and_said(text: str, expected: Expected, ms: float) -> None:
    assert needed(text, expected) == ms


def test_a_voice_without_words_asks_the_recogniser_soon() -> None:
    assert needed("", "free") == 400


def test_the_next_word_ends_the_silence() -> None:
    stop = turn("jeg vil")
    stop.voice_began()
    assert stop.over("free", 2400) is None


def test_a_text_that_comes_late_holds_the_end_back() -> None:
    stop = turn("ja", heard_at=1000)
    stop.heard("ja tak", 1290)
    assert stop.over("yes_no", 1300) is None
    assert stop.over("yes_no", 1440) == "silence"


def test_noise_behind_the_caller_does_not_keep_the_turn_open() -> None:
    stop = turn("jeg vil bestille bioposer", silent_since=None)
    assert stop.over("free", 1000 + 2300) is None
    assert stop.over("free", 1000 + 2350) == "text_stands_still"


def test_noise_without_a_word_is_noise() -> None:
    stop = turn("", silent_since=None)
    assert stop.over("free", 5900) is None
    assert stop.over("free", 6000) == "noise"


def test_a_soft_voice_that_only_the_recogniser_hears_ends_by_its_text() -> None:
    stop = TurnStop(TurnStopSettings(), call_phrases())
    stop.begin(0, voiced=False)
    stop.heard("jeg vil bestille bioposer", 1000)
    assert stop.over("free", 1800) is None
    assert stop.over("free", 1850) == "silence"


def test_a_slow_speaker_who_goes_on_talking_is_not_cut_off_for_most_of_a_minute() -> None:
    stop = TurnStop(TurnStopSettings(), call_phrases())
    stop.begin(0)
    now, text = 0.0, ""
    while now < 58_000:
        now += 1000
        text += " jeg"
        stop.voice_began()
        stop.heard(text, now)
        stop.voice_paused(now + 200)
        assert stop.over("free", now + 1000) is None
    stop.voice_began()
    assert stop.over("free", 60_000) == "too_long"


def test_a_caller_who_went_on_gets_more_time_and_never_without_end() -> None:
    stop = turn("jeg vil bestille bioposer")
    stop.went_on()
    assert stop.over("free", 1000 + 600) is None
    assert stop.over("free", 1000 + 700) == "silence"
    for _ in range(20):
        stop.went_on()
    assert stop.patience == TurnStopSettings().patience_most


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("tyve tyve", 4),
        ("fire og halvtreds", 2),
        ("nul et to", 3),
        ("12 34", 4),
        ("hej", 0),
        ("femogtyve og to", 3),
    ],
)
def test_digits_are_counted_as_they_are_spoken(text: str, digits: int) -> None:
    assert count_digits(text) == digits


def test_only_a_street_with_a_number_is_a_whole_address() -> None:
    assert is_complete("nørrebrogade ti", "address")
    assert not is_complete("ti", "address")
    assert not is_complete("nørrebrogade ti den", "address")
    assert not is_complete("nørrebrogade ti", "free")
