"""``en-indgang evaluate``: any file in the agreed form is measured and reported."""

import json
import tarfile
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest
import yaml

from nlu.components.ngrams import NgramModel
from nlu.evaluation.__main__ import main
from nlu.evaluation.baseline import _write_project, stock_pipeline
from nlu.evaluation.charts import confusions_svg, coverage_svg
from nlu.evaluation.dataset import Example
from nlu.evaluation.intents import Prediction, summarise
from nlu.evaluation.linear import measure_linear
from nlu.evaluation.report import form_of
from nlu.evaluation.scope import coverage_and_risk, interval, macro_f1_interval, measure_scope

PREDICTIONS = [
    Prediction("a", "pas", [("pas", 0.9), ("valg", 0.05)]),
    Prediction("b", "pas", [("valg", 0.3), ("pas", 0.2)]),
    Prediction("c", "uden_for_emne", [("uden_for_emne", 0.6)]),
    Prediction("d", "uden_for_emne", [("pas", 0.5)]),
    Prediction("e", "valg", [("uden_for_emne", 0.5), ("valg", 0.4)]),
]


def lines(path: Path, *rows: dict[str, object]) -> str:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return str(path)


def test_refusals_are_counted_on_both_sides() -> None:
    report = measure_scope(PREDICTIONS, threshold=0.4)
    assert (report.caught, report.refused) == (0.5, pytest.approx(2 / 3))
    assert report.missed == [("d", "pas")]


def test_risk_is_the_share_of_wrong_answers_among_those_given() -> None:
    points = coverage_and_risk(PREDICTIONS)
    assert points[0] == (0.0, 1.0, pytest.approx(3 / 5))
    assert points[11] == (0.55, pytest.approx(2 / 5), 0.0)


def test_intervals_hold_the_share_and_narrow_with_more_texts() -> None:
    low, high = interval([True, False] * 10)
    closer_low, closer_high = interval([True, False] * 1000)
    assert low < closer_low < 0.5 < closer_high < high
    assert interval([]) == (0.0, 0.0)
    assert macro_f1_interval([Prediction("a", "pas", [("pas", 1.0)])]) == (1.0, 1.0)


def test_the_pictures_are_well_formed_and_name_what_was_confused() -> None:
    confusions = confusions_svg(summarise(PREDICTIONS))
    for picture in (confusions, coverage_svg(coverage_and_risk(PREDICTIONS))):
        assert ElementTree.fromstring(picture).tag.endswith("svg")  # noqa: S314
    assert "pas → valg: 1" in confusions


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("nyt pas", "kort (1-6 ord), uden tegn og store bogstaver"),
        ("Hvad koster et pas til mit barn?", "almindelig (7-14), med tegn"),
    ],
)
def test_the_form_of_a_text_is_seen(text: str, form: str) -> None:
    assert form_of(text) == form


def test_foreign_files_are_trained_on_asked_and_reported(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    train = lines(
        tmp_path / "train.jsonl",
        *({"text": text, "intent": "pas"} for text in ("nyt pas", "pas til barn", "mit pas er væk")),
        *({"text": text, "intent": "rotter"} for text in ("en rotte", "rotter i gården", "rotteproblem")),
    )
    test = lines(
        tmp_path / "test.jsonl",
        {"text": "pas væk", "intent": "pas", "style": "kort"},
        {"text": "Rotter i kælderen?", "intent": "rotter", "style": "vred"},
    )
    outside = lines(tmp_path / "outside.jsonl", {"text": "vejret i Paris", "why": "vejr"})
    multi = lines(tmp_path / "multi.jsonl", {"text": "Nyt pas? Rotter?", "intents": ["pas", "rotter"]})
    entities = lines(
        tmp_path / "entities.jsonl",
        {"text": "i morgen", "now": "2026-11-23T08:30:00", "entities": {"date": "2026-11-24"}},
    )
    options = ["--train", train, "--test", test, "--out-of-scope", outside, "--multi", multi]
    report = tmp_path / "report"
    assert main([*options, "--entities", entities, "--no-baseline", "--report", str(report)]) == 0
    written = (report / "report.md").read_text(encoding="utf-8")
    assert capsys.readouterr().out in written
    for part in ("3 ytringer", "| vred | 1 |", "fanget:", "Ærinder: 1 beskeder", "| date | 1 | 1 |"):
        assert part in written
    assert (report / "confusions.svg").exists()


def test_a_file_without_intents_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--intents", lines(tmp_path / "bad.jsonl", {"text": "hej"})]) == 1
    assert 'bad.jsonl, row 1: expected "intent"' in capsys.readouterr().err


def test_the_stock_project_holds_every_text_on_a_line_of_its_own(tmp_path: Path) -> None:
    _write_project(tmp_path, [Example("nyt\npas", "pas", ""), Example("rotter: hjælp", "rotter", "")], 3)
    data = yaml.safe_load((tmp_path / "nlu.yml").read_text(encoding="utf-8"))
    assert data["nlu"] == [
        {"intent": "pas", "examples": "- nyt pas\n"},
        {"intent": "rotter", "examples": "- rotter: hjælp\n"},
    ]
    assert {"name": "DIETClassifier", "epochs": 3} in stock_pipeline(3)


@pytest.mark.parametrize("intents", [("pas", "rotter"), ("pas", "rotter", "valg")])
def test_the_linear_classifiers_rank_all_intents_of_what_they_were_shown(intents: tuple[str, ...]) -> None:
    told = {"pas": "nyt pas til rejsen", "rotter": "rotter i gården", "valg": "brevstemme til valget"}
    train = [Example(f"{told[intent]} {number}", intent, "") for intent in intents for number in range(3)]
    held = [Example(told[intent], intent, "", "kort") for intent in intents]
    for baseline in measure_linear(train, held):
        assert [p.intent for p in baseline.predictions] == list(intents)
        assert all(sum(c for _, c in p.ranking) == pytest.approx(1) for p in baseline.predictions)


def test_a_trained_model_of_rasa_is_asked_without_training(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    trained = tmp_path / "trained" / "components" / "train_NgramClassifier"
    trained.mkdir(parents=True)
    NgramModel.fit(
        ["nyt pas", "pas til barn", "en rotte", "rotter i gården"], ["pas"] * 2 + ["rotter"] * 2
    ).save(trained)
    with tarfile.open(tmp_path / "model.tar.gz", "w:gz") as archive:
        archive.add(tmp_path / "trained", arcname=".")
    asked = lines(tmp_path / "asked.jsonl", {"text": "pas væk", "intent": "pas"})
    assert main(["--model", str(tmp_path / "model.tar.gz"), "--intents", asked]) == 0
    printed = capsys.readouterr()
    assert "Model: model.tar.gz" in printed.out
    assert "Træner" not in printed.err


def test_an_archive_without_a_classifier_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with tarfile.open(tmp_path / "empty.tar.gz", "w:gz"):
        pass
    asked = lines(tmp_path / "asked.jsonl", {"text": "pas væk", "intent": "pas"})
    assert main(["--model", str(tmp_path / "empty.tar.gz"), "--intents", asked]) == 1
    assert "no classifier" in capsys.readouterr().err
