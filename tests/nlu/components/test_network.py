"""The network learns, is rounded without harm, and is less sure than it was trained to be."""

from random import Random

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from nlu.components.calibration import REFUSED, Calibration, fit_calibration
from nlu.components.misspelling import misspell
from nlu.components.network import ByteNetwork, Network, NetworkSettings, softmax, train_network

FEATURES = csr_matrix(np.eye(6, dtype=np.float32))
LABELS = np.array([0, 0, 1, 1, 2, 2])
SMALL = NetworkSettings(hidden=16, fewest_steps=200, feature_dropout=0.0)


@pytest.fixture(scope="module")
def network() -> Network:
    return train_network(FEATURES, LABELS, 3, SMALL, seed=1)


def test_what_was_taught_is_known(network: Network) -> None:
    assert network.scores(FEATURES).argmax(axis=1).tolist() == LABELS.tolist()


def test_the_same_seed_gives_the_same_network(network: Network) -> None:
    again = train_network(FEATURES, LABELS, 3, SMALL, seed=1)
    assert np.array_equal(again.first, network.first)


def test_networks_side_by_side_answer_with_the_mean_of_their_scores(network: Network) -> None:
    other = train_network(FEATURES, LABELS, 3, SMALL, seed=2)
    mean = (network.scores(FEATURES) + other.scores(FEATURES)) / 2
    assert np.allclose(Network.side_by_side([network, other]).scores(FEATURES), mean, atol=1e-4)


def test_rounding_to_bytes_changes_scores_by_little(network: Network) -> None:
    encoded = [([row], np.ones(1, np.float32)) for row in range(6)]
    assert np.allclose(ByteNetwork.of(network).scores(encoded), network.scores(FEATURES), atol=0.1)


def test_a_text_without_known_features_gets_scores_too(network: Network) -> None:
    assert ByteNetwork.of(network).scores([([], np.zeros(0, np.float32))]).shape == (1, 3)


def test_held_out_errors_make_the_classifier_less_sure() -> None:
    scores = np.tile(np.array([[6.0, 0.0]], np.float32), (10, 1))
    sure = fit_calibration(scores, np.zeros(10, np.int64), ["a", "b"])
    humbled = fit_calibration(scores, np.array([0] * 7 + [1] * 3), ["a", "b"])
    assert humbled.probabilities(scores)[0, 0] < sure.probabilities(scores)[0, 0]


def test_out_of_scope_is_raised_until_a_few_enquiries_fall_there() -> None:
    random = np.random.default_rng(0)
    scores = random.normal(0, 1, (500, 2)).astype(np.float32) + np.array([4.0, 0.0], np.float32)
    calibration = fit_calibration(scores, np.zeros(500, np.int64), ["pas", "uden_for_emne"])
    refused = (calibration.probabilities(scores).argmax(axis=1) == 1).mean()
    assert calibration.bias > 0
    assert refused == pytest.approx(REFUSED, abs=0.005)


def test_danger_is_never_overtaken_by_out_of_scope() -> None:
    scores = np.array(
        [[1.0, 3.0, 2.0], [3.0, 1.0, 2.0]], np.float32
    )  # columns: pas, akut_fare, uden_for_emne
    answers = Calibration(1.0, out_of_scope=2, bias=2.0, danger=1).probabilities(scores).argmax(axis=1)
    assert answers.tolist() == [1, 2]


def test_without_held_out_texts_the_calibration_is_a_middling_one() -> None:
    empty = fit_calibration(np.zeros((0, 2), np.float32), np.zeros(0, np.int64), ["a", "b"])
    assert empty == Calibration()


def test_probabilities_sum_to_one_even_for_huge_scores() -> None:
    assert np.allclose(softmax(np.array([[1000.0, 0.0], [0.0, 0.0]], np.float32)).sum(axis=1), 1)


def test_misspelt_copies_differ_a_little_and_come_out_the_same_each_time() -> None:
    text = "hvornår kommer min hjemmepleje i morgen formiddag"
    copies = [misspell(text, Random(seed)) for seed in range(30)]
    assert copies == [misspell(text, Random(seed)) for seed in range(30)]
    assert sum(copy != text for copy in copies) >= 25
    assert all(abs(len(copy) - len(text)) <= 3 for copy in copies)
    assert misspell("", Random(0)) == ""
