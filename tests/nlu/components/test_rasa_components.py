"""The components as Rasa runs them: a small model trained, stored, loaded and asked."""

import json
from typing import Any

import pytest
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.components.classifier import NgramClassifier
from nlu.components.collector import ErrandCollector
from nlu.components.errands import ErrandSettings
from nlu.components.extractor import DanishEntityExtractor
from nlu.components.spacy_danish import DanishSpacy
from nlu.components.splitter import ClauseSplitter
from nlu.pipeline.danish import METADATA_FILE, danish_model_in_use

EXAMPLES = {
    "hjemmepleje_hvornaar": [
        "Hvad tid kommer min hjemmepleje?", "hvornår kommer hjemmehjælpen", "kommer hjemmeplejen i dag",
        "hvem kommer og hjælper mig",
    ],
    "bioposer_bestil": ["jeg er løbet tør for bioposer", "send flere bioposer",
    "bioposer til min adresse", "jeg mangler bioposer"],
    "mitid_hjaelp": ["mit mitid virker ikke", "jeg er låst ude af mitid", "nyt mitid", "mitid er spærret"],
    "hilsen": ["hej", "goddag", "hej med dig", "godmorgen"],
}  # fmt: skip


@pytest.fixture(scope="module")
def pipeline(tmp_path_factory: pytest.TempPathFactory) -> list[Any]:
    context = ExecutionContext(GraphSchema({}))
    storage = LocalModelStorage.create(tmp_path_factory.mktemp("model"))
    resource = Resource("classifier")
    config = NgramClassifier.get_default_config()
    examples = [Message.build(text, intent=intent) for intent, texts in EXAMPLES.items() for text in texts]
    NgramClassifier.create(config, storage, resource, context).train(TrainingData(examples))
    language = Resource("language")
    DanishSpacy.create({}, storage, language, context).train(TrainingData(examples))
    return [
        DanishEntityExtractor.create({}, storage, resource, context),
        DanishSpacy.load({}, storage, language, context),
        ClauseSplitter.create({}, storage, resource, context),
        NgramClassifier.load(config, storage, resource, context),
        ErrandCollector.create(ErrandCollector.get_default_config(), storage, resource, context),
    ]


def parse(pipeline: list[Any], *texts: str) -> list[dict[str, Any]]:
    messages = [Message.build(text) for text in texts]
    for component in pipeline:
        messages = component.process(messages)
    return [message.as_dict(only_output_properties=True) for message in messages]


def test_a_message_with_two_questions_gives_two_errands_and_the_intent_of_the_first(
    pipeline: list[Any],
) -> None:
    text = "Hvad tid kommer min hjemmepleje? Jeg er også løbet tør for bioposer. Kan jeg få nogle flere?"
    (parsed,) = parse(pipeline, text)
    assert [errand["intent"] for errand in parsed["errands"]] == ["hjemmepleje_hvornaar", "bioposer_bestil"]
    assert parsed["intent"]["name"] == "hjemmepleje_hvornaar"
    for errand in parsed["errands"]:
        assert errand["text"] == text[errand["start"] : errand["end"]]
    assert parsed["whole"]["ranking"]


def test_an_address_stays_with_its_errand_and_keeps_its_place_in_the_message(pipeline: list[Any]) -> None:
    text = "Mit MitID virker ikke. Send bioposer til Byvej 54, 3. tv"
    (parsed,) = parse(pipeline, text)
    first, second = parsed["errands"]
    assert first["entities"] == []
    (address,) = second["entities"]
    assert address["value"] == {"street": "Byvej", "number": "54", "floor": "3", "door": "tv"}
    assert text[address["start"] : address["end"]] == address["text"] == "Byvej 54, 3. tv"


def test_an_unclear_message_is_the_fallback_but_keeps_the_best_guess(pipeline: list[Any]) -> None:
    strict = ErrandCollector(ErrandSettings(threshold=0.95))
    (parsed,) = parse([*pipeline[:-1], strict], "blåbærgrød")
    assert parsed["intent"]["name"] == "nlu_fallback"
    assert parsed["errands"][0]["intent"] == parsed["intent_ranking"][0]["name"]
    assert parsed["errands"][0]["confidence"] < 0.95


def test_a_greeting_before_a_question_is_an_act_beside_it(pipeline: list[Any]) -> None:
    (parsed,) = parse(pipeline, "Hej. Mit MitID virker ikke")
    assert [errand["intent"] for errand in parsed["errands"]] == ["mitid_hjaelp"]
    assert [act["intent"] for act in parsed["acts"]] == ["hilsen"]


def test_several_messages_at_once_are_kept_apart(pipeline: list[Any]) -> None:
    first, second = parse(pipeline, "hej. jeg mangler bioposer", "nyt mitid")
    assert first["intent"]["name"] == "bioposer_bestil"
    assert second["intent"]["name"] == "mitid_hjaelp"


@pytest.mark.parametrize("text", ["", " ", "?!", "🙂", "a" * 2000])
def test_a_strange_message_is_answered(pipeline: list[Any], text: str) -> None:
    (parsed,) = parse(pipeline, text)
    assert len(parsed["errands"]) == 1


def test_the_trained_model_says_which_danish_pipeline_it_was_made_with(pipeline: list[Any]) -> None:
    spacy_component = pipeline[1]
    with spacy_component._model_storage.read_from(spacy_component._resource) as folder:
        assert json.loads((folder / METADATA_FILE).read_text(encoding="utf-8")) == {
            "danish_model": danish_model_in_use()
        }


def test_a_full_stop_of_an_abbreviation_ends_no_sentence(pipeline: list[Any]) -> None:
    (parsed,) = parse(pipeline, "Jeg mangler bioposer, jf. Jeres brev")
    assert len(parsed["errands"]) == 1


def test_a_changed_lexicon_asks_for_a_new_training() -> None:
    assert NgramClassifier.fingerprint_addon({}) == NgramClassifier.fingerprint_addon({})
