"""What is taken from spaCy; the parser's part on hand-made trees, since its model is not always installed."""

import pytest
from spacy.tokens import Doc
from spacy.vocab import Vocab

from nlu.danish.clauses import split_atoms
from nlu.pipeline.danish import CORE_PIPELINE, OWN_PIPELINE, DanishPipeline, describe_danish_model


@pytest.fixture(scope="module")
def own() -> DanishPipeline:
    return DanishPipeline.load(OWN_PIPELINE)


def test_the_own_pipeline_knows_abbreviations_but_not_ordinals(own: DanishPipeline) -> None:
    text = "Kom kl. 10. Tak, jf. brevet"
    assert {text[:end].split()[-1] for end in own.read(text).abbreviations} == {"kl.", "jf."}


def test_a_sentence_that_ends_in_an_abbreviation_ends_all_the_same(own: DanishPipeline) -> None:
    text = "Jeg mangler poser osv. Hvornår åbner I?"
    assert len(split_atoms(text, syntax=own.read(text))) == 2


def test_the_parser_adds_a_main_clause_that_the_rules_do_not_see() -> None:
    words = ["Bruseren", "drypper", "og", "naboen", "hoster"]
    doc = Doc(
        Vocab(), words=words, heads=[1, 1, 4, 4, 1], deps=["nsubj", "ROOT", "cc", "nsubj", "conj"],
    )  # fmt: skip
    text = "Bruseren drypper naboen hoster"
    plain = Doc(Vocab(), words=text.split(), heads=[1, 1, 3, 1], deps=["nsubj", "ROOT", "nsubj", "conj"])
    assert DanishPipeline(CORE_PIPELINE, lambda _: doc).read("").clause_starts == {text_index(words, 3)}
    syntax = DanishPipeline(CORE_PIPELINE, lambda _: plain).read(text)
    assert [text[atom.start : atom.end] for atom in split_atoms(text, syntax=syntax)] == [
        "Bruseren drypper",
        "naboen hoster",
    ]
    assert len(split_atoms(text)) == 1


def text_index(words: list[str], index: int) -> int:
    return sum(len(word) + 1 for word in words[:index])


def test_a_joined_verb_without_a_subject_of_its_own_begins_no_clause() -> None:
    doc = Doc(
        Vocab(),
        words=["Jeg", "synger", "og", "danser"],
        heads=[1, 1, 3, 1],
        deps=["nsubj", "ROOT", "cc", "conj"],
    )
    assert DanishPipeline(CORE_PIPELINE, lambda _: doc).read("").clause_starts == frozenset()


def test_a_pipeline_that_is_not_installed_gives_way_to_the_own_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nlu.pipeline.danish.find_spec", lambda _: None)
    assert DanishPipeline.load(CORE_PIPELINE).name == OWN_PIPELINE


@pytest.mark.parametrize("name", [CORE_PIPELINE, OWN_PIPELINE])
def test_the_start_up_line_is_one_line(name: str) -> None:
    assert "\n" not in describe_danish_model(name)
