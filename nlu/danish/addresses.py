"""Street addresses as people write and say them, with the street in the register's spelling.

"Byvej 54, 3. tv", "byvej fireoghalvtreds tredje til venstre", "115 st th", "2700 Brønshøj". A street name
is found by its spelling with æøå folded, or by nearness (rapidfuzz) where a house number follows. A name
that the register lacks is kept as said when it ends like a street and a number follows: the address
register decides.
"""

import re
from dataclasses import replace

from nlu.danish.address_reader import AddressReader, AddressSpan
from nlu.danish.corrections import correction_end, is_negated
from nlu.danish.floors import read_floor_and_door
from nlu.danish.street_index import StreetIndex, copenhagen
from nlu.danish.wordlists import words

_BEFORE_STREET = words("i på paa ad af vejen gaden er hedder det og den adressen")
_LONGEST_NUMBER = 7
"""Words of a number, floor and door that may stand before a street."""
_LEAD_IN = words(
    """
    ja nej jo det er var den min mit adresse adressen husnummer husnummeret nå jeg bor på øh altså
    undskyld men ikke i skal være skulle hov vent etagen etage mener mente lige vi også sal rettelse så
    og hedder tror faktisk postnummer postnummeret
    """
)


def find_addresses(text: str, index: StreetIndex | None = None) -> list[AddressSpan]:
    """Return the addresses of ``text``, left to right; a corrected address once, with its last value."""
    reader = AddressReader(text, index or copenhagen())
    found: list[AddressSpan] = []
    position = 0
    while position < len(reader.tokens):
        span = reader.address_at(position)
        if span is None:
            position += 1
            continue
        span = _corrected(span, reader)
        if not is_negated(text, span.start):
            found.append(span)
        while position < len(reader.tokens) and reader.tokens[position].start() < span.end:
            position += 1
    found = [_with_number_before(reader, span) for span in found]
    return _with_postcode_before(reader, _with_floor_elsewhere(reader, found)) or _parts_alone(reader)


def _with_postcode_before(reader: AddressReader, found: list[AddressSpan]) -> list[AddressSpan]:
    """Give the only address the postcode said before it: "2450 København SV, Sjælør Boulevard 35"."""
    if len(found) != 1 or "postcode" in found[0].value:
        return found
    (span,) = found
    for token in reader.tokens:
        said = token.group() in reader.index.postcodes and not is_negated(reader.text, token.start())
        if said and token.end() < span.start:
            return [replace(span, value={**span.value, "postcode": token.group()})]
    return found


def _with_number_before(reader: AddressReader, span: AddressSpan) -> AddressSpan:
    """Give a street without a number the one said just before it: "nr. 6 i Rantzausgade", "115 st th, og
    vejen er Hulgårdsvej".
    """
    if "number" in span.value:
        return span
    street = next(i for i, token in enumerate(reader.tokens) if token.start() == span.start)
    until = street
    while until and reader.words[until - 1] in _BEFORE_STREET:
        until -= 1
    for position in range(max(0, until - _LONGEST_NUMBER), until):
        marked = reader.words[position] in ("nr", "nummer", "husnummer") or position == 0
        taken, number = reader.house_number_at(position) if marked else (0, "")
        value = {**span.value, "number": number}
        if taken and reader.rest_at(position + taken, value) == until:
            return replace(span, start=reader.tokens[position].start(), value=value)
    return span


def _with_floor_elsewhere(reader: AddressReader, found: list[AddressSpan]) -> list[AddressSpan]:
    """Give an address without a floor the floor that is told apart from it: "tredje til venstre på Byvej 54",
    "Byvej 54, 2700 Brønshøj, 3. tv", "Byvej 54, og mit værelse er 3. sal, dør 12". Its span stays as it is.
    """
    bare = [span for span in found if "number" in span.value and not {"floor", "door"} & span.value.keys()]
    if not bare:
        return found
    said: dict[str, str] = {}
    position = 0
    while position < len(reader.tokens):
        start = reader.tokens[position].start()
        taken, floor, door = read_floor_and_door(reader.words, reader.gap, position, alone=True)
        within = any(span.start <= start < span.end for span in found)
        sure = taken and (said or floor) and _surely_floor(reader, position, taken, door, found)
        if within or not sure:
            position += 1
            continue
        said.update({key: value for key, value in (("floor", floor), ("door", door)) if value})
        position += taken
    last = bare[-1]
    return [replace(span, value={**span.value, **said}) if span is last else span for span in found]


def _surely_floor(
    reader: AddressReader, position: int, taken: int, door: str | None, found: list[AddressSpan]
) -> bool:
    """Whether words read as a floor are one: "i stuen" and "i kælderen" without a door may be rooms, unless
    they stand right before the address, parted by a comma or nothing.
    """
    end = reader.end_of(position + taken)
    if door or "sal" in reader.words[position : position + taken]:
        return True
    gaps = (reader.text[end : span.start] for span in found if span.start >= end)
    return any(re.fullmatch(r"[\s,]{0,2}", gap) for gap in gaps)


def _corrected(span: AddressSpan, reader: AddressReader) -> AddressSpan:
    """Follow "nej 45", "undskyld, Byvej 45", "nej 4. th" after an address; the last value counts."""
    while True:
        begin = correction_end(reader.text, span.end)
        position = next(
            (i for i, token in enumerate(reader.tokens) if begin is not None and token.start() >= begin), None
        )
        if position is None:
            return span
        other = reader.address_at(position)
        if other is not None:
            span = AddressSpan(other.start, other.end, other.value, other.certainty)
            continue
        taken, floor, door = read_floor_and_door(reader.words, reader.gap, position, alone=True)
        value = dict(span.value)
        if taken:
            value.update({key: said for key, said in (("floor", floor), ("door", door)) if said})
            after = position + taken
        else:
            taken, number = reader.house_number_at(position)
            if not taken:
                return span
            value["number"] = number
            after = reader.rest_at(position + taken, value)
        span = AddressSpan(span.start, reader.end_of(after), value, span.certainty)


def _parts_alone(reader: AddressReader) -> list[AddressSpan]:
    """A short answer that is only a part of an address: "nummer 45", "3. tv", "nej 45", "2700 Brønshøj"."""
    position = 0
    while position < len(reader.words) and reader.words[position] in _LEAD_IN:
        position += 1
    if position >= len(reader.words) or len(reader.words) - position > 8:
        return []
    begun, value = position, dict[str, str]()
    taken, floor, door = read_floor_and_door(reader.words, reader.gap, position, alone=True)
    if taken:
        value = {key: said for key, said in (("floor", floor), ("door", door)) if said}
        position += taken
    else:
        marked = (
            reader.words[position] in ("nr", "nummer")
            or "nej" in reader.words[:position]
            or "nummer" in reader.text.lower()
        )
        taken, number = (
            reader.house_number_at(position) if marked or reader.words[:position].count("bor") else (0, "")
        )
        if taken:
            value["number"] = number
            position = reader.rest_at(position + taken, value)
        else:
            taken, postcode = reader.four_digits(position)
            town_taken, only = reader.town_at(position + taken)
            if not town_taken and postcode not in reader.index.postcodes:
                return []
            position += taken + town_taken
            if postcode or only:
                value["postcode"] = postcode or only or ""
    tail = reader.words[position:]
    if not value or any(word not in _LEAD_IN | {"tak", "th", "da", "her", "nu"} for word in tail):
        return []
    return [AddressSpan(reader.tokens[begun].start(), reader.end_of(position), value)]
