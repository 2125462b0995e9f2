"""Who has a conversation: the assistant, a queue, one person, or nobody any more. Pure.

::

            HandedOver              Taken
     bot ──────────────▶ waiting ───────────▶ with_person ───▶ closed
      ▲                  │ ▲  ▲ Moved            │ │  Closed
      │◀── Withdrawn ────┘ │  └──────────────────┘ │
      │◀── CallBackOrdered ┘ Moved                 │
      └◀──────────────── GivenBack ────────────────┘

A case begins with a hand-over and ends in one of the states that nothing leads out of. A conversation has one
open case at most, and its own state follows from it. At any time exactly one party answers the citizen.
"""

from dataclasses import dataclass, replace
from typing import Literal

from bot.conversation.models import State

CaseState = Literal["waiting", "with_person", "returned", "withdrawn", "call_back", "closed"]
Party = Literal["assistant", "citizen", "person", "desk"]
"""``person`` is the employee who has the case, ``desk`` everyone who may look at it."""
Outcome = Literal["loest", "viderevist", "tilbagekald", "opgivet"]
OUTCOMES: tuple[Outcome, ...] = ("loest", "viderevist", "tilbagekald", "opgivet")
OPEN: frozenset[CaseState] = frozenset({"waiting", "with_person"})


@dataclass(frozen=True)
class Ownership:
    """Where a case stands."""

    state: CaseState
    queue: str
    person: str | None = None
    """Id of the employee who has it; afterwards, of the one who had it last."""
    outcome: Outcome | None = None
    version: int = 1
    """Counts up with every change."""

    @property
    def is_open(self) -> bool:
        """Whether a person is wanted or there."""
        return self.state in OPEN


@dataclass(frozen=True)
class Taken:
    """An employee takes the case."""

    person: str


@dataclass(frozen=True)
class Moved:
    """It goes to another queue, and waits there. What somebody has, that ``person`` alone can move."""

    person: str | None
    queue: str


@dataclass(frozen=True)
class GivenBack:
    """The employee gives the conversation back to the assistant."""

    person: str


@dataclass(frozen=True)
class Closed:
    """The employee ends the conversation."""

    person: str
    outcome: Outcome


@dataclass(frozen=True)
class Withdrawn:
    """The citizen no longer wants to wait."""


@dataclass(frozen=True)
class CallBackOrdered:
    """The citizen will be called instead of waiting."""


@dataclass(frozen=True)
class HandedOverAgain:
    """The citizen wants a person for more while waiting, maybe more urgently and in another queue."""

    queue: str


Event = Taken | Moved | GivenBack | Closed | Withdrawn | CallBackOrdered | HandedOverAgain


class NotPossibleError(Exception):
    """The case is not in a state for that. ``code`` is stable, ``person`` has it in the meantime."""

    def __init__(self, code: Literal["not_possible", "not_yours", "taken_by_another"], person: str | None):
        super().__init__(code)
        self.code = code
        self.person = person


def step(now: Ownership, event: Event) -> Ownership:
    """Return where the case stands after the event; the same object when nothing changes.

    What was done already is harmless to do again for whoever did it. Raises ``NotPossibleError``.
    """
    changed = _step(now, event)
    return now if changed == now else replace(changed, version=now.version + 1)


def _step(now: Ownership, event: Event) -> Ownership:
    match event, now.state:
        case Taken(person), "waiting":
            return replace(now, state="with_person", person=person)
        case Taken(person), "with_person":
            if person == now.person:
                return now
            raise NotPossibleError("taken_by_another", now.person)
        case Moved(_, queue), "waiting":
            return replace(now, queue=queue)
        case Moved(person, queue), "with_person":
            _must_have(now, person)
            return replace(now, state="waiting", queue=queue, person=None)
        case GivenBack(person), "with_person":
            _must_have(now, person)
            return replace(now, state="returned")
        case Closed(person, outcome), "with_person":
            _must_have(now, person)
            return replace(now, state="closed", outcome=outcome)
        case GivenBack(person), "returned" if person == now.person:
            return now
        case Closed(person, outcome), "closed" if (person, outcome) == (now.person, now.outcome):
            return now
        case Withdrawn(), "waiting":
            return replace(now, state="withdrawn")
        case Withdrawn(), "withdrawn":
            return now
        case CallBackOrdered(), "waiting":
            return replace(now, state="call_back", outcome="tilbagekald")
        case CallBackOrdered(), "call_back":
            return now
        case HandedOverAgain(queue), "waiting":
            return replace(now, queue=queue)
        case HandedOverAgain(), "with_person":
            return now
    raise NotPossibleError("not_possible", now.person)


def _must_have(now: Ownership, person: str | None) -> None:
    if person != now.person:
        raise NotPossibleError("not_yours", now.person)


def conversation_state(case: Ownership | None) -> State:
    """Return the state of the conversation whose latest case this is."""
    if case is None or case.state in ("returned", "withdrawn", "call_back"):
        return "bot"
    if case.state == "closed":
        return "closed"
    return "waiting_for_person" if case.state == "waiting" else "with_person"


def readers(state: State, sender: Literal["citizen", "assistant", "person"]) -> frozenset[Party]:
    """Return who gets what ``sender`` says. Empty: it must not be said.

    What the assistant still says when a person has come (the two crossed) goes to the desk alone: the citizen
    hears one voice, and the employee learns what was done.
    """
    if sender == "citizen":
        return {
            "bot": frozenset[Party]({"assistant"}),
            "waiting_for_person": frozenset[Party]({"assistant", "desk"}),
            "with_person": frozenset[Party]({"person"}),
            "closed": frozenset[Party](),
        }[state]
    if sender == "person":
        return frozenset({"citizen"}) if state == "with_person" else frozenset()
    return frozenset({"desk"}) if state == "with_person" else frozenset({"citizen"})
