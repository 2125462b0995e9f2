"""Taking back or putting right what was done: "fortryd", "nej, det var …", "flyt den i stedet"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from actions.dialogue import parts
from actions.dialogue.agenda import Errand, Question
from actions.dialogue.catalogue import enquiries, name_of, same_family
from actions.dialogue.floor import Decision, FloorKeeper
from actions.dialogue.message import Clause, Signal
from actions.dialogue.plain_words import (
    ALSO,
    ASKS_WHEN,
    CORRECTION,
    EVERYTHING,
    INSTEAD,
    NOT_ARRIVED,
    NOTHING_WANTED,
    UNDO,
)
from actions.dialogue.settle_reason import reason_in
from actions.dialogue.wishes import wishes

CONTEXTUAL = frozenset({"ja", "nej", "oplysning", "ret_oplysning", "fortryd", "nlu_fallback"})
CORRECTABLE = {
    "bioposer_bestil": frozenset({"address", "quantity"}),
    "aflys_jobcentertid": frozenset({"date", "time"}),
    "flyt_jobcentertid": frozenset({"date", "time", "time_range"}),
    "hjemmepleje_aendr_aflys": frozenset({"date", "time"}),
}
"""Which entities put which act right after it is done."""

BAGS = "bioposer_bestil"
_BAGS = re.compile(
    r"\b(?:(?:bio)?poser(?:ne)?|de|dem|det|den|leveringen|der)\b(?!.*\b(?:hjemme|hjælp|besøg))", re.IGNORECASE
)
_AFBUD = frozenset({"aflys_jobcentertid", "hjemmepleje_aendr_aflys"})
_COMES = re.compile(r"\b(?:kommer|møder) (?:jeg )?(?:så |godt |op )*alligevel\b", re.IGNORECASE)
_MAY_UNDO = re.compile(r"^\W*(?:\w+\W+){0,2}(?:kan|må) jeg (?:godt )?(?:nå at )?fortryde\b", re.IGNORECASE)
_LIKE_BAGS = {BAGS, "hjemmepleje_hvornaar", "hjemmepleje_ikke_kommet", "affald"}
"""What "hvornår kommer de" is likest to."""
CONFIRM_UNDO = "confirm_undo"


class TakingBack(FloorKeeper):
    """What a message means for the acts that were done."""

    def undo_or_correct(self) -> Decision | None:
        """Read "fortryd" and "nej, det var …" as meaning an act that was just done; None when they do not."""
        acts, text, intent = self.agenda.acts_to_undo(), self.message.text, self.message.intent
        if acts and acts[0].intent in _AFBUD and _COMES.search(text):
            # "Jeg er rask, jeg kommer alligevel" looks like a sick note, and takes the cancelling back.
            return self.give(acts[0], "undo")
        if acts and _MAY_UNDO.search(text):
            return self._ask_before_undo(acts[0])
        wanted = [act for act in acts if act.intent == intent]
        if wanted and UNDO.search(text):
            # "Fortryd bioposerne" names the errand, and so looks like a wish for it.
            return self.give(wanted[0], "undo")
        if not acts or (wishes(self.message.clauses)[:1] and intent not in CONTEXTUAL):
            return None
        named = [
            act for act in acts if re.search(enquiries()[act.intent].mention or "$^", text, re.IGNORECASE)
        ]
        said = {entity.get("entity") for entity in self.message.entities}
        fitting = [act for act in acts if said & CORRECTABLE.get(act.intent, frozenset())]
        if fitting and ALSO.search(text):
            # "Og også til Byvej 60" is one more, not the first one put right.
            self.take_on([Clause(fitting[0].intent, 1.0, text, self.message.entities)])
            return self.next_errand()
        if not fitting and intent in CONTEXTUAL and UNDO.search(text) and not EVERYTHING.search(text):
            return self.give((named or acts)[0], "undo")
        corrects = intent in ("ret_oplysning", "oplysning", "nlu_fallback", "nej", "fortryd")
        if fitting and corrects:
            return self.give(fitting[0], "correct")
        if intent == "fortryd" and EVERYTHING.search(text):
            return self._undo_everything(acts)
        if intent == "fortryd" and reason_in(text) is None:
            act = (named or acts)[0]
            if UNDO.search(text):
                return self.give(act, "undo")
            return self._ask_before_undo(act)
        if intent in ("ret_oplysning", "fortryd") or (intent == "oplysning" and CORRECTION.search(text)):
            return self.give((named or acts)[0], "correct")
        return None

    def put_right_beside(self, clauses: Sequence[Clause]) -> Decision | None:
        """ "Nej, det var Byvej 45, og hvornår har I åbent?": what was done is put right before the answer."""
        acts = self.agenda.acts_to_undo()
        others = [clause for clause in clauses if clause.intent not in {act.intent for act in acts}]
        said = next((act for act in self.message.acts if act.intent in ("ret_oplysning", "fortryd")), None)
        if not acts or not others or said is None:
            return None
        kinds = {entity.get("entity") for entity in said.entities}
        fitting = [act for act in acts if kinds & CORRECTABLE.get(act.intent, frozenset())]
        undoes = said.intent == "fortryd"
        if undoes and not UNDO.search(said.text):
            return None
        # The value that puts right is not one of the other question's.
        self.take_on(
            [
                replace(clause, entities=[e for e in clause.entities if e not in said.entities])
                for clause in others
            ]
        )
        signal: Signal = "undo" if undoes else "correct"
        return self.give((fitting or acts)[0], signal, text=said.text, entities=said.entities)

    def asks_when_bags_come(self) -> Decision | None:
        """ "Hvornår kommer de?" after an order means the bags."""
        acts, text = self.agenda.acts_to_undo(), self.message.text
        asks = ASKS_WHEN.search(text) or NOT_ARRIVED.search(text)
        if not acts or acts[0].intent != BAGS or not asks or not _BAGS.search(text):
            return None
        likeness = {clause.intent for clause in wishes(self.message.clauses)} <= _LIKE_BAGS
        if (
            not likeness
            or UNDO.search(text)
            or any(e.get("entity") == "address" for e in self.message.entities)
        ):
            return None
        return self.give(acts[0], "answer")

    def _undo_everything(self, acts: Sequence[Errand]) -> Decision:
        """ "Fortryd det hele": what was done is undone, one after the other, and what waits is dropped."""
        for errand in self.agenda.unfinished():
            self.agenda.settle(errand, "cancelled")
        for act in acts:
            act.memory["undo_next"] = True
            self.agenda.queue.append(act.id)
        return self.next_errand() or Decision()

    def _ask_before_undo(self, act: Errand) -> Decision:
        """ "Glem det" after a receipt may mean the act or just the talk: ask before undoing anything."""
        shown = [("Ja", "Ja"), ("Nej", "Nej")]
        part = parts.asked("common.confirm_undo", shown, name=name_of(act.intent))
        self.agenda.question = Question(act.id, "yes_no", [part], CONFIRM_UNDO, optional=True)
        return Decision([part])

    def drops_nothing(self) -> bool:
        """ "Stop, jeg vil ikke flytte noget": nothing is under way, and nothing is asked for."""
        under_way = self.agenda.undoable or self.agenda.waiting_for_login()
        return NOTHING_WANTED.search(self.message.text) is not None and not under_way

    def instead(self, intent: str) -> Decision:
        """ "Kan jeg flytte den i stedet?": what was just cancelled is taken back first."""
        done = next((act for act in self.agenda.acts_to_undo() if same_family(act.intent, intent)), None)
        if done is not None and done.intent != intent and INSTEAD.search(self.message.text):
            done.memory["undo_next"] = True
            self.agenda.queue.append(done.id)
        self.take_on([Clause(intent, 1.0, self.message.text, self.message.entities)])
        self.agenda.errands[-1].memory["plain"] = True
        return self.next_errand() or Decision()
