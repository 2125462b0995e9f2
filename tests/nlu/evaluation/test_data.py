"""The training data of the repository, and the tool that checks it."""

from pathlib import Path

import pytest

from nlu.evaluation.dataset import Example, group_near_copies, read_examples
from nlu.evaluation.validate_data import check, find_catalogue, main, read_catalogue

SCOPES = {"pas": "kerne", "tak": "act"}


def write(folder: Path, *examples: str, intent: str = "pas") -> Path:
    lines = "".join(f"    - {example}\n" for example in examples)
    (folder / "data.yml").write_text(
        f'version: "3.1"\nnlu:\n- intent: {intent}\n  examples: |\n{lines}', encoding="utf-8"
    )
    return folder


def test_the_data_of_the_repository_has_no_errors() -> None:
    catalogue = find_catalogue()
    assert catalogue is not None
    findings = check(read_examples(), read_catalogue(catalogue), look_for_near_copies=False)
    assert findings.errors == []


def test_markup_of_entities_is_removed(tmp_path: Path) -> None:
    write(tmp_path, '[i dag](date) hos [mig]{"entity": "x"}')
    assert [example.text for example in read_examples(tmp_path)] == ["i dag hos mig"]


def test_a_broken_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "broken.yml").write_text("nlu: [", encoding="utf-8")
    with pytest.raises(ValueError, match=r"broken\.yml"):
        read_examples(tmp_path)
    assert main(["--data", str(tmp_path)]) == 1


def test_an_unknown_id_and_an_id_without_examples_are_errors() -> None:
    findings = check([Example("nyt pas", "paas", "a.yml")], SCOPES)
    assert any("ukendt id: paas" in error for error in findings.errors)
    assert any("uden eksempler: tak" in error for error in findings.errors)


def test_one_text_under_two_ids_is_an_error_even_in_another_spelling() -> None:
    findings = check([Example("Nyt pas!", "pas", "a.yml"), Example("nyt pas", "tak", "b.yml")], SCOPES)
    assert any("to id'er" in error for error in findings.errors)


def test_repeats_near_copies_and_too_few_examples_are_warnings() -> None:
    examples = [
        Example("jeg vil gerne have et nyt pas", "pas", "a.yml"),
        Example("jeg vil gerne have et nyt pas", "pas", "a.yml"),
        Example("jeg vil gerne have et nyt paspas", "pas", "a.yml"),
        Example("tak", "tak", "a.yml"),
    ]
    warnings = check(examples, SCOPES).warnings
    assert {warning.split(":")[0].split(" (")[0] for warning in warnings} == {
        "gentaget",
        "næsten ens",
        "for få eksempler",
    }


def test_near_copies_share_a_group_and_others_do_not() -> None:
    groups = group_near_copies(
        ["hvornår kommer hjemmehjælpen i dag", "hvornår kommer hjemmehjælpen idag", "mit pas er væk"]
    )
    assert groups[0] == groups[1] != groups[2]
