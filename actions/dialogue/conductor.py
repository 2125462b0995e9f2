"""Who has the floor: reads a message in the light of the agenda and decides which journey goes on.

Rules (``stories/``) decide what a journey does; this decides whose turn it is when that is not plain
from the intent alone: an answer to an open question, several questions at once, a digression, an undo,
a login that has come through, or words that were not understood.
"""

from __future__ import annotations

from collections.abc import Sequence

from actions.dialogue import parts
from actions.dialogue.agenda import Errand, Question
from actions.dialogue.by_phone import LOGIN_PERSON, another_way, is_call, person_question
from actions.dialogue.call_back_steps import QUESTIONS
from actions.dialogue.feedback import PERSON, USEFUL
from actions.dialogue.floor import Decision, login_card, person_button
from actions.dialogue.open_question import OpenQuestion
from actions.dialogue.phrases import phrase
from actions.dialogue.waiting_words import is_impatient
from actions.dialogue.wishes import danger_in, urgent_in

NOT_OF_AN_ERRAND = QUESTIONS | {USEFUL, PERSON}
"""Questions that a login does not answer: they are about waiting, or about the talk itself."""


class Conductor(OpenQuestion):
    """Decides for one message: an event, a question open or not, or the next errand in line."""

    def decide(self, last_said: Sequence[parts.Part] = (), *, goes_on: bool = False) -> Decision:
        """Decide what happens now; ``last_said`` is the assistant's previous reply, for "gentag".

        ``goes_on`` tells that the message has been dealt with and only the next errand is to be found.
        """
        if goes_on:
            return self.next_errand() or self.ask_again()
        if self.message.event and not self.message.floor:
            return self._event()
        if self.message.floor:
            return self.next_errand() or self.ask_again()
        # "Hvor bliver I af" is said to those who are waited for, before it is one of home care.
        not_come = self.message.whole.intent == "hjemmepleje_ikke_kommet"
        awaited = self.agenda.handed_over and not_come and is_impatient(self.message.text)
        urgent = danger_in(self.message) or (urgent_in(self.message, self.kinds) and not awaited)
        if not urgent and (waiting := self.about_waiting()) is not None:
            return waiting
        if self.agenda.question:
            return self.while_asking(self.agenda.question, last_said)
        return self.fresh(last_said)

    def _event(self) -> Decision:
        if self.message.event == "login_done":
            return self._logged_in()
        if self.message.event == "logged_out":
            return Decision([parts.worded("common.logged_out")])
        if self.message.event == "person_missing":
            return self.nobody_came()
        waiting = self.agenda.waiting_for_login()
        reason = {"refused": "refused", "timeout": "timeout", "timed_out": "timeout"}.get(
            self.message.reason, "other"
        )
        self.agenda.failures["login"] = phrase(f"overdragelse.login_{reason}")
        if is_call(self.message) and waiting:
            return self._not_approved(waiting[0], reason)
        say = [parts.worded(f"common.login_failed_{reason}")]
        if waiting:
            say.append(login_card())
        say.append(person_button("common.login_or_person"))
        return Decision(say)

    def _logged_in(self) -> Decision:
        self.agenda.failures.pop("login", None)
        question = self.agenda.question
        if question and question.topic == LOGIN_PERSON:
            # The app has answered after all: the errand goes on, and nobody need be put through.
            self.agenda.errand(question.errand).state = "waiting_login"
            self.agenda.question = None
        elif question and question.optional and question.topic not in NOT_OF_AN_ERRAND:
            # What was offered meanwhile (help with MitID) has answered itself.
            self.agenda.settle(self.agenda.errand(question.errand), "done")
        waiting = self.agenda.waiting_for_login()
        if not waiting:
            return Decision([parts.worded("common.logged_in")]).then(self.ask_again())
        for errand in waiting:
            if self.kind(errand.intent) == "info":
                self.agenda.queue.append(errand.id)
            else:
                errand.state = "parked"
                errand.memory["after_login"] = True
        return self.next_errand("logged_in") or self.ask_again()

    def _not_approved(self, errand: Errand, reason: str) -> Decision:
        """The app said no, or nothing. A caller who only waited for it has heard so from the line."""
        if self.agenda.question is not None:
            return Decision([parts.worded(f"common.login_failed_{reason}")]).then(self.ask_again())
        errand.state = "open"
        part = person_question()
        say = [*another_way(self.message), part]
        self.agenda.question = Question(errand.id, "yes_no", [part], LOGIN_PERSON, optional=True)
        return Decision(say)
