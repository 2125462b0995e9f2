"""Asking on about what was just dealt with: "og hvad koster det?", "hvor ligger det", "og på onsdag?".

Such a question names no subject. The understanding hears each message alone, and takes it for whatever it is
likest to; what it means is the errand before it.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from actions.dialogue import parts
from actions.dialogue.agenda import Errand
from actions.dialogue.anew import in_other_words
from actions.dialogue.catalogue import name_of
from actions.dialogue.feedback import Feedback
from actions.dialogue.floor import Decision
from actions.dialogue.message import Clause
from actions.dialogue.other_authorities import other_authority
from actions.dialogue.packet import GENERAL, NO_MATTER
from actions.dialogue.plain_words import AND_THEN
from actions.dialogue.reading import is_a_question, without_lead
from actions.yaml_file import read_yaml

WORDS_FILE = Path(__file__).with_name("follow_up_words.yml")
WORDS_OF_A_FOLLOW_UP = 8
SURELY_NONE_OF_OURS = 0.7
"""How sure the understanding must be that a question is not for the municipality, when it points back."""
HARDLY_A_NEW_MATTER = 0.5
"""Below this a question that points back is about what was dealt with, whatever it is likest to."""

_POINTS_BACK = re.compile(r"\b(?:de|dem|den|det|poserne|tiden|besøget)\b", re.IGNORECASE)


class FollowUp(Feedback):
    """What a question means that names no subject of its own."""

    def asks_on(self, clauses: list[Clause]) -> Decision | None:
        """Read a question about what was just guided to: it is ours, and a person knows; None for another."""
        about = self._about()
        guided = about is not None and (
            self.kind(about.intent) in ("guide", "danger") or about.intent == "bioposer_bestil"
        )
        if about is None or not guided or about.intent == "akut_fare" or len(clauses) > 1:
            return None
        asked, whole = without_lead(self.message.text), self.message.whole
        vague = whole.confidence < HARDLY_A_NEW_MATTER and _POINTS_BACK.search(asked) and is_a_question(asked)
        dated = AND_THEN.search(self.message.text) and self._names_only_a_day()
        if not names_no_subject(asked) and not dated and not (vague and _is_short(asked)):
            return None
        return self._not_known(about)

    def follow_up_without_answer(self) -> Decision | None:
        """ "Og hvad koster de?" asks on about what was just dealt with: it is ours, though not known here."""
        about, asked = self._about(), without_lead(self.message.text)
        points_back = _POINTS_BACK.search(asked) and _is_short(asked)
        if about is None or not is_a_question(asked) or other_authority(self.message.text) is not None:
            return None
        if not names_no_subject(asked) and not (
            points_back and self.message.whole.confidence < SURELY_NONE_OF_OURS
        ):
            return None
        return self._not_known(about)

    def asks_on_after_all(self) -> Decision | None:
        """A question behind a yes or no: about what was just dealt with, unless something says otherwise."""
        about = self._about()
        return self._not_known(about) if about is not None else None

    def same_for_another_day(self) -> Clause | None:
        """Read "og på onsdag?" as the last question once more, for the day that is named."""
        last = self.agenda.errands[-1] if self.agenda.errands else None
        if last is None or self.kind(last.intent) != "info" or not self._names_a_day():
            return None
        if not AND_THEN.search(self.message.text):
            return None
        return Clause(last.intent, 1.0, self.message.text, self.message.entities)

    def _about(self) -> Errand | None:
        """Return the errand that was dealt with last; who asks for hours in between has not left it."""
        return next((e for e in reversed(self.agenda.errands) if e.intent not in GENERAL | NO_MATTER), None)

    def _not_known(self, about: Errand) -> Decision:
        if self.agenda.handed_over:
            return Decision([parts.worded("common.already_handed_over")])
        say = parts.worded(in_other_words(about, "svaret.not_known"), name=name_of(about.intent))
        return self.offer_person(say, "cannot_answer", self.message.text)

    def _names_a_day(self) -> bool:
        return any(entity.get("entity") == "date" for entity in self.message.entities)

    def _names_only_a_day(self) -> bool:
        return self._names_a_day() and len(self.message.text.split()) <= WORDS_OF_A_FOLLOW_UP // 2


def asks_on(text: str) -> bool:
    """Tell whether a message may be about what was dealt with before it."""
    return names_no_subject(without_lead(text)) or AND_THEN.search(text) is not None


def names_no_subject(question: str) -> bool:
    """Tell whether a question is one of those that anything may be asked: "hvad koster det om måneden"."""
    return _bare_questions().fullmatch(question.strip()) is not None


@cache
def _bare_questions() -> re.Pattern[str]:
    words = read_yaml(WORDS_FILE)
    questions, more = "|".join(words["questions"]), "|".join(words["more"])
    return re.compile(rf"\W*(?:{questions})(?:\W+(?:{more}))*\W*", re.IGNORECASE)


def _is_short(text: str) -> bool:
    return len(text.split()) <= WORDS_OF_A_FOLLOW_UP
