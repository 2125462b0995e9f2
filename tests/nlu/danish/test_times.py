"""Clock times, ranges and durations as citizens say them, on a Monday morning at 8.30."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.danish.numbers import say_number
from nlu.danish.times import find_times, say_time

NOW = datetime(2026, 11, 23, 8, 30)


def read(text: str) -> list[tuple[str, object]]:
    return [(span.kind, span.value) for span in find_times(text, NOW)]


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("kl. 10", "10:00"),
        ("klokken ti", "10:00"),
        ("halv ti", "09:30"),
        ("klokken halv ti", "09:30"),
        ("halv et", "12:30"),
        ("kvart over tre", "15:15"),
        ("kvart i otte", "07:45"),
        ("et kvarter i ni", "08:45"),
        ("ti minutter i otte", "07:50"),
        ("fem i halv fem", "16:25"),
        ("tyve over tre", "15:20"),
        ("kl. 9.05", "09:05"),
        ("kl 13", "13:00"),
        ("14:30", "14:30"),
        ("klokken ti fyrre", "10:40"),
        ("klokken ni nul fem", "09:05"),
        ("kl. 06.30", "06:30"),
        ("ved 13-tiden", "13:00"),
        ("klokken to", "14:00"),
        ("klokken otte", "08:00"),
        ("klokken seks om morgenen", "06:00"),
        ("kl 10 om aftenen", "22:00"),
        ("kl 8 i aften", "20:00"),
        ("ved midnat", "00:00"),
        ("om to timer", "10:30"),
        ("om en halv time", "09:00"),
    ],
)
def test_a_clock_time_is_read(said: str, value: str) -> None:
    assert read(f"kom {said}, tak") == [("time", value)]


@pytest.mark.parametrize(
    ("said", "opening", "closing"),
    [
        ("mellem 10 og 12", "10:00", "12:00"),
        ("mellem klokken halv ti og elleve", "09:30", "11:00"),
        ("fra 8 til 16", "08:00", "16:00"),
        ("kl. 10-12", "10:00", "12:00"),
        ("fra 11 til 1", "11:00", "13:00"),
        ("i formiddag", "09:00", "12:00"),
        ("om eftermiddagen", "12:00", "18:00"),
        ("i aften", "18:00", "23:59"),
    ],
)
def test_a_range_is_read(said: str, opening: str, closing: str) -> None:
    assert read(f"kom {said}") == [("time_range", {"from": opening, "to": closing})]


@pytest.mark.parametrize(
    ("said", "minutes"),
    [
        ("to timer", 120),
        ("halvanden time", 90),
        ("en time", 60),
        ("to en halv time", 150),
        ("en halv time", 30),
        ("tre kvarter", 45),
        ("90 minutter", 90),
        ("en time og tyve minutter", 80),
    ],
)
def test_a_duration_is_read_in_minutes(said: str, minutes: int) -> None:
    assert read(f"jeg vil parkere i {said}") == [("duration_minutes", minutes)]


@pytest.mark.parametrize(
    "said",
    [
        "mellem 2 og 3 år",
        "jeg har 10 poser",
        "Byvej 54",
        "jeg bor på 3. tv",
        "det koster 10.50 kr",
        "den 24.12",
        "godaften",
        "god aften",
        "i dag",
        "i morgen",
        "version 10.3",
    ],
)
def test_what_is_no_time_is_left_alone(said: str) -> None:
    assert read(said) == []


@given(st.integers(7, 18), st.integers(0, 59))
def test_every_written_time_of_the_day_is_read_back(hour: int, minute: int) -> None:
    assert read(f"{say_time(hour, minute)} passer mig") == [("time", f"{hour:02d}:{minute:02d}")]


@given(st.integers(7, 12), st.sampled_from(["over", "i"]), st.sampled_from([5, 10, 20, 25]))
def test_minutes_to_and_past_the_hour_are_read(hour: int, way: str, minutes: int) -> None:
    total = hour * 60 + (minutes if way == "over" else -minutes)
    said = f"klokken {say_number(minutes)} {way} {say_number(hour)}"
    expected = total if total >= 7 * 60 else total + 12 * 60
    assert read(said) == [("time", f"{expected // 60:02d}:{expected % 60:02d}")]


@given(st.text(max_size=80))
def test_no_text_breaks_the_reader(text: str) -> None:
    for span in find_times(text, NOW):
        assert 0 <= span.start < span.end <= len(text)
