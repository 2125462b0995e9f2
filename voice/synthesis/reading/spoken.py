"""The whole way of a Danish text from the page to the ear."""

from collections.abc import Callable

from voice.synthesis.reading.abbreviations import read_abbreviations
from voice.synthesis.reading.addresses import read_addresses
from voice.synthesis.reading.amounts import read_amounts
from voice.synthesis.reading.capitals import read_capitals
from voice.synthesis.reading.clock import read_clock
from voice.synthesis.reading.codes import read_codes
from voice.synthesis.reading.dates import read_dates
from voice.synthesis.reading.links import read_links
from voice.synthesis.reading.numbers import read_numbers
from voice.synthesis.reading.plain import plain
from voice.synthesis.reading.symbols import read_symbols
from voice.synthesis.reading.telephones import read_telephones
from voice.synthesis.reading.weekdays import read_weekdays

LONGEST_SPOKEN_CHARS = 40_000
"""A text of digits grows eightfold; what is beyond this is not said."""

STEPS: tuple[Callable[[str], str], ...] = (
    plain,
    read_links,
    read_weekdays,
    read_dates,  # before codes: 2026-11-24 is no case number
    read_codes,
    read_telephones,
    read_amounts,
    read_clock,
    read_addresses,
    read_abbreviations,
    read_numbers,
    read_capitals,
    read_symbols,
)
"""In this order: the special before the general."""


def spoken(text: str) -> str:
    """Return ``text`` in words: Latin letters, spaces, hyphens and ``. , ; : ? !`` only.

    Never raises, and takes time linear in the length. What is in words already stays as it is.
    """
    for step in STEPS:
        text = step(text)
    return text[:LONGEST_SPOKEN_CHARS]
