"""The agenda: which errands a conversation holds, how far each has come, and what was asked last.

It travels as one Rasa slot (``agenda``, a plain JSON object), so every stored conversation carries it
through restarts. Everything here is pure; times and ids are passed in.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from actions.dialogue.privacy import hide_numbers

State = Literal["open", "parked", "waiting_login", "done", "handed_over", "cancelled", "failed"]
"""The states that the chat API shows for an errand (contract, design section 4)."""

Expects = Literal["address", "reason", "yes_no", "choice", "login", "number", "free"]
"""What kind of answer a question waits for: the page and the telephone listen differently for each."""

MAX_UNDOABLE = 3
"""How many acts back "fortryd" and a correction reach."""

NUMBERS: frozenset[str] = frozenset({"phone", "cpr"})
"""Entities that are never kept."""

FINISHED: frozenset[str] = frozenset({"done", "handed_over", "cancelled", "failed"})


@dataclass
class Errand:
    """One thing that the citizen wants, from being mentioned to being finished."""

    id: str
    """``e1``, ``e2`` ... in the order of the conversation."""
    intent: str
    """Enquiry id of the catalogue."""
    state: State = "open"
    text: str = ""
    """The citizen's own words for it (personal numbers masked); emptied when the errand ends."""
    entities: list[dict[str, Any]] = field(default_factory=list)
    memory: dict[str, Any] = field(default_factory=dict)
    """What the journey has found out so far; kept while the act can still be undone."""
    batch: int = 0
    """Errands from one message share a batch and are summed up together."""
    known: dict[str, str] = field(default_factory=dict)
    """What a person who takes over must know of it, label to value in Danish: what was settled, answered and
    done. Kept to the end of the conversation; never a CPR or telephone number."""

    @property
    def finished(self) -> bool:
        return self.state in FINISHED

    def says(self, text: str, entities: Iterable[dict[str, Any]]) -> None:
        """Keep the citizen's words and what they name. Numbers are read in the turn that brings them: an
        errand that waits has no use for them."""
        self.text = hide_numbers(text)
        self.entities += [entity for entity in entities if entity.get("entity") not in NUMBERS]


@dataclass
class Option:
    """One answer that a question offers: ``title`` is shown, ``value`` is what the journey gets."""

    title: str
    value: str
    words: list[str] = field(default_factory=list)
    """Other ways of naming it, in lower case: "13", "i dag"."""
    aside: bool = False
    """Not one of the things listed ("en anden dag"): "den sidste" never means it."""


@dataclass
class Question:
    """What was asked and not yet answered."""

    errand: str
    expects: Expects
    parts: list[dict[str, Any]]
    """The question as it was shown, to be asked again after a digression."""
    topic: str = ""
    """Which piece of information the journey is after, for example ``reason``."""
    options: list[Option] = field(default_factory=list)
    misses: int = 0
    """How often the answer was not understood."""
    about: dict[str, Any] = field(default_factory=dict)
    """The message (``text``, ``entities``) that a "which did you mean" is about."""
    optional: bool = False
    """An offer that needs no answer: anything but a yes or no takes it off the table."""


@dataclass
class Agenda:
    """All errands of a conversation, the open question, and what may still be undone."""

    errands: list[Errand] = field(default_factory=list)
    question: Question | None = None
    undoable: list[str] = field(default_factory=list)
    """Errands whose acts can still be undone or put right, the latest last."""
    uncertain: dict[str, str] = field(default_factory=dict)
    """Acts whose outcome is unknown, with the idempotency key they were tried with: tried again with the
    same key they are never done twice."""
    failed_wish: dict[str, Any] = field(default_factory=dict)
    """The last wish (``intent``, ``text``, ``entities``) that a back office in trouble left unanswered."""
    summed_up: int = 0
    """The last batch whose end was summed up."""
    queue: list[str] = field(default_factory=list)
    """Errands that are answered now, one after the other, even while a question is open. The parked
    ones wait until no question is."""
    unclear: int = 0
    """Messages in a row that were not understood."""
    batch: int = 0
    handed_over: bool = False
    """The citizen waits for a person. What the gateway tells is the truth of it: see `heed`."""
    handover: dict[str, Any] = field(default_factory=dict)
    """The latest packet, as the turn's end tells it (``bot/gateway/desk/README.md``)."""
    queue_name: str = ""
    """The name of the queue that the latest packet went to."""
    gone_along: list[str] = field(default_factory=list)
    """Errands that went with the latest packet, the wish for a person among them."""
    acts_before: list[str] = field(default_factory=list)
    """What could be undone when it went: an act since then is what "fortryd" means."""
    call_back: dict[str, Any] = field(default_factory=dict)
    """The latest call-back: ``id``, ``receipt``, ``queue``, the number's last two digits (``ends_with``) and
    the ``handover`` it stands in for."""
    news: list[str] = field(default_factory=list)
    """What this turn has to tell of: ``withdrawn``, ``call_back``."""
    failures: dict[str, str] = field(default_factory=dict)
    """What failed and still has, a Danish sentence each, by errand or by kind of trouble."""
    feedback: dict[str, Any] = field(default_factory=dict)
    """The latest answer to "kunne du bruge svaret": ``n`` counts up; ``useful``, ``rating``, ``text``."""
    asked_feedback: bool = False
    closed: bool = False

    def heed(self, state: object) -> None:
        """Begin a turn: ``state`` is what the gateway says of the conversation, None where nobody does."""
        self.news = []
        if state == "bot":
            self.handed_over = False
        elif state == "waiting_for_person":
            self.handed_over = True

    def has_to_heed(self, state: object) -> bool:
        """Tell whether `heed` would change anything that the turn's end tells."""
        return bool(self.news) or (state, self.handed_over) in {("bot", True), ("waiting_for_person", False)}

    def errand(self, errand_id: str) -> Errand:
        """Return the errand with this id; raises ``KeyError`` if there is none."""
        for errand in self.errands:
            if errand.id == errand_id:
                return errand
        raise KeyError(errand_id)

    def add(self, intent: str, text: str = "", entities: Iterable[dict[str, Any]] = ()) -> Errand:
        """Put a new errand at the end of the list."""
        number = 1 + max((int(errand.id[1:]) for errand in self.errands), default=0)
        errand = Errand(f"e{number}", intent, "open", batch=self.batch)
        errand.says(text, entities)
        self.errands.append(errand)
        return errand

    def remove(self, errand: Errand) -> None:
        """Take an errand off the agenda as if it had never been, and everything that refers to it."""
        self.errands = [other for other in self.errands if other.id != errand.id]
        self.queue = [waiting for waiting in self.queue if waiting != errand.id]
        self.undoable = [acted for acted in self.undoable if acted != errand.id]
        if self.question and self.question.errand == errand.id:
            self.question = None

    def unfinished(self) -> list[Errand]:
        return [errand for errand in self.errands if not errand.finished]

    def waiting_for_login(self) -> list[Errand]:
        return [errand for errand in self.errands if errand.state == "waiting_login"]

    def parked(self) -> list[Errand]:
        """Return the errands whose turn comes when no question is open; not those kept for a person."""
        return [e for e in self.errands if e.state == "parked" and not e.memory.get("for_person")]

    def somebody_waits(self) -> bool:
        """Tell whether another errand should get the floor in this same turn."""
        return bool(self.queue or (self.question is None and self.parked()))

    def settle(self, errand: Errand, state: State, *, undoable: bool = False) -> None:
        """Give ``errand`` its state; a finished one no longer asks or waits, and forgets the words."""
        errand.state = state
        if errand.finished:
            if self.question and self.question.errand == errand.id:
                self.question = None
            self.queue = [waiting for waiting in self.queue if waiting != errand.id]
            if state in ("failed", "handed_over") and errand.text:
                # What could not be done here is what a person is wanted for, now or the next time.
                errand.known.setdefault("Borgerens ord", errand.text)
            elif state == "done":
                self.failures.pop(errand.id, None)
            errand.text, errand.entities = "", []
            self.undoable = [acted for acted in self.undoable if acted != errand.id]
            if not undoable:
                errand.memory = {}
                return
            self.undoable.append(errand.id)
            for forgotten in self.undoable[:-MAX_UNDOABLE]:
                self.errand(forgotten).memory = {}
            self.undoable = self.undoable[-MAX_UNDOABLE:]

    def acts_to_undo(self) -> list[Errand]:
        """Return the errands whose acts can still be undone, the latest first."""
        return [self.errand(errand_id) for errand_id in reversed(self.undoable)]

    def last_known(self, label: str) -> str:
        """Return what is known by this label of the latest errand that has it; empty where none has."""
        return next((errand.known[label] for errand in reversed(self.errands) if label in errand.known), "")

    def public_errands(self) -> list[dict[str, str]]:
        """Return ``[{"intent", "state"}]`` in order, as the chat API shows them."""
        return [{"intent": errand.intent, "state": errand.state} for errand in self.errands]

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_dict(cls, raw: dict[str, Any] | None) -> Agenda:
        """Read what ``to_dict`` wrote; nothing or an empty object gives an empty agenda."""
        if not raw:
            return cls()
        fields = dict(raw)
        fields["errands"] = [Errand(**errand) for errand in fields.get("errands", [])]
        question = fields.get("question")
        if question:
            question = dict(question)
            question["options"] = [Option(**option) for option in question.get("options", [])]
            fields["question"] = Question(**question)
        return cls(**fields)
