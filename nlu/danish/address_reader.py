"""One text as tokens, with the small readers that an address is made of: street, number, postcode, town."""

import re
from dataclasses import dataclass

from nlu.danish.floors import read_floor_and_door
from nlu.danish.numbers import UNITS, number_below_hundred, read_number
from nlu.danish.street_index import NO_STREET, STREET_ENDING, StreetIndex, fold
from nlu.danish.wordlists import words

_TOKEN = re.compile(r"[^\W_]+")
_PREFIXES = words(
    """
    gl gammel gamle ny lille store sankt sct skt nordre soendre oestre vestre noerre vester oester
    soender kong kongens dronning prins prinsesse h c j p indre ydre
    """
)
_UNITS_AFTER = words(
    """
    pose poser ruller rulle pakker pakke styk stk børn år aar dage uger timer kr kroner gange personer
    minutter måneder bioposer
    """
)
_LITTLE_WORDS = words("på paa i til er bor det den ved fra min og nej jeg ja adressen poser")
_STREET_WORDS = words("vej gade allé alle plads boulevard torv stræde vænge")
_OWNERS = words("vores jeres deres hans hendes dens mors fars naboens søns datters kommunens")
_HESITATIONS = words("øh øhm æh æhm hm altså ja er det vist")
_NEAR_CUTOFF_WITH_ENDING, _NEAR_CUTOFF_WITHOUT = 80.0, 88.0
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


class AddressReader:
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
            if name and (self.house_number_at(position + n)[0] or STREET_ENDING.search(fold(said))):
                return name, n, 1.0
        for n, said in spans:
            key = fold(said)
            if len(key) < 4 or NO_STREET.search(key) or not self.house_number_at(position + n)[0]:
                if (
                    n == 1
                    and len(self.words) <= 4
                    and len(key) >= 5
                    and STREET_ENDING.search(key)
                    and not NO_STREET.search(key)
                ):
                    near = self.index.nearest(said, 88.0)
                    if near:
                        return near[0], n, near[1]
                continue
            if any(
                self.index.exact(self._joined(position + skipped, n - skipped)) for skipped in range(1, n)
            ):
                continue  # "foran Enghavevej" holds a street of its own
            suffix = STREET_ENDING.search(key)
            near = self.index.nearest(said, _NEAR_CUTOFF_WITH_ENDING if suffix else _NEAR_CUTOFF_WITHOUT)
            if near and (suffix or len(key) >= 6) and self._sounds_like_one_name(position, n):
                return near[0], n, near[1]
        for n, said in spans:
            prefixed = self._may_begin_street(self.words[position : position + n])
            key = fold(said)
            street_like = (
                prefixed and len(key) > 4 and STREET_ENDING.search(key) and not NO_STREET.search(key)
            )
            if street_like and self.house_number_at(position + n)[0]:
                return (
                    " ".join(part.capitalize() if part.islower() else part for part in said.split()),
                    n,
                    0.5,
                )
        return None

    def _may_begin_street(self, name: list[str]) -> bool:
        """Whether the words before the last belong to a street: "gammel kongevej", "peter bangs vej"."""
        *first, last = name
        if first and last in _STREET_WORDS and first[-1].endswith("s"):
            return not (_LITTLE_WORDS | _OWNERS).intersection(first)
        return all(fold(word) in _PREFIXES for word in first)

    def _sounds_like_one_name(self, position: int, n: int) -> bool:
        # "på byvej 54" must not be read as one misspelt name
        return n == 1 or not _LITTLE_WORDS.intersection(self.words[position : position + n])

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
        last = min(position + 2, len(self.words) - 1)
        while position < last and self.words[position] in _HESITATIONS:
            position += 1
        for lead in (["ud", "for"], ["lige", "ved"], ["ved"]):
            after = position + len(lead)
            if self.words[position:after] == lead and self.words[after : after + 1] in (["nr"], ["nummer"]):
                position = after
        if position >= len(self.words) or not re.fullmatch(r"[\s,.:]{0,4}", self.gap(position)):
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
        taken, postcode = self.four_digits(position)
        position += taken
        town_taken, only = self.town_at(position)
        if taken and not town_taken and postcode not in self.index.postcodes:
            return 0, None
        if not taken and not town_taken:
            return 0, None
        return position + town_taken - start, postcode or only

    def four_digits(self, position: int) -> tuple[int, str | None]:
        word = self.words[position]
        if re.fullmatch(r"[1-9]\d{3}", word):
            return 1, word
        spelt = "".join(str(UNITS.get(said, "-")) for said in self.words[position : position + 4])
        if spelt in self.index.postcodes:
            return 4, spelt
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
        if tail is not None and 10 <= tail <= 99 and self.town_at(position + 2)[0]:
            return 2, f"{head}{tail}"
        return 0, None

    def town_at(self, position: int) -> tuple[int, str | None]:
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
