"""Training: the corpus in memory, and a small network that learns a made-up language."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tests.voice.builder.test_acoustic_model import forward
from voice.builder import corpus
from voice.builder.corpus import CHUNK, IGNORED, Corpus
from voice.builder.features import DIMENSIONS
from voice.builder.phones import PHONES
from voice.builder.recipe import QUICK
from voice.builder.shape import Shape
from voice.builder.trained import Trained
from voice.builder.utterances import Spoken

SMALL = Shape(width=32, depth=2)
_PHONES = (0, 3, 8, 15)


def utterance(frames: int, seed: int) -> Spoken:
    """Return an utterance in which each phone of a few has cepstra of its own, in noise."""
    rng = np.random.default_rng(seed)
    places = np.random.default_rng(99).standard_normal((len(PHONES), DIMENSIONS)) * 3
    phones = np.repeat(rng.choice(_PHONES, frames // 12 + 1), 12)[:frames]
    features = (places[phones] + rng.standard_normal((frames, DIMENSIONS))).astype(np.float32)
    begun = np.concatenate([[True], phones[1:] != phones[:-1]])
    rows = []
    for shift in range(3):
        at = np.arange(shift, frames, 3)
        first = np.array([begun[max(0, frame - 2) : frame + 1].any() for frame in at])
        rows.append((2 * phones[at] + np.where(first, 0, 1)).astype(np.int16))
    return Spoken(features, rows)


@pytest.fixture(scope="module")
def speech() -> Corpus:
    return corpus.assemble((utterance(200 + 7 * seed, seed) for seed in range(60)), SMALL.context)


def test_every_chunk_finds_the_frames_and_the_labels_of_its_own_utterance() -> None:
    made = [utterance(310, 1), utterance(160, 2)]
    found = corpus.assemble(made, SMALL.context)
    assert len(found.chunks) == 3 + 2, "104 outputs make three chunks of 50, 54 make two"
    for frame_at, first, label_at in found.chunks.tolist():
        spoken = made[0] if frame_at == 0 else made[1]
        for shift in range(3):
            wanted = found.labels[shift][label_at + first : label_at + first + CHUNK]
            heard = wanted[wanted != IGNORED]
            np.testing.assert_array_equal(heard, spoken.pdfs[shift][first : first + CHUNK])
            centre = found.features[frame_at + 3 * first + shift + SMALL.context].astype(np.float32)
            np.testing.assert_allclose(centre, spoken.features[3 * first + shift], rtol=2e-3, atol=1e-3)
        needed = frame_at + 3 * first + 2 + SMALL.frames_for(CHUNK)
        assert needed <= len(found.features), "also the last chunk has all the frames that it sees"


def test_edge_frames_are_repeated_as_vosk_repeats_them() -> None:
    found = corpus.assemble([utterance(100, 1)], SMALL.context)
    assert (found.features[: SMALL.context] == found.features[SMALL.context]).all()
    assert (found.features[SMALL.context + 100 :] == found.features[SMALL.context + 99]).all()


def test_joined_corpora_are_what_assembling_them_at_once_gives(tmp_path: Path) -> None:
    first, second = [utterance(310, 1), utterance(160, 2)], [utterance(200, 3)]
    together = corpus.assemble([*first, *second], SMALL.context)
    one, other = corpus.assemble(first, SMALL.context), corpus.assemble(second, SMALL.context)
    other.save(tmp_path / "corpus.npz")
    joined = corpus.joined([one, corpus.load(tmp_path / "corpus.npz")])
    np.testing.assert_array_equal(joined.features, together.features)
    np.testing.assert_array_equal(joined.labels, together.labels)
    np.testing.assert_array_equal(joined.chunks, together.chunks)
    assert joined.hours == pytest.approx(6.7 / 3600, rel=0.01)


def test_a_small_network_learns_and_is_exported_as_it_was_trained(speech: Corpus) -> None:
    from voice.builder import training

    told: list[tuple[float, float, float]] = []
    settings = replace(QUICK.training, epochs=25.0, batch=16, disguise_share=0.25)
    trained = training.train(speech, SMALL, settings, lambda *report: told.append(report))
    assert told[-1][0] == 1.0
    assert told[-1][1] < told[0][1], "the loss falls"
    assert trained.context == SMALL.context
    assert int(trained.counts.sum()) == int((speech.labels[0] >= 0).sum())
    fresh = utterance(240, 1234)
    cepstra = fresh.features.astype(np.float64)
    edges = np.repeat(cepstra[:1], SMALL.context, 0), np.repeat(cepstra[-1:], SMALL.context, 0)
    heard = forward(trained, np.concatenate([edges[0], cepstra, edges[1]])).argmax(1)
    assert float((heard // 2 == fresh.pdfs[0] // 2).mean()) > 0.9, "a sentence it has not heard"


def test_training_goes_on_from_a_network_and_learns_what_it_now_hears(speech: Corpus) -> None:
    from voice.builder import training

    settings = replace(QUICK.training, epochs=8.0, batch=16, disguise_share=0.0)
    first = training.train(speech, SMALL, settings, lambda *_: None)
    rest = replace(settings, epochs=0.01, learning_rate=0.0)
    np.testing.assert_array_equal(
        training.train(speech, SMALL, rest, lambda *_: None, start=first).layers[0].weights,
        first.layers[0].weights,
    )

    class Shifted:
        """Everything is heard upside down: a stand-in for noise."""

        def heard(self, cepstra: np.ndarray, rows: np.ndarray, rng: np.random.Generator) -> np.ndarray:
            assert len(rows) == len(cepstra)
            return -cepstra

    shifted = replace(settings, learning_rate=4e-3)
    second = training.train(speech, SMALL, shifted, lambda *_: None, first, Shifted())

    def right(trained: Trained) -> float:
        fresh = utterance(240, 1234)
        cepstra = np.pad(-fresh.features.astype(np.float64), ((SMALL.context,) * 2, (0, 0)), "edge")
        return float((forward(trained, cepstra).argmax(1) // 2 == fresh.pdfs[0] // 2).mean())

    assert right(second) > 0.9 > 0.6 > right(first)


def test_a_network_of_another_shape_is_not_gone_on_from(speech: Corpus) -> None:
    from voice.builder import training

    settings = replace(QUICK.training, epochs=0.01, batch=16)
    small = training.train(speech, SMALL, settings, lambda *_: None)
    with pytest.raises(ValueError, match="not of Shape"):
        training.train(speech, replace(SMALL, width=16), settings, lambda *_: None, start=small)
