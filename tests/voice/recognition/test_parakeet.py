"""Parakeet's engine, with a tiny network of the same inputs and outputs that sherpa-onnx really decodes."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from tests.voice.recognition import tiny_transducer
from voice.recognition.errors import WeightsMissing
from voice.recognition.parakeet import Parakeet, confidence_of, files_in, words_of
from voice.recognition.probe import probe
from voice.recognition.settings import HearingSettings
from voice.recognition.start import report, second_pass

LOW, HIGH, SILENCE = 400, 2800, 0


@pytest.fixture
def weights(tmp_path: Path) -> Path:
    tiny_transducer.write(tmp_path / "weights")
    return tmp_path / "weights"


def tones(rate_hz: int, *frequencies: int, each_seconds: float = 0.6) -> np.ndarray:
    time = np.arange(round(each_seconds * rate_hz)) / rate_hz
    noise = np.random.default_rng(0).normal(0, 3, len(time))
    return np.concatenate([8000 * np.sin(2 * np.pi * hz * time) + noise for hz in frequencies]).astype(
        np.int16
    )


@pytest.mark.parametrize("rate_hz", [8000, 16000, 22050])
def test_sound_of_any_rate_is_decoded_to_words(weights: Path, rate_hz: int) -> None:
    heard = Parakeet(weights, threads=1).recognise(
        tones(rate_hz, SILENCE, LOW, SILENCE, HIGH, SILENCE, LOW, SILENCE), rate_hz
    )
    assert heard.text == "ja nej ja"
    assert [word.text for word in heard.words] == ["ja", "nej", "ja"]
    assert heard.language == "da"
    assert heard.confidence
    assert 0.5 < heard.confidence <= 1.0


def test_words_have_the_times_of_their_sound(weights: Path) -> None:
    heard = Parakeet(weights, threads=1).recognise(tones(8000, SILENCE, LOW, SILENCE, HIGH, SILENCE), 8000)
    starts = [word.start_ms for word in heard.words]
    # The encoder's step is 80 ms, and this network moves by two steps.
    assert starts == pytest.approx([600, 1800], abs=170)
    assert all(word.start_ms < word.end_ms <= 3000 for word in heard.words)


def test_the_order_of_the_tones_is_the_order_of_the_words(weights: Path) -> None:
    engine = Parakeet(weights, threads=1)
    assert engine.recognise(tones(8000, HIGH, SILENCE, LOW, SILENCE), 8000).text == "nej ja"


def test_silence_and_nothing_are_empty(weights: Path) -> None:
    engine = Parakeet(weights, threads=1)
    engine.warm()
    assert engine.recognise(np.zeros(8000, np.int16), 8000).text == ""
    assert engine.recognise(np.zeros(0, np.int16), 8000).text == ""


def test_a_missing_file_is_told_with_the_command_that_fetches_it(weights: Path) -> None:
    (weights / "joiner.int8.onnx").unlink()
    with pytest.raises(WeightsMissing, match=r"joiner\.int8\.onnx.*en-indgang speech install parakeet"):
        Parakeet(weights)


def test_files_that_are_not_quantised_are_taken_as_well(weights: Path) -> None:
    (weights / "encoder.int8.onnx").rename(weights / "encoder.onnx")
    assert files_in(weights)["encoder"].name == "encoder.onnx"


def test_files_that_end_the_process_end_only_that_of_the_probe(weights: Path) -> None:
    lines = (weights / "tokens.txt").read_text(encoding="utf-8").splitlines()
    (weights / "tokens.txt").write_text("\n".join(lines[:-1]) + "\n", encoding="utf-8")
    with pytest.raises(WeightsMissing, match="install parakeet"):
        probe(weights, 1)


def test_weights_that_cannot_be_used_leave_the_line_with_vosk(weights: Path) -> None:
    whole = (weights / "encoder.int8.onnx").read_bytes()
    (weights / "encoder.int8.onnx").write_bytes(whole[: len(whole) // 2])
    assert second_pass(HearingSettings(parakeet_weights=weights, second_pass_threads=1)) is None


def test_whole_weights_start_the_second_pass(weights: Path) -> None:
    settings = HearingSettings(parakeet_weights=weights, second_pass_threads=1)
    started = second_pass(settings)
    assert started is not None
    assert started.engine.name == "parakeet"
    started.close()
    assert second_pass(HearingSettings(parakeet_weights=weights, second_pass=False)) is None


def test_the_report_says_what_is_missing_and_what_to_do(tmp_path: Path) -> None:
    vosk, parakeet = report(HearingSettings(vosk_model=tmp_path / "none", parakeet_weights=tmp_path / "none"))
    assert not vosk.works
    assert "INDGANG_VOSK_MODEL" in vosk.remedy
    assert not parakeet.works
    assert "speech install parakeet" in parakeet.remedy


def test_pieces_of_words_are_joined_and_punctuation_is_no_word() -> None:
    words = words_of(["▁Bio", "poser", ",", "▁", "tak", "."], [0.0, 0.2, 0.4, 1.0, 1.1, 1.3], 1350.0)
    assert [word.text for word in words] == ["bioposer", "tak"]
    assert all(first.end_ms <= second.start_ms for first, second in pairwise(words))
    assert words[-1].end_ms == 1350.0


def test_times_that_do_not_fit_the_tokens_are_left_out() -> None:
    assert words_of(["▁a", "b"], [0.0], 100.0) == ()


def test_no_probabilities_are_no_confidence() -> None:
    assert confidence_of([]) is None
    assert confidence_of([0.0, 0.0]) == 1.0
