"""Dates relative to Monday 23 November 2026."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.danish.dates import WEEKDAYS, easter, find_dates, say_date
from nlu.danish.numbers import say_number, say_ordinal

NOW = datetime(2026, 11, 23, 8, 30)


def read(text: str, now: datetime = NOW) -> list[str]:
    return [span.value.isoformat() for span in find_dates(text, now)]


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("i dag", "2026-11-23"),
        ("idag", "2026-11-23"),
        ("i aften", "2026-11-23"),
        ("i morgen", "2026-11-24"),
        ("imorgen", "2026-11-24"),
        ("i overmorgen", "2026-11-25"),
        ("i går", "2026-11-22"),
        ("i forgårs", "2026-11-21"),
        ("på torsdag", "2026-11-26"),
        ("torsdag", "2026-11-26"),
        ("på mandag", "2026-11-30"),
        ("i torsdags", "2026-11-19"),
        ("næste uge tirsdag", "2026-12-01"),
        ("tirsdag i næste uge", "2026-12-01"),
        ("næste torsdag", "2026-12-03"),
        ("på torsdag otte dage", "2026-12-03"),
        ("den 3.", "2026-12-03"),
        ("d. 3", "2026-12-03"),
        ("den tredje", "2026-12-03"),
        ("den 31.", "2026-12-31"),
        ("den 1. i næste måned", "2026-12-01"),
        ("3. december", "2026-12-03"),
        ("torsdag den 3. december", "2026-12-03"),
        ("den tredje december", "2026-12-03"),
        ("3/12", "2026-12-03"),
        ("03.12.2026", "2026-12-03"),
        ("2026-12-03", "2026-12-03"),
        ("den 24.12", "2026-12-24"),
        ("24.12", "2026-12-24"),
        ("den tredje i tolvte", "2026-12-03"),
        ("5. januar", "2027-01-05"),
        ("om fjorten dage", "2026-12-07"),
        ("om 8 dage", "2026-12-01"),
        ("om otte dage", "2026-11-30"),
        ("i dag otte dage", "2026-11-30"),
        ("om en uge", "2026-11-30"),
        ("om to måneder", "2027-01-23"),
        ("for to dage siden", "2026-11-21"),
        ("nytårsaften", "2026-12-31"),
        ("juleaften", "2026-12-24"),
        ("anden juledag", "2026-12-26"),
        ("langfredag", "2027-03-26"),
        ("skærtorsdag", "2027-03-25"),
        ("tordag", "2026-11-26"),
    ],
)
def test_a_date_is_read(said: str, value: str) -> None:
    assert read(f"jeg kan {said}") == [value]


@pytest.mark.parametrize(
    "said",
    [
        "om torsdagen",
        "hver torsdag",
        "den tredje rykker",
        "den anden",
        "den 3-årige",
        "3-4 stykker",
        "31/2",
        "99/99",
        "kl. 10.30",
    ],
)
def test_what_is_no_date_is_left_alone(said: str) -> None:
    assert read(said) == []


@given(st.dates(date(2026, 1, 1), date(2035, 12, 31)))
def test_every_date_written_in_full_is_read_back(day: date) -> None:
    assert read(f"mødet {say_date(day)} er flyttet") == [day.isoformat()]


@given(st.dates(date(2026, 1, 1), date(2027, 12, 31)), st.integers(0, 6))
def test_a_weekday_is_within_the_coming_week_and_never_today(today: date, weekday: int) -> None:
    now = datetime.combine(today, NOW.time())
    (found,) = read(f"på {WEEKDAYS[weekday]}", now)
    ahead = (date.fromisoformat(found) - today).days
    assert 1 <= ahead <= 7
    assert date.fromisoformat(found).weekday() == weekday


@given(
    st.dates(date(2026, 1, 1), date(2027, 12, 31)), st.integers(3, 31).filter(lambda day: day not in (1, 2))
)
def test_a_bare_day_is_the_next_one_with_that_number(today: date, day: int) -> None:
    now = datetime.combine(today, NOW.time())
    for said in (f"den {day}.", f"den {say_ordinal(day)}"):
        (found,) = read(said, now)
        assert date.fromisoformat(found).day == day
        assert today <= date.fromisoformat(found) <= today + timedelta(days=62)


@given(st.integers(2, 99).filter(lambda count: count != 8))
def test_days_ahead_count_in_words_and_figures(count: int) -> None:
    expected = [(NOW.date() + timedelta(days=count)).isoformat()]
    assert read(f"om {count} dage") == expected
    assert read(f"om {say_number(count)} dage") == expected


def test_easter_is_where_the_calendar_has_it() -> None:
    assert [easter(year) for year in (2024, 2026, 2027, 2038)] == [
        date(2024, 3, 31),
        date(2026, 4, 5),
        date(2027, 3, 28),
        date(2038, 4, 25),
    ]


@given(st.text(max_size=80))
def test_no_text_breaks_the_reader(text: str) -> None:
    for span in find_dates(text, NOW):
        assert 0 <= span.start < span.end <= len(text)
