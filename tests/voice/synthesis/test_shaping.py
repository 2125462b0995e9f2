"""Sound for the telephone: not too loud, never clipped, and the same however it is cut into pieces."""

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from voice.synthesis.shaping import Shaping, active_level_dbfs, gain_for, soft_limit


def tone(hertz: float, seconds: float, rate_hz: int = 22050, loud: float = 0.1) -> npt.NDArray[np.int16]:
    at = np.arange(int(seconds * rate_hz)) / rate_hz
    return (np.sin(2 * np.pi * hertz * at) * loud * 32767).astype(np.int16)


def shaped(
    sound: npt.NDArray[np.int16], to_hz: int = 8000, gain: float = 1.0, size: int = 10**9
) -> npt.NDArray[np.int16]:
    shaping = Shaping(22050, to_hz, gain)
    pieces = [shaping.push(sound[start : start + size]) for start in range(0, len(sound), size)]
    return np.frombuffer(b"".join([*pieces, shaping.pause(0), shaping.finish()]), "<i2")


@pytest.mark.parametrize("size", [1, 100, 4097])
def test_it_sounds_the_same_however_it_comes(size: int) -> None:
    sound = tone(440, 0.2)
    assert np.abs(shaped(sound, size=size).astype(int) - shaped(sound).astype(int)).max() <= 1


@pytest.mark.parametrize(("hertz", "kept"), [(30, 0.05), (60, 0.3)])
def test_what_is_under_the_voice_is_taken_away(hertz: float, kept: float) -> None:
    middle = shaped(tone(hertz, 1))[2000:6000]
    assert np.abs(middle.astype(int)).max() < kept * 0.1 * 32767


@pytest.mark.parametrize("hertz", [300, 1000, 3000])
def test_the_voice_itself_is_kept(hertz: float) -> None:
    middle = shaped(tone(hertz, 1))[2000:6000]
    assert np.abs(middle.astype(int)).max() == pytest.approx(0.1 * 32767, rel=0.05)


def test_silence_before_and_after_a_clause_is_replaced_by_the_pause() -> None:
    silence = np.zeros(22050, np.int16)
    shaping = Shaping(22050, 8000)
    sound = shaping.push(np.concatenate([silence, tone(440, 0.5), silence])) + shaping.pause(200)
    assert len(sound + shaping.finish()) / 2 / 8000 == pytest.approx(0.7, abs=0.03)


def test_sound_begins_at_once() -> None:
    assert np.flatnonzero(np.abs(shaped(tone(440, 0.2, loud=0.5)).astype(int)) > 3000)[0] < 8000 * 0.005


def test_a_silence_inside_a_clause_is_kept() -> None:
    sound = np.concatenate([tone(440, 0.2), np.zeros(4410, np.int16), tone(440, 0.2)])
    assert len(shaped(sound, size=1000)) / 8000 == pytest.approx(0.6, abs=0.03)


@given(arrays.arrays(np.float32, 50, elements=st.floats(-8, 8, width=32)))
def test_the_limit_is_never_passed_and_the_soft_part_is_untouched(sound: npt.NDArray[np.float32]) -> None:
    limited = soft_limit(sound, 0.7)
    assert np.abs(limited).max() <= 0.9801
    quiet = np.abs(sound) <= 0.7
    assert np.array_equal(limited[quiet], sound[quiet])
    assert (np.sign(limited) == np.sign(sound)).all()


def test_a_shout_is_rounded_and_does_not_wrap_round() -> None:
    shout = tone(440, 0.5, loud=0.9)
    rounded, whole = shaped(shout, gain=6.0).astype(int), shaped(shout, gain=0.5).astype(int)
    assert 30_000 < np.abs(rounded).max() < 0.981 * 32767
    assert np.corrcoef(rounded, whole)[0, 1] > 0.9


def test_the_gain_brings_a_voice_to_the_level() -> None:
    for loud in (0.01, 0.1, 0.8):
        sound = tone(500, 1, loud=loud)
        level = active_level_dbfs(shaped(sound, gain=gain_for(sound, 22050)), 8000)
        assert level == pytest.approx(-20, abs=0.5)


def test_silence_has_no_level_and_needs_no_gain() -> None:
    silence = np.zeros(8000, np.int16)
    assert active_level_dbfs(silence, 8000) == float("-inf")
    assert gain_for(silence, 8000) == 1.0


def test_the_level_leaves_the_pauses_out() -> None:
    talk = tone(500, 1, 8000)
    with_pauses = np.concatenate([talk, np.zeros(16000, np.int16)])
    assert active_level_dbfs(with_pauses, 8000) == pytest.approx(active_level_dbfs(talk, 8000), abs=0.1)
