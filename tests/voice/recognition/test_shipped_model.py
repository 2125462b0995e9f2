"""The shipped Danish model in the real Vosk, with espeak-ng's voice: the mechanics, not how people fare."""

import os
from pathlib import Path

import numpy as np
import pytest
import soxr

from voice.espeak.library import Espeak, Manner
from voice.recognition.protocol import Utterance
from voice.recognition.settings import SHIPPED_MODEL, HearingSettings
from voice.recognition.start import open_recogniser
from voice.recognition.vosk_engine import VoskEar, VoskRecogniser

pytestmark = pytest.mark.skipif(not SHIPPED_MODEL.is_dir(), reason="the Danish model has not been built")

RATE = 8000
FRAME = RATE // 50


@pytest.fixture(scope="module")
def recogniser() -> VoskRecogniser:
    return open_recogniser(HearingSettings(second_pass=False))


@pytest.fixture(scope="module")
def espeak() -> Espeak:
    return Espeak()


def sound(espeak: Espeak, text: str, voice: str = "da") -> np.ndarray:
    spoken, _ = espeak.sound(text, Manner(voice=voice, words_per_minute=160))
    at_rate = soxr.resample(spoken.astype(np.float32), espeak.rate_hz, RATE)
    return np.clip(0.5 * at_rate, -32768, 32767).astype(np.int16)


def silence(seconds: float) -> np.ndarray:
    return np.random.default_rng(0).normal(0, 5, round(RATE * seconds)).astype(np.int16)


def feed(ear: VoskEar, *pieces: np.ndarray) -> list[str]:
    whole = np.concatenate(pieces)
    told = [ear.hear(whole[at : at + FRAME].tobytes()) for at in range(0, len(whole), FRAME)]
    return [partial.text for partial in told if partial]


def heard(recogniser: VoskRecogniser, expected: str, *pieces: np.ndarray) -> Utterance:
    ear = recogniser.ear(RATE)
    ear.listen_for(expected)  # type: ignore[arg-type]
    feed(ear, *pieces)
    utterance = ear.end_utterance()
    ear.close()
    return utterance


def test_a_sentence_is_heard_over_a_pause_with_partial_texts(
    recogniser: VoskRecogniser, espeak: Espeak
) -> None:
    ear = recogniser.ear(RATE)
    first, second = sound(espeak, "jeg vil gerne"), sound(espeak, "bestille bioposer")
    partials = feed(ear, silence(0.5), first, silence(1.2), second, silence(1.0))
    utterance = ear.end_utterance()
    assert utterance.text == "jeg vil gerne bestille bioposer"
    assert utterance.confidence > 0.6
    assert len(partials) >= 3
    assert utterance.text.startswith(partials[0])
    begins = 500 + 1000 * len(first) / RATE + 1200
    at = next(word for word in utterance.words if word.text == "bestille")
    assert at.start_ms == pytest.approx(begins, abs=200)


def test_the_second_utterance_has_times_on_the_calls_clock(
    recogniser: VoskRecogniser, espeak: Espeak
) -> None:
    ear = recogniser.ear(RATE)
    piece = sound(espeak, "jeg vil gerne bestille bioposer")
    feed(ear, silence(0.5), piece, silence(1.0))
    ear.end_utterance()
    ear.listen_for("yes_no")
    feed(ear, silence(1.0), sound(espeak, "ja tak"), silence(1.0))
    answer = ear.end_utterance()
    assert (answer.text, answer.grammar) == ("ja tak", True)
    assert answer.start_ms == pytest.approx(2500 + 1000 * len(piece) / RATE, abs=250)


@pytest.mark.parametrize("text", ["ja", "nej", "ja tak", "nej tak", "det er rigtigt"])
def test_yes_and_no_are_heard_by_grammar(recogniser: VoskRecogniser, espeak: Espeak, text: str) -> None:
    answer = heard(recogniser, "yes_no", silence(0.4), sound(espeak, text), silence(0.8))
    assert (answer.text, answer.grammar) == (text, True)


@pytest.mark.parametrize(
    "text",
    ["jeg vil hellere have et nyt kørekort", "hvornår har borgerservice åbent", "min adresse er byvej ti"],
)
def test_a_sentence_is_never_heard_as_yes_or_no(
    recogniser: VoskRecogniser, espeak: Espeak, text: str
) -> None:
    answer = heard(recogniser, "yes_no", silence(0.4), sound(espeak, text), silence(0.8))
    assert not answer.grammar
    assert answer.text not in ("ja", "nej")


def test_digits_are_heard_by_grammar(recogniser: VoskRecogniser, espeak: Espeak) -> None:
    text = "tyve nul nul nul nul en"
    answer = heard(recogniser, "digits", silence(0.4), sound(espeak, text), silence(0.8))
    assert (answer.text, answer.grammar) == (text, True)


def test_silence_and_noise_say_nothing(recogniser: VoskRecogniser) -> None:
    assert heard(recogniser, "free", silence(3.0)).text == ""
    assert heard(recogniser, "yes_no", silence(3.0)).text == ""


def test_an_ear_takes_little_memory_and_gives_it_back(recogniser: VoskRecogniser, espeak: Espeak) -> None:
    piece = sound(espeak, "jeg vil gerne bestille bioposer og så skal jeg have flyttet en tid")

    def one_call() -> VoskEar:
        ear = recogniser.ear(RATE)
        ear.listen_for("yes_no")
        feed(ear, silence(0.3), piece, silence(0.6))
        return ear

    one_call().close()
    before = _resident_mb()
    ears = [one_call() for _ in range(6)]
    assert (_resident_mb() - before) / len(ears) < 15.0
    for ear in ears:
        ear.close()


def _resident_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6
