"""Who has the floor: reads a message in the light of the agenda and decides which journey goes on.

Rules (``stories/``) decide what a journey does; this decides whose turn it is when that is not plain
from the intent alone: an answer to an open question, several questions at once, a digression, an undo,
a login that has come through, or words that were not understood.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from actions.dialogue import parts
from actions.dialogue.agenda import Agenda, Errand, Option, Question
from actions.dialogue.catalogue import Kind, dialogue_acts, enquiries, name_of, same_family
from actions.dialogue.danger import sounds_dangerous
from actions.dialogue.danish import listing
from actions.dialogue.message import Clause, Floor, Message, Signal
from actions.dialogue.phrases import phrase
from actions.dialogue.plain_words import ALSO, CORRECTION, DROP, EVERYTHING, RECEIPT, UNDO, WAIT, WHY_LOGIN
from actions.dialogue.reading import choose, is_a_question, yes_or_no
from actions.dialogue.settle_reason import is_plain_reason, reason_in
from actions.dialogue.wishes import answer_clause, danger_in, new_wishes, wishes

# Danger first, then answers, then acts that ask for something, then advice, a person last.
ORDER: tuple[Kind, ...] = ("danger", "info", "act", "guide", "handoff")
CHATTER = frozenset(
    {"hilsen", "farvel", "tak", "hvad_kan_du", "er_du_en_robot", "skift_sprog", "feedback", "uden_for_emne",
     "skaeldsord"}
)  # fmt: skip
"""Dialogue acts with an answer of their own; the open question is asked again after them."""

CONTEXTUAL = frozenset({"ja", "nej", "oplysning", "ret_oplysning", "fortryd", "nlu_fallback"})
CORRECTABLE = {
    "bioposer_bestil": frozenset({"address", "quantity"}),
    "aflys_jobcentertid": frozenset({"date", "time"}),
    "flyt_jobcentertid": frozenset({"date", "time", "time_range"}),
    "hjemmepleje_aendr_aflys": frozenset({"date", "time"}),
}
"""Which entities put which act right after it is done."""

SURE_ACT = 0.45
CONFIRM_UNDO = "confirm_undo"

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
            if self.agenda.question and self.agenda.question.optional:
                # What was offered meanwhile (help with MitID) has answered itself.
                self.agenda.settle(self.agenda.errand(self.agenda.question.errand), "done")
            if not waiting:
                return Decision([parts.text(phrase("common.logged_in"))]).then(self._ask_again())
            for errand in waiting:
                answers = self._kind(errand.intent) == "info" or self.agenda.question is None
                if answers and self._kind(errand.intent) == "info":
                    self.agenda.queue.append(errand.id)
                else:
                    errand.state = "parked"
                    errand.memory["after_login"] = True
            return self._next("logged_in") or self._ask_again()
        if self.message.event == "logged_out":
            return Decision([parts.text(phrase("common.logged_out"))])
        reason = self.message.reason if self.message.reason in ("refused", "timeout") else "other"
        say = [parts.text(phrase(f"common.login_failed_{reason}"))]
        if waiting:
            say.append(login_card())
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
            return self._give(errand, "logged_in" if errand.memory.pop("after_login", False) else "start")
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
        if not clauses:
            return
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
        if danger_in(self.message):
            return self._danger()
        clauses = wishes(self.message.clauses)
        if len(clauses) > 1:
            self._take_on(clauses)
            return self._next() or Decision()
        act = self._undo_or_correct() or self._act(self.message.intent, last_said)
        if act is not None:
            return act
        if clauses and self.message.intent != "nlu_fallback":
            self._take_on(clauses)
            return self._next() or Decision()
        return self._clarify()

    def _danger(self) -> Decision:
        """Give danger the floor before anything else; one alarm at a time."""
        known = next((e for e in self.agenda.unfinished() if e.intent == "akut_fare"), None)
        return self._give(known or self.agenda.add("akut_fare", self.message.text), "start")

    def _undo_or_correct(self) -> Decision | None:
        """Read "fortryd" and "nej, det var …" as meaning an act that was just done; None when they do not."""
        acts, text, intent = self.agenda.acts_to_undo(), self.message.text, self.message.intent
        wanted = [act for act in acts if act.intent == intent]
        if wanted and UNDO.search(text):
            # "Fortryd bioposerne" names the errand, and so looks like a wish for it.
            return self._give(wanted[0], "undo")
        if not acts or (wishes(self.message.clauses)[:1] and intent not in CONTEXTUAL):
            return None
        named = [
            act for act in acts if re.search(enquiries()[act.intent].mention or "$^", text, re.IGNORECASE)
        ]
        said = {entity.get("entity") for entity in self.message.entities}
        fitting = [act for act in acts if said & CORRECTABLE.get(act.intent, frozenset())]
        if fitting and ALSO.search(text):
            # "Og også til Byvej 60" is one more, not the first one put right.
            self._take_on([Clause(fitting[0].intent, 1.0, text, self.message.entities)])
            return self._next()
        corrects = intent in ("ret_oplysning", "oplysning", "nlu_fallback", "nej", "fortryd")
        if fitting and corrects:
            return self._give(fitting[0], "correct")
        if intent == "fortryd" and reason_in(text) is None:
            act = (named or acts)[0]
            if UNDO.search(text):
                return self._give(act, "undo")
            return self._ask_before_undo(act)
        if intent in ("ret_oplysning", "fortryd") or (intent == "oplysning" and CORRECTION.search(text)):
            return self._give((named or acts)[0], "correct")
        return None

    def _ask_before_undo(self, act: Errand) -> Decision:
        """ "Glem det" after a receipt may mean the act or just the talk: ask before undoing anything."""
        shown = [("Ja", "Ja"), ("Nej", "Nej")]
        part = parts.buttons(phrase("common.confirm_undo", name=name_of(act.intent)), shown)
        self.agenda.question = Question(act.id, "yes_no", [part], CONFIRM_UNDO, optional=True)
        return Decision([part])

    def _act(self, intent: str, last_said: Sequence[parts.Part]) -> Decision | None:
        """Answer a dialogue act for which no question is open; None when it is not one of ours."""
        waiting = self.agenda.waiting_for_login()
        if RECEIPT.search(self.message.text) and intent not in enquiries():
            return Decision(list(last_said) or [parts.text(phrase("common.no_receipt"))])
        if intent == "gentag":
            return Decision(list(last_said) or [parts.text(phrase("common.nothing_to_repeat"))])
        if intent == "langsommere":
            return Decision([parts.text(phrase("common.more_slowly")), *last_said])
        if waiting and (intent in ("fortryd", "nej")):
            return self._cancel(waiting)
        if intent == "fortryd":
            key = "common.handoff_stays" if self.agenda.handed_over else "common.nothing_to_undo"
            return Decision([parts.text(phrase(key))])
        if waiting and WHY_LOGIN.search(self.message.text):
            return Decision([parts.text(phrase("common.why_login")), login_card()])
        if waiting and intent in ("ja", "oplysning", "ret_oplysning", "ved_ikke", "tak"):
            return self._give(waiting[0], "answer")
        if intent in ("ja", "nej", "ved_ikke"):
            return Decision([parts.text(phrase(f"common.plain_{intent}"))])
        if intent in CHATTER:
            return Decision(floor=Floor(), intent=intent, text=self.message.text)
        return None

    def _cancel(self, errands: Sequence[Errand]) -> Decision:
        if EVERYTHING.search(self.message.text):
            errands = self.agenda.unfinished()
        acted = [errand for errand in errands if errand.id in self.agenda.undoable]
        for errand in errands:
            # What was done stays done, and can still be undone: only the putting right is dropped.
            done = errand in acted
            self.agenda.settle(errand, "done" if done else "cancelled", undoable=done)
        names = listing([name_of(errand.intent) for errand in errands])
        key = "common.left_as_it_is" if acted else "common.dropped"
        return Decision([parts.text(phrase(key, names=names))]).then(self._next() or self._ask_again())

    # A message while a question is open

    def _while_asking(self, question: Question, last_said: Sequence[parts.Part]) -> Decision:
        # "Jeg er faldet på cyklen" is a reason for not coming, unless the words themselves are alarming.
        reason = gives_reason(question, self.message.text)
        if sounds_dangerous(self.message.text) or (danger_in(self.message) and not reason):
            return self._danger()
        option = choose(self.message.text, self.message.entities, question.options)
        if question.topic == "clarify":
            return self._clarified(question, option, last_said)
        asked = self.agenda.errand(question.errand)
        if option:
            return self._give(asked, "answer", topic=question.topic, choice=option.value)
        new = new_wishes(self.message, question, asked, self.kinds)
        answer = answer_clause(self.message, question, new)
        if question.expects == "yes_no":
            yes = yes_or_no(self.message.text, self.message.whole.intent)
            if yes is not None and not (question.optional and new):
                return self._yes_no(question, asked, yes, new)
        if question.optional:
            return self._set_aside(asked, last_said)
        if answer is None:
            act = self._act_while_asking(question, asked, last_said)
            if act is not None:
                return act
        if answer is None and new:
            return self._digress(new, asked)
        self._take_on(new)
        clause = answer or self.message.whole
        signal: Signal = "correct" if self.message.whole.intent == "ret_oplysning" else "answer"
        if self.message.whole.intent == "ved_ikke" and answer is None:
            signal = "dont_know"
        text = clause.text if new else self.message.text
        return self._give(asked, signal, topic=question.topic, text=text, entities=clause.entities)

    def _yes_no(self, question: Question, asked: Errand, yes: bool, new: Sequence[Clause]) -> Decision:
        if question.topic == CONFIRM_UNDO:
            self.agenda.question = None
            if yes:
                return self._give(asked, "undo")
            return Decision([parts.text(phrase("common.left_as_it_is"))]).then(self._next() or Decision())
        self._take_on(new)
        changed = yes is False and bool(self.message.entities)
        return self._give(asked, "correct" if changed else "answer", topic=question.topic, yes=yes)

    def _set_aside(self, asked: Errand, last_said: Sequence[parts.Part]) -> Decision:
        """An offer was neither taken nor declined: it stands back, and the message is read afresh."""
        self.agenda.question = None
        if not asked.finished:
            self.agenda.settle(asked, "done")
        return self._fresh(last_said)

    def _act_while_asking(
        self, question: Question, asked: Errand, last_said: Sequence[parts.Part]
    ) -> Decision | None:
        intent, sure = self.message.whole.intent, self.message.whole.confidence >= SURE_ACT
        if RECEIPT.search(self.message.text) and last_said:
            return Decision([*last_said, *question.parts])
        if WAIT.search(self.message.text):
            return Decision([parts.text(phrase("common.take_your_time"))])
        if (intent == "fortryd" and sure) or DROP.search(self.message.text):
            return self._cancel([asked])
        if gives_reason(question, self.message.text):
            return None
        if intent not in dialogue_acts() or not sure:
            return self._cannot_answer(question) if is_a_question(self.message.text) else None
        if intent == "gentag":
            return Decision(list(last_said) or list(question.parts))
        if intent == "langsommere":
            return Decision([parts.text(phrase("common.more_slowly")), *question.parts])
        if intent in CHATTER:
            # "Tak" or "hej" ends nothing; its own answer is said, then the question again.
            return Decision(floor=Floor(), intent=intent, text=self.message.text)
        if question.expects in ("reason", "address", "number") and is_a_question(self.message.text):
            return self._cannot_answer(question)
        return None

    def _cannot_answer(self, question: Question) -> Decision | None:
        """A question that nobody here can answer is said to be one, instead of being taken as the answer."""
        if new_wishes(self.message, question, None, self.kinds):
            return None
        return Decision([parts.text(phrase("common.cannot_answer_that")), *question.parts])

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
            self._take_on(later)
            names = listing([name_of(clause.intent) for clause in later])
            say.say.append(parts.text(phrase("common.comes_after", names=names)))
        if not now:
            return say.then(self._ask_again())
        self._take_on(now)
        for errand in self.agenda.parked():
            if errand.batch == self.agenda.batch and errand.id not in self.agenda.queue:
                self.agenda.queue.append(errand.id)
        return say.then(self._next() or Decision())

    # Words that were not understood

    def _clarify(self) -> Decision:
        self.agenda.unclear += 1
        likely = [
            intent
            for intent, confidence in self.message.ranking
            if intent in enquiries() and confidence >= WORTH_SUGGESTING
        ][:3]
        if self.agenda.unclear >= UNCLEAR_BEFORE_PERSON or not likely:
            first = self.agenda.unclear < UNCLEAR_BEFORE_PERSON
            return Decision([person_button(phrase(f"common.unclear_{'first' if first else 'again'}"))])
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
        said_anew = any(clause.intent == option.value for clause in self.message.clauses)
        text = self.message.text if said_anew else question.about["text"]
        entities = [*question.about["entities"], *self.message.entities]
        errand = self.agenda.add(option.value, text, entities)
        errand.memory["plain"] = True
        return self._give(errand, "start")


def gives_reason(question: Question, text: str) -> bool:
    """Tell whether a reason was asked for and this is plainly one."""
    return question.expects == "reason" and is_plain_reason(text) and not is_a_question(text)


def person_button(content: str) -> parts.Part:
    """Show ``content`` with one button that asks for a person."""
    return parts.buttons(content, [(phrase("common.person_button"), phrase("common.person_wish"))])


def login_card() -> parts.Part:
    return parts.login(phrase("common.login_again"), phrase("common.login_title"))


def short_title(intent: str) -> str:
    """Name an enquiry on a button: the catalogue's title up to its first colon, comma or bracket."""
    return re.split(r"[:,(]", enquiries()[intent].title)[0].strip()
