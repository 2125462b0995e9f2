"""What the recogniser hears is measured by condition, in a process of its own, and printed as found."""

import json
import wave
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from bot.bench.speech import WANTED, Heard, SpeechResult, python, result_from, why_no_speech
from bot.bench.speech_measure import measure
from bot.bench.speech_report import condition_rows, rows
from bot.cli.steps import StepFailed
from tests.voice.recognition.fakes import FakeModel, said
from voice.evaluation.speaking import CONDITIONS
from voice.recognition.settings import SHIPPED_MODEL, HearingSettings

SENTENCE = "jeg vil gerne have bioposer"


def _wav(path: Path, rate_hz: int) -> None:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate_hz)
        file.writeframes(bytes(2 * rate_hz * 3))


@pytest.fixture
def manifest(tmp_path: Path) -> Path:
    clips = (("a", "telephone", 8000, SENTENCE), ("b", "wide", 16000, "jeg vil gerne have bioposer nu"))
    lines = []
    for name, condition, rate_hz, text in clips:
        _wav(tmp_path / f"{name}.wav", rate_hz)
        lines.append(
            json.dumps({"audio": f"{name}.wav", "text": text, "condition": condition, "speaker": name})
        )
    path = tmp_path / "manifest.jsonl"
    path.write_text("\n".join([*lines, "no json"]), encoding="utf-8")
    return path


class _Rising:
    """A reading that is higher by ``step`` each time it is looked at."""

    def __init__(self, step: float) -> None:
        self.value, self.step = 0.0, step

    def __call__(self) -> float:
        self.value += self.step
        return self.value


def _parse(text: str) -> Mapping[str, Any]:
    return {"intent": {"name": "bioposer" if "bioposer" in text else "andet"}, "entities": []}


def _model() -> FakeModel:
    return FakeModel(said(SENTENCE))


def test_errors_are_counted_by_condition_at_the_rate_of_each(manifest: Path) -> None:
    found = measure(manifest, _model, _parse, _Rising(0.0), _Rising(0.001))
    telephone, wide = found.conditions
    assert (telephone.condition, telephone.clips, telephone.word_errors) == ("telephone", 1, 0.0)
    assert (wide.condition, wide.words) == ("wide", 6)
    assert wide.word_errors == pytest.approx(1 / 6, abs=0.001), "nu was not heard"
    assert telephone.errands == wide.errands == 1.0


def test_without_a_language_server_errands_are_left_open(manifest: Path) -> None:
    found = measure(manifest, _model, None, _Rising(0.0), _Rising(0.001))
    assert [heard.errands for heard in found.conditions] == [None, None]


def test_memory_is_what_the_model_and_each_call_add(manifest: Path) -> None:
    found = measure(manifest, _model, None, _Rising(16.0), _Rising(0.001))
    assert (found.model_mib, found.ear_mib) == (16.0, 2.0), "eight calls share one step"


def test_speed_is_work_for_a_second_of_sound(manifest: Path) -> None:
    slow, fast = (measure(manifest, _model, None, _Rising(0.0), _Rising(step)) for step in (0.02, 0.01))
    assert slow.work_a_second == pytest.approx(2 * fast.work_a_second, rel=0.02)
    assert fast.calls_a_core == pytest.approx(1 / fast.work_a_second)


def test_a_manifest_without_sound_is_said_to_be_one(tmp_path: Path) -> None:
    path = tmp_path / "manifest.jsonl"
    path.write_text('{"audio": "gone.wav", "text": "hej"}')
    with pytest.raises(ValueError, match="no sound"):
        measure(path, _model, None, _Rising(0.0))


def _result(**more: Any) -> SpeechResult:
    heard = Heard("in domain, telephone", 50, 400, 0.0425, (0.031, 0.055), 0.98, 0.9, 0.995)
    return SpeechResult(**{
        "conditions": (heard, Heard("other", 1, 4, 0.5, None, None, None)),
        "work_a_second": 0.05,
        "model_mib": 61.2,
        "ear_mib": 4.5,
        "load_average": 1.5,
        **more,
    })  # fmt: skip


def test_a_result_comes_back_from_its_file_as_it_was() -> None:
    assert result_from(json.loads(json.dumps(asdict(_result())))) == _result()


def test_the_table_shows_rate_interval_wanted_and_errands() -> None:
    first, other = condition_rows(_result())
    rate, wanted, sentences = "4.2 % [3.1–5.5]", "≤ 5 %", "50, 400 words"
    assert first == ("in domain, telephone", rate, wanted, "99.5 %", "98.0 % (90.0 %)", sentences)
    assert other[1:5] == ("50.0 %", "–", "–", "–")
    shown = dict(rows(_result()))
    assert shown["calls decoded in real time, a core"].startswith("20.0")
    assert "1.5 on" in shown["load of the machine"]


def test_every_wanted_rate_is_that_of_a_condition_that_is_spoken() -> None:
    assert set(WANTED) <= {condition.name for condition in CONDITIONS}


def test_a_missing_model_is_a_sentence(tmp_path: Path) -> None:
    missing = why_no_speech(HearingSettings(vosk_model=tmp_path / "none"))
    assert missing is not None
    assert "speech build" in missing


async def test_a_process_that_fails_tells_its_last_lines(tmp_path: Path) -> None:
    with pytest.raises(StepFailed, match=r"speech_measure ended with status 1:\n.*manifest"):
        await python("bot.bench.speech_measure", str(tmp_path))


@pytest.mark.skipif(not SHIPPED_MODEL.is_dir(), reason="no model is there")
async def test_the_model_that_ships_hears_what_is_spoken(tmp_path: Path) -> None:
    await python("voice.evaluation.speaking", str(tmp_path), "--limit", "2")
    await python("bot.bench.speech_measure", str(tmp_path))
    found = result_from(json.loads((tmp_path / "measured.json").read_text()))
    assert {heard.condition for heard in found.conditions} == {condition.name for condition in CONDITIONS}
    wide = next(heard for heard in found.conditions if heard.condition == "in domain, wide band")
    assert wide.word_errors < 0.4
    assert 1.0 < found.model_mib < 500.0
    assert 0.0 < found.work_a_second < 2.0
