"""Reading JSON strictly."""

import datetime as dt
from typing import Any, Literal

import pytest

from actions.fagsystemer.adapters.shapes import Fields, ShapeError, items

COLOURS = Literal["red", "green"]


def test_a_field_of_the_right_type_is_returned_as_it_is() -> None:
    fields = Fields({"a": "Æble", "n": 0, "f": False, "d": "2026-11-23", "t": "09:05", "c": "red"})
    assert fields.text("a") == "Æble"
    assert fields.whole_number("n") == 0
    assert fields.flag("f") is False
    assert fields.date("d") == dt.date(2026, 11, 23)
    assert fields.time("t") == dt.time(9, 5)
    assert fields.one_of("c", COLOURS) == "red"


@pytest.mark.parametrize("value", [None, 1, True, "", "  ", [], {}])
def test_what_is_not_a_text_that_says_something_is_refused(value: Any) -> None:
    with pytest.raises(ShapeError, match=r"^a is not a text$"):
        Fields({"a": value}).text("a")


@pytest.mark.parametrize("value", [None, True, "1", 1.0, -1, [1]])
def test_what_is_not_a_whole_number_is_refused(value: Any) -> None:
    with pytest.raises(ShapeError, match=r"^n is not a whole number$"):
        Fields({"n": value}).whole_number("n")


@pytest.mark.parametrize("value", [None, 0, 1, "true"])
def test_what_is_not_true_or_false_is_refused(value: Any) -> None:
    with pytest.raises(ShapeError):
        Fields({"f": value}).flag("f")


@pytest.mark.parametrize(
    "value", ["23-11-2026", "2026-02-30", "2026-1-1", "20261123", "2026-11-23T10:00", 20261123]
)
def test_what_is_not_a_date_is_refused(value: Any) -> None:
    with pytest.raises(ShapeError):
        Fields({"d": value}).date("d")


@pytest.mark.parametrize(
    "value", ["24:00", "9:00", "10.00", "10:60", "10:00:00", "10:00+01:00", "kl. 10", 10]
)
def test_what_is_not_a_time_of_day_is_refused(value: Any) -> None:
    with pytest.raises(ShapeError):
        Fields({"t": value}).time("t")


@pytest.mark.parametrize("value", ["blue", "Red", "", None, 1])
def test_a_value_outside_the_known_ones_is_refused(value: Any) -> None:
    with pytest.raises(ShapeError):
        Fields({"c": value}).one_of("c", COLOURS)


@pytest.mark.parametrize(
    "written",
    ["2026-11-23T08:30:00+01:00", "2026-11-23T07:30:00Z", "2026-11-23T08:30", "2026-11-23T07:30+00:00"],
)
def test_a_moment_is_copenhagen_time_however_it_is_written(written: str) -> None:
    moment = Fields({"m": written}).moment_or_none("m")
    assert moment is not None
    assert moment.isoformat() == "2026-11-23T08:30:00+01:00"


@pytest.mark.parametrize("value", ["i morgen", "08:30", 5, ""])
def test_what_is_not_a_moment_is_refused(value: Any) -> None:
    with pytest.raises(ShapeError):
        Fields({"m": value}).moment_or_none("m")


@pytest.mark.parametrize("fields", [Fields({}), Fields({"x": None})])
def test_what_may_be_missing_is_none(fields: Fields) -> None:
    assert fields.text_or_none("x") is None
    assert fields.whole_number_or_none("x") is None
    assert fields.date_or_none("x") is None
    assert fields.moment_or_none("x") is None


@pytest.mark.parametrize("reader", ["text", "whole_number", "flag", "date", "time", "object"])
def test_what_may_not_be_missing_is_named(reader: str) -> None:
    with pytest.raises(ShapeError, match=r"^x is missing$"):
        getattr(Fields({"y": 1}), reader)("x")


@pytest.mark.parametrize("value", [None, {}, "x", 1])
def test_a_list_must_be_a_list_of_objects(value: Any) -> None:
    with pytest.raises(ShapeError, match="a list"):
        items(value, lambda fields: fields)
    with pytest.raises(ShapeError, match="xs is not a list"):
        Fields({"xs": value}).items("xs", lambda fields: fields)
    with pytest.raises(ShapeError, match="object"):
        items([1], lambda fields: fields)


def test_an_error_never_quotes_a_value() -> None:
    with pytest.raises(ShapeError) as caught:
        Fields({"d": "Anna Jensen"}).date("d")
    assert "Anna" not in str(caught.value)
    assert caught.value.__suppress_context__
