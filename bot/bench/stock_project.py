"""Writes a stock Rasa project over our training data: default pipeline and policies, plain responses."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

from nlu.evaluation.dataset import Example, read_examples

_FORM_INTENT = "bioposer_bestil"
_STORIES = 10


def write_stock_project(folder: Path, data: Path, epochs: int, texts: int) -> None:
    """Write config, training data, domain, rules, stories, endpoints and credentials into ``folder``.

    ``data``: the folder with NLU data; each intent gets one response. ``epochs``: of each neural part;
    Rasa's default is 100. ``texts``: an intent, at most. The time of a turn does not depend on the epochs,
    and falls a little with fewer texts; the time of training depends on both.
    """
    folder.mkdir(parents=True, exist_ok=True)
    examples = some_of(read_examples(data), texts)
    intents = sorted({example.intent for example in examples})
    _write(folder / "nlu.yml", {"version": "3.1", "nlu": nlu(examples)})
    _write(folder / "config.yml", config(epochs))
    _write(folder / "domain.yml", domain(intents))
    _write(folder / "rules.yml", {"version": "3.1", "rules": rules(intents)})
    _write(folder / "stories.yml", {"version": "3.1", "stories": stories(intents)})
    store = {"type": "SQL", "dialect": "sqlite", "db": str(folder / "tracker.db")}
    _write(folder / "endpoints.yml", {"tracker_store": store})
    _write(folder / "credentials.yml", {"rest": None})


def some_of(examples: Sequence[Example], texts: int) -> list[Example]:
    """Return at most ``texts`` of each intent, spread evenly over its files and writers."""
    by_intent: dict[str, list[Example]] = {}
    for example in examples:
        by_intent.setdefault(example.intent, []).append(example)
    return [
        rows[place * len(rows) // count]
        for rows in by_intent.values()
        for count in (min(texts, len(rows)),)
        for place in range(count)
    ]


def nlu(examples: Sequence[Example]) -> list[dict[str, Any]]:
    """The examples as Rasa reads them."""
    by_intent: dict[str, str] = {}
    for example in examples:
        by_intent[example.intent] = by_intent.get(example.intent, "") + f"- {example.text}\n"
    return [{"intent": intent, "examples": said} for intent, said in by_intent.items()]


def config(epochs: int) -> dict[str, Any]:
    """What `rasa init` and the default recipe give (rasa.engine.recipes.config_files.default_config)."""
    return {
        "recipe": "default.v1",
        "assistant_id": "stock",
        "language": "da",
        "pipeline": [
            {"name": "WhitespaceTokenizer"},
            {"name": "RegexFeaturizer"},
            {"name": "LexicalSyntacticFeaturizer"},
            {"name": "CountVectorsFeaturizer"},
            {"name": "CountVectorsFeaturizer", "analyzer": "char_wb", "min_ngram": 1, "max_ngram": 4},
            {"name": "DIETClassifier", "epochs": epochs, "constrain_similarities": True},
            {"name": "EntitySynonymMapper"},
            {"name": "ResponseSelector", "epochs": epochs, "constrain_similarities": True},
            {"name": "FallbackClassifier", "threshold": 0.3, "ambiguity_threshold": 0.1},
        ],
        "policies": [
            {"name": "MemoizationPolicy"},
            {"name": "RulePolicy"},
            {"name": "UnexpecTEDIntentPolicy", "max_history": 5, "epochs": epochs},
            {"name": "TEDPolicy", "max_history": 5, "epochs": epochs, "constrain_similarities": True},
        ],
    }


def domain(intents: list[str]) -> dict[str, Any]:
    """One response an intent, and a form that asks for the address."""
    responses = {f"utter_{intent}": [{"text": f"Svar om {intent}."}] for intent in [*intents, "nlu_fallback"]}
    responses["utter_ask_address"] = [{"text": "Hvad er din adresse?"}]
    asked = {"active_loop": "bioposer_form", "requested_slot": "address"}
    return {
        "version": "3.1",
        "intents": intents,
        "slots": {"address": {"type": "text", "mappings": [{"type": "from_text", "conditions": [asked]}]}},
        "forms": {"bioposer_form": {"required_slots": ["address"]}},
        "responses": responses,
    }


def rules(intents: list[str]) -> list[dict[str, Any]]:
    """Intent → response; the form for the order of bioposer."""
    plain = [intent for intent in [*intents, "nlu_fallback"] if intent != _FORM_INTENT]
    begin = [{"intent": _FORM_INTENT}, {"action": "bioposer_form"}, {"active_loop": "bioposer_form"}]
    end = [
        {"action": "bioposer_form"},
        {"active_loop": None},
        {"slot_was_set": [{"requested_slot": None}]},
        {"action": f"utter_{_FORM_INTENT}"},
    ]
    return [
        *({"rule": intent, "steps": [{"intent": intent}, {"action": f"utter_{intent}"}]} for intent in plain),
        {"rule": "begin the form", "steps": begin},
        {"rule": "end the form", "condition": [{"active_loop": "bioposer_form"}], "steps": end},
    ]


def stories(intents: list[str]) -> list[dict[str, Any]]:
    """A few of one turn each, so that the policies that learn from stories have something to learn.

    How many does not matter to the time of a turn; to that of training it does, by their square.
    """
    plain = [intent for intent in intents if intent != _FORM_INTENT][:_STORIES]
    return [
        {"story": f"story {intent}", "steps": [{"intent": intent}, {"action": f"utter_{intent}"}]}
        for intent in plain
    ]


def _write(path: Path, content: dict[str, Any]) -> None:
    path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8")
