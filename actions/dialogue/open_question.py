"""Reading a message while a question is open: its answer, a digression, or the end of the errand."""

from __future__ import annotations

import re
from collections.abc import Sequence

from actions.dialogue import parts
from actions.dialogue.agenda import Errand, Question
from actions.dialogue.call_back_steps import QUESTIONS
from actions.dialogue.call_back_wish import wishes_a_time
from actions.dialogue.catalogue import dialogue_acts, enquiries, name_of, same_family
from actions.dialogue.danger import ALARM, sounds_dangerous
from actions.dialogue.danish import listing
from actions.dialogue.feedback import PERSON, USEFUL
from actions.dialogue.floor import Decision
from actions.dialogue.message import Clause, Signal
from actions.dialogue.no_question import CHATTER, SURE_OF_ANOTHER, NoQuestion
from actions.dialogue.plain_words import DROP, GOODBYE, MOVE_INSTEAD, RECEIPT, WAIT
from actions.dialogue.reading import (
    YES,
    asks_instead,
    choose,
    is_a_question,
    sounds_like_a_request,
    takes_offer,
    without_lead,
    yes_or_no,
)
from actions.dialogue.settle_reason import is_plain_reason
from actions.dialogue.taking_back import CONFIRM_UNDO
from actions.dialogue.wishes import answer_clause, danger_in, new_wishes, wishes
from nlu.clock import now

TWO_THINGS = re.compile(r"^(.+?)(?:[,.;]\s*(?:og |men |så )?|\s+og\s+)(\w.+)$", re.DOTALL)
NAMED_TO_UNDO = re.compile(
    r"\b(?:fortryd|annull?er|omgør)\w*\s+(?:(?:den|det|min|mit|mine|lige|venligst)\s+)*(?P<what>\w+)",
    re.IGNORECASE,
)
SURE_YES = 0.6
"""An act is done on a yes: where the words are not plain, the understanding must be sure of it."""

REPEATS = frozenset({"gentag", "langsommere", "skift_sprog"})
HALF_ANSWERS = frozenset({"ja", "nej", "ved_ikke"})
"""What "måske" and "ja, men ikke i dag" are taken for."""
WORDS_OF_A_BARE_YES = 5
PARTING = frozenset({"tak", "farvel", "hilsen"})

SURE_ACT = 0.45
"""How sure the understanding must be of a dialogue act before it is read as one instead of the answer."""


class OpenQuestion(NoQuestion):
    """What a message means in the light of the question that was asked."""

    def while_asking(self, question: Question, last_said: Sequence[parts.Part]) -> Decision:
        # "Jeg er faldet på cyklen" is a reason for not coming, unless the words themselves are alarming.
        reason = gives_reason(question, self.message.text)
        if sounds_dangerous(self.message.text) or (danger_in(self.message) and not reason):
            return self.danger()
        if question.topic == "retry" and self.message.entities and question.errand:
            return self.give(self.agenda.errand(question.errand), "correct", topic="retry")
        option = choose(self.message.text, self.message.entities, question.options)
        if question.topic == "clarify":
            return self.clarified(question, option, last_said)
        if question.topic in (USEFUL, PERSON):
            return self.answer_about_talk(question) or self._set_aside(last_said)
        if question.topic in QUESTIONS and (step := self.answer_call_back(question)) is not None:
            return step
        call = None if question.expects == "reason" else self._wish_to_be_called(wishes(self.message.clauses))
        if call is not None:
            return call
        asked = self.agenda.errand(question.errand)
        if question.topic == ALARM and not self._leaves_alarm(question, asked):
            return self.give(asked, "answer", topic=ALARM, yes=True)
        if option:
            return self.give(asked, "answer", topic=question.topic, choice=option.value)
        both = self._reason_and_more(question, asked)
        if both is not None:
            return both
        new = new_wishes(self.message, question, asked, self.kinds)
        if reason and len(self.message.clauses) < 2:
            new = [clause for clause in new if self.kind(clause.intent) == "danger"]
        answer = answer_clause(self.message, question, new)
        if question.expects == "yes_no":
            whole = self.message.whole
            yes = yes_or_no(self.message.text, whole.intent if whole.confidence >= SURE_YES else "")
            timed = YES.search(self.message.text) is not None and wishes_a_time(self.message.text, now())
            if question.optional and yes is None and timed:
                # "Ja tak, men først på tirsdag" looks like the moving of something, and takes the offer.
                return self._yes_no(question, asked, True, [])
            if question.optional and yes is not None and asks_instead(self.message.text, yes=yes):
                # "Nej tak, men hvordan melder jeg ham ud": what comes after the no is what is wanted.
                return self._told_something_else(question, asked, last_said, yes=yes)
            if question.optional and yes and whole.intent in PARTING and whole.confidence >= SURE_YES:
                # "Ok, tak for snakken" takes no offer.
                return self._set_aside(last_said)
            if (
                yes_or_no(self.message.text, "") is not None
                and len(self.message.text.split()) <= WORDS_OF_A_BARE_YES
            ):
                # "Hellere end gerne" is likest to the moving of an appointment, and is a yes.
                new = []
            if yes is False:
                # "Jeg vil ikke tale med et menneske nu" is no wish for one.
                new = [clause for clause in new if clause.intent != "tal_med_menneske"]
            if yes is not None and not WAIT.search(self.message.text) and not (question.optional and new):
                return self._yes_no(question, asked, yes, new)
        if question.optional:
            return self._neither_taken_nor_declined(question, new, last_said)
        if answer is None:
            act = self._act_while_asking(question, asked, last_said)
            if act is not None:
                return act
        if answer is None and new:
            return self._digress(new, asked)
        self.take_on(new)
        clause = answer or self.message.whole
        signal: Signal = "correct" if self.message.whole.intent == "ret_oplysning" else "answer"
        if self.message.whole.intent == "ved_ikke" and answer is None:
            signal = "dont_know"
        text = clause.text if new else self.message.text
        return self.give(asked, signal, topic=question.topic, text=text, entities=clause.entities)

    def _leaves_alarm(self, question: Question, asked: Errand) -> bool:
        """Only a no, or what is surely another matter: "ved ikke" and "jeg bor alene" let nobody go."""
        text, whole = self.message.text, self.message.whole
        if yes_or_no(text, whole.intent if whole.confidence >= SURE_YES else "") is False:
            return True
        new = new_wishes(self.message, question, asked, self.kinds)
        return any(clause.confidence >= SURE_OF_ANOTHER for clause in new) or whole.intent in REPEATS

    def _reason_and_more(self, question: Question, asked: Errand) -> Decision | None:
        """ "Jeg er syg, og jeg mangler bioposer": the first part is the reason, the rest waits its turn."""
        found = TWO_THINGS.match(self.message.text)
        if question.expects != "reason" or not found:
            return None
        reason, rest = found.group(1), found.group(2)
        wish = next(
            (c for c in wishes([*self.message.clauses, self.message.whole]) if c.intent != asked.intent), None
        )
        if wish is None or not is_plain_reason(reason) or not sounds_like_a_request(rest):
            return None
        self.take_on([Clause(wish.intent, wish.confidence, rest, self.message.entities)])
        return self.give(asked, "answer", topic=question.topic, text=reason, entities=[])

    def _yes_no(self, question: Question, asked: Errand, yes: bool, new: Sequence[Clause]) -> Decision:
        if question.topic == CONFIRM_UNDO:
            self.agenda.question = None
            if yes:
                return self.give(asked, "undo")
            return Decision([parts.worded("common.left_as_it_is")]).then(self.next_errand() or Decision())
        self.take_on(new)
        changed = yes is False and bool(self.message.entities)
        return self.give(asked, "correct" if changed else "answer", topic=question.topic, yes=yes)

    def _neither_taken_nor_declined(
        self, question: Question, new: Sequence[Clause], last_said: Sequence[parts.Part]
    ) -> Decision:
        """ "Måske", "ja, men ikke i dag": the offer is made once more; anything else is read afresh."""
        text, intent = self.message.text, self.message.whole.intent
        says_else = new or wishes(self.message.clauses) or is_a_question(without_lead(text))
        if intent not in HALF_ANSWERS or says_else or asks_instead(text, yes=False) or question.misses:
            return self._set_aside(last_said)
        question.misses += 1
        return self.ask_again()

    def _told_something_else(
        self, question: Question, asked: Errand, last_said: Sequence[parts.Part], *, yes: bool
    ) -> Decision:
        """What is new is dealt with; after a mere "ja, det er rigtigt, og …" the offer is made again."""
        text = self.message.text
        new = [clause for clause in wishes(self.message.clauses) if clause.intent != asked.intent]
        if yes and new and takes_offer(text):
            return self._yes_no(question, asked, yes, new)
        if new or not yes or question.misses or is_a_question(without_lead(text)):
            return self._set_aside(last_said)
        question.misses += 1
        return self.ask_again()

    def _set_aside(self, last_said: Sequence[parts.Part]) -> Decision:
        """An offer was neither taken nor declined: it stands back, and the message is read afresh."""
        self.leave_offer()
        return self.fresh(last_said)

    def _act_while_asking(
        self, question: Question, asked: Errand, last_said: Sequence[parts.Part]
    ) -> Decision | None:
        intent, sure = self.message.whole.intent, self.message.whole.confidence >= SURE_ACT
        if intent == "farvel" and sure and GOODBYE.search(self.message.text):
            # Who says goodbye is not held back by a question.
            self.agenda.settle(asked, "cancelled")
            return self.chatter("farvel")
        if RECEIPT.search(self.message.text):
            return self.tell_receipt()
        if WAIT.search(self.message.text):
            return Decision([parts.worded("common.take_your_time")])
        if (done := self._act_named_to_undo(asked)) is not None:
            # "Fortryd aflysningen" in the middle of moving another one: the act is meant, and both are left.
            self.agenda.settle(asked, "cancelled")
            return self.give(done, "undo")
        if DROP.search(self.message.text):
            return self.cancel([asked])
        if gives_reason(question, self.message.text):
            return None
        if question.expects == "reason" and MOVE_INSTEAD.search(self.message.text):
            return self._move_instead(asked)
        if intent == "fortryd" and sure:
            return self.cancel([asked])
        if intent not in dialogue_acts() or not sure:
            return self._cannot_answer(question) if is_a_question(self.message.text) else None
        if intent == "gentag":
            return Decision(list(last_said) or list(question.parts))
        if intent == "langsommere":
            return Decision([parts.worded("common.more_slowly"), *question.parts])
        if intent == "feedback" and (judged := self.about_feedback()) is not None:
            return judged
        if intent in CHATTER:
            return self.chatter(intent)
        if question.expects in ("reason", "address", "number") and is_a_question(self.message.text):
            return self._cannot_answer(question)
        return None

    def _act_named_to_undo(self, asked: Errand) -> Errand | None:
        """Return the finished act that "fortryd aflysningen" names, if it cannot mean what is asked about."""
        said = NAMED_TO_UNDO.search(self.message.text)

        def is_named(intent: str) -> bool:
            return bool(said and re.search(enquiries()[intent].undo or "$^", said["what"], re.IGNORECASE))

        if said is None or is_named(asked.intent):
            return None
        return next((act for act in self.agenda.acts_to_undo() if is_named(act.intent)), None)

    def _move_instead(self, asked: Errand) -> Decision | None:
        """ "Jeg vil hellere flytte den" is a change of mind, not a reason."""
        if asked.intent == "aflys_jobcentertid":
            wish = Clause("flyt_jobcentertid", 1.0, self.message.text, self.message.entities)
            self.agenda.settle(asked, "cancelled")
            self.take_on([wish])
            return self.next_errand()
        return None

    def _cannot_answer(self, question: Question) -> Decision | None:
        """A question that nobody here can answer is said to be one, instead of being taken as the answer."""
        if new_wishes(self.message, question, None, self.kinds):
            return None
        return Decision([parts.worded("common.cannot_answer_that"), *question.parts])

    def _digress(self, new: Sequence[Clause], asked: Errand) -> Decision:
        """Answer a question at once and come back; let a new act wait until this one is done."""
        now = [clause for clause in new if self.kind(clause.intent) != "act"]
        later = [clause for clause in new if self.kind(clause.intent) == "act"]
        related = not asked.finished and any(same_family(clause.intent, asked.intent) for clause in later)
        if not now and related:
            # "Jeg vil hellere flytte den" is a change of mind, not a second errand.
            self.agenda.settle(asked, "cancelled")
            self.take_on(later)
            return self.next_errand() or Decision()
        say = Decision()
        if later:
            self.take_on(later)
            names = listing([name_of(clause.intent) for clause in later])
            say.say.append(parts.worded("common.comes_after", names=names))
        if not now:
            return say.then(self.ask_again())
        self.take_on(now)
        for errand in self.agenda.parked():
            if errand.batch == self.agenda.batch and errand.id not in self.agenda.queue:
                self.agenda.queue.append(errand.id)
        return say.then(self.next_errand() or Decision())


def gives_reason(question: Question, text: str) -> bool:
    """Tell whether a reason was asked for and this is plainly one."""
    return question.expects == "reason" and is_plain_reason(text) and not is_a_question(text)
