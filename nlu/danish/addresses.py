"""Street addresses as people write and say them, with the street in the register's spelling.

"Byvej 54, 3. tv", "byvej fireoghalvtreds tredje til venstre", "115 st th", "2700 Brønshøj". A street name
is found by its spelling with æøå folded, or by nearness (rapidfuzz) where a house number follows. A name
that the register lacks is kept as said when it ends like a street and a number follows: the address
register decides.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from rapidfuzz import fuzz, process

from nlu.danish.corrections import correction_end, is_negated
from nlu.danish.floors import read_floor_and_door
from nlu.danish.numbers import number_below_hundred, read_number
from nlu.danish.wordlists import words

_TOKEN = re.compile(r"[^\W_]+")
_FOLD = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "é": "e", "è": "e", "ü": "y", "ö": "oe", "ä": "ae"})
_BARE_FOLD = str.maketrans({"æ": "a", "ø": "o", "å": "a", "é": "e", "ü": "u", "ö": "o", "ä": "a"})
_SUFFIX = re.compile(
    r"(?:vej|vejen|gade|gaden|alle|allee|plads|pladsen|straede|straedet|boulevard|boulevarden|torv|torvet|vaenge|vaenget|"
    r"brygge|kaj|kajen|parken|vang|vangen|stien|sti|bakken|toften|ageren|haven|have|kvarter|passage|gaarden|alleen|holm|"
    r"lunden|strade|vaeng|bulevard|gard|bro)$"
)
_NO_STREET = re.compile(
    r"(?:^(?:min|mit|en|den|denne|ad|paa|hele|samme|egen)?(?:vej|vejen|gade|gaden|plads|pladsen|have|haven|bro|sti|stien|torvet|"
    r"parken|gaarden|bakken|vang|holm)$|"
    r"(?:boernehave|vuggestue|institutions|parkerings|arbejds|lege|bygge|genbrugs|holde|sidde|stand|ledig|p|dagpleje|"
    r"skole|pleje|handicap|fri|cykel|koloni|kolonihave|elev|laere|praktik|uddannelses|bade|camping|fest|om|privat|ud|"
    r"hoved|undgaa|boerne|by|naer|baad)(?:plads|pladsen|have|haven|vej|vejen|sti)$)"
)
_PREFIXES = words(
    """
    gl gammel gamle ny lille store sankt sct skt nordre soendre oestre vestre noerre vester oester
    soender kong kongens dronning prins prinsesse h c j p indre ydre
    """
)
_ABBREVIATIONS = (
    (re.compile(r"^gl(?=.{4})"), "gammel"), (re.compile(r"^(?:sct|skt)"), "sankt"),
    (re.compile(r"boul$|blvd$"), "boulevard"),
    (re.compile(r"(?<=...)pl$"), "plads"), (re.compile(r"(?<=....)g$"), "gade"),
    (re.compile(r"(?<=...)v$"), "vej"),
)  # fmt: skip
_UNITS_AFTER = words(
    """
    pose poser ruller rulle pakker pakke styk stk børn år aar dage uger timer kr kroner gange personer
    minutter måneder bioposer
    """
)
_NEAR_CUTOFF_WITH_SUFFIX, _NEAR_CUTOFF_WITHOUT = 80.0, 88.0
_LONGEST_STREET_WORDS = 4


@dataclass(frozen=True)
class AddressSpan:
    """An address found in a text.

    ``value`` has the keys of design §4 that were said (street, number, floor, door, postcode; all
    strings). ``certainty`` is 1.0 for a street spelt as in the register, else the nearness 0-1 (0.5: not
    in the register).
    """

    start: int
    end: int
    value: dict[str, str]
    certainty: float = 1.0


@dataclass(frozen=True)
class StreetIndex:
    """Street and town names of the register, looked up by folded spelling."""

    streets: dict[str, str]
    towns: dict[str, str | None] = field(default_factory=dict)
    """Folded town name → its only postcode, or ``None`` where the town has several."""

    @classmethod
    def build(cls, rows: Iterable[tuple[str, str, str]]) -> "StreetIndex":
        """Make an index of (street, postcode, city) rows."""
        streets: dict[str, str] = {}
        postcodes: dict[str, set[str]] = {}
        for street, postcode, city in rows:
            streets.setdefault(fold(street), street)
            streets.setdefault(re.sub(r"[^a-z0-9]", "", street.lower().translate(_BARE_FOLD)), street)
            postcodes.setdefault(fold(city), set()).add(postcode)
        towns = {town: (next(iter(codes)) if len(codes) == 1 else None) for town, codes in postcodes.items()}
        return cls(streets, towns)

    def exact(self, said: str) -> str | None:
        """The street whose folded spelling, or abbreviated spelling, is ``said``."""
        key = fold(said)
        if key in self.streets:
            return self.streets[key]
        for pattern, full in _ABBREVIATIONS:
            longer = pattern.sub(full, key)
            if longer != key and longer in self.streets:
                return self.streets[longer]
        return None

    def nearest(self, said: str, cutoff: float) -> tuple[str, float] | None:
        """The street nearest in spelling with a similarity of at least ``cutoff`` (0-100), and the
        similarity 0-1.
        """
        hit = process.extractOne(fold(said), self.streets.keys(), scorer=fuzz.ratio, score_cutoff=cutoff)
        return (self.streets[hit[0]], hit[1] / 100) if hit else None


def fold(name: str) -> str:
    """Lower case, æøå as ae/oe/aa, letters and digits only: the form that spellings are compared in."""
    return re.sub(r"[^a-z0-9]", "", name.lower().translate(_FOLD))


@lru_cache(maxsize=1)
def copenhagen() -> StreetIndex:
    """The index of the project's street register, read once."""
    from nlu.gazetteer import streets

    return StreetIndex.build((row.street, row.postcode, row.city) for row in streets())


def find_addresses(text: str, index: StreetIndex | None = None) -> list[AddressSpan]:
    """Return the addresses of ``text``, left to right; a corrected address once, with its last value."""
    reader = _Reader(text, index or copenhagen())
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
    return found or _parts_alone(reader)


class _Reader:
    """One text as tokens, with the small readers an address is made of. Positions count tokens."""

    def __init__(self, text: str, index: StreetIndex) -> None:
        self.text = text
        self.index = index
        self.tokens = list(_TOKEN.finditer(text))
        self.words = [token.group().lower() for token in self.tokens]

    def gap(self, position: int) -> str:
        """The characters between token ``position - 1`` and token ``position``."""
        if not 0 < position < len(self.tokens):
            return ""
        return self.text[self.tokens[position - 1].end() : self.tokens[position].start()]

    def address_at(self, position: int) -> AddressSpan | None:
        street = self.street_at(position)
        if street is None:
            return None
        name, taken, certainty = street
        value = {"street": name}
        after = position + taken
        number_taken, number = self.house_number_at(after)
        if number_taken:
            value["number"] = number
            after += number_taken
            after = self.rest_at(after, value)
        return AddressSpan(self.tokens[position].start(), self.end_of(after), value, certainty)

    def rest_at(self, position: int, value: dict[str, str]) -> int:
        """Read floor, door, postcode and town into ``value``; return the position after them."""
        taken, floor, door = read_floor_and_door(self.words, self.gap, position)
        value.update({key: said for key, said in (("floor", floor), ("door", door)) if said})
        position += taken
        taken, postcode = self.postcode_at(position)
        if postcode:
            value["postcode"] = postcode
        return position + taken

    def end_of(self, position: int) -> int:
        """The character after token ``position - 1``, with the full stop of "3." or "tv." left outside."""
        return self.tokens[position - 1].end()

    def street_at(self, position: int) -> tuple[str, int, float] | None:
        """(street, tokens taken, certainty) of the street name that begins at ``position``."""
        limit = self._joined_limit(position)
        if self.words[position].isdigit() or limit == 0:
            return None
        spans = [(n, self._joined(position, n)) for n in range(limit, 0, -1)]
        for n, said in spans:
            name = self.index.exact(said)
            if name and (self.house_number_at(position + n)[0] or _SUFFIX.search(fold(said))):
                return name, n, 1.0
        for n, said in spans:
            key = fold(said)
            if len(key) < 4 or _NO_STREET.search(key) or not self.house_number_at(position + n)[0]:
                if (
                    n == 1
                    and len(self.words) <= 4
                    and len(key) >= 5
                    and _SUFFIX.search(key)
                    and not _NO_STREET.search(key)
                ):
                    near = self.index.nearest(said, 88.0)
                    if near:
                        return near[0], n, near[1]
                continue
            suffix = _SUFFIX.search(key)
            near = self.index.nearest(said, _NEAR_CUTOFF_WITH_SUFFIX if suffix else _NEAR_CUTOFF_WITHOUT)
            if near and (suffix or len(key) >= 6) and self._sounds_like_one_name(position, n):
                return near[0], n, near[1]
        for n, said in spans:
            prefixed = all(fold(word) in _PREFIXES for word in self.words[position : position + n - 1])
            key = fold(said)
            street_like = prefixed and len(key) > 4 and _SUFFIX.search(key) and not _NO_STREET.search(key)
            if street_like and self.house_number_at(position + n)[0]:
                return (
                    " ".join(part.capitalize() if part.islower() else part for part in said.split()),
                    n,
                    0.5,
                )
        return None

    def _sounds_like_one_name(self, position: int, n: int) -> bool:
        # "på byvej 54" must not be read as one misspelt name: little words never begin a street
        return n == 1 or self.words[position] not in (
            "på", "paa", "i", "til", "er", "bor", "det", "den", "ved", "fra", "min", "og", "nej", "jeg",
            "ja", "adressen",
        )  # fmt: skip

    def _joined_limit(self, position: int) -> int:
        limit = 1
        while limit < _LONGEST_STREET_WORDS and position + limit < len(self.words):
            if (
                not re.fullmatch(r"[ .'’-]{1,2}", self.gap(position + limit))
                or self.words[position + limit].isdigit()
            ):
                break
            limit += 1
        return limit

    def _joined(self, position: int, n: int) -> str:
        return self.text[self.tokens[position].start() : self.tokens[position + n - 1].end()]

    def house_number_at(self, position: int) -> tuple[int, str]:
        """(tokens taken, number) of a house number: "54", "54 A", "nr. 54b", "to hundrede og tre"."""
        start = position
        if position >= len(self.words) or not re.fullmatch(r"[\s,.:]{0,3}", self.gap(position)):
            return 0, ""
        if self.words[position] in ("nr", "nummer", "no", "num", "husnummer"):
            position += 1
        if position >= len(self.words):
            return 0, ""
        figures = re.fullmatch(r"0{0,2}([1-9]\d{0,2})([a-zæø]?)", self.words[position])
        if figures:
            number, letter, position = figures[1], figures[2].upper(), position + 1
        else:
            taken, value = read_number(self.words, position)
            if (
                not taken
                or not 1 <= value <= 999
                or (taken == 1 and value == 1)
                or self.words[position].isdigit()
            ):
                return 0, ""
            number, letter, position = str(value), "", position + taken
        if position < len(self.words) and self.gap(position) in ("", " "):
            following = self.words[position]
            if following in _UNITS_AFTER:
                return 0, ""
            if not letter and re.fullmatch(r"[a-h]", following):
                letter, position = following.upper(), position + 1
        return position - start, number + letter

    def postcode_at(self, position: int) -> tuple[int, str | None]:
        """(tokens taken, postcode) of "2700 Brønshøj", "i Brønshøj", "syvogtyve hundrede Brønshøj"."""
        start = position
        if position < len(self.words) and self.words[position] == "i":
            position += 1
        if position >= len(self.words) or not re.fullmatch(r"[\s,.]{1,4}", self.gap(position)):
            return 0, None
        taken, postcode = self._four_digits(position)
        position += taken
        town_taken, only = self._town_at(position)
        if not taken and not town_taken:
            return 0, None
        return position + town_taken - start, postcode or only

    def _four_digits(self, position: int) -> tuple[int, str | None]:
        word = self.words[position]
        if re.fullmatch(r"[1-9]\d{3}", word):
            return 1, word
        head = int(word) if re.fullmatch(r"[1-9]\d", word) else number_below_hundred(word)
        if head is None or not 10 <= head <= 99 or position + 1 >= len(self.words):
            taken, value = read_number(self.words, position)
            return (taken, str(value)) if 1000 <= value <= 9999 else (0, None)
        following = self.words[position + 1]
        if following in ("hundrede", "hundred"):
            rest_at = position + 2 + (self.words[position + 2 : position + 3] == ["og"])
            rest = number_below_hundred(self.words[rest_at]) if rest_at < len(self.words) else None
            return (rest_at + 1 - position, f"{head * 100 + rest}") if rest else (2, f"{head}00")
        tail = int(following) if re.fullmatch(r"\d\d", following) else number_below_hundred(following)
        if tail is not None and 10 <= tail <= 99 and self._town_at(position + 2)[0]:
            return 2, f"{head}{tail}"
        return 0, None

    def _town_at(self, position: int) -> tuple[int, str | None]:
        for n in (3, 2, 1):
            if position + n > len(self.words):
                continue
            key = re.sub(
                r"^(?:kbh|cph|kobenhavn)", "koebenhavn", fold("".join(self.words[position : position + n]))
            )
            if key in self.index.towns:
                return n, self.index.towns[key]
            if n == 1 and key in (
                "koebenhavn",
                "amager",
                "frederiksberg",
                "kastrup",
                "hvidovre",
                "roedovre",
                "soeborg",
            ):
                return 1, None
        return 0, None


def _corrected(span: AddressSpan, reader: _Reader) -> AddressSpan:
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


_LEAD_IN = words(
    """
    ja nej jo det er var den min mit adresse adressen husnummer husnummeret nå jeg bor på øh altså
    undskyld men ikke i skal være skulle hov vent etagen etage mener mente lige vi også sal rettelse så
    og hedder tror faktisk postnummer postnummeret
    """
)


def _parts_alone(reader: _Reader) -> list[AddressSpan]:
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
            taken, postcode = reader._four_digits(position)
            town_taken, only = reader._town_at(position + taken)
            if not town_taken:
                return []
            position += taken + town_taken
            if postcode or only:
                value["postcode"] = postcode or only or ""
    tail = reader.words[position:]
    if not value or any(word not in _LEAD_IN | {"tak", "th", "da", "her", "nu"} for word in tail):
        return []
    return [AddressSpan(reader.tokens[begun].start(), reader.end_of(position), value)]
