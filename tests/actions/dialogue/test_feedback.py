"""Praise and blame, read from plain words; stars as they are given."""

import pytest

from actions.dialogue.feedback import Verdict, verdict_in


@pytest.mark.parametrize(
    "said",
    ["ja, det kunne jeg bruge", "det var et godt svar", "super service", "det løste mit problem",
     "ikke dårligt", "det var ikke så ringe", "problemet er løst nu", "tommel op"],
)  # fmt: skip
def test_praise(said):
    assert verdict_in(said).useful is True


@pytest.mark.parametrize(
    "said",
    ["nej det hjalp ikke", "ubrugeligt svar", "jeg er stadig lige vidt", "svaret var forkert", "lortesvar",
     "det kunne jeg ikke bruge til noget", "du misforstod mig", "nej"],
)  # fmt: skip
def test_blame(said):
    assert verdict_in(said).useful is False


@pytest.mark.parametrize("said", ["delvist", "det hjalp lidt", "sådan halvt"])
def test_neither_is_asked_about(said):
    assert verdict_in(said).useful is None


@pytest.mark.parametrize(
    ("said", "stars"),
    [("5 stjerner", 5), ("jeg giver det 2 ud af 5", 2), ("fire stjerner", 4), ("3 af 5", 3)],
)
def test_stars_are_a_rating(said, stars):
    assert verdict_in(said) == Verdict(stars >= 3, stars)


@pytest.mark.parametrize("said", ["9 stjerner", "2 gange om ugen", "jeg har 5 børn"])
def test_a_number_alone_is_none(said):
    assert verdict_in(said).rating is None
