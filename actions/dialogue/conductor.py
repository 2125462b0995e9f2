"""Who has the floor: reads a message in the light of the agenda and decides which journey goes on.

Rules (``stories/``) decide what a journey does; this decides whose turn it is when that is not plain
from the intent alone: an answer to an open question, several questions at once, a digression, an undo,
a login that has come through, or words that were not understood.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from actions.dialogue import parts
from actions.dialogue.agenda import Agenda, Errand, Option, Question
from actions.dialogue.catalogue import Kind, dialogue_acts, enquiries, name_of
from actions.dialogue.danish import listing
from actions.dialogue.message import Clause, Floor, Message, Signal
from actions.dialogue.phrases import phrase
from actions.dialogue.reading import choose, sounds_like_a_request, yes_or_no

# Danger first, then answers, then acts that ask for something, then advice, a person last.
ORDER: tuple[Kind, ...] = ("danger", "info", "act", "guide", "handoff")
CHATTER = frozenset(
    {"hilsen", "farvel", "tak", "hvad_kan_du", "er_du_en_robot", "skift_sprog", "feedback", "uden_for_emne",
     "skaeldsord"}
)  # fmt: skip
"""Dialogue acts with an answer of their own; the open question is asked again after them."""

SURE_ACT = 0.45
SURE_ERRAND = 0.35
SURE_ERRAND_AGAINST_FREE_TEXT = 0.6
"""How sure the understanding must be of something new while a question is open. A reason in free words
("jeg skal til tandlæge") easily looks like an errand, so more is asked of it."""

WORDS_OF_A_WISH = 3
"""A word or two ("flyttes", "jobcenter") while a question is open is an answer to it, if anything."""

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


class Conductor:
    """Decides for one message. ``kinds`` tells what kind of journey each enquiry is."""

    def __init__(self, agenda: Agenda, message: Message, kinds: Mapping[str, Kind]) -> None:
        self.agenda = agenda
        self.message = message
        self.kinds = kinds

    def decide(self, last_said: Sequence[parts.Part] = ()) -> Decision:
        """Decide what happens now; ``last_said`` is the assistant's previous reply, for "gentag"."""
        if self.message.event and not self.message.floor:
            return self._event()
        if self.message.floor:
            return self._next() or self._ask_again()
        if self.agenda.question:
            return self._while_asking(self.agenda.question, last_said)
        return self._fresh(last_said)

    # Events from the gateway

    def _event(self) -> Decision:
        waiting = self.agenda.waiting_for_login()
        if self.message.event == "login_done":
            if not waiting:
                return Decision([parts.text(phrase("common.logged_in"))]).then(self._ask_again())
            self.agenda.queue = [errand.id for errand in waiting] + self.agenda.queue
            return self._next("logged_in") or Decision()
        if self.message.event == "logged_out":
            return Decision([parts.text(phrase("common.logged_out"))])
        reason = self.message.reason if self.message.reason in ("refused", "timeout") else "other"
        say = [parts.text(phrase(f"common.login_failed_{reason}"))]
        if waiting:
            say.append(parts.login(phrase("common.login_again"), phrase("common.login_title")))
        say.append(person_button(phrase("common.login_or_person")))
        return Decision(say)

    # The queue of errands

    def _next(self, signal: Signal = "start") -> Decision | None:
        """Give the floor to the next errand, or return None when nobody waits."""
        while self.agenda.queue:
            errand = self.agenda.errand(self.agenda.queue.pop(0))
            if errand.finished:
                continue
            if errand.state == "waiting_login":
                signal = "logged_in"
            errand.state = "open"
            return self._give(errand, signal)
        parked = [] if self.agenda.question else self.agenda.parked()
        if parked:
            errand = min(parked, key=lambda waiting: ORDER.index(self._kind(waiting.intent)))
            errand.state = "open"
            return self._give(errand, "start")
        return None

    def _give(self, errand: Errand, signal: Signal, **how: Any) -> Decision:
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

    def _ask_again(self) -> Decision:
        return Decision(list(self.agenda.question.parts)) if self.agenda.question else Decision()

    def _take_on(self, clauses: Sequence[Clause]) -> None:
        """Put the clauses' errands on the agenda: what can be answered at once is, the rest is parked."""
        self.agenda.batch += 1
        found = [self._open(clause) for clause in clauses]
        to_a_person = any(self._kind(errand.intent) == "handoff" for errand in found)
        for errand in found:
            errand.batch, errand.state = self.agenda.batch, "parked"
            kind = self._kind(errand.intent)
            if kind in ("danger", "info"):
                self.agenda.queue.append(errand.id)
            # Advice is not what was asked for beside a person: it goes along as a topic.
            errand.memory["for_person"] = to_a_person and kind == "guide"
        self.agenda.queue.sort(key=lambda id_: ORDER.index(self._kind(self.agenda.errand(id_).intent)))

    def _open(self, clause: Clause) -> Errand:
        for errand in self.agenda.unfinished():
            if errand.intent == clause.intent:
                errand.text, errand.entities = clause.text, errand.entities + clause.entities
                return errand
        return self.agenda.add(clause.intent, clause.text, clause.entities)

    def _kind(self, intent: str) -> Kind:
        return self.kinds.get(intent, "guide")

    # A message while no question is open

    def _fresh(self, last_said: Sequence[parts.Part]) -> Decision:
        clauses = self._wishes(self.message.clauses)
        if len(clauses) > 1:
            self._take_on(clauses)
            return self._next() or Decision()
        if self.message.intent == "nlu_fallback":
            return self._clarify()
        act = self._act(self.message.intent, last_said)
        if act is not None:
            return act
        if clauses:
            self._take_on(clauses)
            return self._next() or Decision()
        return self._clarify()

    def _wishes(self, clauses: Sequence[Clause]) -> list[Clause]:
        """Return the clauses that are errands, each enquiry once."""
        seen: dict[str, Clause] = {}
        for clause in clauses:
            if clause.intent in enquiries() or clause.intent == "akut_fare":
                seen.setdefault(clause.intent, clause)
        return list(seen.values())

    def _act(self, intent: str, last_said: Sequence[parts.Part]) -> Decision | None:
        """Answer a dialogue act for which no question is open; None when it is not one of ours."""
        undoable = self.agenda.errand(self.agenda.undoable) if self.agenda.undoable else None
        waiting = self.agenda.waiting_for_login()
        if intent == "gentag":
            return Decision(list(last_said) or [parts.text(phrase("common.nothing_to_repeat"))])
        if intent == "langsommere":
            return Decision([parts.text(phrase("common.more_slowly")), *last_said])
        if intent == "fortryd":
            if undoable and not waiting:
                return self._give(undoable, "undo")
            return (
                self._cancel(waiting) if waiting else Decision([parts.text(phrase("common.nothing_to_undo"))])
            )
        if intent in ("ret_oplysning", "oplysning"):
            if undoable and (intent == "ret_oplysning" or self.message.entities):
                return self._give(undoable, "correct")
            return self._give(waiting[0], "answer") if waiting else self._clarify()
        if intent == "nej" and undoable and self.message.entities:
            return self._give(undoable, "correct")
        if intent in ("ja", "nej", "ved_ikke"):
            if waiting and intent == "ja":
                return Decision([parts.login(phrase("common.login_again"), phrase("common.login_title"))])
            return Decision([parts.text(phrase(f"common.plain_{intent}"))])
        if intent in CHATTER:
            return Decision(floor=Floor(), intent=intent, text=self.message.text)
        return None

    def _cancel(self, errands: Sequence[Errand]) -> Decision:
        if any(errand.id == self.agenda.undoable for errand in errands):
            # Only the putting right is dropped: what was done stays done, and can still be undone.
            self.agenda.question = None
            for errand in errands:
                self.agenda.settle(errand, "done", undoable=True)
            say = Decision([parts.text(phrase("common.left_as_it_is"))])
            return say.then(self._next() or self._ask_again())
        for errand in errands:
            self.agenda.settle(errand, "cancelled")
        names = listing([name_of(errand.intent) for errand in errands])
        say = Decision([parts.text(phrase("common.dropped", names=names))])
        return say.then(self._next() or self._ask_again())

    # A message while a question is open

    def _while_asking(self, question: Question, last_said: Sequence[parts.Part]) -> Decision:
        if any(clause.intent == "akut_fare" for clause in (*self.message.clauses, self.message.whole)):
            errand = self.agenda.add("akut_fare", self.message.text)
            return self._give(errand, "start")
        option = choose(self.message.text, self.message.entities, question.options)
        if question.topic == "clarify":
            return self._clarified(question, option, last_said)
        asked = self.agenda.errand(question.errand)
        if option:
            return self._give(asked, "answer", topic=question.topic, choice=option.value)
        new = self._new_errands(question, asked)
        answer = self._answer_clause(question, asked, new)
        if question.expects == "yes_no":
            yes = yes_or_no(self.message.text, self.message.whole.intent)
            if yes is not None:
                self._park(new)
                changed = yes is False and bool(self.message.entities)
                return self._give(asked, "correct" if changed else "answer", topic=question.topic, yes=yes)
        if answer is None:
            act = self._act_while_asking(question, asked, last_said)
            if act is not None:
                return act
        if answer is None and new:
            return self._digress(new, asked)
        self._park(new)
        clause = answer or self.message.whole
        signal: Signal = "correct" if self.message.whole.intent == "ret_oplysning" else "answer"
        if self.message.whole.intent == "ved_ikke" and answer is None:
            signal = "dont_know"
        return self._give(
            asked,
            signal,
            topic=question.topic,
            text=clause.text or self.message.text,
            entities=clause.entities,
        )

    def _new_errands(self, question: Question, asked: Errand) -> list[Clause]:
        """Return the clauses that ask for something other than what the question is about."""
        free = question.expects in ("reason", "free")
        sure = SURE_ERRAND_AGAINST_FREE_TEXT if free else SURE_ERRAND
        clauses = self.message.clauses if len(self.message.clauses) > 1 else [self.message.whole]
        return [
            clause
            for clause in self._wishes(clauses)
            if clause.intent != asked.intent
            and (
                self._kind(clause.intent) == "handoff"
                or (clause.confidence >= sure and len(clause.text.split()) >= WORDS_OF_A_WISH)
            )
            and (sounds_like_a_request(clause.text) or (not free and clause.confidence >= 2 * sure))
        ]

    def _answer_clause(self, question: Question, asked: Errand, new: Sequence[Clause]) -> Clause | None:
        """Return the clause that carries the awaited entity, if one does."""
        awaited = {"address": ("address",), "number": ("case_number", "phone"), "choice": ("date", "time")}
        kinds = awaited.get(question.expects, ())
        for clause in (*self.message.clauses, self.message.whole):
            # A new wish with a date of its own ("hvad har I åbent på torsdag") is no answer.
            if clause in new and question.expects == "choice":
                continue
            if any(entity.get("entity") in kinds for entity in clause.entities):
                return clause
        return None

    def _act_while_asking(
        self, question: Question, asked: Errand, last_said: Sequence[parts.Part]
    ) -> Decision | None:
        intent, sure = self.message.whole.intent, self.message.whole.confidence >= SURE_ACT
        if intent not in dialogue_acts() or not sure:
            return None
        if intent == "fortryd":
            return self._cancel([asked])
        if intent == "gentag":
            return Decision(list(last_said) or list(question.parts))
        if intent == "langsommere":
            return Decision([parts.text(phrase("common.more_slowly")), *question.parts])
        if intent in CHATTER:
            # "Tak" or "hej" ends nothing; its own answer is said, then the question again.
            return Decision(floor=Floor(), intent=intent, text=self.message.text)
        return None

    def _digress(self, new: Sequence[Clause], asked: Errand) -> Decision:
        """Answer a question at once and come back; let a new act wait until this one is done."""
        now = [clause for clause in new if self._kind(clause.intent) != "act"]
        later = [clause for clause in new if self._kind(clause.intent) == "act"]
        if not now and any(same_family(clause.intent, asked.intent) for clause in later):
            # "Jeg vil hellere flytte den" is a change of mind, not a second errand.
            self.agenda.settle(asked, "cancelled")
            self._take_on(later)
            return self._next() or Decision()
        say = Decision()
        if later:
            self._park(later)
            names = listing([name_of(clause.intent) for clause in later])
            say.say.append(parts.text(phrase("common.comes_after", names=names)))
        if not now:
            return say.then(self._ask_again())
        self._take_on(now)
        for errand in self.agenda.parked():
            if errand.batch == self.agenda.batch:
                self.agenda.queue.append(errand.id)
        return say.then(self._next() or Decision())

    def _park(self, clauses: Sequence[Clause]) -> None:
        """Let new errands wait; answers that need nothing come as soon as the floor is free."""
        if clauses:
            self._take_on(clauses)

    # Words that were not understood

    def _clarify(self) -> Decision:
        self.agenda.unclear += 1
        likely = [
            intent
            for intent, confidence in self.message.ranking
            if intent in enquiries() and confidence >= WORTH_SUGGESTING
        ][:3]
        if self.agenda.unclear >= UNCLEAR_BEFORE_PERSON or not likely:
            return Decision([person_button(phrase("common.unclear_again"))])
        options = [Option(short_title(intent), intent) for intent in likely]
        options.append(Option(phrase("common.something_else"), "something_else"))
        shown = [(option.title, option.title) for option in options]
        part = parts.buttons(phrase("common.unclear"), shown)
        about = {"text": self.message.text, "entities": self.message.entities}
        self.agenda.question = Question("", "choice", [part], "clarify", options, about=about)
        return Decision([part])

    def _clarified(
        self, question: Question, option: Option | None, last_said: Sequence[parts.Part]
    ) -> Decision:
        self.agenda.question = None
        if option is None:
            return self._fresh(last_said)
        if option.value not in enquiries():
            return Decision([parts.text(phrase("common.say_it_otherwise"))])
        self.agenda.unclear = 0
        errand = self.agenda.add(option.value, question.about["text"], question.about["entities"])
        errand.memory["plain"] = True
        return self._give(errand, "start")


def person_button(content: str) -> parts.Part:
    """Show ``content`` with one button that asks for a person."""
    return parts.buttons(content, [(phrase("common.person_button"), phrase("common.person_wish"))])


def short_title(intent: str) -> str:
    """Name an enquiry on a button: the catalogue's title up to its first colon or comma."""
    return enquiries()[intent].title.split(":")[0].split(",")[0]


def same_family(one: str, other: str) -> bool:
    """Tell whether two acts are about the same thing: both on the jobcenter, both on home care."""
    return one.split("_")[-1] == other.split("_")[-1] or one.split("_")[0] == other.split("_")[0]
