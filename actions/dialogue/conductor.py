"""Who has the floor: reads a message in the light of the agenda and decides which journey goes on.

Rules (``stories/``) decide what a journey does; this decides whose turn it is when that is not plain
from the intent alone: an answer to an open question, several questions at once, a digression, an undo,
a login that has come through, or words that were not understood.
"""

from __future__ import annotations

from collections.abc import Sequence

from actions.dialogue import parts
from actions.dialogue.floor import Decision, login_card, person_button
from actions.dialogue.open_question import OpenQuestion
from actions.dialogue.phrases import phrase


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
        if self.agenda.question:
            return self.while_asking(self.agenda.question, last_said)
        return self.fresh(last_said)

    def _event(self) -> Decision:
        waiting = self.agenda.waiting_for_login()
        if self.message.event == "login_done":
            if self.agenda.question and self.agenda.question.optional:
                # What was offered meanwhile (help with MitID) has answered itself.
                self.agenda.settle(self.agenda.errand(self.agenda.question.errand), "done")
            if not waiting:
                return Decision([parts.text(phrase("common.logged_in"))]).then(self.ask_again())
            for errand in waiting:
                if self.kind(errand.intent) == "info":
                    self.agenda.queue.append(errand.id)
                else:
                    errand.state = "parked"
                    errand.memory["after_login"] = True
            return self.next_errand("logged_in") or self.ask_again()
        if self.message.event == "logged_out":
            return Decision([parts.text(phrase("common.logged_out"))])
        reason = self.message.reason if self.message.reason in ("refused", "timeout") else "other"
        say = [parts.text(phrase(f"common.login_failed_{reason}"))]
        if waiting:
            say.append(login_card())
        say.append(person_button(phrase("common.login_or_person")))
        return Decision(say)
