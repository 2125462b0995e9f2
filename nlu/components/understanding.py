"""The understanding of one message from end to end, without Rasa: what the components do, in one call."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from nlu.components.errands import Decision, Errand, ErrandSettings, Ranking, decide, parts_of
from nlu.components.ngrams import ProbabilityModel
from nlu.danish.clauses import split_atoms
from nlu.danish.entities import Entity, find_entities
from nlu.pipeline.danish import Syntax

FALLBACK = "nlu_fallback"
RANKING_LENGTH = 5
EXTRACTOR = "DanishEntityExtractor"


@dataclass(frozen=True)
class Understanding:
    """What a message says. The dictionaries are those of design §4 (`errands`, `whole`, entities)."""

    intent: dict[str, Any]
    ranking: list[dict[str, Any]]
    entities: list[dict[str, Any]]
    errands: list[dict[str, Any]]
    whole: dict[str, Any]
    acts: list[dict[str, Any]]


def understand(
    text: str,
    classify: ProbabilityModel,
    now: datetime,
    settings: ErrandSettings | None = None,
    syntax: Syntax | None = None,
) -> Understanding:
    """Understand one message: entities, clauses, classification in one batch, errands."""
    found = entity_dicts(text, find_entities(text, now))
    atoms = split_atoms(text, [(entity["start"], entity["end"]) for entity in found], syntax)
    parts = parts_of(atoms)
    rankings = classify([text, *(part.text_of(text) for part in parts)], RANKING_LENGTH)
    by_part = {(part.first, part.last): ranking for part, ranking in zip(parts, rankings[1:], strict=True)}
    decision = decide(text, atoms, by_part, rankings[0], settings)
    return describe(text, decision, rankings[0], found, settings or ErrandSettings())


def entity_dicts(text: str, entities: list[Entity]) -> list[dict[str, Any]]:
    """Entities as Rasa passes them on; offsets are those of ``text``."""
    return [
        {
            "entity": entity.kind,
            "value": entity.value,
            "start": entity.start,
            "end": entity.end,
            "text": text[entity.start : entity.end],
            "confidence_entity": round(entity.certainty, 3),
            "extractor": EXTRACTOR,
        }
        for entity in entities
    ]


def describe(
    text: str, decision: Decision, whole: Ranking, entities: list[dict[str, Any]], settings: ErrandSettings
) -> Understanding:
    """Put a decision into the keys of `/model/parse`."""
    several = len(decision.errands) > 1
    first = decision.errands[0]
    errands: list[dict[str, Any]] = [
        {
            "intent": errand.intent,
            "confidence": errand.confidence,
            "start": errand.start if several else 0,
            "end": errand.end if several else len(text),
            "text": text[errand.start : errand.end] if several else text,
            "entities": _within(entities, errand) if several else entities,
        }
        for errand in decision.errands
    ]
    unsure = not several and first.confidence < settings.threshold
    intent = {"name": FALLBACK if unsure else first.intent, "confidence": first.confidence}
    return Understanding(
        intent=intent,
        ranking=_ranked(first.ranking),
        entities=errands[0]["entities"],
        errands=errands,
        whole={
            "intent": whole[0][0],
            "confidence": whole[0][1],
            "ranking": _ranked(whole),
            "entities": entities,
        },
        acts=[
            {
                "intent": act.intent,
                "confidence": act.confidence,
                "start": act.start,
                "end": act.end,
                "text": text[act.start : act.end],
            }
            for act in decision.acts
        ],
    )


def _within(entities: list[dict[str, Any]], errand: Errand) -> list[dict[str, Any]]:
    return [entity for entity in entities if errand.start <= entity["start"] < errand.end]


def _ranked(ranking: Ranking) -> list[dict[str, Any]]:
    return [{"name": name, "confidence": confidence} for name, confidence in ranking]
