"""Danish numerals in words, 0 to 9999, and ordinals: "toogtyve", "halvtreds", "to hundrede og tre", "tredje".

The vigesimal tens and the reversed units ("fireoghalvtreds" is 54) follow Den Danske Ordbog; spellings
without æøå and common misspellings are read as well.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

UNITS = {
    "nul": 0, "en": 1, "et": 1, "ett": 1,
    "én": 1, "ét": 1, "een": 1, "eet": 1, "to": 2, "tre": 3, "fire": 4, "fem": 5,
    "seks": 6, "sex": 6, "syv": 7, "otte": 8, "ni": 9, "ti": 10, "elleve": 11, "elve": 11, "tolv": 12,
    "tretten": 13, "fjorten": 14, "femten": 15, "seksten": 16, "sejsten": 16, "sytten": 17, "atten": 18,
    "nitten": 19,
}  # fmt: skip
TENS = {
    "tyve": 20, "tredive": 30, "tredve": 30, "fyrre": 40, "fyrretyve": 40, "halvtreds": 50, "halvtres": 50,
    "halvtredsindstyve": 50, "tres": 60, "treds": 60, "tresindstyve": 60, "halvfjerds": 70, "halvfjers": 70,
    "halvfjerdsindstyve": 70, "firs": 80, "firsindstyve": 80, "halvfems": 90, "halvfemsindstyve": 90,
}  # fmt: skip
_ORDINAL_STEMS = {
    "første": 1, "foerste": 1, "forste": 1, "anden": 2, "andet": 2, "tredje": 3, "tredie": 3, "trejde": 3,
    "fjerde": 4, "femte": 5, "sjette": 6, "syvende": 7, "ottende": 8, "niende": 9, "tiende": 10,
    "ellevte": 11,
    "elvte": 11, "tolvte": 12, "trettende": 13, "fjortende": 14, "femtende": 15, "sekstende": 16,
    "syttende": 17,
    "attende": 18, "nittende": 19, "tyvende": 20, "tredivte": 30, "tredvte": 30,
}  # fmt: skip
_CANONICAL_UNITS = [
    "nul",
    "en",
    "to",
    "tre",
    "fire",
    "fem",
    "seks",
    "syv",
    "otte",
    "ni",
    "ti",
    "elleve",
    "tolv",
    "tretten",
    "fjorten",
    "femten",
    "seksten",
    "sytten",
    "atten",
    "nitten",
]
_CANONICAL_TENS = ["tyve", "tredive", "fyrre", "halvtreds", "tres", "halvfjerds", "firs", "halvfems"]
_CANONICAL_ORDINALS = [
    "nulte",
    "første",
    "anden",
    "tredje",
    "fjerde",
    "femte",
    "sjette",
    "syvende",
    "ottende",
    "niende",
    "tiende",
    "ellevte",
    "tolvte",
    "trettende",
    "fjortende",
    "femtende",
    "sekstende",
    "syttende",
    "attende",
    "nittende",
    "tyvende",
]
_WORD = re.compile(r"[^\W\d_]+|\d+")


def _below_hundred() -> dict[str, int]:
    table = {**UNITS, **TENS}
    for unit, ones in UNITS.items():
        if 0 < ones < 10:
            for ten, tens in TENS.items():
                table[f"{unit}og{ten}"] = ones + tens
    return table


def _ordinals() -> dict[str, int]:
    table = dict(_ORDINAL_STEMS)
    for unit, ones in UNITS.items():
        if 0 < ones < 10:
            for ten, tens in (("tyvende", 20), ("tredivte", 30)):
                table[f"{unit}og{ten}"] = ones + tens
    return table


_BELOW_HUNDRED = _below_hundred()
_ORDINALS = _ordinals()
# "hundredeogtyve", "tohundredefem" written as one word
_GLUED_HUNDREDS = re.compile(
    rf"(?P<count>{'|'.join(word for word, value in UNITS.items() if 0 < value < 10)})?"
    r"hundrede?(?:og)?(?P<rest>\w+)"
)


@dataclass(frozen=True)
class NumberSpan:
    """A number found in a text: character span and value."""

    start: int
    end: int
    value: int


def number_below_hundred(word: str) -> int | None:
    """Read one lower-case numeral word 0-99 ("fireoghalvtreds"); ``None`` when it is no such word."""
    return _BELOW_HUNDRED.get(word)


def any_below_hundred(words: Iterable[str]) -> bool:
    """Tell whether one of these lower-case words is a numeral 0-99."""
    return not _BELOW_HUNDRED.keys().isdisjoint(words)


def ordinal(word: str) -> int | None:
    """Read one lower-case ordinal word 1-39 ("tredje", "enogtyvende"); ``None`` when it is no such word."""
    return _ORDINALS.get(word)


def parse_number(text: str) -> int | None:
    """Read a text that is one number 0-9999 and nothing else, in figures or words; else ``None``."""
    words = [match.group().lower() for match in _WORD.finditer(text)]
    if not words:
        return None
    taken, value = read_number(words, 0)
    return value if taken == len(words) else None


def find_numbers(text: str) -> list[NumberSpan]:
    """Return every number in figures or words, left to right. "et", "en" and "to" count only beside a noun
    or another number in the caller's own judgement; they are returned here as 1 and 2.
    """
    tokens = list(_WORD.finditer(text))
    words = [token.group().lower() for token in tokens]
    found, index = [], 0
    while index < len(words):
        taken, value = read_number(words, index)
        if taken:
            found.append(NumberSpan(tokens[index].start(), tokens[index + taken - 1].end(), value))
        index += taken or 1
    return found


def read_number(words: list[str], index: int) -> tuple[int, int]:
    """Read the longest numeral that begins at ``words[index]`` (lower case). Return (words taken, value);
    (0, 0) when there is none.
    """
    if index >= len(words):
        return 0, 0
    word = words[index]
    if word.isdigit() and word.isascii():
        return 1, int(word)
    glued = _GLUED_HUNDREDS.fullmatch(word)
    if glued and glued["rest"] in _BELOW_HUNDRED:
        return 1, (UNITS[glued["count"]] if glued["count"] else 1) * 100 + _BELOW_HUNDRED[glued["rest"]]
    thousands_taken, thousands = _multiple(words, index, ("tusind", "tusinde"))
    hundreds_taken, hundreds = _multiple(words, index + thousands_taken, ("hundrede", "hundred"))
    taken = thousands_taken + hundreds_taken
    rest = index + taken
    if taken and rest < len(words) and words[rest] == "og":
        rest += 1
    small_taken, small = _small(words, rest)
    if small_taken and (not taken or small < 100):
        return rest - index + small_taken, thousands * 1000 + hundreds * 100 + small
    return taken, thousands * 1000 + hundreds * 100


def _multiple(words: list[str], index: int, names: tuple[str, ...]) -> tuple[int, int]:
    """Read "to hundrede", "tohundrede" or a bare "hundrede" at ``index``: (words taken, how many)."""
    if index >= len(words):
        return 0, 0
    word = words[index]
    if word in names:
        return 1, 1
    for name in names:
        if word.endswith(name):
            count = UNITS.get(word.removesuffix(name))
            return (1, count) if count and count < 10 else (0, 0)
    count = UNITS.get(word)
    if count and count < 10 and index + 1 < len(words) and words[index + 1] in names:
        return 2, count
    return 0, 0


def _small(words: list[str], index: int) -> tuple[int, int]:
    if index >= len(words):
        return 0, 0
    word = words[index]
    # "fire og halvtreds" written apart, as speech recognisers do
    if index + 2 < len(words) and words[index + 1] == "og" and words[index + 2] in TENS:
        ones = UNITS.get(word, 0)
        if 0 < ones < 10:
            return 3, ones + TENS[words[index + 2]]
    value = _BELOW_HUNDRED.get(word)
    return (0, 0) if value is None else (1, value)


def say_number(value: int) -> str:
    """Write 0-9999 in Danish words ("to hundrede og tre"). Raises ``ValueError`` outside that range."""
    if not 0 <= value <= 9999:
        raise ValueError(f"only 0-9999 are written in words, not {value}")
    if value < 20:
        return _CANONICAL_UNITS[value]
    if value < 100:
        tens, ones = divmod(value, 10)
        ten = _CANONICAL_TENS[tens - 2]
        return f"{_CANONICAL_UNITS[ones]}og{ten}" if ones else ten
    name, size, one = ("hundrede", 100, "et") if value < 1000 else ("tusind", 1000, "et")
    count, rest = divmod(value, size)
    head = f"{one if count == 1 else _CANONICAL_UNITS[count]} {name}"
    if not rest:
        return head
    return f"{head} og {say_number(rest)}" if rest < 100 else f"{head} {say_number(rest)}"


def say_ordinal(value: int) -> str:
    """Write 1-31 as a Danish ordinal ("enogtyvende"). Raises ``ValueError`` outside that range."""
    if not 1 <= value <= 31:
        raise ValueError(f"only 1-31 are written as ordinals, not {value}")
    if value <= 20:
        return _CANONICAL_ORDINALS[value]
    if value == 30:
        return "tredivte"
    return f"{_CANONICAL_UNITS[value % 10]}og{'tyvende' if value < 30 else 'tredivte'}"
