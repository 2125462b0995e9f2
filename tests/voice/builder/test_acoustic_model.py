"""The acoustic model's file: numbering, topology, the folded network; and reading it back."""

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from tests.voice.builder import tiny
from tests.voice.builder.kaldi_reader import KaldiReader
from voice.builder import model_reader
from voice.builder.acoustic_model import folded, leave_id, loop_id, priors, write_acoustic_model
from voice.builder.features import DIMENSIONS
from voice.builder.phones import PHONES, graph_phones
from voice.builder.trained import Trained, load

Array = npt.NDArray[np.float64]
GRAPH_PHONES = 1 + 4 * (len(PHONES) - 1) + 1


def forward(network: Trained, cepstra: Array) -> Array:
    """Run the network as it was trained, batch normalisation after each rectifier, frame by frame."""
    reaches = [(-2, -1, 0, 1, 2), (-1, 0, 1), *[(-3, 0, 3)] * (len(network.layers) - 3)]

    def hidden(depth: int, frame: int) -> Array:
        if depth < 0:
            return (cepstra[frame] - network.input_mean) / network.input_deviation
        layer = network.layers[depth]
        spliced = np.concatenate([hidden(depth - 1, frame + offset) for offset in reaches[depth]])
        rectified = np.maximum(spliced @ layer.weights + layer.bias, 0)
        return (rectified - layer.mean) / np.sqrt(layer.variance + 1e-5) * layer.scale + layer.shift

    last, rows = network.layers[-1], []
    for frame in range(network.context, len(cepstra) - network.context, 3):
        logits = hidden(len(network.layers) - 2, frame) @ last.weights + last.bias
        rows.append(logits - np.log(np.exp(logits - logits.max()).sum()) - logits.max())
    return np.array(rows)


@pytest.fixture
def network() -> Trained:
    return tiny.trained()


@pytest.fixture
def cepstra() -> Array:
    return np.random.default_rng(5).standard_normal((40, DIMENSIONS)) * 8


@pytest.fixture
def written(network: Trained, tmp_path: Path) -> Path:
    path = tmp_path / "am" / "final.mdl"
    write_acoustic_model(path, network)
    return path


def read_transitions(reader: KaldiReader) -> tuple[list[int], list[list[int]], Array]:
    reader.token("<TransitionModel>", "<Topology>")
    phones, entries = reader.integers(), reader.integers()
    assert entries == [-1] + [0] * len(phones), "every phone has the one topology"
    assert [reader.integer() for _ in range(3)] == [-1, 1, 2], "loop classes; one entry; two states"
    assert [reader.integer() for _ in range(3)] == [0, 1, 2], "state 0: forward, loop, two transitions"
    assert (reader.integer(), reader.single()) == (0, 0.5)
    assert (reader.integer(), reader.single()) == (1, 0.5)
    assert [reader.integer() for _ in range(3)] == [-1, -1, 0], "the last state emits nothing"
    reader.token("</Topology>", "<Tuples>")
    tuples = [[reader.integer() for _ in range(4)] for _ in range(reader.integer())]
    reader.token("</Tuples>", "<LogProbs>")
    log_probabilities = reader.vector()
    reader.token("</LogProbs>", "</TransitionModel>")
    return phones, tuples, log_probabilities


def test_transitions_are_numbered_loop_then_way_out_phone_by_phone() -> None:
    assert [(loop_id(phone), leave_id(phone)) for phone in (1, 2, 3)] == [(1, 2), (3, 4), (5, 6)]


def test_the_transition_model_lists_each_phone_once_with_its_own_outputs(written: Path) -> None:
    phones, tuples, log_probabilities = read_transitions(KaldiReader(written.read_bytes()))
    assert phones == list(range(1, GRAPH_PHONES + 1))
    assert tuples == sorted(tuples)
    # Silence, then the four positions of the first vowel, which share two outputs; garbage comes last.
    assert tuples[:6] == [[1, 0, 0, 1], [2, 0, 2, 3], [3, 0, 2, 3], [4, 0, 2, 3], [5, 0, 2, 3], [6, 0, 4, 5]]
    assert tuples[-1] == [GRAPH_PHONES, 0, tiny.PDFS, tiny.PDFS + 1]
    assert len(log_probabilities) == 1 + 2 * GRAPH_PHONES, "one a transition id, and the unused 0"
    assert log_probabilities[0] == 0
    np.testing.assert_allclose(log_probabilities[1:], np.log(0.5), rtol=1e-6)


def test_the_whole_file_is_what_kaldi_expects_and_nothing_after(network: Trained, written: Path) -> None:
    reader = KaldiReader(written.read_bytes())
    read_transitions(reader)
    reader.token("<Nnet3>")
    config = reader.lines_to_empty()
    names = [line.split()[1].removeprefix("name=") for line in config if line.startswith("component-node")]
    inputs = [line.split()[3].removeprefix("input=") for line in config if line.startswith("component-node")]
    assert inputs == ["input", *names[:-1]], "a chain"
    assert "input-node name=input dim=40" in config
    assert "output-node name=output input=garbage objective=linear" in config
    reader.token("<NumComponents>")
    assert reader.integer() == len(names)
    widths, offsets = [DIMENSIONS], []
    for name in names:
        reader.token("<ComponentName>", name)
        kind = reader.word()
        if kind in ("<RectifiedLinearComponent>", "<LogSoftmaxComponent>"):
            reader.token("<Dim>")
            assert reader.integer() == widths[-1]
            for statistic in ("<ValueAvg>", "<DerivAvg>"):
                reader.token(statistic)
                assert len(reader.vector()) == 0
            reader.token("<Count>")
            reader.double()
            reader.token("<OderivRms>")
            reader.vector()
            for statistic in ("<OderivCount>", "<NumDimsSelfRepaired>", "<NumDimsProcessed>"):
                reader.token(statistic)
                reader.double()
        else:
            splices = 1
            if kind in ("<TdnnComponent>", "<AffineComponent>"):
                reader.token("<LearningRate>")
                reader.single()
            if kind == "<TdnnComponent>":
                reader.token("<TimeOffsets>")
                offsets.append(reader.integers())
                splices = len(offsets[-1])
            reader.token("<LinearParams>")
            weights = reader.matrix()
            reader.token("<BiasParams>")
            assert weights.shape == (len(reader.vector()), splices * widths[-1])
            widths.append(len(weights))
            if kind == "<TdnnComponent>":
                reader.token("<OrthonormalConstraint>")
                reader.single()
                reader.token("<UseNaturalGradient>")
                assert reader.boolean() is False
                reader.token("<NumSamplesHistory>")
                reader.single()
                reader.token("<AlphaInOut>")
                reader.single(), reader.single()
                reader.token("<RankInOut>")
                reader.integer(), reader.integer()
        reader.token(kind.replace("<", "</"))
    assert offsets == [[-2, -1, 0, 1, 2], [-1, 0, 1], [-3, 0, 3], [-3, 0, 3]]
    assert widths[-2:] == [tiny.PDFS, tiny.PDFS + 2], "garbage has two outputs more"
    reader.token("</Nnet3>", "<LeftContext>")
    assert reader.integer() == network.context
    reader.token("<RightContext>")
    assert reader.integer() == network.context
    reader.token("<Priors>")
    assert len(reader.vector()) == tiny.PDFS + 2
    assert reader.at_end()


def test_folding_the_normalisation_changes_nothing_that_is_heard(network: Trained, cepstra: Array) -> None:
    normalise, *layers = folded(network)
    hidden = {frame: normalise.weights @ row + normalise.bias for frame, row in enumerate(cepstra)}
    for number, layer in enumerate(layers):
        hidden = {
            frame: layer.weights @ np.concatenate([hidden[frame + o] for o in layer.offsets]) + layer.bias
            for frame in hidden
            if all(frame + o in hidden for o in layer.offsets)
        }
        if number < len(layers) - 1:
            hidden = {frame: np.maximum(row, 0) for frame, row in hidden.items()}
    expected = forward(network, cepstra)
    for row, frame in zip(expected, range(network.context, 40, 3), strict=False):
        logits = hidden[frame]
        np.testing.assert_allclose(logits - logits[0], row - row[0], atol=1e-6)


def test_a_model_read_back_scores_as_the_network_did(network: Trained, written: Path, cepstra: Array) -> None:
    edges = np.repeat(cepstra[:1], network.context, 0), np.repeat(cepstra[-1:], network.context, 0)
    expected = forward(network, np.concatenate([edges[0], cepstra, edges[1]])) - np.log(
        priors(network)[: tiny.PDFS]
    )
    scores = model_reader.read(written).log_likelihoods(cepstra.astype(np.float32))
    assert scores.shape == (14, tiny.PDFS), "40 frames of 10 ms make 14 of 30 ms"
    np.testing.assert_allclose(scores, expected, atol=2e-4)


def test_a_phone_that_was_never_heard_does_not_win_everywhere(network: Trained) -> None:
    counts = np.zeros(tiny.PDFS, np.int64)
    counts[0] = 1_000_000
    unbalanced = Trained(network.layers, network.input_mean, network.input_deviation, counts, network.context)
    found = priors(unbalanced)
    assert found[:-2].min() == pytest.approx(3e-3), "a floor"
    assert found[0] == pytest.approx(1.0, abs=1e-3)
    assert found[-2:].tolist() == [1.0, 1.0]


@pytest.mark.parametrize("length", [0, 2, 100, 400])
def test_what_is_no_model_is_refused(length: int, tmp_path: Path) -> None:
    path = tmp_path / "final.mdl"
    path.write_bytes(np.random.default_rng(length).bytes(length))
    with pytest.raises(model_reader.UnreadableModel):
        model_reader.read(path)


def test_a_model_that_was_cut_off_is_refused(written: Path) -> None:
    whole = written.read_bytes()
    for share in (0.2, 0.5, 0.9, 0.999):
        written.write_bytes(whole[: int(len(whole) * share)])
        with pytest.raises(model_reader.UnreadableModel):
            model_reader.read(written)


def test_a_network_kept_on_disk_is_the_same_network(network: Trained, tmp_path: Path) -> None:
    network.save(tmp_path / "network.npz")
    again = load(tmp_path / "network.npz")
    assert again.context == network.context
    np.testing.assert_array_equal(again.counts, network.counts)
    assert again.layers[-1].scale is None
    for before, after in zip(folded(network), folded(again), strict=True):
        np.testing.assert_array_equal(before.weights, after.weights)
        np.testing.assert_array_equal(before.bias, after.bias)


def test_the_graph_phones_are_numbered_without_a_gap() -> None:
    phones = graph_phones()
    assert [phone.id for phone in phones] == list(range(1, GRAPH_PHONES + 1))
    assert len({phone.name for phone in phones}) == GRAPH_PHONES
    assert [(p.forward_pdf, p.loop_pdf) for p in phones if p.name.startswith("i_")] == [(2, 3)] * 4
