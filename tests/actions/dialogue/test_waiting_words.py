"""What is said while waiting for a person: taken back, impatient, or rather called; never by chance."""

import pytest

from actions.dialogue.waiting_words import (
    asks_when_called,
    calls_off,
    is_impatient,
    waits_on,
    wants_to_be_called,
    withdraws,
)


@pytest.mark.parametrize(
    "said",
    ["jeg vil ikke vente alligevel", "Jeg vil alligevel ikke tale med et menneske", "glem det med mennesket",
     "drop medarbejderen", "nej det er ikke nødvendigt alligevel", "det er ikke nødvendigt, tak",
     "meld mig ud af køen", "jeg har selv fundet ud af det", "det har løst sig",
     "jeg behøver ikke hjælp mere",
     "jeg har ikke længere brug for en medarbejder", "annuller viderestillingen",
     "jeg klarer det selv"],
)  # fmt: skip
def test_the_wish_for_a_person_is_taken_back(said):
    assert withdraws(said)


@pytest.mark.parametrize(
    "said",
    ["jeg venter gerne", "jeg vil gerne vente", "skal jeg ikke vente?", "er det ikke nødvendigt at vente?",
     "det er ikke nødvendigt med poser til haveaffald også", "jeg vil ikke vente så længe",
     "jeg vil ikke have flere bioposer", "glem ikke min adresse", "hvornår får jeg en medarbejder",
     "jeg vil tale med et menneske", "nej", "fortryd"],
)  # fmt: skip
def test_nothing_is_given_up_on_other_words(said):
    assert not withdraws(said)


@pytest.mark.parametrize(
    "said",
    [
        "jeg gider ikke vente",
        "det tager alt for lang tid",
        "kommer der snart nogen",
        "hvor længe skal jeg vente",
        "hvor lang tid tager det",
        "hvor mange er der foran mig",
        "hvor mange står i kø",
        "hvad nummer er jeg",
        "er det snart min tur",
        "hvornår bliver det min tur",
        "hvornår svarer i",
        "er der stadig kø",
        "hallo???",
        "er der nogen",
        "hvor bliver I af",
    ],
)
def test_a_long_wait_is_heard(said):
    assert is_impatient(said)
    assert not withdraws(said)


@pytest.mark.parametrize(
    "said", ["er der slet ikke nogen fra hjemmeplejen på vej", "jeg venter på mit pas", "tak"]
)
def test_what_is_not_about_the_wait_is_none(said):
    assert not is_impatient(said)


@pytest.mark.parametrize(
    "said",
    ["ring mig op", "kan I ringe til mig", "kan I ikke bare ringe mig op?", "jeg vil hellere ringes op",
     "jeg vil gerne have et tilbagekald", "det hjalp ikke, ring til mig", "I må gerne ringe tilbage"],
)  # fmt: skip
def test_a_call_is_asked_for(said):
    assert wants_to_be_called(said)


@pytest.mark.parametrize(
    "said",
    ["I skal ikke ringe mig op", "hvornår ringer I til mig?", "ring 112", "min søn har ringet til mig",
     "skal jeg ringe til jer", "jeg ringer selv"],
)  # fmt: skip
def test_and_not_by_other_words_about_calling(said):
    assert not wants_to_be_called(said)


@pytest.mark.parametrize(
    "said", ["ok jeg venter", "nej tak, jeg venter", "fint, så venter jeg", "jeg venter bare"]
)
def test_the_wait_goes_on(said):
    assert waits_on(said)


@pytest.mark.parametrize("said", ["jeg venter på mit pas", "jeg venter stadig på svar"])
def test_waiting_for_a_thing_is_no_waiting_for_a_person(said):
    assert not waits_on(said)


@pytest.mark.parametrize(
    "said",
    [
        "hvornår ringer de",
        "hvornår bliver jeg ringet op",
        "ringer I i dag?",
        "hvornår kan jeg forvente at høre fra jer",
    ],
)
def test_it_is_asked_when_they_call(said):
    assert asks_when_called(said)


@pytest.mark.parametrize(
    "said",
    ["I skal ikke ringe alligevel", "jeg vil ikke ringes op alligevel", "aflys opkaldet",
     "glem det med at ringe", "I behøver ikke ringe"],
)  # fmt: skip
def test_a_call_is_called_off(said):
    assert calls_off(said)


@pytest.mark.parametrize("said", ["skal I ikke ringe?", "aflys min tid", "jeg vil ringes op", "ring mig op"])
def test_and_not_by_chance(said):
    assert not calls_off(said)
