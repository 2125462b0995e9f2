"""A text is cut where one breathes."""

from hypothesis import given
from hypothesis import strategies as st

from voice.synthesis.clauses import clauses


def test_it_is_cut_at_every_mark_and_the_mark_gives_the_pause() -> None:
    found = clauses("Ja, det kan du. Skal jeg? Godt")
    assert [clause.text for clause in found] == ["Ja,", "det kan du.", "Skal jeg?", "Godt"]
    assert found[0].pause_ms < found[1].pause_ms == found[2].pause_ms


def test_a_long_clause_is_cut_before_a_linking_word() -> None:
    text = "jeg har aflyst din tid i jobcentret og skrevet en mail til din sagsbehandler om det hele"
    assert [clause.text for clause in clauses(text, 60)] == [
        "jeg har aflyst din tid i jobcentret",
        "og skrevet en mail til din sagsbehandler om det hele",
    ]


def test_marks_without_words_are_no_clause() -> None:
    assert clauses(" ... , ! ") == []


@given(st.text(alphabet="abc ,.?!:;æ", max_size=400))
def test_no_word_is_lost_and_no_clause_is_too_long(text: str) -> None:
    found = clauses(text, 40)
    assert "".join(clause.text for clause in found).replace(" ", "").count("a") == text.count("a")
    assert all(len(clause.text) <= 41 for clause in found)
