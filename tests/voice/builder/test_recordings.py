"""Recordings of people: each layout is found, and what cannot be used is counted."""

import io
import json
from pathlib import Path

import numpy as np
import pyarrow
import pyarrow.parquet
import pytest
import soundfile

from tests.voice.builder.tiny import write_wav
from voice.builder.recordings import NoRecordings, Recording, find

TONE = np.asarray(8000 * np.sin(2 * np.pi * 440 * np.arange(8000) / 16000), np.float32)


def found(folder: Path) -> list[tuple[str, str]]:
    return [(recording.name, recording.text) for recording in find(folder)]


def test_nst_recordings_are_found_by_speaker_and_file(tmp_path: Path) -> None:
    rows = [
        {"file": "s1_0001.wav", "text": "Hun bor i Odense."},
        {"file": "s1_0002.wav", "text": "( ... tavshed under denne optagelse ...)"},
        {"file": "s1_0003.wav", "text": "Denne lyd er væk."},
        {"file": "s1_0004.wav", "text": ""},
    ]
    meta = tmp_path / "meta" / "r1.json"
    meta.parent.mkdir()
    meta.write_text("\ufeff" + json.dumps({"pid": "r1", "val_recordings": rows}), encoding="utf-8")
    (tmp_path / "meta" / "other.json").write_text("[]")
    (tmp_path / "meta" / "broken.json").write_text("{")
    for number in (1, 2, 4):
        write_wav(tmp_path / "sound" / "R1" / f"R1_s1_000{number}-1.wav", TONE)
    assert found(tmp_path) == [("R1_s1_0001-1.wav", "Hun bor i Odense.")]


def test_common_voice_takes_the_validated_sentences_whose_sound_is_there(tmp_path: Path) -> None:
    clips = tmp_path / "da" / "clips"
    write_wav(clips / "one.wav", TONE)
    write_wav(clips / "two.wav", TONE)
    lines = [
        "client_id\tpath\tsentence\tgender",
        'x\tone.wav\tHan sagde "nej" igen.\t',
        "x\tgone.wav\tIngen lyd.\t",
        "x\ttwo.wav\t\t",
    ]
    (tmp_path / "da" / "validated.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (tmp_path / "da" / "train.tsv").write_text("\n".join(lines[:2]) + "\n", encoding="utf-8")
    assert found(tmp_path) == [("one.wav", 'Han sagde "nej" igen.')], "once, though it is in both tables"


def test_without_validated_sentences_common_voice_takes_those_for_training(tmp_path: Path) -> None:
    write_wav(tmp_path / "clips" / "one.wav", TONE)
    (tmp_path / "train.tsv").write_text("path\tsentence\none.wav\tGoddag.\n", encoding="utf-8")
    assert found(tmp_path) == [("one.wav", "Goddag.")]


def test_coral_tts_keeps_sound_in_its_tables(tmp_path: Path) -> None:
    content = io.BytesIO()
    soundfile.write(content, TONE / 32768, 16000, format="WAV", subtype="PCM_16")
    audio = {"bytes": content.getvalue(), "path": "1.wav"}
    rows = [
        {"text": "Vi ses.", "audio": audio},
        {"text": "", "audio": audio},
        {"text": "Væk.", "audio": None},
    ]
    (tmp_path / "data").mkdir()
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist(rows), tmp_path / "data" / "train-0.parquet")
    (only,) = list(find(tmp_path))
    assert (only.name, only.text) == ("train-0.parquet:1", "Vi ses.")
    np.testing.assert_allclose(only.load(), TONE, atol=2)


def test_a_sound_beside_a_text_of_the_same_name_is_a_recording(tmp_path: Path) -> None:
    write_wav(tmp_path / "a" / "en.wav", TONE)
    (tmp_path / "a" / "en.txt").write_text("Hej med dig\n", encoding="utf-8")
    (tmp_path / "a" / "alone.txt").write_text("ingen lyd", encoding="utf-8")
    assert found(tmp_path) == [("en.wav", "Hej med dig")]


def test_several_layouts_in_one_folder_are_all_read(tmp_path: Path) -> None:
    write_wav(tmp_path / "en.wav", TONE)
    (tmp_path / "en.txt").write_text("en", encoding="utf-8")
    write_wav(tmp_path / "cv" / "clips" / "to.wav", TONE)
    (tmp_path / "cv" / "validated.tsv").write_text("path\tsentence\nto.wav\tto\n", encoding="utf-8")
    assert sorted(text for _, text in found(tmp_path)) == ["en", "to"]


def test_a_folder_without_recordings_says_what_was_looked_for(tmp_path: Path) -> None:
    (tmp_path / "read.txt").write_text("hej", encoding="utf-8")
    with pytest.raises(NoRecordings, match=r"NST .* Common Voice .* CoRal-TTS .*\.wav"):
        list(find(tmp_path))


@pytest.mark.parametrize("rate_hz", [8000, 22050, 44100])
def test_every_rate_is_heard_at_16_khz_in_the_range_of_16_bits(rate_hz: int, tmp_path: Path) -> None:
    tone = np.asarray(8000 * np.sin(2 * np.pi * 440 * np.arange(rate_hz) / rate_hz), np.float32)
    sound = Recording("x", "hej", write_wav(tmp_path / "x.wav", tone, rate_hz)).load()
    assert sound.dtype == np.float32
    assert len(sound) == pytest.approx(16000, abs=2)
    assert float(np.abs(sound).max()) == pytest.approx(8000, rel=0.03)
    assert int(np.abs(np.fft.rfft(sound)).argmax()) == pytest.approx(440, abs=1)


def test_two_channels_are_heard_as_one(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "x.flac", np.stack([TONE, np.zeros_like(TONE)], 1) / 32768, 16000)
    np.testing.assert_allclose(Recording("x", "hej", tmp_path / "x.flac").load(), TONE / 2, atol=2)


def test_what_is_no_sound_is_an_error_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "x.wav").write_bytes(b"no sound")
    with pytest.raises(soundfile.SoundFileError):
        Recording("x", "hej", tmp_path / "x.wav").load()
    with pytest.raises((soundfile.SoundFileError, OSError)):
        Recording("x", "hej", tmp_path / "gone.wav").load()
