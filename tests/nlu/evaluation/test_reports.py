"""The reports count what they say they count."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import pytest

from nlu.evaluation.dataset import Example
from nlu.evaluation.intents import Prediction, cross_validate, leave_writers_out, summarise
from nlu.evaluation.messages import measure_entities, measure_errands, read_lines
from nlu.evaluation.report import entities_markdown, errands_markdown, intents_markdown

NOW = datetime(2026, 11, 23, 8, 30)
DATA = Path(__file__).resolve().parents[1] / "data"


def test_accuracy_top_three_and_confident_errors_are_counted() -> None:
    predictions = [
        Prediction("a", "pas", [("pas", 0.9)]),
        Prediction("b", "pas", [("valg", 0.8), ("pas", 0.1)]),
        Prediction("c", "valg", [("pas", 0.5), ("tak", 0.4), ("ja", 0.1)]),
        Prediction("d", "valg", [("valg", 0.6)]),
    ]
    report = summarise(predictions)
    assert (report.accuracy, report.within_three, report.confidently_wrong) == (0.5, 0.75, 1)
    assert report.per_intent["pas"] == (2, 0.5, 0.5)
    assert {(truth, answer) for truth, answer, *_ in report.confusions} == {("pas", "valg"), ("valg", "pas")}
    assert "valg → pas" in intents_markdown("Prøve", predictions, 5)


def test_perfectly_sure_and_right_answers_have_no_calibration_error() -> None:
    assert summarise([Prediction("a", "pas", [("pas", 1.0)])]).calibration_error == 0


def test_nothing_to_summarise_is_an_error() -> None:
    with pytest.raises(ValueError, match="no predictions"):
        summarise([])


def test_cross_validation_predicts_every_example_once() -> None:
    texts = {
        "pas": ["nyt pas", "pas til barn", "mit pas er væk"],
        "rotter": ["en rotte", "rotter i gården", "rotteproblem"],
    }
    examples = [Example(text, intent, "a.yml") for intent, some in texts.items() for text in some]
    report, predictions = cross_validate(examples, folds=3)
    assert sorted(prediction.text for prediction in predictions) == sorted(
        example.text for example in examples
    )
    assert report.utterances == 6


def test_a_writer_left_out_is_predicted_from_the_others_alone() -> None:
    examples = [
        Example(text, intent, "a.yml", writer)
        for writer, pas, rotter in (("a", "nyt pas", "rotter i gården"), ("b", "pas til barn", "en rotte"))
        for text, intent in ((pas, "pas"), (rotter, "rotter"))
    ]
    report, predictions = leave_writers_out(examples, writers=["a"])
    assert [(p.text, p.style) for p in predictions] == [("nyt pas", "a"), ("rotter i gården", "a")]
    assert report.accuracy == 1.0
    with pytest.raises(ValueError, match="no such writer: c"):
        leave_writers_out(examples, writers=["c"])


def test_errands_must_be_right_in_number_and_order() -> None:
    def classify(texts: Sequence[str], length: int) -> list[list[tuple[str, float]]]:
        return [[("pas" if "pas" in text else "rotter", 0.9)] for text in texts]

    rows = [
        {"text": "Jeg skal have pas. Der er rotter i gården?", "intents": ["pas", "rotter"]},
        {"text": "Jeg skal have pas. Der er rotter i gården?", "intents": ["rotter", "pas"]},
        {"text": "Jeg skal have pas. Er der rotter?", "intents": ["pas"]},
    ]
    report = measure_errands(rows, classify, NOW)
    assert report.exact == pytest.approx(1 / 3)
    assert report.false_splits == 1.0
    assert "Ærinder: 3 beskeder" in errands_markdown(report, 1)


def test_the_entities_of_the_development_set_are_read() -> None:
    report = measure_entities(read_lines(DATA / "entities.jsonl"))
    assert report.exact >= 0.95, report.misses
    assert "Oplysninger" in entities_markdown(report, 0)


@pytest.mark.parametrize("line", ["{", "[]", '{"intents": []}'])
def test_a_bad_line_is_named_by_its_number(tmp_path: Path, line: str) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text(f'{{"text": "hej"}}\n\n{line}\n', encoding="utf-8")
    with pytest.raises(ValueError, match="line 3"):
        read_lines(path)
