"""Voice activity: a voice begins and ends where it does, noise is none, and the background is followed."""

import random

import numpy as np
import pytest

from tests.voice.line.fakes import noise, quiet
from voice.call.events import VoiceBegan, VoicePaused
from voice.espeak.library import Espeak, Manner
from voice.line.vad import VadSettings, VoiceActivity, level_db


@pytest.fixture(scope="module")
def spoken() -> bytes:
    """Two seconds of speech at 8 kHz."""
    import soxr

    espeak = Espeak()
    sound, _ = espeak.sound("Hvad tid kommer min hjemmepleje i dag?", Manner("da", 150, 45, 60, 1))
    made = soxr.resample(np.asarray(sound, np.float32), espeak.rate_hz, 8000)
    return np.clip(made * (12000 / np.max(np.abs(made))), -32000, 32000).astype("<i2").tobytes()


def mixed(one: bytes, other: bytes) -> bytes:
    a, b = np.frombuffer(one, "<i2").astype(int), np.frombuffer(other, "<i2").astype(int)
    size = min(a.size, b.size)
    return np.clip(a[:size] + b[:size], -32768, 32767).astype("<i2").tobytes()


def heard(sound: bytes, piece_bytes: int = 320) -> list[tuple[float, VoiceBegan | VoicePaused]]:
    vad = VoiceActivity(8000)
    told = []
    for start in range(0, len(sound), piece_bytes):
        end = min(len(sound), start + piece_bytes)
        told += [(end / 16.0, event) for event in vad.hear(sound[start:end], end / 16.0)]
    return told


def test_a_sentence_in_silence_begins_once_and_ends_at_its_last_sound(spoken: bytes) -> None:
    told = heard(quiet(1000) + spoken + quiet(1000))
    (began_at, began), *_, (_, paused) = told
    assert isinstance(began, VoiceBegan)
    assert 1000 <= began_at <= 1200
    assert isinstance(paused, VoicePaused)
    end_ms = 1000 + len(spoken) / 16.0
    assert end_ms - 400 <= paused.since_ms <= end_ms + 60


def test_voice_begins_and_ends_take_turns(spoken: bytes) -> None:
    told = [event for _, event in heard(quiet(500) + (spoken + quiet(700)) * 3)]
    assert len(told) >= 6
    assert all(isinstance(event, VoiceBegan) for event in told[0::2])
    assert all(isinstance(event, VoicePaused) for event in told[1::2])


def test_however_the_network_cuts_the_sound_the_end_is_found_at_the_same_place(spoken: bytes) -> None:
    sound = quiet(1000) + spoken + quiet(1000)
    whole = heard(sound)[-1][1]
    vad, told, at = VoiceActivity(8000), [], 0
    cuts = random.Random(4)
    while at < len(sound):
        size = 2 * cuts.randint(1, 700)
        told += vad.hear(sound[at : at + size], min(len(sound), at + size) / 16.0)
        at += size
    last = told[-1]
    assert isinstance(last, VoicePaused)
    assert isinstance(whole, VoicePaused)
    assert last.since_ms == pytest.approx(whole.since_ms, abs=1.0)


def test_a_steady_noise_is_no_voice(spoken: bytes) -> None:
    assert heard(noise(5000, 600)) == []


def test_a_voice_is_heard_over_a_noise_ten_decibels_below_it(spoken: bytes) -> None:
    length_ms = 1500 + len(spoken) / 16.0
    padded = quiet(1500) + spoken
    loudness = np.sqrt(np.mean(np.frombuffer(spoken, "<i2").astype(float) ** 2))
    told = heard(mixed(padded, noise(length_ms, loudness / 10**0.5)))
    assert isinstance(told[0][1], VoiceBegan)
    assert 1400 <= told[0][0] <= 1900


def test_a_click_of_one_frame_is_no_voice() -> None:
    click = noise(20, 9000, seed=3)
    assert heard(quiet(1000) + click + quiet(1000)) == []


def test_a_line_that_carries_nothing_any_more_ends_the_voice(spoken: bytes) -> None:
    vad = VoiceActivity(8000)
    told: list[VoiceBegan | VoicePaused] = []
    cut = quiet(500) + spoken[: len(spoken) // 4 * 2]
    for start in range(0, len(cut), 320):
        told += vad.hear(cut[start : start + 320], (start + 320) / 16.0)
    assert vad.voiced
    now = len(cut) / 16.0
    after: list[VoiceBegan | VoicePaused] = []
    for step in range(1, 20):
        after += vad.silence(now + 20 * step)
    assert [type(event) for event in after] == [VoicePaused]


def test_half_samples_do_not_turn_the_sound_into_noise() -> None:
    vad = VoiceActivity(8000)
    sound = noise(400, 400)
    for at in range(0, len(sound), 161):
        vad.hear(sound[at : at + 161], 0.0)
    assert vad.background_db == pytest.approx(level_db(sound), abs=4.0)


def test_a_background_that_becomes_louder_is_believed_after_a_while() -> None:
    settings = VadSettings()
    vad = VoiceActivity(8000, settings)
    for start in range(0, 16000, 320):
        vad.hear(noise(20, 30, seed=start), start / 16.0)
    before = vad.background_db
    for start in range(0, 16000 * 5, 320):
        vad.hear(noise(20, 500, seed=start), start / 16.0)
    assert vad.background_db > before + 15.0
