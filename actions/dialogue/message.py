"""What came in from the citizen: Rasa's parse of one message, or an event from the gateway."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

Signal = Literal["start", "answer", "correct", "undo", "logged_in", "dont_know"]
"""Why a journey gets the floor."""

EVENTS = {
    "event_login_done": "login_done",
    "event_login_failed": "login_failed",
    "event_logged_out": "logged_out",
    "event_person_missing": "person_missing",
}


@dataclass(frozen=True)
class Clause:
    """One of several questions in a message."""

    intent: str
    confidence: float
    text: str
    entities: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True)
class Floor:
    """Who has the floor, and why: travels on the user event that hands a journey its turn."""

    errand: str = ""
    signal: Signal = "start"
    topic: str = ""
    choice: str | None = None
    yes: bool | None = None

    def to_dict(self) -> dict[str, Any]:
        return dict(vars(self))


@dataclass(frozen=True)
class Message:
    """A message as the dialogue reads it."""

    text: str
    intent: str
    confidence: float
    entities: list[dict[str, Any]]
    clauses: list[Clause]
    """The questions in it, in order; one for an ordinary message."""
    whole: Clause
    """The message read as one, whatever the splitter made of it."""
    ranking: list[tuple[str, float]]
    floor: Floor | None
    """Set when the conductor has already decided whose turn it is."""
    acts: list[Clause] = field(default_factory=list)
    """Dialogue acts beside the questions: "nej, det var Byvej 45" before "og hvornår har I åbent?"."""
    event: str | None = None
    reason: str = ""
    metadata: dict[str, Any] = field(default_factory=dict)

    @property
    def citizen(self) -> str | None:
        """The opaque reference of the logged-in citizen, or None."""
        return self.metadata.get("citizen") or None

    @property
    def state(self) -> str | None:
        """How the gateway says that the conversation stands (``bot``, ``waiting_for_person``), or None."""
        state = self.metadata.get("state")
        return state if isinstance(state, str) else None

    @property
    def topics_off(self) -> frozenset[str]:
        """Enquiries that are left to people for now."""
        named = self.metadata.get("topics_off")
        return frozenset(map(str, named)) if isinstance(named, list | tuple) else frozenset()

    @classmethod
    def from_rasa(cls, latest: dict[str, Any]) -> Message:
        """Read ``tracker.latest_message``; missing keys (stock REST, tests) get plain defaults."""
        text = latest.get("text") or ""
        intent = latest.get("intent") or {}
        name, confidence = intent.get("name") or "nlu_fallback", float(intent.get("confidence") or 0.0)
        entities = list(latest.get("entities") or [])
        raw_whole = latest.get("whole") or {}
        ranking = raw_whole.get("ranking") or latest.get("intent_ranking") or []
        whole = Clause(
            raw_whole.get("intent") or name,
            float(raw_whole.get("confidence") or confidence),
            text,
            list(raw_whole.get("entities") or entities),
        )
        clauses = [
            Clause(row["intent"], float(row["confidence"]), row.get("text", text), row.get("entities", []))
            for row in latest.get("errands") or []
        ]
        acts = [
            _act(
                row["intent"],
                float(row["confidence"]),
                row.get("text") or "",
                raw_whole.get("entities") or [],
            )
            for row in latest.get("acts") or []
        ]
        floor = latest.get("floor")
        details = {entity["entity"]: entity.get("value") for entity in entities if name in EVENTS}
        return cls(
            text=text,
            intent=name,
            confidence=confidence,
            entities=entities,
            clauses=clauses or [Clause(name, confidence, text, entities)],
            whole=whole,
            ranking=[(row["name"], float(row["confidence"])) for row in ranking],
            floor=Floor(**floor) if floor else None,
            acts=acts,
            event=EVENTS.get(name),
            reason=str(details.get("reason") or ""),
            metadata=dict(latest.get("metadata") or {}),
        )


def _act(intent: str, confidence: float, text: str, entities: list[dict[str, Any]]) -> Clause:
    """Return a dialogue act with those of the message's entities that stand in its words."""
    own = [entity for entity in entities if entity.get("text") and entity["text"] in text]
    return Clause(intent, confidence, text, own)
