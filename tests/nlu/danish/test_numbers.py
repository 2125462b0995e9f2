"""Danish numerals: what the formatter writes, the parser reads back; what people write, it reads."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.danish.numbers import find_numbers, ordinal, parse_number, say_number, say_ordinal


@given(st.integers(0, 9999))
def test_every_number_written_in_words_is_read_back(value: int) -> None:
    assert parse_number(say_number(value)) == value


@given(st.integers(0, 9999))
def test_case_and_figures_do_not_matter(value: int) -> None:
    assert parse_number(say_number(value).upper()) == value
    assert parse_number(str(value)) == value


@pytest.mark.parametrize("day", range(1, 32))
def test_every_ordinal_of_a_month_is_read_back(day: int) -> None:
    assert ordinal(say_ordinal(day)) == day


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("toogtyve", 22),
        ("halvtreds", 50),
        ("halvtres", 50),
        ("fireoghalvtreds", 54),
        ("fire og halvtreds", 54),
        ("to hundrede og tre", 203),
        ("tohundrede og tre", 203),
        ("hundrede og femten", 115),
        ("et hundrede fem og tres", 165),
        ("tusind", 1000),
        ("to tusind syv hundrede", 2700),
        ("nioghalvfems", 99),
        ("een", 1),
        ("elve", 11),
        ("fyrretyve", 40),
        ("halvfjerdsindstyve", 70),
    ],
)
def test_spoken_and_misspelt_numbers_are_read(said: str, value: int) -> None:
    assert parse_number(said) == value


@pytest.mark.parametrize("said", ["", "hus", "byvej 54", "tre poser", "halv", "og tre"])
def test_what_is_not_only_a_number_is_none(said: str) -> None:
    assert parse_number(said) is None


@pytest.mark.parametrize("value", [-1, 10000])
def test_numbers_out_of_range_are_refused(value: int) -> None:
    with pytest.raises(ValueError, match="0-9999"):
        say_number(value)


def test_numbers_in_a_sentence_are_found_with_their_place() -> None:
    text = "jeg har tre børn og bor i nummer to hundrede og tre"
    assert [(text[n.start : n.end], n.value) for n in find_numbers(text)] == [
        ("tre", 3),
        ("to hundrede og tre", 203),
    ]


@given(st.text(max_size=80))
def test_no_text_breaks_the_parser(text: str) -> None:
    for number in find_numbers(text):
        assert 0 <= number.start < number.end <= len(text)
