"""What happens to a voice on its way, and the features that are computed of it."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pytest

from voice.builder import degrade
from voice.builder.degrade import RATE_HZ, Sound
from voice.builder.features import DIMENSIONS, mfcc

Array = npt.NDArray[np.float64]


def tone(hertz: float, seconds: float = 1.0, peak: float = 8000.0) -> Sound:
    return np.asarray(
        peak * np.sin(2 * np.pi * hertz * np.arange(int(seconds * RATE_HZ)) / RATE_HZ), np.float32
    )


def level_db(sound: npt.ArrayLike) -> float:
    return float(10 * np.log10(np.mean(np.square(np.asarray(sound, np.float64)))))


def voice(seconds: float = 1.0, seed: int = 3) -> Sound:
    """Return something with a voice's unevenness: harmonics that come and go."""
    rng = np.random.default_rng(seed)
    made = sum(tone(120 * k, seconds, 4000 / k) for k in range(1, 25))
    steps = np.repeat(rng.uniform(0.05, 1, int(seconds * 10) + 1), RATE_HZ // 10)[: len(made)]
    return np.asarray(made * steps, np.float32)


def kaldi_mfcc(sound: Sound) -> Array:
    """Compute what Kaldi's feature-window.cc, mel-computations.cc and feature-mfcc.cc do, in doubles."""
    length, shift, padded = 400, 160, 512
    window = (0.5 - 0.5 * np.cos(2 * np.pi * np.arange(length) / (length - 1))) ** 0.85  # "povey"
    edges = np.linspace(mel(40.0), mel(RATE_HZ / 2 - 200), DIMENSIONS + 2)
    bins = mel(np.arange(padded // 2) * RATE_HZ / padded)
    banks = np.array(
        [
            np.clip(np.minimum((bins - low) / (middle - low), (high - bins) / (high - middle)), 0, None)
            for low, middle, high in zip(edges, edges[1:], edges[2:], strict=False)
        ]
    )
    n = np.arange(DIMENSIONS)
    cosines = np.sqrt(2 / DIMENSIONS) * np.cos(np.pi / DIMENSIONS * np.outer(n, n + 0.5))
    cosines[0] = np.sqrt(1 / DIMENSIONS)
    lifter = 1 + 11 * np.sin(np.pi * n / 22)
    rows = []
    for start in range(0, len(sound) - length + 1, shift):
        frame = sound[start : start + length].astype(np.float64)
        frame = frame - frame.mean()
        frame = np.concatenate([[frame[0] * 0.03], frame[1:] - 0.97 * frame[:-1]]) * window
        power = np.abs(np.fft.rfft(frame, padded))[: padded // 2] ** 2
        rows.append(lifter * (cosines @ np.log(np.maximum(banks @ power, np.finfo(np.float32).eps))))
    return np.array(rows)


def mel(hertz: npt.ArrayLike) -> Array:
    return np.asarray(1127 * np.log(1 + np.asarray(hertz, np.float64) / 700))


def test_features_are_those_that_kaldi_defines() -> None:
    sound = degrade.with_noise(voice(0.5), 20, "white", np.random.default_rng(1))
    np.testing.assert_allclose(mfcc(sound), kaldi_mfcc(sound), atol=0.02)


@pytest.mark.parametrize(("samples", "frames"), [(0, 0), (399, 0), (400, 1), (559, 1), (560, 2), (16000, 98)])
def test_there_is_a_row_for_each_whole_window_of_25_ms(samples: int, frames: int) -> None:
    assert mfcc(np.ones(samples, np.float32)).shape == (frames, DIMENSIONS)


def test_the_same_sound_always_has_the_same_features() -> None:
    np.testing.assert_array_equal(mfcc(voice()), mfcc(voice()))


@pytest.mark.parametrize("kind", ["white", "pink", "hum", "babble"])
@pytest.mark.parametrize("snr_db", [0.0, 10.0, 30.0])
def test_noise_is_as_far_below_the_voice_as_asked(kind: str, snr_db: float) -> None:
    clean = voice()
    noisy = degrade.with_noise(clean, snr_db, kind, np.random.default_rng(4))
    assert len(noisy) == len(clean)
    assert level_db(clean) - level_db(noisy - clean) == pytest.approx(snr_db, abs=0.2)


def test_kinds_of_noise_differ_in_where_their_power_lies() -> None:
    rng = np.random.default_rng(2)

    def low_share(kind: str) -> float:
        power = np.abs(np.fft.rfft(degrade.noise(RATE_HZ, kind, rng))) ** 2
        return float(power[:500].sum() / power.sum())

    assert low_share("white") < 0.1 < low_share("pink") < low_share("hum")


def test_loudness_is_set_and_silence_survives_it() -> None:
    loud = degrade.loudness(voice(), 1500.0)
    assert float(np.sqrt(np.mean(np.square(loud)))) == pytest.approx(1500, rel=0.01)
    assert not degrade.loudness(np.zeros(100, np.float32), 1500.0).any()


@pytest.mark.parametrize(
    ("hertz", "least_loss_db", "most_loss_db"),
    [
        (50, 30, 200),
        (150, 10, 200),
        (700, -1, 1.5),
        (1500, -1, 1.5),
        (3000, -1, 3),
        (5000, 20, 200),
        (7000, 20, 200),
    ],
)
def test_the_telephone_lets_300_to_3400_hz_through(
    hertz: float, least_loss_db: float, most_loss_db: float
) -> None:
    sent = tone(hertz)
    heard = degrade.telephone(sent)
    assert len(heard) == len(sent)
    middle = slice(2000, -2000)
    loss = level_db(sent[middle]) - level_db(heard[middle] + 1e-3)
    assert least_loss_db <= loss <= most_loss_db


def test_nothing_above_4_khz_comes_out_of_the_telephone() -> None:
    heard = degrade.telephone(degrade.noise(RATE_HZ, "white", np.random.default_rng(6)) * np.float32(3000))
    power = np.abs(np.fft.rfft(heard)) ** 2
    assert power[4200:].sum() < 1e-3 * power.sum()


@pytest.mark.parametrize("codec", [degrade.a_law, degrade.mu_law])
def test_a_codec_errs_by_at_most_a_share_of_what_is_sent(codec: Callable[[Sound], Sound]) -> None:
    """G.711 has 16 steps an octave: half a step is 3 %. Near nothing it errs by a few units of 16 bits."""
    sent = np.concatenate([np.linspace(-32767, 32767, 4001), np.linspace(-300, 300, 601)]).astype(np.float32)
    heard = codec(sent)
    assert heard.dtype == np.float32
    assert (np.abs(heard - sent) <= 0.035 * np.abs(sent) + 12).all()
    assert len(np.unique(heard)) <= 256, "8 bits"
    assert np.abs(codec(heard) - heard).max() < 1e-2 * 32767, "sent again, it stays"


@pytest.mark.parametrize("codec", [degrade.a_law, degrade.mu_law])
def test_a_codec_does_not_turn_the_sound_over_and_stands_too_loud_a_voice(
    codec: Callable[[Sound], Sound],
) -> None:
    sent = np.array([-1e6, -20000, 20000, 1e6], np.float32)
    heard = codec(sent)
    assert (np.sign(heard) == np.sign(sent)).all()
    assert np.abs(heard).max() <= 32769


def test_lost_packets_silence_about_the_share_asked_in_pieces_of_20_ms() -> None:
    sent = np.ones(RATE_HZ * 60, np.float32)
    heard = degrade.lost_packets(sent, 0.1, np.random.default_rng(8))
    packets = heard.reshape(-1, 320)
    assert ((packets == 0).all(1) | (packets == 1).all(1)).all()
    assert float((packets == 0).all(1).mean()) == pytest.approx(0.1, abs=0.02)


def test_a_room_goes_on_after_the_sound_but_keeps_its_place() -> None:
    click = np.zeros(RATE_HZ, np.float32)
    click[1000] = 1000
    heard = degrade.room(click, np.random.default_rng(9))
    assert int(np.abs(heard).argmax()) == 1000
    assert np.abs(heard[:1000]).max() < 1e-2
    assert np.abs(heard[1001:2000]).max() > 1


@pytest.mark.parametrize("seed", range(12))
def test_whatever_the_way_the_times_stay_right(seed: int) -> None:
    """No path may move or cut the sound: its labels come from before."""
    sent = np.zeros(RATE_HZ, np.float32)
    sent[8000:12000] = tone(900, 0.25)
    heard = degrade.any_way(sent, np.random.default_rng(seed))
    assert heard.dtype == np.float32
    assert len(heard) == len(sent)
    assert np.isfinite(heard).all()
    power = np.convolve(np.square(heard, dtype=np.float64), np.ones(400), "same")
    assert abs(int((power > power.max() / 4).argmax()) - 8000) < 400


def test_the_same_seed_goes_the_same_way_and_another_goes_another() -> None:
    one, same, other = (degrade.any_way(voice(), np.random.default_rng(seed)) for seed in (1, 1, 2))
    np.testing.assert_array_equal(one, same)
    assert np.abs(one - other).max() > 1
