"""Reading a message while no question is open: a new errand, an undo, a correction, or small talk."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from actions.dialogue import parts
from actions.dialogue.agenda import Option, Question
from actions.dialogue.ambiguity import meant_by_context, points_back
from actions.dialogue.anew import in_other_words
from actions.dialogue.catalogue import enquiries
from actions.dialogue.danger import helpline
from actions.dialogue.floor import Decision, login_card
from actions.dialogue.follow_up import FollowUp
from actions.dialogue.message import Clause, Floor
from actions.dialogue.other_authorities import other_authority
from actions.dialogue.packet import GENERAL
from actions.dialogue.phrases import phrase
from actions.dialogue.plain_words import (
    ALSO,
    HAS_NO_MITID,
    RECEIPT,
    RETRY,
    SAID_IN_THE_RECEIPT,
    THANKS_OR_BYE,
    WHY_LOGIN,
)
from actions.dialogue.reading import asks_instead, is_a_question
from actions.dialogue.taking_back import TakingBack
from actions.dialogue.telephone_words import asks_number
from actions.dialogue.waiting import WhileWaiting
from actions.dialogue.waiting_words import wants_to_be_called
from actions.dialogue.whose_words import WHO, asks_whose, seems_about, whose_beside
from actions.dialogue.wishes import danger_in, wishes
from actions.routing import routing

CHATTER = frozenset(
    {"hilsen", "farvel", "tak", "hvad_kan_du", "er_du_en_robot", "skift_sprog", "feedback", "uden_for_emne",
     "skaeldsord"}
)  # fmt: skip
"""Dialogue acts with an answer of their own; the open question is asked again after them."""

VAGUE = frozenset({"ja", "nej", "oplysning", "ved_ikke", "nlu_fallback", "gentag"})
"""Answers to "which did you mean" that name neither; it is asked once more."""

PLACES = frozenset({"borgerservice_adresse_tider", "aabningstider", "hjaelpemiddelcenter_adresse"})
SURE_OF_ANOTHER = 0.7
"""How sure a wish must be before it takes the place of an answer about danger."""

HARDLY_NONE_OF_OURS = 0.4
"""Below this it may be anything; then it is said that it was not understood."""


class NoQuestion(WhileWaiting, FollowUp, TakingBack):
    """What a message means when nothing was asked."""

    def fresh(self, last_said: Sequence[parts.Part]) -> Decision:
        if danger_in(self.message):
            return self.danger()
        clauses = wishes(self.message.clauses)
        if (stays := self.stays_in_danger(clauses)) is not None:
            return stays
        if len(clauses) <= 1 and asks_whose(self.message.text):
            before, asked = whose_beside(self.message.text)
            # "Hvornår kommer de, og hvem tager sig af veje?": what it seems to be about is the first.
            two = bool(before) and any(self.kind(clause.intent) in ("info", "act") for clause in clauses)
            first = [replace(clause, text=before) for clause in clauses] if two else []
            self.take_on([*first, Clause(WHO, 1.0, asked if two else self.message.text)])
            self.agenda.errands[-1].memory["asked_about"] = None if two else seems_about(self.message)
            return self.next_errand() or Decision()
        if HAS_NO_MITID.search(self.message.text) and self.agenda.waiting_for_login():
            self.take_on([Clause("mitid_hjaelp", 1.0, self.message.text)])
            return self.next_errand() or Decision()
        theirs = other_authority(self.message.text) is not None
        if asks_number(self.message.text) and len(clauses) <= 1 and not theirs:
            self.take_on([Clause("aabningstider", 1.0, self.message.text)])
            return self.next_errand() or Decision()
        if len(clauses) <= 1 and (when := self.asks_when_bags_come()) is not None:
            return when
        if (asked_on := self.asks_on(clauses)) is not None:
            return asked_on
        if (put_right := self.put_right_beside(clauses)) is not None:
            return put_right
        if (call := self._wish_to_be_called(clauses)) is not None:
            return call
        if len(clauses) > 1:
            self.take_on(clauses)
            return self.next_errand() or Decision()
        if self._names_a_case() and all(clause.intent == "status_paa_min_sag" for clause in clauses):
            # A case number needs no more words: it is asked how far the case has come.
            self.take_on([Clause("status_byggesag", 1.0, self.message.text, self.message.entities)])
            return self.next_errand() or Decision()
        if RETRY.search(self.message.text) and self.agenda.failed_wish:
            wish, self.agenda.failed_wish = self.agenda.failed_wish, {}
            self.take_on([Clause(wish["intent"], 1.0, wish["text"], wish["entities"])])
            return self.next_errand() or Decision()
        done = self.agenda.undoable or self.agenda.call_back
        if SAID_IN_THE_RECEIPT.search(self.message.text) and done and last_said:
            return Decision(list(last_said))
        follow_up = self.same_for_another_day() if not clauses else None
        if follow_up is not None:
            self.take_on([follow_up])
            return self.next_errand() or Decision()
        acts = len(clauses) == 1 and self.kind(clauses[0].intent) == "act"
        if (acts or self.message.intent == "fortryd") and self.drops_nothing():
            return Decision([parts.worded("common.left_as_it_is")])
        meant = meant_by_context(self.agenda, self.message.text)
        if self.message.intent == "fortryd" and meant and not self.agenda.undoable:
            # "Aflys det" with nothing done yet is no undo: it means what was just looked up.
            self.take_on([Clause(meant, 1.0, self.message.text, self.message.entities)])
            return self.next_errand() or Decision()
        act = self.undo_or_correct() or self.act(self.message.intent, last_said)
        if act is not None:
            return act
        if self.message.intent == "nlu_fallback" and self._asks_whose():
            self.take_on([Clause(WHO, 1.0, self.message.text)])
            return self.next_errand() or Decision()
        also = ALSO.search(self.message.text)
        if (
            len(clauses) == 1
            and not also
            and (same := points_back(self.agenda, self.message.text, clauses[0].intent))
        ):
            return self.instead(same)
        if clauses and self.message.intent != "nlu_fallback":
            self.take_on(clauses)
            return self.next_errand() or Decision()
        return self.clarify()

    def stays_in_danger(self, clauses: Sequence[Clause]) -> Decision | None:
        """Whoever has told of danger is not bidden a good day: where help is, is said with every answer."""
        last = self.agenda.errands[-1] if self.agenda.errands else None
        if last is None or last.intent != "akut_fare":
            return None
        others = [clause for clause in clauses if clause.intent != "tal_med_menneske"]
        sure = any(clause.confidence >= SURE_OF_ANOTHER for clause in others)
        kind = helpline(last.text or last.known.get("Borgerens ord", ""))
        if (
            sure
            or kind == "other"
            or THANKS_OR_BYE.search(self.message.text)
            or self.message.intent == "gentag"
        ):
            return None
        key = in_other_words(last, f"menneske.stays_{kind}")
        # Who did not want anybody told is not told that somebody was.
        return Decision([parts.worded(key if self.agenda.handed_over else f"menneske.stays_{kind}_again")])

    def _wish_to_be_called(self, clauses: Sequence[Clause]) -> Decision | None:
        """ "Ring til mig på 20 00 00 01 om min pension": a person is wanted, by telephone, with the topics.

        The number is in this turn alone, so the floor goes on with these very words. What the assistant can
        do itself comes first, unless it is only the likeness of the wish itself ("i morgen formiddag").
        """
        if not wants_to_be_called(self.message.text):
            return None
        # "Ringes op af Borgerservice om mit pas": the office is who shall call, not what is asked about.
        matters = [clause for clause in clauses if clause.intent not in GENERAL | PLACES]
        about = [clause for clause in matters if self.kind(clause.intent) == "guide"]
        if len(about) < len(matters) and (len(matters) > 1 or self.kind(matters[0].intent) != "info"):
            return None
        self.take_on(about)
        self.agenda.batch += not about
        caller = self.agenda.add("tal_med_menneske", self.message.text)
        return self.give(caller, "start", text=self.message.text)

    def _asks_whose(self) -> bool:
        """ "Hører parker under TMF?", "hvem står for skoler": whose it is, whatever else it may be about."""
        text = self.message.text
        return asks_whose(text) or (is_a_question(text) and routing().department_named(text) is not None)

    def _names_a_case(self) -> bool:
        return any(entity.get("entity") == "case_number" for entity in self.message.entities)

    def act(self, intent: str, last_said: Sequence[parts.Part]) -> Decision | None:
        """Answer a dialogue act for which no question is open; None when it is not one of ours."""
        waiting = self.agenda.waiting_for_login()
        if RECEIPT.search(self.message.text) and intent not in enquiries():
            return self.tell_receipt()
        if intent == "gentag":
            return Decision(list(last_said) or [parts.worded("common.nothing_to_repeat")])
        if intent == "langsommere":
            return Decision([parts.worded("common.more_slowly"), *last_said])
        if waiting and (intent in ("fortryd", "nej")):
            return self.cancel(waiting)
        if intent == "fortryd":
            return Decision([parts.worded("common.nothing_to_undo")])
        if waiting and WHY_LOGIN.search(self.message.text):
            return Decision([parts.worded("common.why_login"), login_card()])
        if waiting and intent in ("ja", "oplysning", "ret_oplysning", "ved_ikke", "tak"):
            return self.give(waiting[0], "answer")
        if intent in ("ja", "nej", "ved_ikke"):
            return self._plain_answer(intent, last_said)
        judged = self.about_feedback()
        if judged is not None:
            return judged
        if intent == "uden_for_emne" and (asked_on := self.follow_up_without_answer()) is not None:
            return asked_on
        if intent == "uden_for_emne" and self._says_nothing():
            return None
        return self.chatter(intent) if intent in CHATTER else None

    def tell_receipt(self) -> Decision:
        """Tell the number of the latest receipt once more, and ask again what is being asked."""
        number = self.agenda.last_known(phrase("common.receipt_title"))
        key = "common.receipt_again" if number else "common.no_receipt"
        return Decision([parts.worded(key, number=number)]).then(self.ask_again())

    def chatter(self, intent: str) -> Decision:
        """Give a dialogue act its own answer; of what is none of ours, say whose it is where we know."""
        whose = other_authority(self.message.text) if intent == "uden_for_emne" else None
        if whose is not None:
            return Decision([whose]).then(self.ask_again())
        # "Tak" or "hej" ends nothing; its own answer is said, then the question again.
        return Decision(floor=Floor(), intent=intent, text=self.message.text)

    def _plain_answer(self, intent: str, last_said: Sequence[parts.Part]) -> Decision | None:
        """A yes or no that nobody asked for: to a person who was mentioned, or before a question."""
        if asks_instead(self.message.text, yes=intent == "ja"):
            return self.asks_on_after_all() or self.clarify()
        mentioned = any(phrase("common.person_words") in str(part.get("text", "")) for part in last_said)
        if intent == "ja" and mentioned and not self.agenda.failed_wish:
            self.take_on([Clause("tal_med_menneske", 1.0, self.message.text)])
            return self.next_errand() or Decision()
        return Decision([parts.worded(f"common.plain_{intent}")])

    def _says_nothing(self) -> bool:
        """ "?", "👤" or "asdf qwer": nobody knows what it is about, so it is not said to be none of ours."""
        whole = self.message.whole
        wordless = re.search(r"[^\W\d_]", self.message.text) is None
        return wordless or (whole.intent == "uden_for_emne" and whole.confidence < HARDLY_NONE_OF_OURS)

    def clarified(
        self, question: Question, option: Option | None, last_said: Sequence[parts.Part]
    ) -> Decision:
        self.agenda.question = None
        if option is None:
            vague = self.message.intent in VAGUE and not wishes(self.message.clauses)
            if vague and not question.misses:
                question.misses += 1
                self.agenda.question = question
                return Decision([parts.worded("common.not_understood"), *question.parts])
            return self.fresh(last_said)
        if option.value not in enquiries():
            return Decision([parts.worded("common.say_it_otherwise")])
        self.agenda.unclear = 0
        said_anew = any(clause.intent == option.value for clause in self.message.clauses)
        text = self.message.text if said_anew else question.about["text"]
        entities = [*question.about["entities"], *self.message.entities]
        errand = self.agenda.add(option.value, text, entities)
        errand.memory["plain"] = True
        return self.give(errand, "start")
