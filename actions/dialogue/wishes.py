"""What a message asks for: its errands, and, while a question is open, what of it is the answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from actions.dialogue.agenda import Errand, Question
from actions.dialogue.catalogue import Kind, enquiries
from actions.dialogue.danger import sounds_dangerous, sounds_desperate, sounds_harmless, sounds_worried
from actions.dialogue.message import Clause, Message
from actions.dialogue.reading import sounds_like_a_request

SURE_DANGER = 0.5
SURE_ERRAND = 0.35
SURE_ERRAND_AGAINST_FREE_TEXT = 0.6
"""How sure the understanding must be of something new while a question is open. A reason in free words
("jeg skal til tandlæge") easily looks like an errand, so more is asked of it."""

WORDS_OF_A_WISH = 3
"""A word or two ("flyttes", "jobcenter") while a question is open is an answer to it, if anything."""

SURE_IN_A_WORD = 0.9
"""Unless the word is as good as the whole wish ("stomiposer")."""

DOUBTFUL_DANGER = 0.3
"""From here danger is asked about where nothing else is understood. What is misheard has less."""

WORDS_OF_AN_ALARM = 4
"""Nobody is called out on three words ("ingen af dem") that answer a question."""

AWAITED: Mapping[str, tuple[str, ...]] = {
    "address": ("address",),
    "number": ("case_number", "phone"),
    "choice": ("date", "time"),
}
"""Entities that answer a question, by what it expects."""


def danger_in(message: Message) -> bool:
    """Tell whether somebody is in danger: by the words, or by an understanding that is sure of it."""
    if sounds_dangerous(message.text) or sounds_desperate(message.text) or sounds_worried(message.text):
        return True
    # An address or a number among the words is what was asked for; the likeness is chance then.
    about_things = {entity.get("entity") for entity in message.entities} & {"address", "case_number", "phone"}
    return not about_things and any(
        clause.intent == "akut_fare" and clause.confidence >= SURE_DANGER and not sounds_harmless(clause.text)
        for clause in (*message.clauses, message.whole)
    )


def danger_in_doubt(message: Message) -> bool:
    """Tell whether danger is the likeliest reading of what is otherwise not understood: then it is asked."""
    likeliest, share = message.ranking[0] if message.ranking else ("", 0.0)
    enough = len(message.text.split()) >= WORDS_OF_AN_ALARM and share >= DOUBTFUL_DANGER
    return likeliest == "akut_fare" and enough and not sounds_harmless(message.text)


def urgent_in(message: Message, kinds: Mapping[str, Kind]) -> bool:
    """Tell whether something is told that must not wait ("jeg bliver sat ud af min lejlighed")."""
    return any(
        kinds.get(clause.intent) == "danger"
        and clause.confidence >= SURE_DANGER
        and len(clause.text.split()) >= WORDS_OF_AN_ALARM
        for clause in (*message.clauses, message.whole)
    )


def wishes(clauses: Sequence[Clause]) -> list[Clause]:
    """Return the clauses that are enquiries, each enquiry once."""
    seen: dict[str, Clause] = {}
    for clause in clauses:
        if clause.intent in enquiries():
            seen.setdefault(clause.intent, clause)
    return list(seen.values())


def new_wishes(
    message: Message, question: Question, asked: Errand | None, kinds: Mapping[str, Kind]
) -> list[Clause]:
    """Return the clauses that ask for something other than what the question is about."""
    free = question.expects in ("reason", "free")
    sure = SURE_ERRAND_AGAINST_FREE_TEXT if free else SURE_ERRAND
    clauses = message.clauses if len(message.clauses) > 1 else [message.whole]

    def is_new(clause: Clause) -> bool:
        if asked is not None and clause.intent == asked.intent:
            return False
        kind = kinds.get(clause.intent)
        to_a_person = kind == "handoff"
        if kind == "danger" and len(clause.text.split()) < WORDS_OF_AN_ALARM:
            return False
        if kind == "danger" and clause.intent != "akut_fare" and clause.confidence >= SURE_DANGER:
            # A child in trouble is told of in statements, and does not wait for an address.
            return True
        plain = len(clause.text.split()) >= WORDS_OF_A_WISH or clause.confidence >= SURE_IN_A_WORD
        clear = clause.confidence >= sure and plain
        asking = sounds_like_a_request(clause.text) or (not free and clause.confidence >= 2 * sure)
        return (clear or to_a_person) and asking

    return [clause for clause in wishes(clauses) if is_new(clause)]


def answer_clause(message: Message, question: Question, new: Sequence[Clause]) -> Clause | None:
    """Return the clause that carries the awaited entity, if one does."""
    kinds = AWAITED.get(question.expects, ())
    for clause in (*message.clauses, message.whole):
        # A new wish with a date of its own ("hvad har I åbent på torsdag") is no answer.
        if clause in new and question.expects == "choice":
            continue
        if any(entity.get("entity") in kinds for entity in clause.entities):
            return clause
    return None
