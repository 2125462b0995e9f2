"""Praise and blame, read from plain words; stars as they are given."""

import pytest

from actions.dialogue.verdict import Verdict, drawn_verdict, verdict_in


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
    [
        ("5 stjerner", 5),
        ("jeg giver det 2 ud af 5", 2),
        ("fire stjerner", 4),
        ("3 af 5", 3),
        ("4/5", 4),
        ("10 ud af 10", 5),
        ("3 ud af 10", 2),
        ("⭐⭐", 2),
    ],
)
def test_stars_are_a_rating(said, stars):
    assert verdict_in(said) == Verdict(stars >= 3, stars)


@pytest.mark.parametrize("said", ["9 stjerner", "2 gange om ugen", "jeg har 5 børn", "12/10", "11 ud af 10"])
def test_a_number_alone_is_none(said):
    assert verdict_in(said).rating is None


@pytest.mark.parametrize(
    ("drawn", "useful"), [("👍", True), ("👍🏽 ", True), ("👎", False), ("😡😡", False), ("🙂", True)]
)
def test_a_picture_is_a_verdict(drawn, useful):
    verdict = drawn_verdict(drawn)
    assert verdict is not None
    assert verdict.useful is useful


@pytest.mark.parametrize("said", ["👤", "?", "20 30 40 50", "Byvej 4/5", "👍👎", "4", ""])
def test_and_other_signs_are_none(said):
    assert drawn_verdict(said) is None
