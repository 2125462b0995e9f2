"""What the exchange says itself, and how a test's caller knows that the assistant is done."""

from __future__ import annotations

import wave
from pathlib import Path

import numpy as np
import pytest

from tests.voice.asterisk.house_calls import QUIET_SECONDS, said_and_done, speech
from tests.voice.asterisk.sound import loud_seconds, seconds_of, tone
from voice.asterisk.sounds import NAMES, RATE_HZ, Pcm, are_written, chord, read_phrases, write_sounds


def read(path: Path) -> Pcm:
    with wave.open(str(path)) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, RATE_HZ)
        return np.frombuffer(file.readframes(file.getnframes()), "<i2").astype(np.int16)


def test_every_sentence_is_spoken_into_a_file_that_asterisk_plays(tmp_path: Path) -> None:
    write_sounds(tmp_path)
    seconds = {name: loud_seconds(read(tmp_path / f"{name}.wav")) for name in ("moment", "trouble", "nobody")}
    assert 0.3 < seconds["moment"] < seconds["trouble"] < seconds["nobody"]
    music = read(tmp_path / "waiting" / "music.wav")
    assert loud_seconds(music) > 2.0
    # The word comes before most callers have waited long, and again with every round of the music.
    assert seconds_of(music[: 2 * RATE_HZ], 523.25) > 0.5
    assert len(music) / RATE_HZ < 25


def test_sounds_are_made_anew_when_their_words_have_changed(tmp_path: Path) -> None:
    assert not are_written(tmp_path)
    write_sounds(tmp_path)
    assert are_written(tmp_path)
    assert not are_written(tmp_path, {**read_phrases(), "waiting": "Vent."})


def test_the_music_is_quieter_than_speech() -> None:
    assert np.abs(chord((523.25, 659.25))).max() < 0.1 * 32767


@pytest.mark.parametrize("missing", NAMES)
def test_a_sentence_that_is_missing_is_found_at_set_up(missing: str, tmp_path: Path) -> None:
    book = {name: text for name, text in read_phrases().items() if name != missing}
    path = tmp_path / "phrases.yml"
    path.write_text("\n".join(f"{name}: {text}" for name, text in book.items()))
    with pytest.raises(ValueError, match=missing):
        read_phrases(path)


def test_the_caller_waits_for_the_end_of_what_is_said() -> None:
    sentence = speech("Hvad kan jeg hjælpe dig med i dag?", "da")
    pause = np.zeros(round((QUIET_SECONDS + 0.1) * RATE_HZ), np.int16)
    short = np.zeros(round(0.7 * RATE_HZ), np.int16)
    assert not said_and_done(pause)
    assert not said_and_done(sentence)
    assert not said_and_done(np.concatenate([sentence, short]))
    assert not said_and_done(np.concatenate([sentence, pause, sentence]))
    assert said_and_done(np.concatenate([sentence, short, sentence, pause]))


def test_a_tone_is_told_from_speech_and_from_other_tones() -> None:
    assert seconds_of(tone(440, 1.0), 440) > 0.95
    assert seconds_of(tone(440, 1.0), 1000) == 0
    assert seconds_of(speech("Hvad kan jeg hjælpe dig med i dag?", "da"), 440) < 0.3
