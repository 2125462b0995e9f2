"""Whatever text comes, what is handed to the synthesiser is words and pauses."""

import re
import string
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from actions.dialogue.phrases import phrase_book
from nlu.gazetteer import streets
from voice.synthesis.reading.numerals import LARGEST, cardinal, ordinal
from voice.synthesis.reading.spoken import LONGEST_SPOKEN_CHARS, spoken

_SAID = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*[.,;:?!]?(?: [^\W\d_]+(?:-[^\W\d_]+)*[.,;:?!]?)*")
_UNREAD = re.compile(r"\b(?:kl|nr|bl|ca|osv|evt|tlf|pct|dvs|kr|mio|www|http)\b", re.IGNORECASE)
_FIELDS = {
    "address": "Byvej 54, 2. tv, 2400 København NV",
    "town": "Aarhus",
    "street": "Gl. Kongevej",
    "number": "2026-0012345",
    "title": "Altan, 2. sal",
    "received": "den 3. november 2026",
    "stage": "Høring",
    "next_step": "Vi skriver til dig",
    "expected": "senest den 24/12",
    "names": "bioposer og hjemmepleje",
    "name": "bioposer",
    "errands": "bioposer: klaret",
    "queue": "Borgerservice",
    "minutes": "7",
    "opens": "i morgen kl. 10",
    "carer": "Mette Holm",
    "when": "torsdag den 26. november kl. 9.30",
    "time": "kl. 8.05",
    "day": "i morgen",
    "new": "fredag den 27. november kl. 13",
    "reason": "jeg er syg",
    "times": "- i dag kl. 10\n- den 3. december kl. 14.30",
    "caseworker": "Hanne Lund",
    "place": "Jobcentret, lokale 2.14",
    "purpose": "Samtale om din jobsøgning",
    "reference": "JOB-2026-000318",
    "hours": "9-16",
    "closes": "16",
}


class _Filled(dict[str, str]):
    """A field that is not known here has something hard to read in it."""

    def __missing__(self, field: str) -> str:
        return "torsdag den 26. november kl. 9.30, nr. 2026-0012345"


PHRASES = [
    text.format_map(_Filled(_FIELDS))
    for found in phrase_book().values()
    for text in ([found] if isinstance(found, str) else [v for k, v in found.items() if k != "url"])
]


@pytest.mark.parametrize("phrase", PHRASES)
def test_every_phrase_of_the_assistant_is_words_alone(phrase: str) -> None:
    said = spoken(phrase)
    assert _SAID.fullmatch(said)
    assert not _UNREAD.search(said)
    assert spoken(said).lower() == said.lower()


def test_every_street_keeps_its_letters() -> None:
    for street in sorted({row.street for row in streets()}):
        said = spoken(f"{street} 5, 2100 København Ø")
        assert said.endswith("fem, enogtyve nul nul København ø"), said


_ODD = "æøåÆØÅ½²€§°–—”“„•…é\u0301\u200d😀١中\x01\x1b[]()|/\\-.,:;"
_HARD = st.text(
    alphabet=st.sampled_from(string.printable + _ODD),
    max_size=200,
)


_MIXED = st.lists(st.sampled_from(PHRASES), max_size=3).map(" ".join)


@given(st.one_of(st.text(max_size=300), _HARD, _MIXED))
@settings(max_examples=300, deadline=None)
def test_any_text_becomes_words(text: str) -> None:
    said = spoken(text)
    assert said == "" or _SAID.fullmatch(said), said
    assert len(said) <= LONGEST_SPOKEN_CHARS


@pytest.mark.parametrize(
    "attack",
    ["1" * 5000, "1-" * 2500, "a." * 2500, "1.000" * 1000, "[" * 5000, "[a](" * 1250, "- " * 2500,
     "<a" * 2500, "@a." * 1600, "A-1" * 1600, "1,1." * 1250,
     "den 1. " * 700, "kl. 1" * 1000, "_*" * 2500, "A. " * 1600,
     "\n" * 5000, "x" * 100_000, "1 " * 2500, "+45" * 1600, "***•" * 1250, "I" * 5000, "a-" * 2500,
     "2, st " * 800, "=-" * 2500],
)  # fmt: skip
def test_no_text_takes_long(attack: str) -> None:
    before = time.process_time()
    spoken(attack)
    assert time.process_time() - before < 0.5


def test_what_the_library_would_obey_is_not_handed_on() -> None:
    assert "[[" not in spoken("hej [[h'aI]] og \x01 <voice name='x'>hov</voice>")
    assert "\x01" not in spoken("hej \x01+10S du")


@given(st.integers(0, LARGEST))
def test_every_number_has_words(number: int) -> None:
    assert re.fullmatch(r"[a-zæøå ]+", cardinal(number))


def test_different_numbers_are_said_differently() -> None:
    assert len({cardinal(number) for number in range(20_000)}) == 20_000
    assert len({ordinal(number) for number in range(200)}) == 200


@pytest.mark.parametrize("number", [-1, LARGEST + 1])
def test_a_number_without_a_name_is_refused(number: int) -> None:
    with pytest.raises(ValueError, match="no numeral"):
        cardinal(number)
