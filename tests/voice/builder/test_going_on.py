"""Going on from a network that was built: its layers are taken apart again, and compute what they did."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tests.voice.builder import tiny
from tests.voice.builder.test_acoustic_model import forward
from tests.voice.builder.test_training import SMALL, utterance
from voice.builder import corpus, going_on, model_reader
from voice.builder.acoustic_model import write_acoustic_model
from voice.builder.errors import CannotBuild
from voice.builder.features import DIMENSIONS
from voice.builder.recipe import QUICK
from voice.builder.shape import Shape


def test_the_network_computes_what_it_did(tmp_path: Path) -> None:
    was = tiny.trained()
    write_acoustic_model(tmp_path / "final.mdl", was)
    rng = np.random.default_rng(5)
    heard = [(rng.standard_normal((60, DIMENSIONS)) * 8).astype(np.float32) for _ in range(30)]
    found = going_on.unfolded(model_reader.read(tmp_path / "final.mdl"), heard)
    cepstra = heard[0].astype(np.float64)
    np.testing.assert_allclose(forward(found, cepstra), forward(was, cepstra), rtol=1e-3, atol=1e-3)


def test_what_each_layer_gives_on_has_no_mean_and_a_spread_of_one(tmp_path: Path) -> None:
    write_acoustic_model(tmp_path / "final.mdl", tiny.trained())
    rng = np.random.default_rng(5)
    heard = [(rng.standard_normal((60, DIMENSIONS)) * 8).astype(np.float32) for _ in range(30)]
    first = going_on.unfolded(model_reader.read(tmp_path / "final.mdl"), heard).layers[0]
    assert first.scale is not None
    assert first.mean is not None
    assert (first.scale == 1).all()
    assert (first.mean > 0).any(), "a rectified layer is never below zero"


def test_a_network_trains_on_from_a_model_folder(tmp_path: Path) -> None:
    from voice.builder import training

    speech = corpus.assemble((utterance(200 + 7 * seed, seed) for seed in range(40)), SMALL.context)
    settings = replace(QUICK.training, epochs=12.0, batch=16, disguise_share=0.0)
    losses: list[float] = []
    first = training.train(speech, SMALL, settings, lambda _, loss, __: losses.append(loss))
    write_acoustic_model(tmp_path / "am" / "final.mdl", first)
    ended_at = losses[-1]
    start = going_on.network_of(tmp_path, speech, SMALL, seed=1)
    training.train(
        speech,
        SMALL,
        replace(settings, epochs=1.0, learning_rate=1e-4),
        lambda _, loss, __: losses.append(loss),
        start=start,
    )
    assert losses[-1] < 1.1 * ended_at, "it begins where the first one ended"


def test_a_network_of_another_shape_is_refused(tmp_path: Path) -> None:
    write_acoustic_model(tmp_path / "am" / "final.mdl", tiny.trained())
    speech = corpus.assemble([utterance(300, 1)], SMALL.context)
    with pytest.raises(CannotBuild, match="cannot be gone on from"):
        going_on.network_of(tmp_path, speech, Shape(width=64, depth=4), seed=1)
