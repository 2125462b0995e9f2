"""The classifier on a small set of its own."""

import json
from pathlib import Path

import numpy as np
import pytest

from nlu.components.concepts import ConceptLexicon, project_lexicon
from nlu.components.features import normalise
from nlu.components.ngrams import NgramModel

TEXTS = [
    "hvornår kommer min hjemmepleje", "hvad tid kommer hjemmehjælpen", "kommer hjemmeplejen i dag",
    "hvornår er hjælpen her",
    "jeg er løbet tør for bioposer", "send flere bioposer", "kan jeg få poser til madaffald",
    "jeg mangler grønne poser",
    "mit mitid virker ikke", "jeg er låst ude af mitid", "nyt mitid", "kodeviseren til mitid er væk",
]  # fmt: skip
LABELS = ["hjemmepleje"] * 4 + ["bioposer"] * 4 + ["mitid"] * 4


@pytest.fixture(scope="module")
def model() -> NgramModel:
    return NgramModel.fit(TEXTS, LABELS)


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("HVORNÅR KOMMER HJEMMEHJÆLPEREN?", "hjemmepleje"),
        ("hvornaar kommer hjemmeplejn", "hjemmepleje"),
        ("flere biopser tak", "bioposer"),
        ("mit-id driller", "mitid"),
    ],
)
def test_unseen_and_misspelt_texts_are_recognised(model: NgramModel, text: str, intent: str) -> None:
    assert model.ranking([text], 1)[0][0][0] == intent


def test_probabilities_sum_to_one_and_rankings_are_sorted(model: NgramModel) -> None:
    assert np.allclose(model.predict(["hej", "", "mitid", "🙂"]).sum(axis=1), 1)
    ranking = model.ranking(["mitid"], 3)[0]
    assert [confidence for _, confidence in ranking] == sorted((c for _, c in ranking), reverse=True)


def test_a_text_is_classified_the_same_alone_and_in_a_batch(model: NgramModel) -> None:
    assert np.allclose(model.predict(TEXTS)[5], model.predict([TEXTS[5]])[0])


def test_a_saved_model_gives_the_same_answers(model: NgramModel, tmp_path: Path) -> None:
    model.save(tmp_path)
    loaded = NgramModel.load(tmp_path)
    # weights are kept in half precision
    assert np.allclose(loaded.predict(TEXTS), model.predict(TEXTS), atol=0.01)
    assert loaded.classes == model.classes


def test_a_model_of_another_format_is_refused(model: NgramModel, tmp_path: Path) -> None:
    model.save(tmp_path)
    description = json.loads((tmp_path / "ngrams.json").read_text(encoding="utf-8"))
    (tmp_path / "ngrams.json").write_text(json.dumps({**description, "format": 0}), encoding="utf-8")
    with pytest.raises(ValueError, match="train again"):
        NgramModel.load(tmp_path)


def test_two_intents_are_enough() -> None:
    model = NgramModel.fit(TEXTS[:8], LABELS[:8])
    assert model.ranking(["bioposer"], 2)[0][0][0] == "bioposer"


@pytest.mark.parametrize(
    ("written", "plain"), [("Noerrebro 54", "nørrebro 00"), ("HAAALLOOO", "hålloo"), ("Æblegrød", "æblegrød")]
)
def test_spellings_are_made_one(written: str, plain: str) -> None:
    assert normalise(written) == plain


def test_the_lexicon_reads_its_own_notation() -> None:
    lexicon = ConceptLexicon({"regning": "regning", "ble": "=ble", "bad": "bad-", "tid": "hvad_tid"})
    assert lexicon.of_word("elregningen") == ("regning",)
    assert lexicon.of_word("bleer") == ()
    assert lexicon.of_word("badebænk") == ("bad",)
    assert lexicon.of_text("hvad tid kommer regningen") == ["regning", "tid", "regning+tid"]


def test_every_notion_of_the_project_has_stems() -> None:
    assert all(stems.split() for stems in project_lexicon().notions.values())
