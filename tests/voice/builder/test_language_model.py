"""The n-gram model: probabilities, counted by hand where that can be done."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice.builder.language_model import BEGIN, END, LanguageModel, LanguageModelSettings

WORDS = ("ja", "nej", "tak", "hej")
weighted_sentences = st.lists(
    st.tuples(st.lists(st.sampled_from((*WORDS, "ukendt")), max_size=6), st.sampled_from((0.2, 1.0, 3.0))),
    max_size=12,
)


@given(weighted_sentences, st.integers(1, 4), st.sampled_from((None, {2: 1.0}, {2: 0.3, 3: 0.6})))
def test_after_any_history_the_probabilities_make_one(
    sentences: list[tuple[list[str], float]], order: int, least: dict[int, float] | None
) -> None:
    model = LanguageModel(sentences, WORDS, LanguageModelSettings(order=order, least_gain=least))
    histories = {history for level in model.probabilities for history in level}
    for history in histories | {("hej", "hej"), (BEGIN,), ("ukendt",)}:
        shares = [model.probability(history, word) for word in (*WORDS, END)]
        assert sum(shares) == pytest.approx(1, abs=1e-6), history
        assert min(shares) > 0


def test_words_and_pairs_counted_by_hand() -> None:
    """Two of "ja tak", one of "ja": three "ja", two "tak", three ends; and 0.2 for each of four."""
    settings = LanguageModelSettings(order=2, discount=0.5, unseen=0.2)
    sentences = [(["ja", "tak"], 1.0), (["ja", "tak"], 1.0), (["ja"], 1.0)]
    model = LanguageModel(sentences, ["ja", "tak", "nej"], settings)
    total = 8 + 4 * 0.2
    tak, end, nej = 2.2 / total, 3.2 / total, 0.2 / total
    assert model.probability((), "nej") == pytest.approx(nej)
    assert model.probability((), "tak") == pytest.approx(tak)
    # After "ja": "tak" twice and the end once, 0.5 off each; the 1.0 of 3 taken is spread as words alone are.
    assert model.probability(("ja",), "tak") == pytest.approx(1.5 / 3 + 1 / 3 * tak)
    assert model.probability(("ja",), END) == pytest.approx(0.5 / 3 + 1 / 3 * end)
    assert model.probability(("ja",), "nej") == pytest.approx(1 / 3 * nej)


def test_a_history_that_was_never_seen_is_shortened() -> None:
    model = LanguageModel([(["ja", "tak"], 1.0)], WORDS, LanguageModelSettings(order=3))
    assert model.probability(("hej", "ja"), "tak") == model.probability(("ja",), "tak")
    assert model.probability(("nej",), "tak") == model.probability((), "tak")


def test_a_heavier_sentence_counts_for_more() -> None:
    model = LanguageModel([(["ja"], 1.0), (["nej"], 3.0)], WORDS, LanguageModelSettings(order=2))
    assert model.probability((BEGIN,), "nej") > 2 * model.probability((BEGIN,), "ja")


def test_what_changes_little_is_left_to_the_shorter_history() -> None:
    sentences = [(["ja", "tak"], 3.0), (["hej", "tak"], 1.0), (["nej"], 4.0)]
    model = LanguageModel(sentences, WORDS, LanguageModelSettings(order=2, least_gain={2: 1.0}))
    # "hej tak" was said once; after "ja" it is three times "tak", which alone comes far less often.
    assert ("hej",) not in model.probabilities[1]
    assert model.probability(("hej",), "tak") == model.probability((), "tak")
    assert model.probability(("ja",), "tak") > 2 * model.probability((), "tak")


def test_what_its_words_alone_tell_as_well_is_left_out_however_often_it_was_seen() -> None:
    sentences = [(["ja"] * 6, 10.0), (["nej", "tak"], 1.0)]
    model = LanguageModel(sentences, WORDS, LanguageModelSettings(order=2, least_gain={2: 2.0}))
    assert "ja" not in model.probabilities[1].get(("ja",), {})
    assert "tak" in model.probabilities[1]["nej",]


def test_a_word_that_is_not_known_breaks_the_sentence_in_two() -> None:
    model = LanguageModel([(["ja", "øh", "tak"], 1.0)], WORDS, LanguageModelSettings(order=2))
    assert ("ja",) not in model.probabilities[1]
    assert (BEGIN,) in model.probabilities[1]
    assert model.probability((), "øh") == pytest.approx(1e-9)
