"""Who has the floor: the decision itself, and the moves by which errands get and give it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from actions.dialogue import parts
from actions.dialogue.agenda import NUMBERS, Agenda, Errand, Option, Question
from actions.dialogue.by_phone import LOGIN_PERSON
from actions.dialogue.catalogue import Kind, enquiries, name_of
from actions.dialogue.danger import helpline
from actions.dialogue.danish import listing
from actions.dialogue.left_to_people import PERSON_INSTEAD
from actions.dialogue.message import Clause, Floor, Message, Signal
from actions.dialogue.person_words import only_tells_of_one
from actions.dialogue.phrases import phrase
from actions.dialogue.plain_words import EVERYTHING
from actions.dialogue.privacy import hide_numbers
from actions.dialogue.wishes import danger_in_doubt

# Danger first, then answers, then acts that ask for something, then advice, a person last.
ORDER: tuple[Kind, ...] = ("danger", "info", "act", "guide", "handoff")

UNCLEAR_BEFORE_PERSON = 2
WORTH_SUGGESTING = 0.08
"""Below this an enquiry is not offered as what may have been meant."""


@dataclass
class Decision:
    """What the conductor has decided: say this, and perhaps give a journey the floor."""

    say: list[parts.Part] = field(default_factory=list)
    floor: Floor | None = None
    intent: str = ""
    text: str = ""
    entities: list[dict[str, Any]] = field(default_factory=list)

    def then(self, following: Decision) -> Decision:
        """Say what this one says, then do what ``following`` does."""
        following.say = self.say + following.say
        return following


class FloorKeeper:
    """The moves. ``kinds`` tells what kind of journey each enquiry is."""

    def __init__(self, agenda: Agenda, message: Message, kinds: Mapping[str, Kind]) -> None:
        self.agenda = agenda
        self.message = message
        self.kinds = kinds

    def next_errand(self, signal: Signal = "start") -> Decision | None:
        """Give the floor to the next errand, or return None when nobody waits."""
        while self.agenda.queue:
            errand = self.agenda.errand(self.agenda.queue.pop(0))
            if errand.memory.pop("undo_next", False):
                return self.give(errand, "undo")
            if errand.finished:
                continue
            if errand.state == "waiting_login":
                signal = "logged_in"
            errand.state = "open"
            return self.give(errand, signal)
        parked = [] if self.agenda.question else self.agenda.parked()
        if parked:
            errand = min(parked, key=lambda waiting: ORDER.index(self.kind(waiting.intent)))
            errand.state = "open"
            return self.give(errand, "logged_in" if errand.memory.pop("after_login", False) else "start")
        return None

    def give(self, errand: Errand, signal: Signal, **how: Any) -> Decision:
        text, entities = self.message.text, self.message.entities
        if signal in ("start", "logged_in"):
            text, entities = errand.text, errand.entities
        floor = Floor(errand.id, signal, how.get("topic", ""), how.get("choice"), how.get("yes"))
        return Decision(
            floor=floor,
            intent=errand.intent,
            text=how.get("text", text) or errand.intent,
            entities=how.get("entities", entities),
        )

    def ask_again(self) -> Decision:
        return Decision(list(self.agenda.question.parts)) if self.agenda.question else Decision()

    def take_on(self, clauses: Sequence[Clause]) -> None:
        """Put the clauses' errands on the agenda: what can be answered at once is, the rest is parked."""
        if not clauses:
            return
        # "Jeg talte med en medarbejder i går, jeg skal have et pas": she is not asked for.
        told = [c for c in clauses if self.kind(c.intent) == "handoff" and only_tells_of_one(c.text)]
        clauses = [clause for clause in clauses if clause not in told] or clauses
        self.agenda.batch += 1
        found = [self.open_errand(clause) for clause in clauses]
        to_a_person = any(self.kind(errand.intent) == "handoff" for errand in found)
        for errand in found:
            errand.batch, errand.state = self.agenda.batch, "parked"
            kind = self.kind(errand.intent)
            if kind in ("danger", "info"):
                self.agenda.queue.append(errand.id)
            # Advice is not what was asked for beside a person: it goes along as a topic.
            errand.memory["for_person"] = to_a_person and kind == "guide"
        self.agenda.queue.sort(key=lambda id_: ORDER.index(self.kind(self.agenda.errand(id_).intent)))

    def open_errand(self, clause: Clause) -> Errand:
        for errand in self.agenda.unfinished():
            if errand.intent == clause.intent:
                errand.says(clause.text, clause.entities)
                return errand
        return self.agenda.add(clause.intent, clause.text, clause.entities)

    def kind(self, intent: str) -> Kind:
        return self.kinds.get(intent, "guide")

    def danger(self) -> Decision:
        """Give danger the floor before anything else; one alarm at a time."""
        known = next((e for e in self.agenda.unfinished() if e.intent == "akut_fare"), None)
        errand = known or self.agenda.add("akut_fare", self.message.text)
        question = self.agenda.question
        if question and question.errand != errand.id:
            # What was asked before is not asked again in the face of danger; in despair it is let go.
            if question.optional:
                self.leave_offer()
            elif question.errand and helpline(self.message.text) != "other":
                self.agenda.settle(self.agenda.errand(question.errand), "cancelled")
        # What is said now may be worse than what was asked about.
        return self.give(errand, "start", text=self.message.text)

    def leave_offer(self) -> None:
        """An offer was neither taken nor declined: it stands back, and its errand is over."""
        question, self.agenda.question = self.agenda.question, None
        asked = self.agenda.errand(question.errand) if question and question.errand else None
        if question is not None and asked is not None and not asked.finished:
            fell_short = question.topic in (LOGIN_PERSON, PERSON_INSTEAD)
            self.agenda.settle(asked, "failed" if fell_short else "done")

    def cancel(self, errands: Sequence[Errand]) -> Decision:
        if EVERYTHING.search(self.message.text):
            errands = self.agenda.unfinished()
        acted = [errand for errand in errands if errand.id in self.agenda.undoable]
        for errand in errands:
            # What was done stays done, and can still be undone: only the putting right is dropped.
            done = errand in acted
            self.agenda.settle(errand, "done" if done else "cancelled", undoable=done)
        names = listing([name_of(errand.intent) for errand in errands])
        key = "common.left_as_it_is" if acted else "common.dropped"
        return Decision([parts.worded(key, names=names)]).then(self.next_errand() or self.ask_again())

    def clarify(self) -> Decision:
        if danger_in_doubt(self.message):
            asked = self.danger()
            self.agenda.errands[-1].memory["in_doubt"] = True
            return asked
        self.agenda.unclear += 1
        if self.agenda.unclear >= UNCLEAR_BEFORE_PERSON:
            self.agenda.failures["unclear"] = phrase("overdragelse.unclear")
        likely = [
            intent
            for intent, confidence in self.message.ranking
            if intent in enquiries() and confidence >= WORTH_SUGGESTING
        ][:3]
        if self.agenda.unclear >= UNCLEAR_BEFORE_PERSON or not likely:
            first = self.agenda.unclear < UNCLEAR_BEFORE_PERSON
            return Decision([person_button(f"common.unclear_{'first' if first else 'again'}")])
        options = [Option(short_title(intent), intent) for intent in likely]
        options.append(Option(phrase("common.something_else"), "something_else", ["nej", "andet"]))
        shown = [(option.title, option.title) for option in options]
        part = parts.asked("common.unclear", shown)
        kept = [entity for entity in self.message.entities if entity.get("entity") not in NUMBERS]
        about = {"text": hide_numbers(self.message.text), "entities": kept}
        self.agenda.question = Question("", "choice", [part], "clarify", options, about=about)
        return Decision([part])


def person_button(key: str) -> parts.Part:
    """Say the phrase ``key`` with one button that asks for a person."""
    return parts.asked(key, [(phrase("common.person_button"), phrase("common.person_wish"))])


def login_card() -> parts.Part:
    return parts.login("common.login_again")


def short_title(intent: str) -> str:
    """Name an enquiry on a button: the catalogue's title up to its first colon, comma or bracket."""
    return re.split(r"[:,(]", enquiries()[intent].title)[0].strip()
