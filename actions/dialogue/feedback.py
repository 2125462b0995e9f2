"""Whether the answer could be used: read from the citizen's words, and asked once when a call ends.

Where it could not, a person is offered.
"""

from __future__ import annotations

from actions.dialogue import parts
from actions.dialogue.agenda import Question
from actions.dialogue.by_phone import is_call
from actions.dialogue.floor import Decision, FloorKeeper
from actions.dialogue.message import Clause, Floor
from actions.dialogue.phrases import phrase
from actions.dialogue.privacy import hide_numbers
from actions.dialogue.reading import yes_or_no
from actions.dialogue.verdict import Verdict, drawn_verdict, verdict_in
from actions.fagsystemer.contact_centre import Reason

USEFUL, PERSON = "feedback", "feedback_person"
"""Topics of "kunne du bruge svaret?" and of the person who is offered where the assistant fell short."""

LEAVING = ("farvel", "tak")
"""What is said on the way out of a chat. A caller who thanks may have more to say."""
MAX_TEXT_CHARS = 300
WORDS_OF_A_BARE_ANSWER = 3


class Feedback(FloorKeeper):
    """What a message means as an answer to "kunne du bruge svaret?"."""

    def about_feedback(self) -> Decision | None:
        """Read praise or blame, or a caller's goodbye; None for anything else."""
        if self.message.intent == "feedback" or self._is_drawn():
            return self._judged(verdict_in(self.message.text))
        if self.message.intent in LEAVING and self._is_to_be_asked():
            if is_call(self.message):
                if self.message.intent != "farvel":
                    return None
                self.agenda.asked_feedback = True
                return self._ask()
            self.agenda.asked_feedback = True
            return self._ask_on_the_way_out()
        return None

    def answer_about_talk(self, question: Question) -> Decision | None:
        """Read the answer to one of the two questions; None where it is something else."""
        intent = self.message.whole.intent
        if question.topic == PERSON:
            yes = yes_or_no(self.message.text, intent)
            if yes is None:
                return None
            self.agenda.question = None
            return self._person(question) if yes else self._goodbye_or("plain_nej")
        if (intent == "feedback" or self._is_drawn()) and yes_or_no(self.message.text, "") is None:
            self.agenda.question = None
            return self._judged(verdict_in(self.message.text), asked=True)
        yes = yes_or_no(self.message.text, intent)
        if yes is None:
            return None
        self.agenda.question = None
        return self._judged(Verdict(yes, None), asked=True)

    def _is_drawn(self) -> bool:
        """A thumb or stars judge an answer only where there has been one; to who waits it is a nod."""
        answered = any(errand.state in ("done", "failed") for errand in self.agenda.errands)
        return answered and not self.agenda.handed_over and drawn_verdict(self.message.text) is not None

    def _is_to_be_asked(self) -> bool:
        """Whoever has had an answer is asked, once, and not while a person is on the way.

        In the chat by the page's own card: only the gateway's pages have one.
        """
        agenda = self.agenda
        helped = any(errand.state in ("done", "failed") for errand in agenda.errands)
        asked = agenda.asked_feedback or agenda.feedback or agenda.question
        can_be_asked = is_call(self.message) or self.message.state is not None
        return can_be_asked and helped and not asked and not agenda.handed_over

    def _judged(self, verdict: Verdict, *, asked: bool = False) -> Decision:
        if verdict.useful is None:
            return self._ask()
        text = hide_numbers(self.message.text)[:MAX_TEXT_CHARS]
        self.agenda.feedback = {"n": int(self.agenda.feedback.get("n", 0)) + 1, "useful": verdict.useful}
        if verdict.rating is not None:
            self.agenda.feedback["rating"] = verdict.rating
        if len(text.split()) > WORDS_OF_A_BARE_ANSWER:
            self.agenda.feedback["text"] = text
        if verdict.useful:
            self.agenda.failures.pop("feedback", None)
            return self._goodbye_or("thanks") if asked else self._say("thanks")
        self.agenda.failures["feedback"] = phrase("overdragelse.not_useful")
        if self.agenda.handed_over:
            return self._say("sorry")
        if self.agenda.question:
            # The open question comes first; how to get a person is said.
            return self._say("sorry", parts.worded("common.person_is_there"))
        return self.offer_person(parts.worded("svaret.sorry"), "answer_not_useful", text)

    def _ask(self) -> Decision:
        if self.agenda.question:
            return self._say("thanks")
        part = parts.asked("svaret.useful", [("Ja", "Ja"), ("Nej", "Nej")])
        self.agenda.question = Question("", "yes_no", [part], USEFUL, optional=True)
        return Decision([part])

    def _ask_on_the_way_out(self) -> Decision:
        """The goodbye, or the welcome after thanks, and the card; who writes "ja" instead is heard too."""
        card = {"type": "feedback", "text": phrase("svaret.useful")}
        self.agenda.question = Question("", "yes_no", [card], USEFUL, optional=True)
        return Decision([parts.worded(f"svaret.{self.message.intent}"), card])

    def offer_person(self, say: parts.Part, because: Reason, text: str) -> Decision:
        part = parts.asked("svaret.offer_person", [("Ja", "Ja"), ("Nej", "Nej")])
        about = {"because": because, "text": hide_numbers(text)}
        self.agenda.question = Question("", "yes_no", [part], PERSON, optional=True, about=about)
        return Decision([say, part])

    def _person(self, question: Question) -> Decision:
        self.take_on([Clause("tal_med_menneske", 1.0, question.about["text"])])
        self.agenda.errands[-1].memory["because"] = question.about["because"]
        return self.next_errand() or Decision()

    def _say(self, key: str, *more: parts.Part) -> Decision:
        return Decision([parts.worded(f"svaret.{key}"), *more]).then(self.ask_again())

    def _goodbye_or(self, key: str) -> Decision:
        """A caller was on the way out: the goodbye is said. In the chat it is only acknowledged."""
        if is_call(self.message):
            return Decision(floor=Floor(), intent="farvel", text=self.message.text)
        return Decision([parts.worded("common.plain_nej" if key == "plain_nej" else f"svaret.{key}")])
