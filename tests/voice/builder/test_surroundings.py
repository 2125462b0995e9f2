"""Noise and lines mixed into training chunks."""

import numpy as np
import numpy.typing as npt
import pytest

from voice.builder import corpus, degrade, mel
from voice.builder.corpus import CHUNK, Corpus
from voice.builder.features import mfcc
from voice.builder.shape import Shape
from voice.builder.surroundings import Mix, Surroundings
from voice.builder.utterances import Spoken

SHAPE = Shape(32, 2)
FRAMES = SHAPE.frames_for(CHUNK)
Array = npt.NDArray[np.float32]


def sound(seed: int, seconds: float = 2.0) -> Array:
    """Return something like speech: syllables of coloured noise with pauses."""
    rng = np.random.default_rng(seed)
    length = int(seconds * 16000)
    syllables = np.repeat(rng.choice([0.02, 1, 1], length // 2400 + 1), 2400)[:length]
    return degrade.noise(length, "pink", rng) * np.asarray(syllables * 1500, np.float32)


def spoken(wave: Array) -> Spoken:
    features = mfcc(wave)
    return Spoken(features, [np.zeros(len(range(s, len(features), 3)), np.int16) for s in range(3)])


def chunks_of(speech: Corpus) -> Array:
    frames = (speech.chunks[:, 0] + 3 * speech.chunks[:, 1])[:, None] + np.arange(FRAMES)
    return speech.features[frames].astype(np.float32)


@pytest.fixture(scope="module")
def wide() -> Corpus:
    return corpus.assemble((spoken(sound(seed)) for seed in range(12)), SHAPE.context)


@pytest.fixture(scope="module")
def bank() -> Array:
    rng = np.random.default_rng(3)
    hisses = [degrade.noise(16000 * 4, kind, rng) * 700 for kind in ("white", "pink")]
    return np.stack([mel.energies(mfcc(hiss)) for hiss in hisses])


def heard(speech: Corpus, bank: Array, mix: Mix, seed: int = 1) -> Array:
    around = Surroundings(bank, speech, mix)
    return around.heard(chunks_of(speech), speech.chunks, np.random.default_rng(seed))


def test_without_noise_and_line_a_chunk_stays_as_it_is(wide: Corpus, bank: Array) -> None:
    found = heard(wide, bank, Mix(noise_share=0, line_share=0))
    before, after = mel.energies(chunks_of(wide)), mel.energies(found)
    np.testing.assert_allclose(np.log(after + 1e6), np.log(before + 1e6), atol=0.1)


@pytest.mark.parametrize("level_db", [0.0, 10.0])
def test_noise_is_as_much_weaker_than_the_sentence_as_asked_for(
    wide: Corpus, bank: Array, level_db: float
) -> None:
    mix = Mix(noise_share=1, least_db=level_db, most_db=level_db, line_share=0)
    before, after = mel.energies(chunks_of(wide)), mel.energies(heard(wide, bank, mix))
    sentences = before[wide.chunks[:, 1] == 0].sum(-1)[:, SHAPE.context :].mean()
    added = np.median((after - before).sum(-1).mean(1))
    assert 10 * np.log10(sentences / added) == pytest.approx(level_db, abs=2.0)


def test_noise_follows_a_disguise_that_made_the_sentence_louder(wide: Corpus, bank: Array) -> None:
    around = Surroundings(bank, wide, Mix(noise_share=1, least_db=5, most_db=5, line_share=0))
    plain = chunks_of(wide)
    loud = plain.copy()
    loud[..., 0] += np.sqrt(40) * np.log(100)
    one = mel.energies(around.heard(plain, wide.chunks, np.random.default_rng(2)))
    other = mel.energies(around.heard(loud, wide.chunks, np.random.default_rng(2)))
    np.testing.assert_allclose(np.log10(other / one)[..., 20:30], 2.0, atol=0.05)


def test_a_line_takes_away_what_it_does_not_carry(wide: Corpus, bank: Array) -> None:
    found = mel.energies(heard(wide, bank, Mix(noise_share=0, line_share=1, gate_share=0)))
    before = mel.energies(chunks_of(wide))
    share = found.mean((0, 1)) / before.mean((0, 1))
    assert share[39] < 1e-2
    assert share[12:24] == pytest.approx(1.0, abs=0.1)


def test_a_sentence_that_came_by_a_line_has_its_noise_by_a_line_too(bank: Array) -> None:
    limited = corpus.assemble((spoken(degrade.telephone(sound(seed))) for seed in range(8)), SHAPE.context)
    found = mel.energies(heard(limited, bank, Mix(noise_share=1, least_db=0, most_db=0, line_share=0)))
    above, within = found[..., 36:].mean(), found[..., 12:24].mean()
    assert 10 * np.log10(within / above) > 20


def test_a_gated_line_sends_silence_between_the_words(wide: Corpus, bank: Array) -> None:
    pauses = corpus.assemble(
        [spoken(np.concatenate([sound(1, 1.0), np.full(16000, 0.01, np.float32)]))], SHAPE.context
    )
    mix = Mix(noise_share=0, line_share=1, gate_share=1)
    around = Surroundings(bank, pauses, mix)
    rng = np.random.default_rng(1)
    quietest = [
        mel.energies(around.heard(chunks_of(pauses), pauses.chunks, rng)).sum(-1).min() for _ in range(20)
    ]
    assert min(quietest) == pytest.approx(40 * mel.FLOOR, rel=0.01), "digital silence, as Kaldi floors it"


def test_each_hearing_is_another_and_a_seed_gives_the_same(wide: Corpus, bank: Array) -> None:
    around = Surroundings(bank, wide, Mix(noise_share=1))
    rng = np.random.default_rng(9)
    first = around.heard(chunks_of(wide), wide.chunks, rng)
    second = around.heard(chunks_of(wide), wide.chunks, rng)
    again = around.heard(chunks_of(wide), wide.chunks, np.random.default_rng(9))
    assert np.abs(first - second).mean() > 0.5
    np.testing.assert_array_equal(first, again)
    assert np.isfinite(first).all()
