"""A person is heard for in plain words, with the matter that the understanding hears in them."""

import pytest

from actions.dialogue.message import Clause, Message
from actions.dialogue.person_words import in_english, wants_person, with_person


def message(text: str, *clauses: tuple[str, float]) -> Message:
    errands = [{"intent": intent, "confidence": confidence, "text": text} for intent, confidence in clauses]
    return Message.from_rasa(
        {"text": text, "intent": {"name": clauses[0][0], "confidence": clauses[0][1]}, "errands": errands}
    )


@pytest.mark.parametrize(
    "said",
    ["stil mig om til en der ved noget om mitid", "kan jeg tale med en af jer om min husleje",
     "jeg vil gerne tale med en om min husleje",
     "er der en sød dame eller herre jeg kunne få lov at tale med", "giv mig et rigtigt menneske",
     "Can I talk to a human please?", "I want to speak with someone about my bill"],
)  # fmt: skip
def test_a_person_is_asked_for(said):
    assert wants_person(said)


@pytest.mark.parametrize(
    "said",
    ["jeg vil ikke tale med nogen", "hvem kan jeg tale med om skat", "jeg har talt med en medarbejder i går",
     "kan jeg ordne det uden at tale med nogen", "hvornår kan jeg tale med en læge",
     "min søn vil ikke tale med mig", "stil spanden om i gården", "I don't want to talk to a human"],
)  # fmt: skip
def test_and_not_by_other_words(said):
    assert not wants_person(said)


def test_only_an_english_wish_is_english():
    assert in_english("can I talk to someone")
    assert not in_english("kan jeg tale med nogen")


def test_the_wish_is_added_to_the_matter_that_was_heard():
    heard = with_person(message("stil mig om til en der ved noget om mitid", ("mitid_hjaelp", 0.56)))
    assert [clause.intent for clause in heard.clauses] == ["mitid_hjaelp", "tal_med_menneske"]


def test_where_nothing_else_is_sure_the_wish_is_all_there_is():
    heard = with_person(message("Can I talk to a human please?", ("skift_sprog", 0.4)))
    assert heard.intent == "tal_med_menneske"
    assert heard.clauses == [Clause("tal_med_menneske", 1.0, "Can I talk to a human please?")]


def test_a_wish_that_was_heard_is_not_heard_twice():
    own = message("kan jeg tale med en medarbejder, min rådgiver", ("raadgiver_direkte", 0.9))
    assert with_person(own) is own


def test_a_wish_that_is_turned_down_is_none():
    text = "jeg vil ikke tale med nogen, jeg vil bare have bioposer"
    heard = with_person(message(text, ("tal_med_menneske", 0.9), ("bioposer_bestil", 0.9)))
    assert [clause.intent for clause in heard.clauses] == ["bioposer_bestil"]
