"""Answers are read in the light of the question: yes or no, which one, a reason, a new wish."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.dialogue.agenda import Option
from actions.dialogue.ambiguity import trap_in
from actions.dialogue.danish import day, day_and_time, full_date_and_time, listing
from actions.dialogue.reading import choose, sounds_like_a_request, yes_or_no
from actions.dialogue.settle_reason import MAX_REASON_CHARS, reason_from_answer, reason_in

NOW = dt.datetime(2026, 11, 23, 8, 30)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("ja", True), ("Ja tak!", True), ("jo", True), ("jep", True), ("ok", True), ("det er fint", True),
        ("nej", False), ("Nej tak", False), ("næh", False), ("ellers tak", False), ("lad være", False),
        ("Byvej 45", None), ("hvad koster det", None), ("", None), ("jaguar", None), ("nejst", None),
    ],
)  # fmt: skip
def test_plain_words_for_yes_and_no(said, meant):
    assert yes_or_no(said, "oplysning") is meant


def test_the_understanding_decides_where_the_words_are_not_plain():
    assert yes_or_no("lad os sige det", "ja") is True
    assert yes_or_no("helst ikke, faktisk", "nej") is False


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("jeg er syg", "jeg er syg"),
        ("fordi jeg skal til lægen", "jeg skal til lægen"),
        ("nej, begrundelsen er at mit barn har feber", "mit barn har feber"),
        ("Det er fordi toget ikke kører", "toget ikke kører"),
        ("privat", "privat"),
        ("ok", None), ("👍", None), ("...", None), ("", None), ("ved ikke", None), ("ingen", None),
    ],
)  # fmt: skip
def test_a_reason_is_the_citizens_own_words_without_the_lead_in(said, expected):
    assert reason_from_answer(said) == expected


@given(st.text(max_size=3000))
def test_a_reason_is_always_short(text):
    reason = reason_from_answer(text)
    assert reason is None or 0 < len(reason) <= MAX_REASON_CHARS


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("jeg er syg og skal aflyse min tid i dag", "jeg er syg"),
        ("jeg vil aflyse min tid fordi jeg skal til begravelse", "jeg skal til begravelse"),
        ("mit barn er sygt, så jeg kan ikke komme", "mit barn er sygt"),
        ("jeg skal aflyse min tid", None),
    ],
)
def test_a_reason_that_comes_with_the_errand_is_found(said, expected):
    assert reason_in(said) == expected


@pytest.mark.parametrize(
    "said", ["hvornår har I åbent", "jeg vil gerne bestille bioposer", "kan jeg få en anden tid", "åbent?"]
)
def test_a_wish_sounds_like_a_request(said):
    assert sounds_like_a_request(said)


@pytest.mark.parametrize("said", ["jeg er syg", "Byvej 54", "mit barn har feber", "toget holder stille"])
def test_a_statement_does_not(said):
    assert not sounds_like_a_request(said)


OPTIONS = [
    Option("i morgen kl. 9.30", "0", ["2026-11-24", "09:30", "i morgen", "tirsdag"]),
    Option("søndag den 29. november kl. 14", "1", ["2026-11-29", "14:00", "søndag"]),
]


@pytest.mark.parametrize(
    ("said", "entities", "value"),
    [
        ("i morgen kl. 9.30", [], "0"), ("den første", [], "0"), ("den sidste", [], "1"), ("søndag", [], "1"),
        ("klokken 14", [{"entity": "time", "value": "14:00"}], "1"), ("den anden", [], "1"),
        ("det ved jeg ikke", [], None), ("", [], None),
    ],
)  # fmt: skip
def test_one_of_several_is_chosen_by_button_date_word_or_order(said, entities, value):
    chosen = choose(said, entities, OPTIONS)
    assert (chosen.value if chosen else None) == value


def test_an_answer_that_fits_two_options_chooses_neither():
    twins = [Option("Byvej 1", "0", ["byvej"]), Option("Byvej 2", "1", ["byvej"])]
    assert choose("byvej", [], twins) is None


@pytest.mark.parametrize("said", ["jeg mangler poser", "kan jeg få flere poser", "poserne er væk"])
def test_poser_alone_is_a_trap(said):
    assert trap_in(said, "bioposer_bestil")
    assert trap_in(said, "stomi_og_inkontinens")


@pytest.mark.parametrize(
    "said", ["bioposer", "poser til madaffald", "stomiposer", "poser til min stomi", "poststyrelsen"]
)
def test_poser_with_a_word_that_makes_it_plain_is_none(said):
    assert trap_in(said, "bioposer_bestil") is None


def test_days_and_times_are_said_as_people_say_them():
    today = NOW.date()
    assert day(today, today) == "i dag"
    assert day(today + dt.timedelta(1), today) == "i morgen"
    assert day(dt.date(2026, 11, 26), today) == "torsdag den 26. november"
    assert day(dt.date(2027, 1, 4), today) == "mandag den 4. januar 2027"
    assert day_and_time(today, dt.time(10), NOW) == "i dag kl. 10"
    assert day_and_time(today, dt.time(9, 5), NOW) == "i dag kl. 9.05"
    assert full_date_and_time(today, dt.time(13)) == "mandag den 23. november 2026 kl. 13"


def test_a_list_is_joined_as_in_a_sentence():
    assert [listing([]), listing(["a"]), listing(["a", "b"]), listing(["a", "b", "c"])] == [
        "",
        "a",
        "a og b",
        "a, b og c",
    ]
