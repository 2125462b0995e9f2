"""Looking addresses up among the streets of the gazetteer; no HTTP, no database.

Street names are compared without regard to case, accents, the spelling of æ, ø and å, spaces and the usual
abbreviations, so that "sct hans torv" and "Noerrebrogade" are found as they stand.
"""

import re
import unicodedata
import uuid
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from heapq import nsmallest
from typing import Any

from rapidfuzz import fuzz, process

from nlu.gazetteer import StreetRow, streets

NUMBER_PATTERN = r"^\s*[0-9]{1,4}\s*[A-Za-zÆØÅæøå]?\s*$"
"""A house number with or without its letter."""

_TOLD = re.compile(
    r"\s*(?P<street>.*?)(?:[\s,]+(?P<number>[0-9]{1,3}\s?[a-zæøå]?))?(?:[\s,]+(?P<postcode>[0-9]{4})\b.*)?[\s,]*$",
    re.IGNORECASE | re.DOTALL,
)
"""An address on one line, as far as it has been written."""

_LETTERS = "ABCDEFGHJKLM"
"""The letters a house number of the register may carry."""

_NEAR_ENOUGH = 72
"""Least likeness, 0-100, of a street that is suggested for another; chosen on misspelt real names."""

_MOST_STREETS = 5
_NAMESPACE = uuid.UUID("5b0c3f7e-3a52-4c55-9d1e-8f4f6a0b2d10")

_SHORT_WORDS = {
    "alle": "alle",
    "bld": "boulevard",
    "blvd": "boulevard",
    "chr": "christian",
    "fr": "frederik",
    "gl": "gammel",
    "kgs": "kongens",
    "ll": "lille",
    "ndr": "nordre",
    "nr": "nørre",
    "pl": "plads",
    "sct": "sankt",
    "sdr": "søndre",
    "skt": "sankt",
    "st": "store",
    "str": "stræde",
    "vestr": "vestre",
}


def _fold(text: str, danish: dict[str, str]) -> str:
    words = re.findall(r"\w+", unicodedata.normalize("NFC", text).casefold().replace("'", ""))
    whole = "".join(_SHORT_WORDS.get(word, word) for word in words)
    for letter, plain in danish.items():
        whole = whole.replace(letter, plain)
    return "".join(c for c in unicodedata.normalize("NFD", whole) if not unicodedata.combining(c))


def _keys(text: str) -> set[str]:
    """The forms under which a name is found: æ, ø, å spelt out (ae, oe, aa) and reduced (ae, o, a)."""
    return {
        _fold(text, {"æ": "ae", "ø": "oe", "å": "aa"}),
        _fold(text, {"æ": "ae", "ø": "o", "å": "a"}),
    }


@lru_cache(maxsize=1)
def _by_key() -> dict[str, tuple[StreetRow, ...]]:
    found: dict[str, list[StreetRow]] = defaultdict(list)
    for row in streets():
        for key in _keys(row.street):
            found[key].append(row)
    return {key: tuple(rows) for key, rows in found.items()}


def rows_of(street: str) -> tuple[StreetRow, ...]:
    """Return the rows of a street, by any spelling that is the same name; none when it is unknown."""
    for key in sorted(_keys(street)):
        if key in _by_key():
            return _by_key()[key]
    return ()


def similar_streets(street: str) -> list[str]:
    """Return the names most like an unknown one, the likest first, at most five."""
    names: dict[str, float] = {}
    for key in _keys(street):
        for match, likeness, _ in process.extract(
            key, list(_by_key()), scorer=fuzz.ratio, score_cutoff=_NEAR_ENOUGH, limit=_MOST_STREETS
        ):
            name = _by_key()[match][0].street
            names[name] = max(likeness, names.get(name, 0.0))
    return sorted(names, key=lambda name: (-names[name], name))[:_MOST_STREETS]


def plain_number(text: str) -> str:
    """Return a house number as the register writes it: "54 a" becomes "54A"."""
    squeezed = re.sub(r"\s", "", text).upper()
    return squeezed.lstrip("0") or "0"


def has_number(row: StreetRow, number: str) -> bool:
    """Say whether a plain house number exists on the street within this postcode."""
    told = re.fullmatch(f"([0-9]{{1,4}})[{_LETTERS}]?", number)
    return told is not None and row.has_number(int(told[1]))


def find(street: str, number: str, postcode: str) -> StreetRow | None:
    """Return the one row that holds this address, or ``None``."""
    for row in rows_of(street):
        if row.postcode == postcode and has_number(row, plain_number(number)):
            return row
    return None


def as_json(row: StreetRow, number: str | None) -> dict[str, Any]:
    """Return one address; without a number it is the street alone."""
    text = f"{row.street} {number or ''}".strip() + f", {row.postcode} {row.city}"
    return {
        "id": str(uuid.uuid5(_NAMESPACE, text)),
        "street": row.street,
        "number": number,
        "postcode": row.postcode,
        "city": row.city,
        "text": text,
    }


def match(street: str, number: str | None, postcode: str | None) -> dict[str, Any]:
    """Say what an address, as far as it is told, may be: category, addresses and suggestions.

    A postcode that the street does not have makes the number unknown there, and the same number elsewhere is
    the suggestion: an address is never quietly moved to another part of the city.
    """
    rows = rows_of(street)
    number = plain_number(number) if number and number.strip() else None
    if not rows:
        return _answer("unknown_street", (), _like(street, number))
    if number is None:
        return _answer("number_missing", (), [as_json(row, None) for row in _within(rows, postcode)])
    holding = [row for row in rows if has_number(row, number)]
    here = [row for row in holding if postcode in (None, row.postcode)]
    if len(here) == 1:
        return _answer("exact", [as_json(here[0], number)], ())
    if here:
        return _answer("several_postcodes", [as_json(row, number) for row in here], ())
    if holding:
        return _answer("unknown_number", (), [as_json(row, number) for row in holding])
    return _answer("unknown_number", (), _nearest(rows, number, postcode))


def autocomplete(text: str, limit: int) -> list[dict[str, Any]]:
    """Return addresses that begin as ``text`` does, then those of streets that are spelt nearly so."""
    told = _TOLD.match(text)
    street, number, postcode = told.group("street", "number", "postcode") if told else (text, None, None)
    found: list[dict[str, Any]] = []
    for row in _beginning(street):
        if postcode in (None, row.postcode):
            found += [as_json(row, None)] if number is None else _numbers(row, plain_number(number))
    return found[:limit]


def _beginning(street: str) -> list[StreetRow]:
    exact = list(rows_of(street))
    keys = tuple(key for key in _keys(street) if key)
    longer = [rows for key, rows in _by_key().items() if keys and key.startswith(keys)]
    near = [rows_of(name) for name in similar_streets(street)]
    return list(dict.fromkeys([*exact, *_sorted(longer), *(row for rows in near for row in rows)]))


def _sorted(groups: Iterable[tuple[StreetRow, ...]]) -> list[StreetRow]:
    return sorted((row for rows in groups for row in rows), key=lambda row: (row.street, row.postcode))


def _numbers(row: StreetRow, number: str) -> list[dict[str, Any]]:
    """The number itself, then those that it is the beginning of."""
    longer = [f"{number}{digit}" for digit in "0123456789"] if number.isdigit() else []
    return [as_json(row, each) for each in [number, *longer] if has_number(row, each)]


def _within(rows: tuple[StreetRow, ...], postcode: str | None) -> tuple[StreetRow, ...]:
    """The rows in a postcode; every row when none is told or the street has none there."""
    return tuple(row for row in rows if row.postcode == postcode) or rows


def _nearest(rows: tuple[StreetRow, ...], number: str, postcode: str | None) -> list[dict[str, Any]]:
    """The existing house numbers nearest to one that does not exist, three at most, the nearest first."""
    digits = re.match("[0-9]{1,4}", number)
    wanted = int(digits.group()) if digits else 1
    existing = [
        (each, row) for row in _within(rows, postcode) for each in range(row.number_from, row.number_to + 1)
    ]
    nearest = nsmallest(3, existing, key=lambda found: (abs(found[0] - wanted), found[0], found[1].postcode))
    return [as_json(row, str(each)) for each, row in nearest]


def _like(street: str, number: str | None) -> list[dict[str, Any]]:
    """Streets of nearly the same spelling, with the same house number where it exists."""
    return [
        as_json(row, number if number and has_number(row, number) else None)
        for name in similar_streets(street)
        for row in _preferred(rows_of(name), number)
    ][:_MOST_STREETS]


def _preferred(rows: tuple[StreetRow, ...], number: str | None) -> tuple[StreetRow, ...]:
    holding = tuple(row for row in rows if number and has_number(row, number))
    return holding or rows[:1]


def _answer(
    category: str, addresses: Iterable[dict[str, Any]], suggestions: Iterable[dict[str, Any]]
) -> dict[str, Any]:
    return {"category": category, "addresses": list(addresses), "suggestions": list(suggestions)}
