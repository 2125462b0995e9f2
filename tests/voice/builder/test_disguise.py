"""Random speakers in the cepstral domain."""

import numpy as np
import numpy.typing as npt
import pytest

from voice.builder import disguise
from voice.builder.features import DIMENSIONS, mfcc

AS_SPOKEN = int(np.abs(np.linspace(disguise.SHORTEST, disguise.LONGEST, disguise.WARPS) - 1).argmin())


def resonance(hertz: float) -> npt.NDArray[np.float32]:
    """Return the mean cepstra of noise with one strong band about ``hertz``."""
    rng = np.random.default_rng(1)
    spectrum = np.fft.rfft(rng.standard_normal(16000))
    frequencies = np.fft.rfftfreq(16000, 1 / 16000)
    spectrum *= 1 + 30 * np.exp(-0.5 * ((frequencies - hertz) / (0.08 * hertz)) ** 2)
    return np.asarray(mfcc(np.asarray(np.fft.irfft(spectrum) * 300, np.float32)).mean(0))


def log_mel(cepstra: npt.NDArray[np.float32]) -> npt.NDArray[np.float64]:
    """Undo lifter and cosine transform."""
    n = np.arange(DIMENSIONS)
    cosines = np.sqrt(2 / DIMENSIONS) * np.cos(np.pi / DIMENSIONS * np.outer(n, n + 0.5))
    cosines[0] = np.sqrt(1 / DIMENSIONS)
    return np.asarray(
        np.linalg.lstsq((1 + 11 * np.sin(np.pi * n / 22))[:, None] * cosines, cepstra, rcond=1e-6)[0]
    )


def peak_hz(cepstra: npt.NDArray[np.float32]) -> float:
    bins = log_mel(cepstra)
    centres = np.linspace(mel(40), mel(7800), DIMENSIONS + 2)[1:-1]
    return float(700 * np.expm1(centres[int(bins.argmax())] / 1127))


def mel(hertz: float) -> float:
    return float(1127 * np.log1p(hertz / 700))


def test_there_is_a_matrix_for_each_throat() -> None:
    matrices = disguise.warps()
    assert matrices.shape == (disguise.WARPS, DIMENSIONS, DIMENSIONS)
    assert np.isfinite(matrices).all()


def test_a_throat_of_nearly_the_same_length_changes_nearly_nothing() -> None:
    cepstra = resonance(1000)
    changes = [np.abs(matrix @ cepstra - cepstra).max() for matrix in disguise.warps()]
    assert int(np.argmin(changes)) == AS_SPOKEN
    assert changes[AS_SPOKEN] < 0.1 * max(changes)


@pytest.mark.parametrize("hertz", [700.0, 1500.0])
def test_a_longer_throat_lowers_resonances_by_its_length(hertz: float) -> None:
    cepstra, matrices = resonance(hertz), disguise.warps()
    shortest, longest = peak_hz(matrices[0] @ cepstra), peak_hz(matrices[-1] @ cepstra)
    # A scale of s reads the bin at s times the frequency, so that a resonance comes out at 1/s.
    assert shortest == pytest.approx(hertz / disguise.SHORTEST, rel=0.12)
    assert longest == pytest.approx(hertz / disguise.LONGEST, rel=0.12)


def test_each_chunk_of_a_batch_gets_a_disguise_of_its_own_and_keeps_its_shape() -> None:
    rng = np.random.default_rng(2)
    one = rng.standard_normal((1, 100, DIMENSIONS)).astype(np.float32)
    batch = np.repeat(one, 6, 0)
    found = disguise.disguised(batch, rng, disguise.warps(), np.ones(DIMENSIONS, np.float32))
    assert found.shape == batch.shape
    assert found.dtype == np.float32
    assert all(np.abs(found[a] - found[b]).max() > 0.01 for a in range(6) for b in range(a))
    np.testing.assert_array_equal(batch, np.repeat(one, 6, 0), "what came in is not changed")


def test_a_seed_gives_the_same_disguise() -> None:
    batch = np.random.default_rng(3).standard_normal((4, 30, DIMENSIONS)).astype(np.float32)
    one, same = (
        disguise.disguised(batch, np.random.default_rng(7), disguise.warps(), np.ones(DIMENSIONS, np.float32))
        for _ in range(2)
    )
    np.testing.assert_array_equal(one, same)
