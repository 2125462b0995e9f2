"""Piper, with a fake in the place of its package: the interface of piper-tts 1.8."""

import logging
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from voice.synthesis.choose import SynthesisSettings, synthesis_settings_from_env, voice_from_settings
from voice.synthesis.piper_voice import PiperUnavailable
from voice.synthesis.protocol import Speech
from voice.synthesis.shaping import active_level_dbfs


@dataclass
class FakeChunk:
    sample_rate: int
    audio_int16_bytes: bytes


@dataclass
class FakeSynthesisConfig:
    length_scale: float


class FakePiperVoice:
    """Says each sentence as a tone of half a second, longer at a greater length scale."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    @staticmethod
    def load(path: Path) -> "FakePiperVoice":
        if not path.read_bytes().startswith(b"onnx"):
            raise RuntimeError("INVALID_PROTOBUF")
        return FakePiperVoice()

    def synthesize(self, text: str, syn_config: Any = None) -> Iterator[FakeChunk]:
        self.asked.append(text)
        at = np.arange(int(22050 * 0.5 * syn_config.length_scale)) / 22050
        yield FakeChunk(22050, (np.sin(2 * np.pi * 440 * at) * 3000).astype("<i2").tobytes())


@pytest.fixture
def voice_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    module: Any = ModuleType("piper")
    module.PiperVoice, module.SynthesisConfig = FakePiperVoice, FakeSynthesisConfig
    monkeypatch.setitem(sys.modules, "piper", module)
    (tmp_path / "da.onnx.json").write_text("{}")
    (tmp_path / "da.onnx").write_bytes(b"onnx")
    return tmp_path / "da.onnx"


async def heard(path: Path, speech: Speech) -> bytes:
    voice = voice_from_settings(SynthesisSettings(piper_voice=path))
    sound = b"".join([piece async for piece in voice.speak(speech, 8000)])
    await voice.close()
    return sound


async def test_it_speaks_in_the_level_and_rate_of_the_telephone(voice_file: Path) -> None:
    sound = np.frombuffer(await heard(voice_file, Speech("Hej. Farvel.")), "<i2")
    assert len(sound) / 8000 == pytest.approx(1.0 + 0.42, abs=0.05)
    assert active_level_dbfs(sound, 8000) == pytest.approx(-20, abs=1)


async def test_it_speaks_slower_when_asked(voice_file: Path) -> None:
    assert len(await heard(voice_file, Speech("Hej.", pace=0.5))) > 1.8 * len(
        await heard(voice_file, Speech("Hej."))
    )


async def test_it_is_given_words_sentence_by_sentence(voice_file: Path) -> None:
    voice = voice_from_settings(SynthesisSettings(piper_voice=voice_file))
    model = voice._voice._model  # type: ignore[attr-defined]
    async for _ in voice.speak(Speech("I dag, kl. 10. Skal jeg?"), 8000):
        pass
    await voice.close()
    assert model.asked[0] == "I dag, klokken ti."
    assert model.asked[-1] == "Skal jeg?"


async def test_what_is_said_does_not_reach_its_log(voice_file: Path) -> None:
    await heard(voice_file, Speech("Hej."))
    assert not logging.getLogger("piper.voice").isEnabledFor(logging.DEBUG)


def test_a_missing_voice_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(PiperUnavailable, match=r"none\.onnx is not there"):
        voice_from_settings(SynthesisSettings(piper_voice=tmp_path / "none.onnx"))


def test_a_missing_description_is_named(voice_file: Path) -> None:
    Path(f"{voice_file}.json").unlink()
    with pytest.raises(PiperUnavailable, match=r"da\.onnx\.json is not there"):
        voice_from_settings(SynthesisSettings(piper_voice=voice_file))


def test_a_missing_package_is_told_how_to_install(voice_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "piper", None)
    with pytest.raises(PiperUnavailable, match="pip install"):
        voice_from_settings(SynthesisSettings(piper_voice=voice_file))


def test_a_broken_voice_file_says_why(voice_file: Path) -> None:
    voice_file.write_bytes(b"html")
    with pytest.raises(PiperUnavailable, match="INVALID_PROTOBUF"):
        voice_from_settings(SynthesisSettings(piper_voice=voice_file))


def test_the_environment_chooses_the_voice(voice_file: Path) -> None:
    piper = voice_from_settings(synthesis_settings_from_env({"INDGANG_PIPER_VOICE": str(voice_file)}))
    espeak = voice_from_settings(
        synthesis_settings_from_env({"INDGANG_ESPEAK_VOICE": "da+f2", "INDGANG_SPEECH_WPM": "140"})
    )
    assert piper.name == "piper (da)"
    assert espeak.name == "espeak-ng (da+f2)"


def test_a_speed_that_is_no_number_is_refused() -> None:
    with pytest.raises(ValueError, match="words a minute"):
        synthesis_settings_from_env({"INDGANG_SPEECH_WPM": "hurtigt"})
