"""The noises that training mixes in."""

import numpy as np
import pytest

from voice.builder import noise_bank
from voice.builder.noise_bank import KINDS, SECONDS, Babblers
from voice.builder.voices import TEST_VARIANTS, TRAINING_VARIANTS
from voice.espeak.library import Espeak


@pytest.fixture(scope="module")
def babblers() -> Babblers:
    return Babblers(Espeak(), ["da+m1", "da+f2"], ["jeg vil gerne bestille en tid", "det kan du godt"])


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_fills_its_time_with_sound(kind: str, babblers: Babblers) -> None:
    made = noise_bank.sound_of(kind, np.random.default_rng(1), babblers)
    assert made.shape == (int(SECONDS * 16000),)
    assert np.isfinite(made).all()
    thirds = [np.sqrt(np.mean(part**2)) for part in np.array_split(made, 3)]
    assert min(thirds) > 0.03 * max(thirds), "nowhere is it silent"


def test_babble_rises_and_falls_as_speech_does_and_hiss_does_not(babblers: Babblers) -> None:
    def unrest(kind: str) -> float:
        made = noise_bank.sound_of(kind, np.random.default_rng(2), babblers)
        loudness = np.sqrt(np.mean(made.reshape(-1, 800) ** 2, 1))
        return float(loudness.std() / loudness.mean())

    assert unrest("babble") > 3 * unrest("hiss")


def test_the_bank_holds_some_of_every_kind_and_a_seed_gives_it_again(babblers: Babblers) -> None:
    few = noise_bank.bank(babblers, 1, 7)
    assert few.shape[0] == len(KINDS)
    assert few.shape[2] == 40
    hiss = KINDS.index("hiss")
    np.testing.assert_array_equal(few[hiss], noise_bank.bank(babblers, 1, 7)[hiss])
    assert np.abs(np.log(few[hiss]) - np.log(noise_bank.bank(babblers, 1, 8)[hiss])).mean() > 0.1


def test_nobody_babbles_whom_the_evaluation_hears() -> None:
    assert not set(TRAINING_VARIANTS) & set(TEST_VARIANTS)
