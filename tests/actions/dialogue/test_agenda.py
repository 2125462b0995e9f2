"""The agenda keeps every errand, survives storage, and never lets a finished one ask or wait."""

import json

from hypothesis import given
from hypothesis import strategies as st

from actions.dialogue.agenda import FINISHED, MAX_UNDOABLE, Agenda, Question

INTENTS = st.sampled_from(["bioposer_bestil", "vis_jobcentertid", "mitid_hjaelp"])
STATES = st.sampled_from(["open", "parked", "waiting_login", "done", "handed_over", "cancelled", "failed"])


@st.composite
def agendas(draw):
    agenda = Agenda()
    for intent in draw(st.lists(INTENTS, max_size=6)):
        errand = agenda.add(intent, draw(st.text(max_size=20)))
        if draw(st.booleans()):
            agenda.queue.append(errand.id)
        if draw(st.booleans()):
            agenda.question = Question(errand.id, "free", [])
        agenda.settle(errand, draw(STATES), undoable=draw(st.booleans()))
    return agenda


@given(agendas())
def test_what_is_stored_is_read_back_the_same(agenda):
    assert Agenda.from_dict(json.loads(json.dumps(agenda.to_dict()))) == agenda


@given(agendas())
def test_a_finished_errand_neither_asks_nor_waits_and_has_forgotten_the_words(agenda):
    finished = {errand.id for errand in agenda.errands if errand.state in FINISHED}
    assert not finished & set(agenda.queue)
    assert agenda.question is None or agenda.question.errand not in finished
    assert all(not errand.text for errand in agenda.errands if errand.finished)


@given(agendas())
def test_ids_are_never_used_twice(agenda):
    agenda.add("bioposer_bestil")
    ids = [errand.id for errand in agenda.errands]
    assert len(ids) == len(set(ids))


@given(agendas())
def test_only_the_last_acts_keep_what_is_needed_to_undo_them(agenda):
    for errand in list(agenda.errands):
        errand.memory["order"] = "x"
        agenda.settle(errand, "done", undoable=True)
    keeping = [errand.id for errand in agenda.errands if errand.memory]
    assert keeping == agenda.undoable
    assert len(keeping) <= MAX_UNDOABLE


def test_nothing_stored_gives_an_empty_agenda():
    assert Agenda.from_dict(None) == Agenda() == Agenda.from_dict({})


@given(agendas())
def test_an_errand_taken_off_leaves_nothing_that_refers_to_it(agenda):
    for errand in list(agenda.errands):
        agenda.remove(errand)
        assert all(agenda.errand(errand_id) for errand_id in (*agenda.queue, *agenda.undoable))
        assert agenda.question is None or agenda.errand(agenda.question.errand)
    assert agenda.errands == []
