"""Where a message could fall apart, and where it must not."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.danish.clauses import MOST_ATOMS, split_atoms


def atoms(text: str, *protected: tuple[int, int]) -> list[str]:
    return [text[atom.start : atom.end] for atom in split_atoms(text, protected)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hvornår åbner I? Jeg skal have pas.", ["Hvornår åbner I?", "Jeg skal have pas."]),
        (
            "jeg har fået en regning så jeg ville gerne lige snakke med en",
            ["jeg har fået en regning", "jeg ville gerne lige snakke med en"],
        ),
        ("jeg skal have pas og hvornår åbner I", ["jeg skal have pas", "hvornår åbner I"]),
        ("Mit MitID virker ikke, og jeg har en regning", ["Mit MitID virker ikke", "jeg har en regning"]),
        (
            "jeg skal have pas desuden mangler jeg bioposer",
            ["jeg skal have pas", "desuden mangler jeg bioposer"],
        ),
        (
            "mit mitid virker ikke jeg vil gerne snakke med en",
            ["mit mitid virker ikke", "jeg vil gerne snakke med en"],
        ),
        (
            "hvad tid kommer min hjemmepleje kan jeg få bioposer",
            ["hvad tid kommer min hjemmepleje", "kan jeg få bioposer"],
        ),
        ("Jeg mangler poser\nHvornår åbner I", ["Jeg mangler poser", "Hvornår åbner I"]),
    ],
)
def test_a_new_question_may_begin_here(text: str, expected: list[str]) -> None:
    assert atoms(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "jeg har en regning, jeg ikke forstår",
        "jeg vil vide hvornår hjemmehjælpen kommer",
        "manden, som kom i går, var flink",
        "jeg kan ikke komme, fordi jeg er syg",
        "hvad tid kommer min hjemmepleje",
        "Jeg skal møde kl. 10 hos jer",
        "det er den 3. december",
        "jeg ved ikke hvad jeg skal gøre",
        "kan du sige mig hvor jeg kan parkere",
    ],
)
def test_a_relative_or_indirect_clause_is_no_new_question(text: str) -> None:
    assert atoms(text) == [text]


def test_no_cut_falls_inside_a_protected_value() -> None:
    text = "jeg kan mellem 10 og 12"
    assert len(atoms(text)) == 2
    assert atoms(text, (text.index("mellem"), len(text))) == [text]


def test_a_long_list_has_at_most_so_many_atoms() -> None:
    assert len(atoms("jeg har pas. " * 30)) == MOST_ATOMS


@given(st.text(max_size=150))
def test_atoms_lie_in_order_and_never_overlap(text: str) -> None:
    found = split_atoms(text)
    for left, right in pairwise(found):
        assert 0 <= left.start < left.end <= right.start < right.end <= len(text)


@pytest.mark.parametrize("text", ["", "   ", "?!", "🙂🙂", "\x00\x01"])
def test_a_text_without_words_has_no_atoms(text: str) -> None:
    assert atoms(text) == []


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("1) nyt pas 2) melde flytning", ["1) nyt pas", "melde flytning"]),
        ("nyt pas nyt kørekort", ["nyt pas", "nyt kørekort"]),
        ("beboerlicens / adresseændring", ["beboerlicens", "adresseændring"]),
        ("hvornår kommer I også skal jeg have poser", ["hvornår kommer I", "skal jeg have poser"]),
        ("tal med en person om mit pas", ["tal med en person", "mit pas"]),
    ],
)
def test_lists_and_topics_are_taken_apart(text: str, pieces: list[str]) -> None:
    assert [text[atom.start : atom.end] for atom in split_atoms(text)] == pieces


def test_an_object_without_a_verb_shares_that_of_the_clause_before() -> None:
    shared = split_atoms("aflys hjemmeplejen i morgen og min tid i jobcentret i dag")
    assert [atom.lead for atom in shared] == ["", "aflys"]
    assert [atom.lead for atom in split_atoms("aflys min tid og send bioposer")] == ["", ""]
