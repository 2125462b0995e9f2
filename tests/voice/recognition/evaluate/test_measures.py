"""Word errors, intervals, wordings and manifests, against what can be worked out by hand."""

import json
import wave
from pathlib import Path

import numpy as np
import pytest

from voice.recognition.evaluate.errands import Understood, understood
from voice.recognition.evaluate.errors import Errors, align, errors_of
from voice.recognition.evaluate.intervals import rate_interval
from voice.recognition.evaluate.manifest import BadRow, Clip, read_manifest
from voice.recognition.evaluate.sound import read_wav
from voice.recognition.evaluate.wording import words_of


@pytest.mark.parametrize(
    ("said", "heard", "counts"),
    [
        ("jeg vil gerne", "jeg vil gerne", (0, 0, 0)),
        ("jeg vil gerne", "jeg ville gerne", (1, 0, 0)),
        ("jeg vil gerne", "jeg gerne", (0, 1, 0)),
        ("jeg vil gerne", "jeg vil så gerne", (0, 0, 1)),
        ("jeg vil gerne", "", (0, 3, 0)),
        ("ja", "nej det vil jeg ikke", (1, 0, 4)),
    ],
)
def test_errors_are_counted_by_the_cheapest_way(said: str, heard: str, counts: tuple[int, int, int]) -> None:
    errors, _ = errors_of(said.split(), heard.split())
    assert (errors.substitutions, errors.deletions, errors.insertions) == counts


def test_the_rate_is_errors_for_each_word_said_and_may_pass_one() -> None:
    errors, _ = errors_of(["ja"], ["nej", "det", "vil", "jeg", "ikke"])
    assert errors.rate == 5.0
    assert (errors + Errors(9)).rate == pytest.approx(0.5)


def test_a_compound_written_apart_is_an_error_and_a_forgiven_one() -> None:
    errors, _ = errors_of(["jeg", "mangler", "bioposer"], ["jeg", "mangler", "bio", "poser"])
    assert errors.rate == pytest.approx(2 / 3)
    assert errors.lenient_rate == 0.0
    errors, _ = errors_of(["rytme", "i", "skolen"], ["rytmei", "skolen"])
    assert errors.lenient_rate == 0.0
    errors, _ = errors_of(["bioposer"], ["bio", "posen"])
    assert errors.lenient_rate == errors.rate == 2.0


def test_pairs_that_differ_are_told_for_the_confusions() -> None:
    assert align(["jeg", "mangler", "bioposer"], ["mangler", "bioposer", "nu"]) == [
        ("jeg", ""),
        ("mangler", "mangler"),
        ("bioposer", "bioposer"),
        ("", "nu"),
    ]


def test_the_interval_of_one_speaker_is_drawn_by_clips_and_of_several_by_speakers() -> None:
    clips = [(0.0, 10.0)] * 5 + [(10.0, 10.0)] * 5
    by_clips = rate_interval({"a": clips})
    assert by_clips
    assert 0.0 < by_clips[0] < 0.5 < by_clips[1] < 1.0
    by_speakers = rate_interval({"a": clips[:5], "b": clips[5:]})
    assert by_speakers == (0.0, 1.0)
    assert rate_interval({"a": [(1.0, 10.0)]}) is None
    assert rate_interval({}) is None


def test_the_interval_is_the_same_each_time() -> None:
    groups = {"a": [(1.0, 7.0)], "b": [(0.0, 5.0)], "c": [(3.0, 9.0)]}
    assert rate_interval(groups) == rate_interval(groups)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Byvej 54, 3. tv.", "byvej fireoghalvtreds tre tv"),
        ("Kl. 10", "klokken ti"),
        ("2100 København Ø", "to tusind et hundrede københavn ø"),
        ("012345-6789", "nul en to tre fire fem seks tusind syv hundrede og niogfirs"),
        ("én pose", "en pose"),
        ("tredve", "tredive"),
        ("Aarhus", "århus"),
        ("50 %", "halvtreds procent"),
        ("Går det?  Nej!", "går det nej"),
    ],
)
def test_texts_are_made_comparable(text: str, words: str) -> None:
    assert " ".join(words_of(text)) == words


def test_figures_and_words_of_a_number_are_the_same() -> None:
    assert words_of("54") == words_of("fireoghalvtreds")


def test_rows_that_cannot_be_used_are_told_by_their_line(tmp_path: Path) -> None:
    good = {"audio": "a.wav", "text": "hej", "condition": "tel", "speaker": 3, "intents": ["hilsen"]}
    rows = [
        json.dumps(good),
        "",
        "{",
        "[]",
        '{"audio": "b.wav"}',
        '{"text": "hej"}',
        '{"wav": "c.wav", "text": "!"}',
        '{"wav": "d.wav", "text": "hej", "intents": "hilsen"}',
    ]
    manifest = tmp_path / "manifest.jsonl"
    manifest.write_text("\ufeff" + "\n".join(rows), encoding="utf-8")
    first, *bad = list(read_manifest(manifest))
    assert first == Clip(1, tmp_path / "a.wav", "hej", "tel", "3", ("hilsen",))
    assert [row.line for row in bad if isinstance(row, BadRow)] == [3, 4, 5, 6, 7, 8]


def test_a_manifest_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no manifest"):
        list(read_manifest(tmp_path / "none.jsonl"))


def write_wav(path: Path, samples: np.ndarray, rate: int, width: int, channels: int = 1) -> None:
    scaled = samples * (2 ** (8 * width - 1) - 1)
    if width == 1:
        raw = (scaled + 128).astype(np.uint8).tobytes()
    elif width == 3:
        raw = b"".join(int(value).to_bytes(3, "little", signed=True) for value in scaled)
    else:
        raw = scaled.astype(f"<i{width}").tobytes()
    with wave.open(str(path), "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(width)
        file.setframerate(rate)
        file.writeframes(raw)


@pytest.mark.parametrize("width", [1, 2, 3, 4])
@pytest.mark.parametrize("rate", [8000, 44100])
def test_recordings_of_any_width_and_rate_are_read(tmp_path: Path, width: int, rate: int) -> None:
    tone = 0.5 * np.sin(2 * np.pi * 440 * np.arange(rate) / rate)
    write_wav(tmp_path / "a.wav", tone, rate, width)
    sound = read_wav(tmp_path / "a.wav", 16000)
    assert len(sound) == pytest.approx(16000, abs=2)
    assert np.abs(sound[2000:14000]).max() == pytest.approx(16384, rel=0.03)


def test_channels_are_averaged(tmp_path: Path) -> None:
    both = np.tile([0.5, -0.25], 8000)
    write_wav(tmp_path / "a.wav", both, 8000, 2, channels=2)
    assert read_wav(tmp_path / "a.wav", 8000) == pytest.approx(0.125 * 32767, abs=2)


@pytest.mark.parametrize("content", [b"", b"RIFF", b"RIFF\x24\x00\x00\x00WAVEfmt ", b"\x00" * 100])
def test_what_is_no_recording_is_told_in_a_few_words(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.wav").write_bytes(content)
    with pytest.raises(ValueError, match=r"a\.wav"):
        read_wav(tmp_path / "a.wav", 16000)


def parsed(*errands: tuple[str, dict[str, object]]) -> dict[str, object]:
    return {
        "errands": [
            {
                "intent": intent,
                "entities": [{"entity": name, "value": value, "start": 3} for name, value in values.items()],
            }
            for intent, values in errands
        ]
    }


def test_an_errand_is_understood_when_intents_agree_and_its_values_when_they_do_too() -> None:
    said = parsed(("bioposer_bestil", {"address": {"street": "Byvej", "number": "54"}}))
    same = parsed(("bioposer_bestil", {"address": {"number": "54", "street": "Byvej"}}))
    other_value = parsed(("bioposer_bestil", {"address": {"street": "Byvej", "number": "45"}}))
    other = parsed(("storskrald", {}))
    assert understood(said, same) == Understood(True, True)
    assert understood(said, other_value) == Understood(True, False)
    assert understood(said, other) == Understood(False, False)
    assert understood({"intent": {"name": "ja"}}, {"intent": {"name": "ja"}}).errands
