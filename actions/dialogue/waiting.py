"""While the citizen waits for a person: taking the wish back, asking to be called instead, growing impatient.

The assistant answers everything else as ever; danger comes before all of it.
"""

from __future__ import annotations

import re

from actions.dialogue import parts
from actions.dialogue.agenda import Question
from actions.dialogue.anew import in_other_words
from actions.dialogue.call_back_steps import (
    CALL_OFF,
    HOW_LONG,
    NO_QUESTION,
    NOBODY_THERE,
    NUMBER,
    OFFER,
    OTHER_TIME,
    OWN_NUMBER,
    QUESTIONS,
    REASON,
    WHEN,
    carrier,
)
from actions.dialogue.call_back_wish import names_the_call, wants_another_time, wishes_a_time
from actions.dialogue.catalogue import enquiries
from actions.dialogue.danger import helpline
from actions.dialogue.floor import Decision, FloorKeeper
from actions.dialogue.message import Clause, Signal
from actions.dialogue.packet import GENERAL
from actions.dialogue.phrases import phrase
from actions.dialogue.plain_words import CORRECTION, DROP, UNDO, WAIT
from actions.dialogue.privacy import number_in
from actions.dialogue.reading import YES, is_a_question, yes_or_no
from actions.dialogue.verdict import drawn_verdict
from actions.dialogue.waiting_words import (
    asks_when_called,
    calls_off,
    is_impatient,
    waits_on,
    wants_to_be_called,
    withdraws,
)
from actions.dialogue.wishes import new_wishes, wishes
from nlu.clock import now
from nlu.danish.numbers import find_numbers

SURE_UNDO = 0.45
"""How sure the understanding must be of a "fortryd" that is not one of the plain words."""

NO_ANSWER = frozenset(
    {"gentag", "langsommere", "hilsen", "tak", "hvad_kan_du", "er_du_en_robot", "skift_sprog"}
)
"""Dialogue acts that answer no question; it is asked again after them."""


ANOTHER_NUMBER = re.compile(
    r"\b(?:ikke|andet|anden|andre|datters?|søns?|mands?|kones?|mors?|fars?)\b.{0,25}\b(?:\w*nummer|telefon|mobil)\b"
    r"|\b(?:nummer|telefon)\b.{0,12}\bikke\b",
    re.IGNORECASE,
)
"""The call is wanted, on another number: "nej, ikke på det her nummer"."""
DIGITS_PUT_RIGHT = 2
"""So many numbers in a correction are some of the telephone number's digits."""

VAGUE = frozenset({"ja", "nej", "oplysning", "ved_ikke", "nlu_fallback", "ret_oplysning"})
"""What "ja, men …" and "hm" are taken for."""


class WhileWaiting(FloorKeeper):
    """What a message means for the wait itself."""

    def about_waiting(self) -> Decision | None:
        """Read a message as being about the wait or the call-back; None when it is about something else."""
        text, question = self.message.text, self.agenda.question
        asked = question.topic if question else ""
        undoes = asked in ("", OFFER) and self._undoes(bare=asked == OFFER)
        if self.agenda.handed_over and (withdraws(text) or undoes) and not self._told_of_danger():
            return self.withdraw()
        if (step := self._about_ordered_call(asked)) is not None:
            return step
        on_the_way = self.agenda.handed_over or self.agenda.call_back
        if on_the_way and (asked == "" or asked in QUESTIONS):
            if wants_to_be_called(text) and not self.agenda.call_back:
                return self._call_back(OFFER, yes=True)
            if self.agenda.call_back and asked == "" and (number_in(text) or self._puts_digits_right()):
                # "Nej, det var 20 00 00 09": the call is ordered and is only put right.
                return self._call_back(NUMBER, "correct")
        # An offer stands back: who asks how long it takes, or grumbles, means nothing else by it.
        free = question is None or question.optional
        if self.agenda.handed_over and free:
            if (waits_on(text) or drawn_verdict(text)) and asked != OFFER:
                queue = self.agenda.queue_name or phrase("ringop.somebody")
                key = in_other_words(carrier(self.agenda), "ringop.still_waiting")
                return Decision([parts.worded(key, queue=queue)])
            if number_in(text) and question is None and carrier(self.agenda).memory.get("declined"):
                # Who did not want the call, and tells a number after all, wants it.
                return self._call_back(OFFER, yes=True)
            if is_impatient(text) or asks_when_called(text) or (question is None and number_in(text)):
                # A number that nobody asked for: whether they shall call is asked first.
                return self._call_back(HOW_LONG)
        return None

    def _told_of_danger(self) -> bool:
        """Whoever despairs and then wants nobody is not taken from the queue for it."""
        return any(
            errand.intent == "akut_fare"
            and helpline(errand.known.get("Borgerens ord", errand.text)) != "other"
            for errand in self.agenda.errands
        )

    def _calls_off(self) -> bool:
        """ "De må ikke ringe før klokken 10" wants the call, at another time."""
        return calls_off(self.message.text) and not wishes_a_time(self.message.text, now())

    def _about_ordered_call(self, asked: str) -> Decision | None:
        """Read a message as being about the call that is ordered: when it comes, or that it shall not."""
        if not self.agenda.call_back or asked or self.agenda.handed_over:
            return None
        if self._calls_off() or self._undoes(bare=True):
            return self._call_back(CALL_OFF)
        if asks_when_called(self.message.text):
            return self._call_back(WHEN)
        alone = self.agenda.errands[-1].id in self.agenda.gone_along
        text, others = self.message.text, self._other_wishes()
        # "Kan det blive om eftermiddagen" looks like the moving of an appointment.
        likeness = [clause for clause in others if self.kind(clause.intent) == "act" and alone]
        only = not others or (len(others) == 1 and (bool(likeness) or names_the_call(text)))
        return self._call_back(OTHER_TIME) if only and wants_another_time(text, now(), alone=alone) else None

    def _undoes(self, *, bare: bool) -> bool:
        """Tell whether "fortryd" means the hand-over: nothing was done since, and nothing else is named."""
        whole, text = self.message.whole, self.message.text
        said = (
            bool(UNDO.search(text)) if bare else whole.intent == "fortryd" and whole.confidence >= SURE_UNDO
        )
        if not said and not (not bare and (UNDO.search(text) or DROP.search(text))):
            return False
        acts = self.agenda.acts_to_undo()
        newer = [act for act in acts if act.id not in self.agenda.acts_before]
        named = [
            act for act in acts if re.search(enquiries()[act.intent].mention or "$^", text, re.IGNORECASE)
        ]
        return not newer and not named and not self.agenda.waiting_for_login()

    def withdraw(self) -> Decision:
        """The citizen no longer waits; what else the message asks for is taken on."""
        agenda = self.agenda
        for errand in agenda.errands:
            if errand.id in agenda.gone_along and errand.state == "handed_over":
                agenda.settle(errand, "cancelled")
        if agenda.question and agenda.question.topic in QUESTIONS:
            agenda.question = None
        agenda.handed_over = False
        agenda.news.append("withdrawn")
        self.take_on(self._other_wishes())
        said = Decision([parts.worded("ringop.withdrawn")])
        return said.then(self.next_errand() or self.ask_again())

    def nobody_came(self) -> Decision:
        """The gateway says that nobody has taken the case: offer a call, once it is not being asked about."""
        question = self.agenda.question
        if not self.agenda.handed_over or (question and question.topic in QUESTIONS):
            return Decision()
        return self._call_back(NOBODY_THERE)

    def answer_call_back(self, question: Question) -> Decision | None:
        """Read an answer to one of the call-back's questions; None where it is something else altogether."""
        text, whole = self.message.text, self.message.whole
        sure = whole.confidence >= SURE_UNDO
        if number_in(text) is not None:
            return self._call_back(question.topic, yes=True)
        # That the caller's own number is not the right one is no wish to go without the call.
        no_call = NUMBER if question.topic == OWN_NUMBER else question.topic
        if waits_on(text):
            return self._call_back(no_call, yes=False)
        if (YES.search(text) or names_the_call(text)) and wishes_a_time(text, now()):
            # "Ja, men først efter kl. 15" is a yes, and looks like the moving of some appointment.
            return self._call_back(question.topic, yes=True)
        if is_a_question(text) or WAIT.search(text) or (whole.intent in NO_ANSWER and sure):
            return None
        yes = yes_or_no(text, whole.intent if sure else "")
        if self._calls_off() and self.agenda.call_back:
            return self._call_back(CALL_OFF)
        off = DROP.search(text) or self._calls_off() or (whole.intent == "fortryd" and sure)
        if off:
            yes = False
        if question.topic in (REASON, NUMBER, OWN_NUMBER) and self._puts_digits_right():
            return self._call_back(NUMBER, "correct")
        if question.topic == REASON and yes is None:
            # "Jeg vil gerne tale om min bolig" is what they shall know; what the assistant can do is not.
            asked = self.agenda.errand(question.errand)
            new = new_wishes(self.message, question, asked, self.kinds)
            if any(self.kind(clause.intent) in ("act", "info", "danger") for clause in new):
                return None
            return self._call_back(REASON, "dont_know" if whole.intent == "ved_ikke" else "answer")
        if not off and ANOTHER_NUMBER.search(text):
            return self._call_back(OWN_NUMBER, yes=False)
        if yes is False and not self._other_wishes():
            return self._call_back(no_call if off else question.topic, yes=False)
        if question.topic == OFFER:
            return self._call_back(OFFER, yes=True) if yes else self._offer_again(question)
        if new_wishes(self.message, question, self.agenda.errand(question.errand), self.kinds):
            return None
        return self._call_back(question.topic, yes=yes)

    def _puts_digits_right(self) -> bool:
        """ "Nej, det skal være fem seks til sidst": some of a number, which is not kept here to be mended."""
        text = self.message.text
        named = {str(entity.get("entity")) for entity in self.message.entities}
        return (
            CORRECTION.search(text) is not None
            and not named & {"address", "date", "time", "quantity"}
            and len(find_numbers(text)) >= DIGITS_PUT_RIGHT
            and not wishes_a_time(text, now())
            and not self._other_wishes()
        )

    def _offer_again(self, question: Question) -> Decision | None:
        """ "Ja, men ikke i dag" is neither yes nor no: the offer is made once more, then it stands back."""
        if question.misses or self.message.intent not in VAGUE or wishes(self.message.clauses):
            return None
        question.misses += 1
        return Decision([parts.worded("common.not_understood"), *question.parts])

    def _call_back(self, topic: str, signal: Signal = "answer", *, yes: bool | None = None) -> Decision:
        errand = carrier(self.agenda)
        text = topic if topic in NO_QUESTION else self.message.text or topic
        return self.give(errand, signal, topic=topic, yes=yes, text=text, entities=[])

    def _other_wishes(self) -> list[Clause]:
        return [clause for clause in wishes(self.message.clauses) if clause.intent not in GENERAL]
