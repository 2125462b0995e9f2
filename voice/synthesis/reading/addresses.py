"""Addresses: "Byvej 54, 2. tv, 2400 København NV" → "…, anden til venstre, fireogtyve nul nul København n v".

Side letters are what Danish letterboxes have: ``tv``, ``th`` and ``mf``; ``st`` is the ground floor, ``kl``
or ``kld`` the basement.
"""

import re

from voice.synthesis.reading.numerals import cardinal, ordinal, pairs

_SIDES = {"tv": "til venstre", "th": "til højre", "mf": "midtfor"}
_FLOORS = {"st": "stuen", "kl": "kælderen", "kld": "kælderen"}
_DOTTED_SIDES = re.compile(r"\bt\. ?([vh])\.(?=\W|$)|\bm\. ?f\.(?=\W|$)", re.IGNORECASE)
_FLOOR_AND_SIDE = re.compile(
    r"(?<![\w.,-])(?:(\d{1,2})\.?|(st|kld?)\b\.?)(?: ?sal)?,? ?(tv|th|mf)\b\.?(?!\w)", re.IGNORECASE
)
_FLOOR_AND_DOOR = re.compile(
    r"(?<=, )(?:(\d{1,2})\.|(st|kld?)\.?) ?(?:dør )?(\d{1,4})(?=,|\.?$|\. )", re.IGNORECASE
)
_FLOOR_ALONE = re.compile(r"(?<=, )(?:(\d{1,2})\.|(st|kld?)\b\.?)(?=,|$|\. [A-ZÆØÅ]|\s+i\s)", re.IGNORECASE)
_GROUND_FLOOR = re.compile(r"(?<=\d, )(?:st\.|st\b)(?= )|(?<=\d[A-Z], )(?:st\.|st\b)(?= )")
_CITIES = (
    r"(?:K[øo]benhavn|Kbh\.?|Frederiksberg|Nordhavn|Valby|Vanløse|Brønshøj|Kastrup|Hellerup|Søborg|Hvidovre"
    r"|Rødovre)"
)
_POSTCODE = re.compile(rf"\b([1-9]\d{{3}})(?= +{_CITIES}\b)|(?<=, )([1-9]\d{{3}})(?= +[A-ZÆØÅ][a-zæøå])")
_NAMED_POSTCODE = re.compile(r"(\bpost(?:nummer(?:et)?|nr\.?) +)([1-9]\d{3})\b", re.IGNORECASE)
_DISTRICT = re.compile(r"\b(København|Kbh\.?|Frederiksberg) (NV|SV|[KVØNSC])\b\.?")
_HOUSE_LETTER = re.compile(r"(?<=\d) ?([A-HJ-Z])(?=,|\.?$|\. | (?:i|på|og)\b)")
_END = re.compile(r"\s*$|\s+[A-ZÆØÅ]")


def read_addresses(text: str) -> str:
    """Say floors, sides, doors, postcodes and districts."""
    text = _DOTTED_SIDES.sub(lambda found: f"t{found[1]}" if found[1] else "mf", text)
    text = _FLOOR_AND_SIDE.sub(
        lambda found: f"{_floor(found)} {_SIDES[found[3].lower()]}{_stop(found)}", text
    )
    text = _FLOOR_AND_DOOR.sub(lambda found: f"{_floor(found)}, dør {cardinal(int(found[3]), 'et')}", text)
    text = _FLOOR_ALONE.sub(lambda found: _floor(found) + (" sal" if found[1] else "") + _stop(found), text)
    text = _GROUND_FLOOR.sub("stuen", text)
    text = _POSTCODE.sub(lambda found: pairs(found[1] or found[2]), text)
    text = _NAMED_POSTCODE.sub(lambda found: found[1] + pairs(found[2]), text)
    text = _DISTRICT.sub(_district, text)
    text = re.sub(r"\bKbh\b\.?", "København", text)
    return _HOUSE_LETTER.sub(lambda found: f" {found[1].lower()}", text)


def _floor(found: re.Match[str]) -> str:
    return ordinal(int(found[1])) if found[1] else _FLOORS[found[2].lower()]


def _stop(found: re.Match[str]) -> str:
    """The full stop of an abbreviation may be the sentence's as well."""
    return "." if found[0].endswith(".") and _END.match(found.string, found.end()) else ""


def _district(found: re.Match[str]) -> str:
    city = "København" if found[1].startswith("Kbh") else found[1]
    return f"{city} {' '.join(found[2].lower())}{_stop(found)}"
