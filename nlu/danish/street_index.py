"""The names of streets and towns of the register, found by folded or abbreviated spelling, or by nearness."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from rapidfuzz import fuzz, process
from rapidfuzz.distance import Levenshtein

_FOLD = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "é": "e", "è": "e", "ü": "y", "ö": "oe", "ä": "ae"})
_BARE_FOLD = str.maketrans({"æ": "a", "ø": "o", "å": "a", "é": "e", "ü": "u", "ö": "o", "ä": "a"})
STREET_ENDING = re.compile(
    r"(?:vej|vejen|gade|gaden|alle|allee|plads|pladsen|straede|straedet|boulevard|boulevarden|torv|torvet|vaenge|vaenget|"
    r"brygge|kaj|kajen|parken|vang|vangen|stien|sti|bakken|toften|ageren|haven|have|kvarter|passage|gaarden|alleen|holm|"
    r"lunden|strade|vaeng|bulevard|bulevarden|gard|bro)$"
)
NO_STREET = re.compile(
    r"(?:^(?:min|mit|en|den|denne|ad|paa|hele|samme|egen)?(?:vej|vejen|gade|gaden|plads|pladsen|have|haven|bro|sti|stien|torvet|"
    r"parken|gaarden|bakken|vang|holm)$|"
    r"(?:boernehave|vuggestue|institutions|parkerings|arbejds|lege|bygge|genbrugs|holde|sidde|stand|ledig|p|dagpleje|"
    r"skole|pleje|handicap|fri|cykel|koloni|kolonihave|elev|laere|praktik|uddannelses|bade|camping|fest|om|privat|ud|"
    r"hoved|undgaa|boerne|by|naer|baad)(?:plads|pladsen|have|haven|vej|vejen|sti)$)"
)
_STEM_CUTOFF = 75.0
"""How near (0-100) the names must be without their endings: "Ærøgade" is no misspelt "Sejrøgade"."""
_ABBREVIATIONS = (
    (re.compile(r"^gl(?=.{4})"), "gammel"), (re.compile(r"^(?:sct|skt)"), "sankt"),
    (re.compile(r"boul$|blvd$"), "boulevard"),
    (re.compile(r"(?<=...)pl$"), "plads"), (re.compile(r"(?<=....)g$"), "gade"),
    (re.compile(r"(?<=...)v$"), "vej"),
)  # fmt: skip


@dataclass(frozen=True)
class StreetIndex:
    """Street and town names of the register, looked up by folded spelling."""

    streets: dict[str, str]
    towns: dict[str, str | None] = field(default_factory=dict)
    """Folded town name → its only postcode, or ``None`` where the town has several."""

    postcodes: frozenset[str] = frozenset()

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
        return cls(streets, towns, frozenset().union(*postcodes.values()))

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
        key = fold(said)
        hit = process.extractOne(key, self.streets.keys(), scorer=fuzz.ratio, score_cutoff=cutoff)
        if hit is None or not _alike(key, hit[0]):
            return None
        return self.streets[hit[0]], hit[1] / 100


def _alike(said: str, name: str) -> bool:
    """Whether two near names are near without the ending that they share, too."""
    ending, other = STREET_ENDING.search(said), STREET_ENDING.search(name)
    if not ending or not other or ending[0] != other[0]:
        return True
    said, name = STREET_ENDING.sub("", said), STREET_ENDING.sub("", name)
    return Levenshtein.distance(said, name) <= 1 or fuzz.ratio(said, name) >= _STEM_CUTOFF


def fold(name: str) -> str:
    """Lower case, æøå as ae/oe/aa, letters and digits only: the form that spellings are compared in."""
    return re.sub(r"[^a-z0-9]", "", name.lower().translate(_FOLD))


@lru_cache(maxsize=1)
def copenhagen() -> StreetIndex:
    """The index of the project's street register, read once."""
    from nlu.gazetteer import streets

    return StreetIndex.build((row.street, row.postcode, row.city) for row in streets())
