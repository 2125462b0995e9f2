"""A telephone line on mel energies, against sound that really went through one."""

import numpy as np
import numpy.typing as npt
import pytest
import soxr
from scipy.signal import butter, sosfilt

from voice.builder import line_band, mel
from voice.builder.features import mfcc

Array = npt.NDArray[np.float32]
_BAND = butter(4, [300, 3400], "band", fs=16000, output="sos")


def as_kaldi_resamples(narrow: Array) -> Array:
    """Bring 8 kHz to 16 kHz by six zeros of a windowed sinc, cut off at 0.99 of 4 kHz."""
    cutoff = 0.99 * 4000
    wide = np.zeros(2 * len(narrow))
    for phase in (0, 1):
        time = (2 * np.arange(-8, 9) + phase) / 16000
        window = 0.5 * (1 + np.cos(2 * np.pi * cutoff / 6 * time)) * (np.abs(time) < 6 / (2 * cutoff))
        taps = 2 * cutoff * np.sinc(2 * cutoff * time) * window / 8000
        wide[phase::2] = np.convolve(narrow, taps)[8 : 8 + len(narrow)]
    return wide.astype(np.float32)


def decibels(sound: Array) -> npt.NDArray[np.float64]:
    return np.asarray(10 * np.log10(mel.energies(mfcc(sound)).mean(0)))


@pytest.fixture(scope="module", params=[0.0, 0.9])
def wide(request: pytest.FixtureRequest) -> Array:
    """Return four seconds of noise: white, and falling as speech does."""
    from scipy.signal import lfilter

    white = np.random.default_rng(4).standard_normal(64000)
    return np.asarray(lfilter([1], [1, -request.param], white) * 1000, np.float32)


@pytest.fixture(scope="module")
def narrow(wide: Array) -> Array:
    return np.asarray(soxr.resample(sosfilt(_BAND, wide).astype(np.float32), 16000, 8000), np.float32)


def test_energies_and_cepstra_are_each_others_inverse(wide: Array) -> None:
    cepstra = mfcc(wide)
    np.testing.assert_allclose(mel.cepstra(mel.energies(cepstra)), cepstra, atol=1e-2)


def test_a_wide_sound_comes_out_as_vosk_finds_a_call(wide: Array, narrow: Array) -> None:
    predicted = 10 * np.log10((mel.energies(mfcc(wide)) @ line_band.line().T).mean(0))
    real = decibels(as_kaldi_resamples(narrow))
    difference = np.abs(predicted - real)
    assert difference[7:29].max() < 1.0, "in the band"
    assert difference[34:].max() < 4.0, "the images above it"


def test_a_sound_behind_a_line_keeps_its_band_and_gets_images(narrow: Array) -> None:
    clean = soxr.resample(narrow, 8000, 16000, "MQ")
    cepstra = mfcc(clean + np.random.default_rng(5).standard_normal(len(clean)).astype(np.float32))
    predicted = 10 * np.log10((mel.energies(cepstra) @ line_band.resampled().T).mean(0))
    real = decibels(as_kaldi_resamples(narrow))
    assert np.abs(predicted - real)[3:29].max() < 1.0
    assert np.abs(predicted - real)[34:].max() < 4.0
    without = decibels(clean)
    assert (real - without)[32:34].min() > 20, "which a long filter does not leave: that is why"


def test_a_narrower_line_lets_less_through() -> None:
    energies = np.ones(40, np.float32)
    low, narrow = line_band.line(300, 3400) @ energies, line_band.line(500, 2500) @ energies
    assert (narrow[:29] <= low[:29] + 1e-6).all()
    assert narrow[2] < 0.3 * low[2]
