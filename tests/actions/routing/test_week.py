"""When people answer: hours, weekends, public holidays, our closing days, and the change of the clocks."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.routing import routing
from nlu.clock import COPENHAGEN

QUEUES = sorted(routing().book.by_id)
MOMENTS = st.datetimes(dt.datetime(2024, 1, 1), dt.datetime(2035, 12, 31), timezones=st.just(dt.timezone.utc))


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=COPENHAGEN)


@pytest.mark.parametrize(
    ("queue", "moment", "opens", "closes"),
    [
        ("jobcenter", "2026-11-23T08:59:59", "2026-11-23T09:00", None),
        ("jobcenter", "2026-11-23T09:00", None, "2026-11-23T16:00"),
        ("jobcenter", "2026-11-23T16:00", "2026-11-24T09:00", None),
        ("jobcenter", "2026-11-27T13:59", None, "2026-11-27T14:00"),
        ("jobcenter", "2026-11-27T14:00", "2026-11-30T09:00", None),
        ("borgerservice", "2026-11-26T17:30", None, "2026-11-26T18:00"),
        # Christmas: the 24th is our own closing day, 25 and 26 public holidays, then a weekend.
        ("jobcenter", "2026-12-24T10:00", "2026-12-28T09:00", None),
        ("jobcenter", "2026-12-31T10:00", "2027-01-04T09:00", None),
        # Maundy Thursday to Easter Monday, over the change to summer time.
        ("jobcenter", "2027-03-25T10:00", "2027-03-30T09:00", None),
        # Grundlovsdag 2026 is a Friday; Store Bededag has been no holiday since 2024.
        ("jobcenter", "2026-06-05T10:00", "2026-06-08T09:00", None),
        ("jobcenter", "2026-05-01T10:00", None, "2026-05-01T14:00"),
        # Home care is there every day: on a holiday as on a Sunday.
        ("hjemmeplejen", "2026-12-25T10:00", None, "2026-12-25T20:00"),
        ("hjemmeplejen", "2026-12-25T21:00", "2026-12-26T08:00", None),
        ("akut_social", "2026-12-25T03:00", None, None),
        # The night the clocks go back.
        ("hjemmeplejen", "2026-10-25T02:30", "2026-10-25T08:00", None),
    ],
)
def test_a_queue_knows_when_it_opens_and_closes(
    queue: str, moment: str, opens: str | None, closes: str | None
) -> None:
    found = routing().book.by_id[queue]
    assert found.opens_at(at(moment)) == (at(opens) if opens else None)
    assert found.closes_at(at(moment)) == (at(closes) if closes else None)
    assert found.is_open(at(moment)) == (opens is None)


@given(queue=st.sampled_from(QUEUES), moment=MOMENTS)
def test_a_closed_queue_opens_in_the_future_and_is_open_then(queue: str, moment: dt.datetime) -> None:
    found = routing().book.by_id[queue]
    opens = found.opens_at(moment)
    assert (opens is None) == found.is_open(moment)
    if opens is not None:
        assert opens > moment
        assert found.is_open(opens)
        assert not found.is_open(opens - dt.timedelta(minutes=1))


@given(queue=st.sampled_from(QUEUES), moment=MOMENTS)
def test_an_open_queue_closes_later_the_same_day(queue: str, moment: dt.datetime) -> None:
    found = routing().book.by_id[queue]
    closes = found.closes_at(moment)
    if closes is not None:
        assert moment < closes
        assert closes.date() == moment.astimezone(COPENHAGEN).date()
        assert not found.is_open(closes)
        assert found.hours_on(closes.date()) is not None


@pytest.mark.parametrize(
    ("queue", "day", "weekday"),
    [
        ("jobcenter", "2026-12-25", None),
        ("jobcenter", "2026-06-05", None),
        ("jobcenter", "2026-12-23", 2),
        ("hjemmeplejen", "2026-12-25", 6),
        ("akut_social", "2026-12-25", 4),
        ("kantinen", "2026-12-25", None),
        ("kantinen", "2026-12-23", 2),
    ],
)
def test_a_holiday_closes_a_queue_or_counts_as_a_sunday(queue: str, day: str, weekday: int | None) -> None:
    assert routing().weekday_on(queue, dt.date.fromisoformat(day)) == weekday


def test_a_moment_of_another_time_zone_is_the_same_moment() -> None:
    jobcenter = routing().book.by_id["jobcenter"]
    assert jobcenter.is_open(dt.datetime(2026, 7, 1, 7, 0, tzinfo=dt.timezone.utc))
    assert not jobcenter.is_open(dt.datetime(2026, 11, 23, 7, 59, tzinfo=dt.timezone.utc))
